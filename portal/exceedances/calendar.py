"""The exceedance calendar: a square for each day of a year, with words; and how complete each month is."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.exceedances.words import day_in_words


@dataclass(frozen=True)
class Square:
    day: date
    kind: str  # none, partial, quiet, within, above, five, ten
    words: str


@dataclass(frozen=True)
class Month:
    name: str
    offset: int  # squares left free before the first day: weeks begin on Monday
    squares: list[Square]
    count: int
    expected: int | None
    above: int | None  # readings above the limit; None where nothing was compared

    @property
    def percent(self):
        return min(100, round(100 * self.count / self.expected)) if self.expected else None

    @property
    def tenths(self):
        """The strip is drawn in steps of a tenth: no style may stand in the page."""
        return round(self.percent / 10)

    @property
    def is_complete(self):
        return bool(self.expected) and 4 * self.count >= 3 * self.expected


KINDS = ("above", "five", "ten", "within", "partial", "quiet", "none")


def legend():
    """(kind, words) of the squares."""
    return list(
        zip(
            KINDS,
            (
                _("a reading above the limit"),
                _("above 5 limits"),
                _("above 10 limits"),
                _("no reading above the limit"),
                _("fewer than three quarters of the readings"),
                _("no limit to compare with"),
                _("no readings"),
            ),
            strict=True,
        )
    )


def months_of(year, values, expected_a_day):
    """The twelve months of a year from its daily values."""
    by_day = {value.starts_on: value for value in values}
    months = []
    for number in range(1, 13):
        length = calendar.monthrange(year, number)[1]
        first = date(year, number, 1)
        days = [first + timedelta(days=offset) for offset in range(length)]
        months.append(
            Month(
                name=str(MONTHS[number]),
                offset=first.weekday(),
                squares=[_square(day, by_day.get(day)) for day in days],
                count=sum(by_day[day].count for day in days if day in by_day),
                expected=expected_a_day and expected_a_day * length,
                above=_above([by_day[day] for day in days if day in by_day]),
            )
        )
    return months


def _above(values):
    compared = [value.above_single for value in values if value.compared]
    return sum(compared) if compared else None


def _square(day, value):
    label = date_format(day, "DATE_FORMAT")
    return Square(day, _kind(value), f"{label}: {day_in_words(value) if value else _('no readings')}")


def _kind(value):
    """An exceedance is one even on a day with few readings; that a day kept the limit, only enough of them can say."""
    if value is None:
        return "none"
    if value.compared == 0:
        return "quiet"
    if value.above_single:
        return "ten" if value.above_ten_single else "five" if value.above_five_single else "above"
    return "within" if value.is_complete else "partial"
