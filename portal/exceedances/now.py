"""“Air today”: readings not older than their rhythm. What is older is never shown as if it were fresh."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.exceedances import words
from portal.exceedances.limits import Limits
from portal.models import Medium, Series

# A reading is fresh until the one after the next is due; rarer readings are no news of today.
FRESH = {
    Series.Averaging.TWENTY_MINUTES: timedelta(minutes=40),
    Series.Averaging.HOUR: timedelta(hours=2),
    Series.Averaging.DAY: timedelta(days=2),
}


@dataclass(frozen=True)
class Reading:
    series: Series
    value: str
    at: datetime
    against: str
    is_above: bool


@dataclass(frozen=True)
class AirNow:
    at: datetime
    readings: list[Reading]
    newest_at: datetime | None  # of all readings, however old

    @property
    def above(self):
        return [reading for reading in self.readings if reading.is_above]


def air_now(region, *, at):
    """The fresh readings of the air of a region, those above their limit first."""
    series = list(
        Series.objects.public()
        .filter(station__region=region, station__medium=Medium.AIR, last_ts__isnull=False, last_ts__lte=at)
        .select_related("station", "parameter", "unit")
    )
    fresh = [one for one in series if at - one.last_ts <= FRESH.get(one.averaging, timedelta(0))]
    limits = Limits({one.parameter_id for one in fresh}) if fresh else None
    readings = [_reading(one, limits) for one in fresh]
    readings.sort(
        key=lambda reading: (not reading.is_above, str(reading.series.station), reading.series.parameter.code)
    )
    return AirNow(at, readings, max((one.last_ts for one in series), default=None))


def _reading(series, limits):
    comparison = limits.of_reading(series, series.last_value, series.day_of(series.last_ts))
    return Reading(
        series,
        words.with_unit(series.last_value, series.unit),
        series.last_ts.astimezone(series.zone),
        words.against_limit(comparison),
        bool(comparison and comparison.is_above),
    )
