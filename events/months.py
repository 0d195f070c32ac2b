"""The grid of a month: whole weeks from Monday, each day with what happens on it."""

from calendar import Calendar, monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass
class Day:
    on: date
    is_in_month: bool
    is_today: bool
    events: list


def first_and_last(year, month):
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def weeks(year, month, events, today):
    """`events` of known days that touch the month, in the order in which a day shows them."""
    on_day = {}
    first, last = first_and_last(year, month)
    for event in events:
        day = max(event.starts_on, first)
        while day <= min(event.last_on, last):
            on_day.setdefault(day, []).append(event)
            day += timedelta(days=1)
    return [
        [Day(on, on.month == month, on == today, on_day.get(on, [])) for on in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]


def is_shown(year, month):
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12


def neighbours(year, month):
    """The first days of the month before and the month after; None beyond the years that are shown."""
    months = [(year, month - 1) if month > 1 else (year - 1, 12), (year, month + 1) if month < 12 else (year + 1, 1)]
    return [date(*pair, 1) if is_shown(*pair) else None for pair in months]
