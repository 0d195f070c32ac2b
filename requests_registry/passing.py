"""What happens to the terms of requests without a step: they pass, or a rule, a calendar or a profile changes."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from requests_registry import counting, owed
from requests_registry.models import Clock, InformationRequest, RequestEvent
from requests_registry.models.clocks import (
    AARHUS_KINDS,
    COMPLAINT_KINDS,
    HOLDER_KINDS,
    REPLY_KINDS,
    ClockKind,
    ClosedWhy,
)
from requests_registry.recording import day_of, lock, record
from requests_registry.workdays import ONE_DAY

State = InformationRequest.State
Stage = InformationRequest.Stage
Kind = RequestEvent.Kind

# The clocks whose passing is told, and the right that begins with it.
PASSING = (*REPLY_KINDS, ClockKind.MEDIA, ClockKind.DEEMED_REFUSAL, *AARHUS_KINDS, ClockKind.COMPLAINT_DECISION)


@transaction.atomic
def note_passed_terms(info_request, *, at):
    """Tell each term that passed without what it was for, once, as of the day after it: whenever this is run.

    Silence gives the right to complain from the first day of the delay, silence on a complaint the right to go to court.
    """
    for clock in _passed_untold(at).filter(request=info_request).order_by("due_on", "pk"):
        _note_passed(info_request, clock, at)


def _note_passed(info_request, clock, at):
    kind, day = None, clock.due_on
    if clock.kind in REPLY_KINDS and owed.is_open_to_complaint(info_request):
        kind, day = ClockKind.COMPLAINT, clock.due_on + ONE_DAY
    elif clock.kind == ClockKind.COMPLAINT_DECISION:
        kind = ClockKind.COURT
    record(
        info_request,
        Kind.TERM_PASSED,
        by=None,
        at=at,
        on=clock.due_on + ONE_DAY,
        clock=clock,
        closes=COMPLAINT_KINDS if kind == ClockKind.COMPLAINT else (),
        why=ClosedWhy.RECOUNTED,
        opens=kind and (lambda changed: [counting.count_if_given(kind, changed, day)]),
        facts={"term": clock.kind, "was_due_on": clock.due_on},
    )


def note_all_passed_terms(*, at):
    """The same for every request, each in a transaction of its own; how many requests that touched."""
    touched = sorted(set(_passed_untold(at).values_list("request", flat=True)))
    for pk in touched:
        with transaction.atomic():
            note_passed_terms(lock(InformationRequest(pk=pk)), at=at)
    return len(touched)


def _passed_untold(at):
    return Clock.objects.open().filter(kind__in=PASSING, due_on__lt=day_of(at), passing=None)


@transaction.atomic
def recount(info_request, *, by, at):
    """Count the running clocks again with the rules and the calendar of today; True where that gave another answer."""
    info_request = lock(info_request)
    running = info_request.clocks.open().select_related("rule", "request__holder")
    stale = [clock for clock in running if not counting.is_still_right(clock)]
    if not stale:
        return False
    counts = [counting.count_again(clock) for clock in stale]
    record(
        info_request,
        Kind.RECOUNTED,
        by=by,
        at=at,
        on=day_of(at),
        closes=[clock.kind for clock in stale],
        why=ClosedWhy.RECOUNTED,
        opens=lambda changed: counts,
        facts={"is_provisional": any(count.is_provisional for count in counts)},
    )
    return True


@transaction.atomic
def follow_profile(holder, *, by, at):
    """The holder goes by other rules of law now: what it owes is counted by them; how many requests that touched."""
    asked = InformationRequest.objects.filter(
        holder=holder, state__in=InformationRequest.IN_HAND, stage=Stage.REQUEST
    ).order_by("pk")
    return sum(_follow_profile(lock(info_request), by, at) for info_request in asked)


def _follow_profile(info_request, by, at):
    kinds = COMPLAINT_KINDS if info_request.state == State.ANSWERED else HOLDER_KINDS
    owes = {count.kind: count for count in owed.counts_to_go_on(info_request) if count}
    running = {clock.kind: clock for clock in info_request.clocks.open().filter(kind__in=kinds)}
    stale = [kind for kind, clock in running.items() if kind not in owes or owes[kind].due_on != clock.due_on]
    new = [count for kind, count in owes.items() if kind not in running or kind in stale]
    if stale or new:
        why = {"closes": stale, "why": ClosedWhy.RECOUNTED, "opens": lambda changed: new}
        record(info_request, Kind.RECOUNTED, by=by, at=at, on=day_of(at), **why)
    return bool(stale or new)


@transaction.atomic
def recount_running(*, by, at):
    """Count all running clocks again after the work calendar changed; how many requests that touched."""
    running = InformationRequest.objects.filter(Exists(Clock.objects.open().filter(request=OuterRef("pk"))))
    return sum(recount(info_request, by=by, at=at) for info_request in running.order_by("pk"))
