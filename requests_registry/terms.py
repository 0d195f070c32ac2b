"""The terms of a request as a page shows them: each with its last day, how that stands, and how it was counted."""

from dataclasses import dataclass
from datetime import date

from requests_registry import counting
from requests_registry.explanations import explain
from requests_registry.models.clocks import REPLY_KINDS, ClockKind

# Terms that only staff watch; the others concern everybody who reads the request.
INNER = (ClockKind.REGISTRATION_CHASE, ClockKind.FORWARDING, ClockKind.REFUSAL)


@dataclass(frozen=True)
class Term:
    label: str
    due_on: date
    is_over: bool
    is_provisional: bool
    explanation: list


def explanation(info_request):
    """How the day of the reply was counted; nothing where nothing was sent."""
    return explain(counting.count_of(info_request.reply_clock)) if info_request.reply_clock else []


def beside_the_reply(info_request, on):
    """Every other term that runs: from when silence counts as a refusal, until when one can complain or go to court."""
    return [
        Term(
            clock.get_kind_display(),
            clock.due_on,
            clock.due_on < on,
            clock.is_provisional,
            explain(counting.count_of(clock)),
        )
        for clock in info_request.open_clocks()
        if clock.kind not in (*REPLY_KINDS, *INNER)
    ]
