"""The page of a parameter: its limits with their acts, and where it is measured, worst first."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.datasets.numbers import rounded
from portal.datasets.state import State, address
from portal.exceedances import indices, words
from portal.exceedances.limits import Limits
from portal.models import Series, YearlyValue


@dataclass(frozen=True)
class PlaceRow:
    series: Series
    url: str
    si: str
    np: str
    level: indices.Level | None
    above: int | None
    coverage: str

    @property
    def level_label(self):
        return words.LEVELS[self.level] if self.level else ""

    @property
    def tone(self):
        return words.TONES[self.level]


class ParameterPage:
    def __init__(self, parameter, params):
        self.parameter = parameter
        self.values = list(
            YearlyValue.objects.filter(
                series__parameter=parameter, series__is_public=True, series__station__isnull=False
            )
            .select_related("series__station", "series__parameter", "series__unit", "series__source")
            .order_by("starts_on")
        )
        state = State(params, known={"year"})
        years = {str(year): year for year in sorted({value.starts_on.year for value in self.values})}
        self.years = list(years.values())
        self.year = state.one_of(
            "year",
            years,
            max(self.years, default=None),
            _("“%(value)s” was left out: there are no readings of such a year."),
        )
        self.notes = state.notes
        self.limits = Limits([parameter])

    @property
    def year_choices(self):
        return [(year, address([("year", year)]), year == self.year) for year in reversed(self.years)]

    @property
    def limit_rows(self):
        """(averaging, value, act, url of the act, what must be said)"""
        return [
            (
                limit.get_averaging_display(),
                words.with_unit(limit.value, limit.unit),
                words.source_of_limit(limit),
                limit.norm.url,
                _remark(limit),
            )
            for limit in sorted(self.limits.all, key=lambda limit: (not limit.norm.is_binding, limit.pk))
            if not limit.step
        ]

    @property
    def rows(self):
        current = [value for value in self.values if value.starts_on.year == self.year]
        current.sort(key=lambda value: value.highest_multiple or Decimal(-1), reverse=True)
        return [_row(value) for value in current]

    @property
    def compare_url(self):
        """The eight worst places of the year in one chart."""
        keys = [row.series.pk for row in self.rows[:8]]
        return address([("series", keys), ("year", self.year)])


def _remark(limit):
    if not limit.norm.is_binding:
        return _("a recommendation, not a limit")
    return "" if limit.is_confirmed else _("not yet compared with the text of the act")


def _row(value):
    si = np = level = None
    if value.compared:
        si, np = value.highest_multiple, indices.share_above(value.above_single, value.compared)
        level = indices.pollution_level(si, np)
    series = value.series
    return PlaceRow(
        series=series,
        url=series.station.get_absolute_url() + address([("series", series.pk), ("year", value.starts_on.year)]),
        si=words.of_limit(si) if si is not None else "",
        np=_("%(number)s%%") % {"number": rounded(np, 2)} if np is not None else "",
        level=level,
        above=value.above_single,
        coverage=words.share_of_readings(value.count, value.expected),
    )
