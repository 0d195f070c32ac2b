from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from events import dates
from events.models import Event
from events.wording import when

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("precision", "starts_on", "ends_on", "last"),
    [
        (dates.DAY, date(2026, 3, 10), None, date(2026, 3, 10)),
        (dates.DAY, date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 12)),
        (dates.MONTH, date(2024, 2, 14), None, date(2024, 2, 29)),
        (dates.YEAR, date(2011, 6, 1), None, date(2011, 12, 31)),
        (dates.YEAR, date(2011, 6, 1), date(2012, 1, 5), date(2012, 12, 31)),
        (dates.UNKNOWN, None, None, None),
    ],
)
def test_the_last_day_that_the_date_can_mean(precision, starts_on, ends_on, last):
    assert dates.last_day(precision, starts_on, ends_on) == last


def test_a_month_is_kept_as_its_first_day(make_event):
    event = make_event(date_precision="month", starts_on=date(2026, 3, 17))
    assert (event.starts_on, event.last_on) == (date(2026, 3, 1), date(2026, 3, 31))


def test_the_instant_of_the_start_is_counted_in_the_zone_of_the_event(event):
    event.refresh_from_db()
    assert event.starts_at.isoformat() == "2026-03-10T10:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ends_on": date(2026, 3, 9)}, "ends_on"),
        ({"ends_time": time(14, 0)}, "ends_time"),
        ({"starts_time": None}, "starts_time"),
        ({"starts_on": None}, "starts_on"),
        ({"date_precision": "day"}, "date_precision"),
        ({"date_precision": "unknown"}, "date_precision"),
        ({"starts_on": date(1, 1, 1)}, "starts_on"),
        ({"zone": "Atyrau/Nowhere"}, "zone"),
        ({"slug": "calendar"}, "slug"),
    ],
)
def test_a_wrong_date_is_told_at_its_field(event, fields, wrong):
    for name, value in fields.items():
        setattr(event, name, value)
    with pytest.raises(ValidationError) as error:
        event.full_clean()
    assert list(error.value.message_dict) == [wrong]


def test_an_event_may_end_after_midnight(event):
    event.ends_on, event.ends_time = date(2026, 3, 11), time(1, 0)
    event.full_clean()
    event.save()
    assert event.ends_at.isoformat() == "2026-03-11T01:00:00+05:00"


@pytest.mark.parametrize(
    "fields",
    [
        {"date_precision": "unknown"},
        {"date_precision": "day"},
        {"last_on": date(2026, 3, 1)},
        {"starts_time": None},
        {"ends_time": time(14, 0)},
        {"state": "cancelled"},
        {"kind": "hearing"},
        {"title_ru": ""},
    ],
)
def test_the_database_holds_no_impossible_event(event, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "10 March 2026, 15:00–17:00 (UTC+5)"),
        ({"ends_time": None}, "10 March 2026, 15:00 (UTC+5)"),
        ({"ends_on": date(2026, 3, 11)}, "10 March 2026, 15:00 – 11 March 2026, 17:00 (UTC+5)"),
        ({"date_precision": "day"}, "10 March 2026"),
        ({"date_precision": "day", "ends_on": date(2026, 3, 12)}, "10–12 March 2026"),
        ({"date_precision": "day", "ends_on": date(2026, 4, 2)}, "10 March 2026 – 2 April 2026"),
        ({"date_precision": "month"}, "March 2026"),
        ({"date_precision": "year"}, "2026"),
        ({"date_precision": "unknown"}, "The date will be announced"),
        ({"date_precision": "unknown", "state": "held"}, "Date not recorded"),
        ({"date_precision": "unknown", "kind": "consultation"}, "By appointment"),
    ],
)
def test_the_date_is_told_as_exactly_as_it_is_known(make_event, fields, words):
    with translation.override("en"):
        assert when(make_event(**fields)) == words


def test_kazakh_months_are_kazakh(make_event):
    with translation.override("kk"):
        assert when(make_event(date_precision="day")) == "2026 жылғы 10 наурыз"
        days = make_event("days", date_precision="day", ends_on=date(2026, 3, 12))
        assert when(days) == "2026 жылғы 10–12 наурыз"
        assert when(make_event("other", date_precision="month")) == "2026 жылғы наурыз"
