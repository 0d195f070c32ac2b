"""How a step is written: row lock, columns, clocks, event and search rows, in the caller's one transaction.

lifecycle.py says what a step means; this module only writes it. What an event tells is enough to fold the request anew
(see folding.py), so every column named in FOLDED changes here and nowhere else.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.search import index
from requests_registry.models import InformationRequest, RequestEvent
from requests_registry.models.clocks import REPLY_KINDS, ClosedWhy

FOLDED = (
    "holder",
    "state",
    "stage",
    "asked",
    "outcome",
    "visibility",
    "sent_on",
    "resent_on",
    "received_on",
    "registration_number",
    "answered_on",
)


class RequestChanged(Exception):
    """Somebody recorded something since the form was opened: `events` is what."""

    def __init__(self, info_request, events):
        super().__init__(_("Request %(number)s has changed meanwhile.") % {"number": info_request.number})
        self.events = events


def lock(info_request):
    """The request as it is now, locked to the end of the transaction."""
    return InformationRequest.objects.select_for_update(of=["self"]).select_related("holder").get(pk=info_request.pk)


def check_seen(info_request, seen):
    """Refuse to act on what the person has not seen; `seen` is the number of the last event shown (None: no form).

    That a term passed meanwhile is no news that could make a step wrong.
    """
    if seen is None:
        return
    newer = info_request.events.filter(sequence__gt=seen).exclude(kind=RequestEvent.Kind.TERM_PASSED)
    newer = list(newer.select_related("by", "reply"))
    if newer:
        raise RequestChanged(info_request, newer)


def record(
    info_request,
    kind,
    *,
    by,
    at,
    on,
    values=None,
    closes=(),
    why="",
    opens=None,
    passing=(),
    facts=None,
    reply=None,
    clock=None,
    undoes=None,
    note="",
):
    """Change `values`, close the clocks of the kinds `closes`, open those that `opens(info_request)` counts, tell it all.

    `passing` are counts, each with the day on which its clock is closed at once: they show whether what was done was in
    time. `facts` are told by the event alone.
    """
    changes = _change(info_request, values or {})
    closed = _close(info_request.clocks.open().filter(kind__in=closes), on, why)
    opened = [_open(info_request, count, at) for count in (opens(info_request) if opens else ()) if count]
    passed = [_pass(info_request, count, at, closed_on) for count, closed_on in passing if count]
    if changes or closed or opened or kind in RequestEvent.PUBLIC_KINDS:  # a letter of ours is no news to the public
        info_request.changed_at = at
    info_request.save(update_fields=[*(values or {}), "changed_at"])
    info_request.__dict__.pop("reply_clock", None)
    changes |= {name: [None, value] for name, value in (facts or {}).items()} | _told(closed, opened, passed)
    event = RequestEvent.objects.create(
        request=info_request,
        sequence=info_request.events.count() + 1,
        kind=kind,
        effective_on=on,
        at=at,
        by=by,
        reply=reply,
        clock=clock,
        undoes=undoes,
        changes=changes,
        note=note,
    )
    index.refresh(info_request)
    return event


def first_values(info_request):
    """What the first event of a request tells of its columns."""
    return {name: _plain(getattr(info_request, name)) for name in FOLDED}


def day_of(at):
    return timezone.localdate(at)


def _change(info_request, values):
    """Old and new of what really changes."""
    changes = {}
    for name, new in values.items():
        old = getattr(info_request, name)
        setattr(info_request, name, new)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
    return changes


def _plain(value):
    return getattr(value, "pk", value)


def _open(info_request, count, at):
    clock = count.as_clock(info_request, at=at)
    clock.save(force_insert=True)
    return clock


def _pass(info_request, count, at, closed_on):
    clock = _open(info_request, count, at)
    _close([clock], closed_on, ClosedWhy.DONE)
    return clock


def _close(clocks, on, why):
    clocks = list(clocks)
    for clock in clocks:
        clock.closed_on = on
        clock.closed_why = why
        clock.save(update_fields=["closed_on", "closed_why"])
    return clocks


def _told(closed, opened, passed):
    """The clocks as an event tells them: [kind, due on] that were closed, [kind, started on, due on] that were opened."""
    told = {}
    if closed:
        told["clocks_closed"] = [[clock.kind, clock.due_on] for clock in closed]
    if opened:
        told["clocks_opened"] = [[clock.kind, clock.started_on, clock.due_on] for clock in opened]
    if passed:
        told["clocks_passed"] = [[clock.kind, clock.started_on, clock.due_on] for clock in passed]
    new = [clock for clock in opened if clock.kind in REPLY_KINDS]
    if new:
        old = [clock.due_on for clock in closed if clock.kind in REPLY_KINDS]
        told["reply_due_on"] = [old[0] if old else None, new[0].due_on]
    return told
