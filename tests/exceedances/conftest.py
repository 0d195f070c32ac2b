from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.exceedances import rollup
from portal.models import (
    DirtyDay,
    LimitValue,
    Norm,
    Observation,
    Parameter,
    Region,
    Series,
    Source,
    Station,
    Unit,
)

ZONE = "Asia/Atyrau"  # UTC+5


class World:
    """A norm, a unit, a source and a station, and short ways to say what was measured there."""

    def __init__(self):
        self.unit = Unit.objects.create(
            code="mg/m3", kind="concentration in air", name_en="milligrams per cubic metre", symbol_en="mg/m³"
        )
        self.norm = Norm.objects.create(code="KZ", title_en="Hygienic norms", number="ҚР ДСМ-70")
        self.source = Source.objects.create(code="test", name_en="A source")
        self.region = Region.objects.create(slug="atyrau", name_en="Atyrau Region")
        self.station = self.add_station("post-1")

    def add_station(self, slug, **fields):
        return Station.objects.create(
            slug=slug, name_en=f"Post {slug}", settlement_en="Atyrau", region=self.region, time_zone=ZONE, **fields
        )

    def parameter(self, code, **fields):
        return Parameter.objects.get_or_create(
            code=code, defaults={"name_en": code, "unit": self.unit, "smallest": 0, **fields}
        )[0]

    def limit(self, code, value, averaging="max_single", since=date(2022, 8, 2), until=None, **fields):
        return LimitValue.objects.create(
            norm=fields.pop("norm", self.norm),
            parameter=self.parameter(code),
            averaging=averaging,
            value=Decimal(value),
            unit=self.unit,
            valid=DateRange(since, until),
            **fields,
        )

    def series(self, code, averaging="1h", station=None, **fields):
        return Series.objects.create(
            source=self.source,
            station=station or self.station,
            parameter=self.parameter(code),
            unit=fields.pop("unit", self.unit),
            averaging=averaging,
            **fields,
        )

    def measure(self, series, start, values, flag=0, step=timedelta(hours=1)):
        """Readings from `start` on, one each step; None is a gap. As the importer does: days dirty, latest known."""
        rows = [
            Observation(series=series, ts=start + step * number, value=Decimal(value), flag=flag, run_id=1)
            for number, value in enumerate(values)
            if value is not None
        ]
        Observation.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["series", "ts"], update_fields=["value", "flag"]
        )
        self.touch(series, [row.ts for row in rows])

    def touch(self, series, times):
        days = {series.day_of(ts) for ts in times}
        DirtyDay.objects.bulk_create([DirtyDay(series=series, day=day) for day in days], ignore_conflicts=True)
        newest = series.observations.order_by("-ts").first()
        if newest:
            series.last_ts, series.last_value, series.last_flag = newest.ts, newest.value, newest.flag
            series.first_ts = series.observations.order_by("ts").first().ts
            series.count = series.observations.count()
            series.save()

    def refresh(self):
        return rollup.refresh(zone=ZONE)


@pytest.fixture
def world(db):
    return World()


def local(*parts):
    """A time on the clock of Atyrau, in UTC."""
    return datetime(*parts, tzinfo=UTC) - timedelta(hours=5)
