import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_registry import deadlines
from requests_registry.deadlines import Term, due, months_later, reply_due
from requests_registry.reference.load import FOLDER
from requests_registry.workdays import Calendar, SpecialDay

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "deadline_examples.csv"
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
UNITS = st.sampled_from([deadlines.CALENDAR_DAYS, deadlines.WORKING_DAYS, deadlines.MONTHS])
LENGTHS = st.integers(1, 30)
HOLIDAYS = st.lists(DAYS, max_size=40, unique=True)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def kazakhstan():
    """The work calendars of 2025 and 2026 as the portal carries them."""
    days = [
        SpecialDay(date.fromisoformat(row["on"]), row["kind"] == "moved_working_day", {"en": row["name_en"]})
        for row in read(FOLDER / "work_calendar.csv")
    ]
    return Calendar.of(days, confirmed_years={2025, 2026})


def off(days, confirmed_years=range(2020, 2040)):
    return Calendar.of([SpecialDay(day, is_working=False) for day in days], confirmed_years)


@pytest.mark.parametrize("example", read(EXAMPLES), ids=lambda row: f"example {row['no']}")
def test_the_worked_examples_of_the_law(example, kazakhstan):
    term = Term(int(example["length"]), example["unit"])
    deadline = due(date.fromisoformat(example["event_date"]), term, kazakhstan)

    assert deadline.due_on == date.fromisoformat(example["due_date"])
    if example["raw_end"]:
        assert deadline.ends_on == date.fromisoformat(example["raw_end"])
    assert not deadline.is_provisional


def test_a_date_says_which_days_were_skipped_and_why(kazakhstan):
    deadline = reply_due(date(2025, 3, 7), Term(15, deadlines.CALENDAR_DAYS), kazakhstan)

    assert [(day.on.day, day.names["en"]) for day in deadline.skipped] == [
        (22, "Nauryz"),
        (23, "Nauryz"),
        (24, "In lieu of 22 Mar"),
        (25, "In lieu of 23 Mar"),
    ]


def test_the_end_of_august_2026_is_no_holiday_any_more(kazakhstan):
    assert kazakhstan.is_working(date(2026, 8, 31))


def test_an_end_on_a_working_day_skips_nothing(kazakhstan):
    assert reply_due(date(2026, 9, 1), Term(15, deadlines.CALENDAR_DAYS), kazakhstan).skipped == ()


def test_a_year_that_nobody_confirmed_gives_a_provisional_date(kazakhstan):
    deadline = reply_due(date(2026, 12, 25), Term(15, deadlines.CALENDAR_DAYS), kazakhstan)

    assert deadline.is_provisional
    assert deadline.unconfirmed_years == (2027,)


def test_months_end_on_the_last_day_of_a_shorter_month():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert months_later(date(2026, 11, 22), 2) == date(2027, 1, 22)


@pytest.mark.parametrize(("length", "unit"), [(0, deadlines.WORKING_DAYS), (-3, deadlines.MONTHS), (5, "fortnights")])
def test_a_term_that_is_none_is_refused(length, unit):
    with pytest.raises(ValueError):
        Term(length, unit)


@given(start=DAYS, length=LENGTHS, unit=UNITS, holidays=HOLIDAYS)
def test_a_longer_term_never_ends_earlier(start, length, unit, holidays):
    calendar = off(holidays)

    assert due(start, Term(length, unit), calendar).due_on <= due(start, Term(length + 1, unit), calendar).due_on


@given(start=DAYS, length=LENGTHS, unit=UNITS, holidays=HOLIDAYS)
def test_a_term_never_ends_on_a_day_off(start, length, unit, holidays):
    calendar = off(holidays)
    deadline = due(start, Term(length, unit), calendar)

    assert calendar.is_working(deadline.due_on)
    assert start < deadline.ends_on <= deadline.due_on


@given(start=DAYS, length=LENGTHS, unit=UNITS, holidays=HOLIDAYS, another=DAYS)
def test_one_more_holiday_never_makes_a_term_end_earlier(start, length, unit, holidays, another):
    term = Term(length, unit)

    assert due(start, term, off(holidays)).due_on <= due(start, term, off([*holidays, another])).due_on


@given(start=DAYS, length=LENGTHS, unit=UNITS, holidays=HOLIDAYS)
def test_every_skipped_day_is_a_day_off_on_the_way(start, length, unit, holidays):
    calendar = off(holidays)
    deadline = due(start, Term(length, unit), calendar)

    assert all(not calendar.is_working(day.on) and start < day.on < deadline.due_on for day in deadline.skipped)
    if unit == deadlines.WORKING_DAYS:
        assert deadline.due_on - start == timedelta(days=length + len(deadline.skipped))
    else:
        assert deadline.due_on - deadline.ends_on == timedelta(days=len(deadline.skipped))
