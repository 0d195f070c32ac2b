"""When a legal term ends, and how that was counted. Pure: no Django, no database, no clock.

The day of the event is not counted (Civil Code art. 173). A term in months ends on the day of the same number, or on the
last day of a month that has none (art. 174). A term in calendar days or months whose last day is a day off ends on the next
working day (art. 175). How long a term is, and by which article, is not said here but in `LegalRule` rows.
See docs/deadlines.md.
"""

import calendar as months_of_the_year
from dataclasses import dataclass
from datetime import date, timedelta

from requests_registry.workdays import ONE_DAY, Calendar, days_between

CALENDAR_DAYS = "calendar_days"
WORKING_DAYS = "working_days"
MONTHS = "months"


@dataclass(frozen=True)
class Term:
    """How long: 15 calendar days, 5 working days, 3 months."""

    length: int
    unit: str

    def __post_init__(self):
        if self.unit not in (CALENDAR_DAYS, WORKING_DAYS, MONTHS):
            raise ValueError(f"unknown unit of a term: {self.unit}")
        if self.length < 1:
            raise ValueError(f"a term is one day at least, not {self.length}")


@dataclass(frozen=True)
class SkippedDay:
    """A day off that moved the end of the term, with the calendar's name for it (none: an ordinary weekend)."""

    on: date
    names: dict[str, str]


@dataclass(frozen=True)
class Deadline:
    """The last day on which the act is still in time, and the way to it.

    `ends_on` is where the bare count ends; `skipped` are the days off on the way from there to `due_on` or, for a term in working
    days, all days off that were not counted. `unconfirmed_years` had to be looked at but no person has confirmed their
    calendar: then the date is provisional.
    """

    started_on: date
    term: Term
    ends_on: date
    due_on: date
    skipped: tuple[SkippedDay, ...]
    unconfirmed_years: tuple[int, ...]

    @property
    def is_provisional(self):
        return bool(self.unconfirmed_years)


def reply_due(started_on: date, term: Term, calendar: Calendar) -> Deadline:
    """The last day to reply to a request received (or, not yet known when, sent) on `started_on`.

    The day of receipt is not counted; a day off moves it to the next working day.
    Source: Law of RK № 401-V of 16.11.2015, art. 11(10); Civil Code art. 173, 175 — see docs/deadlines.md.
    """
    return due(started_on, term, calendar)


def due(started_on: date, term: Term, calendar: Calendar) -> Deadline:
    """Any term of the law, counted from the day after `started_on`."""
    if term.unit == WORKING_DAYS:
        due_on = ends_on = calendar.working_days_after(started_on, term.length)
        looked_at = days_between(started_on + ONE_DAY, due_on)
    else:
        ends_on = _bare_end(started_on, term)
        due_on = calendar.next_working_day(ends_on)
        looked_at = days_between(ends_on, due_on)
    return Deadline(
        started_on=started_on,
        term=term,
        ends_on=ends_on,
        due_on=due_on,
        skipped=tuple(SkippedDay(day, calendar.name_of(day)) for day in looked_at if not calendar.is_working(day)),
        unconfirmed_years=tuple(sorted({day.year for day in looked_at if not calendar.is_confirmed(day)})),
    )


def _bare_end(started_on, term):
    if term.unit == CALENDAR_DAYS:
        return started_on + timedelta(days=term.length)
    return months_later(started_on, term.length)


def months_later(day, count):
    """The same number `count` months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = months_of_the_year.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
