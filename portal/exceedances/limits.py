"""Which limit holds where and when, and how a value stands to it. The same rules as in rollup.py, for pages."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from portal.models import LimitValue, Series

SINGLE, DAILY = LimitValue.Averaging.MAX_SINGLE, LimitValue.Averaging.DAILY
ENDS = ((1, 1), (12, 31))
OF_READINGS = {
    Series.Averaging.TWENTY_MINUTES: SINGLE,
    Series.Averaging.HOUR: SINGLE,
    Series.Averaging.GRAB: SINGLE,
    Series.Averaging.DAY: DAILY,
}


@dataclass(frozen=True)
class Comparison:
    limit: LimitValue
    multiple: Decimal
    is_above: bool
    is_indicative: bool  # an hourly mean against a limit for 20 to 30 minutes


class Limits:
    """The limit values of some parameters, read with one query."""

    def __init__(self, parameters):
        self.all = list(
            LimitValue.objects.filter(parameter__in=parameters).select_related(
                "norm", "unit", "parameter__unit", "table"
            )
        )
        self._by_parameter = defaultdict(list)
        for limit in self.all:
            self._by_parameter[limit.parameter_id].append(limit)

    def of_parameter(self, parameter):
        return self._by_parameter.get(parameter.pk, [])

    def on(self, series, averaging, day):
        """The binding limit of a day, or None: then nothing is compared, and nothing is borrowed."""
        if not series.station:
            return None
        limits = self._by_parameter.get(series.parameter_id, [])
        holding = [limit for limit in limits if _holds(limit, series, averaging, day)]
        return max(holding, key=lambda limit: (limit.valid.lower is not None, limit.valid.lower), default=None)

    def of_reading(self, series, value, day):
        """How a reading stands to the limit for readings of its averaging; None where no norm is set."""
        averaging = OF_READINGS.get(series.averaging)
        limit = averaging and self.on(series, averaging, day)
        return compare(series, value, limit) if limit else None

    def of_daily_means(self, series, value):
        """How the largest daily mean of a yearly value stands to the daily limit, where one and the same held all year."""
        if series.averaging != Series.Averaging.DAY:
            return None
        first, last = (self.on(series, DAILY, value.starts_on.replace(month=month, day=day)) for month, day in ENDS)
        return compare(series, value.largest, last) if last and first == last else None


def compare(series, value, limit):
    share, bound = value * series.unit.factor_to_base, limit.value * limit.unit.factor_to_base
    indicative = limit.averaging == SINGLE and series.averaging == Series.Averaging.HOUR
    return Comparison(limit, share / bound, share > bound, indicative)


def in_unit_of(series, limit):
    """The limit in the unit of the series, for a line in its chart."""
    return limit.unit.convert(limit.value, series.unit)


def _holds(limit, series, averaging, day):
    return (
        limit.norm.is_binding
        and not limit.step
        and limit.averaging == averaging
        and limit.medium == series.station.medium
        and limit.use in (LimitValue.Use.SETTLEMENT, LimitValue.Use.ANY)
        and limit.unit.kind == series.unit.kind
        and (limit.valid.lower is None or limit.valid.lower <= day)
        and (limit.valid.upper is None or day < limit.valid.upper)
    )
