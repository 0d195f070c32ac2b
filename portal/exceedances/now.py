"""“Air today”: readings not older than their rhythm. What is older, or declared invalid, is never shown as if it were fresh."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from portal.exceedances import words
from portal.exceedances.limits import Limits
from portal.models import COUNTED_FLAGS, Flag, Medium, Series

# A reading is fresh until the one after the next is due; rarer readings are no news of today.
FRESH = {
    Series.Averaging.TWENTY_MINUTES: timedelta(minutes=40),
    Series.Averaging.HOUR: timedelta(hours=2),
    Series.Averaging.DAY: timedelta(days=2),
}


SHOWN = 12
IN_SIGHT = 3


@dataclass(frozen=True)
class Reading:
    series: Series
    value: str
    at: datetime
    age: str
    against: str
    multiple: Decimal | None  # of the limit
    is_above: bool
    is_indicative: bool
    mark: str  # what is known against it
    is_implausible: bool
    act: str  # that sets the limit


@dataclass(frozen=True)
class AirNow:
    at: datetime
    readings: list[Reading]
    newest: str  # when the newest of all readings was taken, however old

    @property
    def above(self):
        return [reading for reading in self.readings if reading.is_above]

    @property
    def shown(self):
        return self.readings[: max(SHOWN, len(self.above))]

    @property
    def in_sight(self):
        """All above their limit, else those nearest to it; the rest of what is shown waits behind a word."""
        return self.shown[: max(IN_SIGHT, len(self.above))]

    @property
    def folded(self):
        return self.shown[len(self.in_sight) :]

    @property
    def not_shown(self):
        return len(self.readings) - len(self.shown)

    @property
    def has_indicative(self):
        return any(reading.is_indicative for reading in self.shown)

    @property
    def acts(self):
        return sorted({reading.act for reading in self.shown} - {""})


def is_fresh(series, *, at):
    """Whether the newest reading may be shown as today's."""
    return timedelta(0) <= at - series.last_ts <= FRESH.get(series.averaging, timedelta(0))


def air_now(region, *, at, limits=None):
    """The fresh readings of the air of a region, the nearest to its limit or furthest above it first. `limits`: where they are at hand."""
    series = list(
        Series.objects.public()
        .filter(station__region=region, station__medium=Medium.AIR, last_ts__lte=at, last_flag__in=COUNTED_FLAGS)
        .select_related("station", "parameter", "unit")
    )
    fresh = [one for one in series if is_fresh(one, at=at)]
    limits = limits or Limits({one.parameter_id for one in fresh})
    readings = [_reading(one, limits, at) for one in fresh]
    readings.sort(
        key=lambda reading: (
            reading.is_implausible,
            -(reading.multiple or 0),
            str(reading.series.station),
            reading.series.pk,
        )
    )
    newest = max(series, key=lambda one: one.last_ts, default=None)
    return AirNow(at, readings, words.moment_of(newest, newest.last_ts) if newest else "")


def _reading(series, limits, at):
    comparison = limits.of_reading(series, series.last_value, series.day_of(series.last_ts))
    return Reading(
        series,
        words.with_unit(series.last_value, series.unit),
        series.last_ts.astimezone(series.zone),
        words.age(series.last_ts, at),
        words.against_limit(comparison),
        comparison.multiple if comparison else None,
        bool(comparison and comparison.is_above),
        bool(comparison and comparison.is_indicative),
        Flag(series.last_flag).label if series.last_flag else "",
        series.last_flag == Flag.IMPLAUSIBLE,
        words.act(comparison.limit.norm) if comparison else "",
    )
