"""When an event is, in words: as exactly as it is known, and no more."""

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from events import dates
from events.models import Event


def when(event):
    """10 March 2026, 15:00–17:00 (UTC+5) · 10–12 March 2026 · March 2026 · 2011 · date not recorded."""
    if event.date_precision == dates.UNKNOWN:
        return _without_date(event)
    if event.date_precision == dates.TIME:
        return f"{_days_and_times(event)} ({offset(event)})"
    first = _day(event.starts_on, event.date_precision)
    last = _day(event.last_on, event.date_precision)
    if first == last:
        return first
    if event.has_known_day and event.starts_on.replace(day=1) == event.last_on.replace(day=1):
        return _days_of_one_month(event)
    return f"{first} – {last}"


def offset(event):
    """How far the event's clock is from UTC on that day: UTC+5."""
    text = dates.instant(event.starts_on, event.starts_time, event.zone).strftime("%z")
    return f"UTC{text[0]}{int(text[1:3])}" + (f":{text[3:]}" if text[3:] != "00" else "")


def _without_date(event):
    if event.kind == Event.Kind.CONSULTATION:
        return _("By appointment")
    return _("Date not recorded") if event.state == Event.State.HELD else _("The date will be announced")


def _days_and_times(event):
    first = f"{_day(event.starts_on, dates.DAY)}, {date_format(event.starts_time, 'TIME_FORMAT')}"
    end = date_format(event.ends_time, "TIME_FORMAT") if event.ends_time else ""
    if event.last_on == event.starts_on:
        return f"{first}–{end}" if end else first
    return f"{first} – " + ", ".join(filter(None, (_day(event.last_on, dates.DAY), end)))


def _days_of_one_month(event):
    """10–12 March 2026: every language writes the month once, in a place of its own."""
    return date_format(event.last_on, get_format("DATE_FORMAT").replace("j", f"{event.starts_on.day}–j"))


def _day(on, precision):
    if precision == dates.YEAR:
        return str(on.year)
    return date_format(on, "YEAR_MONTH_FORMAT" if precision == dates.MONTH else "DATE_FORMAT")
