"""How a request stands on a day, in a word, a tone and an icon: the same on every page that shows it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_registry.models import InformationRequest
from requests_registry.models.replies import Outcome

SOON = 3  # days


@dataclass(frozen=True)
class Standing:
    tone: str
    icon: str
    label: str


def standing(info_request, on: date):
    if info_request.is_waiting:
        return _waiting(info_request, (info_request.reply_due_on - on).days)
    if info_request.is_draft:
        return Standing("quiet", "pencil", info_request.get_state_display())
    if info_request.state != InformationRequest.State.ANSWERED:
        return Standing("quiet", "archive", info_request.get_state_display())
    is_denied = info_request.outcome in (Outcome.REFUSED, Outcome.TERMINATED)
    tone, icon = ("late", "circle-x") if is_denied else ("ok", "circle-check")
    return Standing(tone, icon, info_request.get_outcome_display())


def days_late(info_request, on: date):
    """How many days after its last day a reply came or, still awaited, is late by now; 0 in time and for a draft."""
    if info_request.reply_clock is None:
        return 0
    until = on if info_request.is_waiting else info_request.answered_on or info_request.reply_due_on
    return max((until - info_request.reply_due_on).days, 0)


def _waiting(info_request, days_left):
    if days_left < 0:
        label = ngettext("%(n)d day overdue", "%(n)d days overdue", -days_left) % {"n": -days_left}
        return Standing("late", "circle-alert", label)
    if days_left == 0:
        return Standing("due", "hourglass", _("due today"))
    if days_left <= SOON:
        label = ngettext("%(n)d day left", "%(n)d days left", days_left) % {"n": days_left}
        return Standing("due", "hourglass", label)
    icon = "send" if info_request.state == InformationRequest.State.SENT else "clock"
    return Standing("info", icon, info_request.get_state_display())
