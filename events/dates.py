"""Dates as precise as they are known. Wall-clock dates and times of the event's own zone; no database, no clock."""

from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

UNKNOWN, YEAR, MONTH, DAY, TIME = "unknown", "year", "month", "day", "time"


def first_day(precision, on):
    """The first day that a date of this precision can mean: 2011 -> 1 January 2011."""
    if on is None or precision in (DAY, TIME, UNKNOWN):
        return on
    return on.replace(day=1) if precision == MONTH else date(on.year, 1, 1)


def last_day(precision, starts_on, ends_on=None):
    """The last day on which the event can be going on; None where no date is known."""
    on = ends_on or starts_on
    if on is None or precision in (DAY, TIME, UNKNOWN):
        return on
    if precision == MONTH:
        return on.replace(day=monthrange(on.year, on.month)[1])
    return date(on.year, 12, 31)


def instant(on, at, zone):
    """The instant of a wall-clock date and time in an IANA zone; midnight where no time is known."""
    return None if on is None else datetime.combine(on, at or time.min, ZoneInfo(zone))
