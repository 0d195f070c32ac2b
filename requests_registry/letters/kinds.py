"""Which letters a request needs as it stands, and which terms of law are shown beside each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requests_registry import lifecycle
from requests_registry.models import InformationRequest, Letter
from requests_registry.models.clocks import ClockKind
from requests_registry.models.replies import Outcome

State = InformationRequest.State
Stage = InformationRequest.Stage
Asked = InformationRequest.Asked


def is_to_be_sent(info_request, on):
    """A draft, or filed and not yet registered, or to be mended and sent anew."""
    return info_request.state in (State.DRAFT, State.SENT, State.RETURNED) or info_request.asked == Asked.DEFECT


def may_be_reminded_of(info_request, on):
    return info_request.is_waiting


def may_be_complained_of(info_request, on):
    """As lifecycle allows a complaint; against a company, which has no higher body, to the prosecutor."""
    step = lifecycle.COMPLAINT
    return info_request.state in step.states and info_request.stage in step.stages and step.when(info_request, on)


def may_be_claimed(info_request, on):
    return lifecycle.is_possible(info_request, lifecycle.CLAIM, on)


def is_to_be_clarified(info_request, on):
    return info_request.is_waiting and info_request.asked == Asked.CLARIFICATION


def may_be_thanked_for(info_request, on):
    return info_request.state == State.ANSWERED and info_request.outcome in (
        Outcome.FULL,
        Outcome.PART,
        Outcome.REFERENCE,
    )


@dataclass(frozen=True)
class LetterKind:
    """`law` are the terms shown beside the letter, `advice` what the law says to its author."""

    kind: Letter.Kind
    when: Callable
    law: tuple[ClockKind, ...]
    advice: str


KINDS = {
    letter_kind.kind: letter_kind
    for letter_kind in (
        LetterKind(
            Letter.Kind.REQUEST,
            is_to_be_sent,
            (ClockKind.REPLY, ClockKind.REFUSAL, ClockKind.FORWARDING),
            _(
                "A request says what information is needed, for which period and place, and in what form. No reason need "
                "be given. Ask for the registration number and its day: from it the law counts."
            ),
        ),
        LetterKind(
            Letter.Kind.REMINDER,
            may_be_reminded_of,
            (ClockKind.REPLY, ClockKind.DEEMED_REFUSAL, ClockKind.COMPLAINT),
            _("A reminder moves no term: the time to complain runs whether it is sent or not."),
        ),
        LetterKind(
            Letter.Kind.COMPLAINT,
            may_be_complained_of,
            (ClockKind.COMPLAINT, ClockKind.COMPLAINT_NO_REMEDY, ClockKind.COMPLAINT_DECISION),
            _(
                "A complaint against a state body goes to its higher body through the holder itself. A company has no "
                "higher body: the letter goes to the prosecutor, and a civil court is open beside it."
            ),
        ),
        LetterKind(
            Letter.Kind.CLAIM,
            may_be_claimed,
            (ClockKind.COURT,),
            _(
                "An outline for the lawyer, who completes it: the court, the kind of claim and the state duty. Terms "
                "against a company are not counted by the portal."
            ),
        ),
        LetterKind(
            Letter.Kind.CLARIFICATION,
            is_to_be_clarified,
            (ClockKind.REPLY,),
            _("A clarification stops no clock. Say only what the holder asked for."),
        ),
        LetterKind(Letter.Kind.THANKS, may_be_thanked_for, (), _("A word of thanks keeps the door open.")),
    )
}


def possible_kinds(info_request, on):
    return [letter_kind for letter_kind in KINDS.values() if letter_kind.when(info_request, on)]
