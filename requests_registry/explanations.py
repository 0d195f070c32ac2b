"""How a date was counted, in sentences of the active language: what every page that shows a date can open."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages import active_language, best_text
from requests_registry import deadlines
from requests_registry.models.clocks import ClockKind, Start


def explain(count):
    """The rule, the day it is counted from, the bare end, each day that was skipped and why, the result."""
    deadline = count.deadline
    return [
        _rule(count),
        *_start(count),
        *_way(deadline),
        _result(count),
        *_named(count),
        *_reservations(count),
    ]


def citation(rule):
    """Law of the Republic of Kazakhstan … No. 401-V, art. 11(10), text as of 11 June 2026."""
    words = f"{rule.law}, {rule.article}"
    if rule.edition_on:
        edition = _("text as of %(day)s") % {"day": _day(rule.edition_on)}
        words = f"{words}, {edition}"
    return words


def length_of(term):
    """15 calendar days, 5 working days, 3 months."""
    count = {"count": term.length}
    if term.unit == deadlines.CALENDAR_DAYS:
        return ngettext("%(count)d calendar day", "%(count)d calendar days", term.length) % count
    if term.unit == deadlines.WORKING_DAYS:
        return ngettext("%(count)d working day", "%(count)d working days", term.length) % count
    return ngettext("%(count)d month", "%(count)d months", term.length) % count


def _rule(count):
    words = {"length": length_of(count.deadline.term), "source": citation(count.rule)}
    if count.kind == ClockKind.REPLY:
        return _("The rule: a reply within %(length)s (%(source)s).") % words
    return _("The rule: %(what)s, %(length)s (%(source)s).") % {"what": count.rule.get_kind_display(), **words}


def _start(count):
    day = {"day": _day(count.deadline.started_on)}
    if count.counted_from == Start.RECEIPT:
        yield _("The holder received the request on %(day)s; that day is not counted.") % day
    elif count.counted_from == Start.SENDING:
        yield _("The request was sent on %(day)s; that day is not counted.") % day
    else:
        yield _("Counted from %(day)s (%(start)s); that day is not counted.") % {
            **day,
            "start": Start(count.counted_from).label,
        }


def _way(deadline):
    words = {"length": length_of(deadline.term), "day": _day(deadline.ends_on)}
    if deadline.term.unit == deadlines.WORKING_DAYS:
        for day in deadline.skipped:
            yield _("Not counted: %(day)s.") % {"day": _day_off(day)}
        return
    if not deadline.skipped:
        yield _("The count of %(length)s ends on %(day)s, a working day.") % words
        return
    yield _("The count of %(length)s ends on %(day)s, a day off.") % words
    for day in deadline.skipped:
        yield _("Day off: %(day)s.") % {"day": _day_off(day)}


def _result(count):
    words = {"day": _day(count.deadline.due_on), "weekday": _weekday(count.deadline.due_on)}
    counting = count.rule.counting
    if not counting:
        return _("So the last day is %(day)s, %(weekday)s.") % words
    return _("So the last day is %(day)s, %(weekday)s (%(source)s).") % {**words, "source": counting}


def _named(count):
    if count.named_on:
        yield _("The holder itself named an earlier day: %(day)s.") % {"day": _day(count.named_on)}


def _reservations(count):
    if count.is_counted_from_sending:
        yield _(
            "The date is provisional: the day of receipt is not known yet, so it is counted from the day of sending. "
            "It will be counted anew when the holder's registration number and date are recorded."
        )
    for year in count.deadline.unconfirmed_years:
        yield _(
            "The date is provisional: the work calendar of %(year)d is not confirmed yet; days off may still be moved."
        ) % {"year": year}
    if not count.rule.is_confirmed:
        yield _("The date is provisional: a lawyer has not confirmed this rule yet.")


def _day_off(skipped):
    name = best_text(skipped.names) if skipped.names else _("weekend")
    words = {"day": _day(skipped.on), "weekday": _weekday(skipped.on), "name": name}
    return _("%(day)s, %(weekday)s: %(name)s") % words


def _weekday(day):
    """Within a sentence only English writes a weekday with a capital letter."""
    name = date_format(day, "l")
    return name if active_language() == "en" else name.lower()


def _day(day):
    return date_format(day, "DATE_FORMAT")
