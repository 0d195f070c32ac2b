"""What needs a person today, from every room: each app registers its piles, the staff desk shows them, worst first.

A pile is found anew on every look, from facts. What staff decide about a thing (taken, postponed, done) is a DeskMark.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import DeskMark

SHOWN = 50
LONGEST_PAUSE = timedelta(days=30)
REMEMBERED = timedelta(days=400)


@dataclass
class Item:
    """One thing that waits. `tag` is (tone, icon, words) as parts/status_tag.html takes it; `title` keeps its language."""

    object_id: int
    occasion: str
    title: str
    url: str
    detail: str = ""
    tag: tuple[str, str, str] | None = None
    mark: DeskMark | None = None


@dataclass(frozen=True)
class Source:
    """`find(on)` yields Items, the most urgent first, as few queries as one; `may_be_done` where looking is all it needs."""

    key: str
    urgency: int
    title: str
    hint: str
    find: Callable[[date], Iterable[Item]]
    may_be_done: bool = False


@dataclass
class Pile:
    source: Source
    items: list = field(default_factory=list)
    has_more: bool = False
    put_off: int = 0


class NotPossible(Exception):
    """Its message is a sentence for the person."""


_sources = {}


def register(source):
    _sources[source.key] = source


def source(key):
    return _sources.get(key)


def piles(on):
    """Every pile with what stands on it today; what is postponed or done is only counted."""
    marks = _marks(on)
    return [_pile(source, on, marks) for source in sorted(_sources.values(), key=lambda source: source.urgency)]


def people(piles):
    """Who has taken how much, the most loaded first: [(user, count)]."""
    marks = [item.mark for pile in piles for item in pile.items if item.mark and item.mark.claimed_by]
    counts = Counter(mark.claimed_by_id for mark in marks)
    users = {mark.claimed_by_id: mark.claimed_by for mark in marks}
    return [(users[pk], count) for pk, count in counts.most_common()]


def claim(key, object_id, occasion, *, by, at):
    """Say that one works on it. What another has taken already is not taken from him."""
    with _changed(key, object_id, occasion, by) as mark:
        if mark.claimed_by and mark.claimed_by != by:
            raise NotPossible(_("%(name)s has taken this already.") % {"name": mark.claimed_by})
        mark.claimed_by, mark.claimed_at = by, at


def release(key, object_id, occasion, *, by):
    with _changed(key, object_id, occasion, by) as mark:
        mark.claimed_by = mark.claimed_at = None


def postpone(key, object_id, occasion, *, by, on, until, reason):
    """Off the desk until that day, for a reason that the others can read."""
    if not reason.strip():
        raise NotPossible(_("Say why it can wait."))
    if not on < until <= on + LONGEST_PAUSE:
        raise NotPossible(_("Choose a day after today, at most thirty days from now."))
    with _changed(key, object_id, occasion, by) as mark:
        mark.postponed_until, mark.reason = until, reason.strip()


def finish(key, object_id, occasion, *, by, at):
    """Looked at, nothing more to do. Only where no step of its own ends the matter."""
    if not source(key).may_be_done:
        raise NotPossible(_("This leaves the desk by itself when its step is recorded."))
    with _changed(key, object_id, occasion, by) as mark:
        mark.done_at = at


@contextmanager
def _changed(key, object_id, occasion, by):
    """The mark of a thing, locked, made where there is none, saved at the end."""
    if source(key) is None:
        raise NotPossible(_("There is no such pile."))
    where = {"pile": key, "object_id": object_id, "occasion": occasion}
    with transaction.atomic():
        DeskMark.objects.bulk_create([DeskMark(**where, changed_by=by)], ignore_conflicts=True)
        mark = DeskMark.objects.select_for_update().get(**where)
        yield mark
        mark.changed_by = by
        mark.save()


def _marks(on):
    """By what they mark; after a year nobody asks any more what was put off."""
    recent = DeskMark.objects.filter(changed_at__date__gte=on - REMEMBERED).select_related("claimed_by")
    return {(mark.pile, mark.object_id, mark.occasion): mark for mark in recent}


def _pile(source, on, marks):
    pile = Pile(source)
    for item in source.find(on):
        item.mark = marks.get((source.key, item.object_id, item.occasion))
        if item.mark and (item.mark.done_at or (item.mark.postponed_until and item.mark.postponed_until > on)):
            pile.put_off += 1
        elif len(pile.items) == SHOWN:
            pile.has_more = True
            break
        else:
            pile.items.append(item)
    return pile
