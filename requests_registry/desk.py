"""What needs a person today, worst first. A request stands in the first pile that fits and in no other."""

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from requests_registry import counting
from requests_registry.models import InformationRequest, LegalRule
from requests_registry.models.clocks import ClockKind
from requests_registry.standing import SOON
from requests_registry.workdays import ONE_DAY

SHOWN = 50


@dataclass(frozen=True)
class Pile:
    key: str
    title: str
    hint: str
    rows: list
    has_more: bool


def piles(on):
    waiting = _with_holder(InformationRequest.objects.waiting()).most_urgent_first()
    overdue = waiting.overdue(on)
    soon = waiting.due_soon(on, SOON)
    in_time = waiting.exclude(pk__in=_ids(overdue)).exclude(pk__in=_ids(soon))
    unregistered = in_time.without_registration_since(_chased_since(on))
    rest = in_time.exclude(pk__in=_ids(unregistered))
    found = [
        _pile("overdue", _("Overdue"), _("The last day to answer is over."), overdue),
        _pile("soon", _("Due in three days"), _("Is the answer on its way?"), soon),
        _pile(
            "unregistered",
            _("No registration number"),
            _("Sent more than three working days ago: ask the chancellery for the number and the date."),
            unregistered,
        ),
        _pile("waiting", _("Waiting for the answer"), "", rest),
        _pile("hidden", _("Not on the public register"), _("Answered, but seen by staff only."), _hidden()),
    ]
    prefetch_related_objects([info_request for pile in found for info_request in pile.rows], "clocks")
    return found


def _pile(key, title, hint, info_requests):
    rows = list(info_requests[: SHOWN + 1])
    return Pile(key, title, hint, rows[:SHOWN], has_more=len(rows) > SHOWN)


def _hidden():
    hidden = InformationRequest.objects.answered().filter(visibility=InformationRequest.Visibility.HIDDEN)
    return _with_holder(hidden).order_by("-answered_on", "-pk")


def _with_holder(info_requests):
    """The clocks of all piles are fetched together at the end."""
    return info_requests.select_related("holder__organisation")


def _ids(info_requests):
    return info_requests.order_by().values("pk")


def _chased_since(on):
    """Sent on that day or before: the term to give a registration number was over yesterday."""
    rule = LegalRule.objects.in_force(ClockKind.REGISTRATION_CHASE, on=on)
    if rule is None:
        return date.min
    return counting.work_calendar().working_days_before(on - ONE_DAY, rule.length)
