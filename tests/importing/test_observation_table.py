from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from portal.models import DailyValue, ImportRun, Observation, Parameter, Series, Source, Station

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

AT = datetime(2026, 1, 25, 3, tzinfo=UTC)


@pytest.fixture
def series():
    parameter = Parameter.objects.get(code="h2s")
    return Series.objects.create(
        source=Source.objects.get(code="airdata-hourly"),
        station=Station.objects.get(slug="atyrau-kgmt-32"),
        parameter=parameter,
        unit=parameter.unit,
        averaging=Series.Averaging.HOUR,
    )


@pytest.fixture
def run(series):
    return ImportRun.objects.create(source=series.source, file_name="h2s.csv", sha256="0" * 64, size=1)


def test_the_key_carries_value_and_flag():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'portal_observation'")
        definitions = [definition for (definition,) in cursor.fetchall()]

    assert len(definitions) == 1
    assert definitions[0].endswith("(series_id, ts) INCLUDE (value, flag)")


def test_a_value_stays_as_it_was_measured(series, run):
    Observation.objects.create(series=series, ts=AT, run=run, value=Decimal("0.008"))

    assert Observation.objects.filter(value__gt=Decimal("0.008")).count() == 0
    assert Observation.objects.get().value == Decimal("0.008")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e308"])
def test_what_is_no_number_is_not_kept(series, run, value):
    with pytest.raises(IntegrityError, match="value_is_a_number"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_observation (series_id, ts, run_id, value) VALUES (%s, %s, %s, %s::numeric)",
            [series.pk, AT, run.pk, value],
        )


def test_a_reading_that_ends_at_midnight_belongs_to_the_day_before(series):
    assert series.day_of(datetime(2026, 1, 24, 19, tzinfo=UTC)) == date(2026, 1, 24)
    assert series.day_of(datetime(2026, 1, 24, 19, 20, tzinfo=UTC)) == date(2026, 1, 25)


@pytest.mark.parametrize(("count", "is_complete"), [(17, False), (18, True)])
def test_a_day_counts_from_three_quarters_of_its_readings_on(series, count, is_complete):
    day = DailyValue(series=series, starts_on=date(2026, 1, 25), count=count, expected=series.expected_a_day)

    assert day.is_complete == is_complete


def test_a_series_has_exactly_one_place(series):
    series.pk, series.station = None, None

    with pytest.raises(IntegrityError, match="a_series_has_one_place"), transaction.atomic():
        series.save()
