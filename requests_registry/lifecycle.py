"""The life of a request: which step is possible from which state, and the functions that take them.

The only writer of a state, a clock and an event. Row lock, change, clocks, event and search rows are one transaction.
The caller reads the clock (`at=`) and says who acts (`by=`).
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.models import Direction
from portal.models.accounts import REGISTRAR
from portal.search import index
from requests_registry import counting
from requests_registry.models import InformationRequest, Reply, RequestCounter, RequestEvent
from requests_registry.models.clocks import ClosedWhy

State = InformationRequest.State
Visibility = InformationRequest.Visibility
Kind = RequestEvent.Kind

DIRECTION = "access-to-information"  # the direction of the centre's work that every request belongs to


@dataclass(frozen=True)
class Step:
    """Who may take it, from which states, and the state it leads to (none: the state stays)."""

    name: str
    event: Kind
    sources: tuple[State, ...]
    target: State | None = None
    visibility: tuple[Visibility, ...] = tuple(Visibility)
    roles: tuple[str, ...] = (REGISTRAR,)


REGISTRATION = Step("registration", Kind.REGISTERED, (State.SENT,), State.REGISTERED)
REPLY = Step("reply", Kind.REPLIED, (State.SENT, State.REGISTERED, State.ANSWERED), State.ANSWERED)
PUBLICATION = Step("publish", Kind.PUBLISHED, tuple(State), visibility=(Visibility.HIDDEN,))
WITHDRAWAL = Step("unpublish", Kind.HIDDEN, tuple(State), visibility=(Visibility.PUBLIC,))
STEPS = (REGISTRATION, REPLY, PUBLICATION, WITHDRAWAL)


class StepNotAllowed(Exception):
    """The request is not in a state from which this step leads on: its message is a sentence for the person."""


class DateNotPossible(ValueError):
    """A date in the future or before the request: its message is a sentence for the person."""


def possible_steps(info_request):
    """The steps that can be taken now."""
    return [step for step in STEPS if is_possible(info_request, step)]


def is_possible(info_request, step):
    return info_request.state in step.sources and info_request.visibility in step.visibility


@transaction.atomic
def file_request(
    *, by, at, form_key, holder, subject, text, language, channel, sent_on, topics=(), regions=(), publish_now=False
):
    """Enter a request that was sent, give it the next number of the year and start the clock of the reply.

    The same `form_key` again gives the request that it made the first time.
    """
    check_date(sent_on, at=at)
    counter = _locked_counter(_day(at).year)
    earlier = InformationRequest.objects.filter(form_key=form_key).first()
    if earlier:
        return earlier
    info_request = InformationRequest.objects.create(
        number=_next_number(counter),
        form_key=form_key,
        holder=holder,
        subject=subject,
        text=text,
        language=language,
        channel=channel,
        sent_on=sent_on,
        state=State.SENT,
        filed_at=at,
        filed_by=by,
        changed_at=at,
    )
    info_request.topics.set(topics)
    info_request.regions.set(regions)
    info_request.directions.set(Direction.objects.filter(slug=DIRECTION))
    clock = _open_reply_clock(info_request, at=at)
    changes = {"state": [None, State.SENT], "reply_due_on": [None, clock.due_on]}
    _record(info_request, Kind.FILED, by=by, at=at, effective_on=sent_on, changes=changes)
    return publish(info_request, by=by, at=at) if publish_now else info_request


@transaction.atomic
def record_registration(info_request, *, by, at, received_on, registration_number):
    """The holder has the request since `received_on`, under its own number: from that day the law counts."""
    info_request = _locked_for(REGISTRATION, info_request, by)
    check_date(received_on, at=at, not_before=info_request.sent_on)
    old_clock = _close_reply_clock(info_request, on=received_on, why=ClosedWhy.REGISTERED)
    info_request.received_on = received_on
    info_request.registration_number = registration_number
    info_request.state = REGISTRATION.target
    _save(info_request, at, "received_on", "registration_number", "state")
    new_clock = _open_reply_clock(info_request, at=at)
    changes = {
        "state": [State.SENT, REGISTRATION.target],
        "registration_number": ["", registration_number],
        "reply_due_on": [old_clock.due_on, new_clock.due_on],
    }
    _record(info_request, REGISTRATION.event, by=by, at=at, effective_on=received_on, changes=changes)
    index.refresh(info_request)
    return info_request


@transaction.atomic
def record_reply(info_request, *, by, at, form_key, received_on, outcome, text, language, reference=""):
    """The holder answered. A later reply may mend the outcome; the day of the first one stays.

    The same `form_key` again gives the reply that it made the first time.
    """
    info_request = _locked_for(REPLY, info_request, by)
    earlier = info_request.replies.filter(form_key=form_key).first()
    if earlier:
        return earlier
    check_date(received_on, at=at, not_before=info_request.received_on or info_request.sent_on)
    reply = Reply.objects.create(
        request=info_request,
        form_key=form_key,
        received_on=received_on,
        outcome=outcome,
        text=text,
        language=language,
        reference=reference,
        recorded_at=at,
        recorded_by=by,
    )
    changes = {
        "state": [info_request.state, REPLY.target],
        "outcome": [info_request.outcome, outcome],
    }
    if info_request.is_waiting:
        _close_reply_clock(info_request, on=received_on, why=ClosedWhy.ANSWERED)
        info_request.answered_on = received_on
    info_request.state = REPLY.target
    info_request.outcome = outcome
    _save(info_request, at, "state", "outcome", "answered_on")
    _record(info_request, REPLY.event, by=by, at=at, effective_on=received_on, changes=changes, reply=reply)
    index.refresh(info_request)
    return reply


@transaction.atomic
def publish(info_request, *, by, at):
    """Show the request to everybody. The time of the first publication stays."""
    info_request = _locked_for(PUBLICATION, info_request, by)
    info_request.visibility = Visibility.PUBLIC
    info_request.published_at = info_request.published_at or at
    _save(info_request, at, "visibility", "published_at")
    changes = {"visibility": [Visibility.HIDDEN, Visibility.PUBLIC]}
    _record(info_request, PUBLICATION.event, by=by, at=at, effective_on=_day(at), changes=changes)
    index.refresh(info_request)
    return info_request


@transaction.atomic
def unpublish(info_request, *, by, at, reason):
    """Take the request off every public page; the reason stays with its history."""
    info_request = _locked_for(WITHDRAWAL, info_request, by)
    info_request.visibility = Visibility.HIDDEN
    _save(info_request, at, "visibility")
    changes = {"visibility": [Visibility.PUBLIC, Visibility.HIDDEN]}
    _record(info_request, WITHDRAWAL.event, by=by, at=at, effective_on=_day(at), changes=changes, note=reason)
    index.refresh(info_request)
    return info_request


@transaction.atomic
def recount(info_request, *, by, at):
    """Count the running reply clock again with the work calendar of today; True where that gave another answer."""
    info_request = InformationRequest.objects.select_for_update().get(pk=info_request.pk)
    old_clock = info_request.clocks.replies().open().select_related("rule").first()
    if old_clock is None or counting.is_still_right(old_clock):
        return False
    _close_reply_clock(info_request, on=_day(at), why=ClosedWhy.RECOUNTED)
    new_clock = _open_reply_clock(info_request, at=at)
    _save(info_request, at)
    changes = {
        "reply_due_on": [old_clock.due_on, new_clock.due_on],
        "is_provisional": [old_clock.is_provisional, new_clock.is_provisional],
    }
    _record(info_request, Kind.RECOUNTED, by=by, at=at, effective_on=_day(at), changes=changes)
    index.refresh(info_request)
    return True


@transaction.atomic
def recount_running(*, by, at):
    """Count all running reply clocks again after the work calendar changed; how many requests that touched."""
    waiting = InformationRequest.objects.waiting().order_by("pk")
    return sum(recount(info_request, by=by, at=at) for info_request in waiting)


def check_date(day, *, at, not_before=None):
    """Nothing is recorded before it happened, and nothing comes before the letter that it answers."""
    if day > _day(at):
        raise DateNotPossible(_("This day is still to come. Give a day up to today."))
    if not_before and day < not_before:
        raise DateNotPossible(
            _("This cannot have happened before %(day)s, the day of the request.")
            % {"day": date_format(not_before, "DATE_FORMAT")}
        )


def _locked_counter(year):
    """The row of the year, locked to the end of the transaction: parallel filings stand in a line here."""
    RequestCounter.objects.bulk_create([RequestCounter(year=year)], ignore_conflicts=True)
    return RequestCounter.objects.select_for_update().get(year=year)


def _next_number(counter):
    """2026-0001, 2026-0002, … A filing that fails gives its number back with the rollback."""
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.year}-{counter.last:04d}"


def _locked_for(step, info_request, by):
    """The request as it is now, locked; refused where the step is not possible (any more) or not for this person."""
    locked = InformationRequest.objects.select_for_update(of=["self"]).select_related("holder").get(pk=info_request.pk)
    if not any(by.has_role(role) for role in step.roles):
        raise PermissionDenied
    if not is_possible(locked, step):
        raise StepNotAllowed(
            _("Request %(number)s has changed meanwhile: this step is not possible any more.")
            % {"number": locked.number}
        )
    return locked


def _open_reply_clock(info_request, *, at):
    clock = counting.count_reply(info_request).as_clock(info_request, at=at)
    clock.save(force_insert=True)
    return clock


def _close_reply_clock(info_request, *, on, why):
    clock = info_request.clocks.replies().open().get()
    clock.closed_on = on
    clock.closed_why = why
    clock.save(update_fields=["closed_on", "closed_why"])
    return clock


def _save(info_request, at, *fields):
    info_request.changed_at = at
    info_request.save(update_fields=[*fields, "changed_at"])


def _record(info_request, kind, *, by, at, effective_on, changes, reply=None, note=""):
    """The row lock of the request makes the sequence safe."""
    RequestEvent.objects.create(
        request=info_request,
        sequence=info_request.events.count() + 1,
        kind=kind,
        effective_on=effective_on,
        at=at,
        by=by,
        reply=reply,
        changes=changes,
        note=note,
    )


def _day(at):
    return timezone.localdate(at)
