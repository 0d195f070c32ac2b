"""The letter of a holder that came by mail, for everybody to read: whole, or without some of its words.

The letter itself is never changed: a review keeps the places that are not shown, each with its reason.
"""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from portal.documents import personal
from requests_registry.files.reviewing import NotPossible
from requests_registry.models import RequestEvent, TextReview
from requests_registry.models.reviews import Why
from requests_registry.recording import day_of, lock, record

Kind = RequestEvent.Kind
WHY_OF_TRACE = {"iin": Why.PERSON, "telephone": Why.CONTACT, "address": Why.CONTACT}


@dataclass(frozen=True)
class Piece:
    """Some words of a letter, or the reason why they are not shown."""

    text: str = ""
    why: str = ""
    start: int = 0


def pieces(text, spans, start=0, end=None):
    """The part of a text from `start` to `end` without its removed places."""
    end = len(text) if end is None else end
    found, at = [], start
    for first, last, why in spans:
        if last <= start or first >= end:
            continue
        if first > at:
            found.append(Piece(text[at:first]))
        found.append(Piece(why=Why(why).label, start=first))
        at = max(at, min(last, end))
    return [*found, *([Piece(text[at:end])] if at < end else [])]


def shown(text, spans):
    """What is left of a text, for search."""
    return " … ".join(piece.text for piece in pieces(text, spans) if piece.text)


def suggestions(text, spans):
    """[(words, why)] of what tells who a person is and still stands in the text."""
    left = [
        (trace.text, WHY_OF_TRACE[trace.code])
        for trace in personal.traces(text)
        if trace.code in WHY_OF_TRACE and not _is_removed(trace.start, trace.end, spans)
    ]
    return list(dict.fromkeys(left))


@transaction.atomic
def remove(message, *, by, at, words, why):
    """Do not show these words wherever they stand in the letter; how many places that were."""
    review, info_request = _locked(message, by, at)
    places = _places(message.text, words)
    if not places:
        raise NotPossible(
            _("“%(words)s” does not stand in the letter. Copy the words from it.") % {"words": words[:100]}
        )
    review.spans = merged([*review.spans, *([start, end, why] for start, end in places)])
    _save(review, by, at)
    facts = {"removed": len(places), "why": why}
    record(info_request, Kind.TEXT_REDACTED, by=by, at=at, on=day_of(at), facts=facts)
    return len(places)


@transaction.atomic
def restore(message, *, by, at, start):
    """Show again what was removed at that place."""
    review, info_request = _locked(message, by, at)
    kept = [span for span in review.spans if span[0] != start]
    if len(kept) == len(review.spans):
        raise NotPossible(_("Nothing is removed at this place any more."))
    review.spans = kept
    _save(review, by, at)
    record(info_request, Kind.TEXT_REDACTED, by=by, at=at, on=day_of(at), facts={"restored": 1})


@transaction.atomic
def publish(message, *, by, at, seen=None):
    """Show the letter to everybody who may see the request, without what is removed from it."""
    review, info_request = _locked(message, by, at)
    if seen is not None and seen != review.spans:
        raise NotPossible(_("Somebody changed this text meanwhile. Look at what stands here now."))
    review.is_published = True
    _save(review, by, at)
    record(info_request, Kind.TEXT_PUBLISHED, by=by, at=at, on=day_of(at), facts={"message": message.pk})


@transaction.atomic
def withdraw(message, *, by, at):
    review, info_request = _locked(message, by, at)
    review.is_published = False
    _save(review, by, at)
    record(info_request, Kind.TEXT_PRIVATE, by=by, at=at, on=day_of(at), facts={"message": message.pk})


def merged(spans):
    """In order, none upon another; of two that meet the first gives its reason."""
    result = []
    for start, end, why in sorted(spans, key=lambda span: (span[0], span[1])):
        if result and start < result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        else:
            result.append([start, end, why])
    return result


def _places(text, words):
    """Where the words stand, whatever the breaks of lines between them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [found.span() for found in re.finditer(pattern, text)] if pattern else []


def _is_removed(start, end, spans):
    return any(first <= start and end <= last for first, last, _why in spans)


def _locked(message, by, at):
    info_request = lock(message.request)
    TextReview.objects.get_or_create(message=message, defaults={"changed_at": at, "changed_by": by})
    return TextReview.objects.select_for_update().get(message=message), info_request


def _save(review, by, at):
    review.changed_at, review.changed_by = at, by
    review.save()
