"""Which days can be recorded: not before they came, in their order, within the rule. Each refusal is a sentence."""

from copy import copy

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from requests_registry import counting
from requests_registry.models import InformationRequest
from requests_registry.models.clocks import ClockKind
from requests_registry.recording import day_of

State = InformationRequest.State


class DateNotPossible(ValueError):
    """A date in the future, before the request or beyond the rule: its message is a sentence for the person."""


def check_date(day, *, at, not_before=None):
    """Nothing is recorded before it happened, and nothing comes before the letter that it answers."""
    if day > day_of(at):
        raise DateNotPossible(_("This day is still to come. Give a day up to today."))
    if not_before and day < not_before:
        raise DateNotPossible(
            _("This cannot have happened before %(day)s, the day of the request.")
            % {"day": date_format(not_before, "DATE_FORMAT")}
        )


def check_extension(info_request, *, at, decided_on, until, noticed_on):
    """Decided while the term ran, notified after that, and not beyond the rule."""
    check_date(decided_on, at=at, not_before=info_request.received_on)
    check_date(noticed_on, at=at, not_before=decided_on)
    if decided_on > info_request.reply_due_on:
        raise DateNotPossible(_("The term was over on that day: there was nothing left to extend."))
    last = counting.count_extension(info_request).due_on
    if not info_request.reply_due_on < until <= last:
        raise DateNotPossible(
            _("The law allows one extension, to a day after %(due)s and up to %(last)s.")
            % {"due": date_format(info_request.reply_due_on, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
        )


def check_correction(info_request, *, at, date, day):
    """The days of a request stay in their order, and none is given that was never recorded."""
    if getattr(info_request, date) is None:
        raise DateNotPossible(_("No such day is recorded yet."))
    check_date(day, at=at)
    changed = with_another(info_request, date, day)
    days = [changed.sent_on, changed.resent_on, changed.received_on]
    if info_request.state == State.ANSWERED:
        days.append(changed.answered_on)
    known = [known for known in days if known]
    if known != sorted(known):
        raise DateNotPossible(_("Then the days of the request would not follow each other."))
    term = info_request.reply_clock
    if (
        term.kind == ClockKind.EXTENSION
        and not changed.counted_from_on < term.due_on <= counting.count_extension(changed).due_on
    ):
        raise DateNotPossible(_("Then the extension would be beyond what the law allows."))


def with_another(info_request, name, value):
    """A copy of the request as it would be with another day: for counting, never saved."""
    other = copy(info_request)
    setattr(other, name, value)
    return other
