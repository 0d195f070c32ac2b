"""The history of a request as its page tells it: from the events, in the order in which things happened."""

from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from requests_registry.models import FileReview, InformationRequest, RequestEvent
from requests_registry.models.clocks import COUNTED_ANEW, ClockKind
from requests_registry.models.reviews import Why

Kind = RequestEvent.Kind


@dataclass(frozen=True)
class Entry:
    on: date
    label: str
    details: str = ""
    anchor: str = ""


def public(info_request):
    """What everybody may know: the request's own way, without who recorded it and without the housekeeping."""
    events = info_request.events.true().filter(kind__in=RequestEvent.PUBLIC_KINDS).select_related("reply", "clock")
    told = {_once(event): event for event in events.order_by("-sequence") if _is_true(event)}.values()
    return [_entry(event) for event in sorted(told, key=lambda event: (event.effective_on, event.sequence))]


def whole(info_request):
    """Every event in the order in which it was recorded, with who and why: for staff."""
    return info_request.events.select_related("by", "reply").order_by("sequence")


def _is_true(event):
    """A term did not pass where what it was for came in time and was only recorded later, or where it was counted wrongly."""
    clock = event.clock
    if clock is None or clock.closed_on is None:
        return True
    return clock.closed_on > clock.due_on and clock.closed_why not in COUNTED_ANEW


def _once(event):
    """A term that was counted again passes again: for a reader it passed once."""
    is_term = event.kind == Kind.TERM_PASSED
    return (event.effective_on, event.changes["term"][1]) if is_term else event.sequence


def _entry(event):
    return Entry(
        on=event.effective_on,
        label=event.get_kind_display(),
        details=details(event),
        anchor=f"reply-{event.reply_id}" if event.reply_id else "",
    )


def details(event):
    """What a reader wants to know of this event beside its name."""
    if event.kind == Kind.REPLIED:
        return event.reply.get_outcome_display()
    words = []
    if event.kind == Kind.TERM_PASSED:
        return str(ClockKind(event.changes["term"][1]).label)
    if event.kind == Kind.REGISTERED:
        words.append(_("number at the holder: %(number)s") % {"number": event.changes["registration_number"][1]})
    if event.kind == Kind.ASKED:
        words.append(str(InformationRequest.Asked(event.changes["asked"][1]).label))
    if event.kind in (Kind.LETTER, Kind.MAILED):
        words.append(_("outgoing No. %(number)s") % {"number": event.changes["outgoing_number"][1]})
    if "file_decision" in event.changes:
        words.append(str(FileReview.Decision(event.changes["file_decision"][1]).label))
    if "reasons" in event.changes:
        words += [str(Why(why).label) for why in event.changes["reasons"][1]]
    if "decision" in event.changes:
        words.append(str(InformationRequest.Decision(event.changes["decision"][1]).label))
    if event.changes.get("reply_due_on", [None, None])[1]:
        words.append(_("answer due by %(day)s") % {"day": _changed_day(event.changes["reply_due_on"])})
    return "; ".join(words)


def _changed_day(old_and_new):
    return date_format(parse_date(str(old_and_new[1])), "DATE_FORMAT")
