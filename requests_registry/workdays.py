"""Working days: Monday to Friday, minus days off, plus working days that were moved to a weekend. Pure: no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class SpecialDay:
    """A day that the work calendar names: a holiday, a day off in lieu, a moved day off, a moved working day."""

    on: date
    is_working: bool
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Calendar:
    """The special days of some years; `confirmed_years` are those that a person has checked."""

    special_days: Mapping[date, SpecialDay] = field(default_factory=dict)
    confirmed_years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, special_days, confirmed_years=()):
        return cls({day.on: day for day in special_days}, frozenset(confirmed_years))

    def is_working(self, day):
        special = self.special_days.get(day)
        return special.is_working if special else day.weekday() < SATURDAY

    def name_of(self, day):
        """What the calendar calls this day in each language; empty for an ordinary day or weekend."""
        special = self.special_days.get(day)
        return dict(special.names) if special else {}

    def is_confirmed(self, day):
        return day.year in self.confirmed_years

    def next_working_day(self, day):
        """The day itself or, where it is a day off, the next working day."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def working_days_after(self, day, count):
        """The last of `count` working days after `day`, which is itself not counted."""
        for _counted in range(count):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def working_days_before(self, day, count):
        """The day from which `count` working days have passed when `day` ends: the mirror of `working_days_after`."""
        while count:
            if self.is_working(day):
                count -= 1
            day -= ONE_DAY
        return day


def days_between(first, last):
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
