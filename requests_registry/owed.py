"""What runs for a request as it stands: the terms of its holder, of the Convention and of the way to complain.

Nothing is written here; lifecycle.py and passing.py open what these count.
"""

from requests_registry import counting
from requests_registry.models import InformationRequest, RequestEvent
from requests_registry.models.clocks import ClockKind
from requests_registry.models.replies import Outcome

State = InformationRequest.State
Stage = InformationRequest.Stage
Kind = RequestEvent.Kind


def is_open_to_complaint(info_request):
    """Nothing was complained of yet; or the complaint is decided and there is something new: another holder, another answer."""
    if info_request.stage != Stage.DECIDED:
        return info_request.stage == Stage.REQUEST
    if info_request.state == State.ANSWERED:
        began_on = max(reply.received_on for reply in info_request.replies.all())
    else:
        began_on = info_request.reply_clock.started_on
    return began_on > last_on(info_request, Kind.COMPLAINED)


def counts_of_sending(info_request):
    """What runs from sending on: the reply, provisionally, and the term of the Convention."""
    return [counting.count_reply(info_request), aarhus_count(info_request)]


def aarhus_count(info_request):
    kind = ClockKind.AARHUS_COMPLEX if info_request.state == State.EXTENDED else ClockKind.AARHUS
    return counting.count_if_given(kind, info_request, info_request.resent_on or info_request.sent_on)


def extension_until(info_request, until):
    longest = counting.count_extension(info_request)
    return longest if until == longest.due_on else counting.count_extension(info_request, until)


def court_count(info_request, served_on):
    return counting.count_if_given(ClockKind.COURT, info_request, served_on)


def counts_of_holder(info_request):
    """All that the holder owes from receipt on: its reply (extended, if it was) and the terms beside it."""
    newest = info_request.clocks.replies().last()
    if newest.kind == ClockKind.EXTENSION and info_request.state != State.REGISTERED:
        reply = extension_until(info_request, newest.due_on)
    else:
        reply = counting.count_reply(info_request)
    beside = [ClockKind.REFUSAL, ClockKind.DEEMED_REFUSAL, ClockKind.FORWARDING]
    if info_request.outlet:
        beside.append(ClockKind.MEDIA)
    return [reply, *(counting.count_if_given(kind, info_request, info_request.received_on) for kind in beside)]


def counts_anew(info_request):
    """All that a holder owes of a request that it has or was sent."""
    if not info_request.received_on:
        return counts_of_sending(info_request)
    return [*counts_of_holder(info_request), aarhus_count(info_request)]


def counts_to_go_on(info_request):
    """What runs again in a request that was opened again."""
    if info_request.state == State.ANSWERED:
        return complaint_counts(info_request)
    return counts_anew(info_request) if info_request.state in InformationRequest.WAITING else []


def complaint_counts(info_request):
    """Against anything less than a full answer: longer where a state body does not say how to appeal."""
    reply = info_request.replies.last()
    if reply is None or reply.outcome == Outcome.FULL or not is_open_to_complaint(info_request):
        return []
    longer = not reply.names_remedy and counting.count_if_given(
        ClockKind.COMPLAINT_NO_REMEDY, info_request, reply.received_on
    )
    return [longer or counting.count_if_given(ClockKind.COMPLAINT, info_request, reply.received_on)]


def last_on(info_request, kind):
    return info_request.events.true().filter(kind=kind).last().effective_on
