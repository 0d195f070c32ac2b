from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_registry.workdays import Calendar, SpecialDay, days_between

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 8, 28) + timedelta(days=n) for n in range(4))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def off(*days):
    return Calendar.of([SpecialDay(day, is_working=False, names={"en": "Holiday"}) for day in days])


@pytest.mark.parametrize(("day", "is_working"), [(FRIDAY, True), (SATURDAY, False), (SUNDAY, False), (MONDAY, True)])
def test_an_ordinary_week_has_five_working_days(day, is_working):
    assert Calendar().is_working(day) is is_working


def test_a_working_day_moved_to_a_sunday_is_a_working_day():
    calendar = Calendar.of([SpecialDay(SUNDAY, is_working=True)])

    assert calendar.next_working_day(SATURDAY) == SUNDAY


def test_a_holiday_is_skipped_and_has_a_name():
    calendar = off(MONDAY)

    assert calendar.next_working_day(SATURDAY) == date(2026, 9, 1)
    assert calendar.name_of(MONDAY) == {"en": "Holiday"}
    assert calendar.name_of(SATURDAY) == {}


def test_the_day_itself_is_not_counted():
    assert Calendar().working_days_after(FRIDAY, 1) == MONDAY


@given(day=DAYS, count=st.integers(1, 30), holidays=st.lists(DAYS, max_size=20))
def test_counting_back_mirrors_counting_on(day, count, holidays):
    calendar = off(*holidays)
    start = calendar.working_days_before(day, count)

    assert calendar.working_days_after(start, count) <= day
    assert calendar.working_days_after(start + timedelta(days=1), count) > day


def test_days_between_has_both_ends():
    assert days_between(FRIDAY, MONDAY) == [FRIDAY, SATURDAY, SUNDAY, MONDAY]
    assert days_between(MONDAY, FRIDAY) == []
