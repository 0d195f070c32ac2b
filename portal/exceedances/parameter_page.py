"""The page of a parameter: its limits with their acts, and where it is measured, worst first."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal import charts
from portal.datasets.numbers import exact, rounded
from portal.datasets.state import State, address
from portal.exceedances import indices, words
from portal.exceedances.limits import Limits
from portal.models import Series, YearlyValue

DRAWN = 15


@dataclass(frozen=True)
class PlaceRow:
    series: Series
    url: str
    value: YearlyValue
    multiple: Decimal | None
    si: str
    np: str
    level: indices.Level | None
    above: int | None
    coverage: str
    against: str  # of the largest daily mean, where the series is one of daily means
    mark: str  # what is known against the highest

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
            .select_related("series__station__region", "series__parameter", "series__unit", "series__source")
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

    @cached_property
    def rows(self):
        current = [value for value in self.values if value.starts_on.year == self.year]
        rows = [_row(value, self.limits) for value in current]
        return sorted(
            rows,
            key=lambda row: (not row.mark, Decimal(-1) if row.multiple is None else row.multiple),
            reverse=True,
        )

    @cached_property
    def drawn(self):
        """The places with something to compare, worst first."""
        return [row for row in self.rows if row.multiple is not None][:DRAWN]

    @property
    def finding(self):
        worst = self.drawn[0]
        words_of = {"year": self.year, "station": worst.series.station, "multiple": words.of_limit(worst.multiple)}
        if worst.multiple > 1:
            return _("Most in %(year)s: %(station)s, up to %(multiple)s times the limit.") % words_of
        return _("%(year)s: no reading above the limit; most at %(station)s, %(multiple)s of it.") % words_of

    @property
    def chart(self):
        return mark_safe(self.svg(charts.ROWS_WIDE) + self.svg(charts.ROWS_NARROW))  # charts.py escapes every word

    def svg(self, size):
        rows = [
            charts.Row(
                str(row.series.station),
                row.multiple,
                _("%(multiple)s × the limit") % {"multiple": words.of_limit(row.multiple)},
                row.series.get_averaging_display(),
            )
            for row in self.drawn
        ]
        title = _("%(substance)s: the highest reading against its limit") % {"substance": self.parameter.name}
        return charts.row_chart(rows, size, charts.Words("places-chart", title, self.finding, exact))

    @property
    def state(self):
        """The query string of the page as it stands."""
        return address([("year", self.year)]) if self.year else ""

    @property
    def compare_url(self):
        """The eight worst places of the year in one chart."""
        keys = [row.series.pk for row in self.rows[:8]]
        return address([("series", keys), ("year", self.year)])


def _remark(limit):
    if not limit.norm.is_binding:
        return _("a recommendation, not a limit")
    return "" if limit.is_confirmed else _("not yet compared with the text of the act")


def _row(value, limits):
    si = np = level = None
    if value.compared and value.series.averaging != Series.Averaging.DAY:
        si, np = value.highest_multiple, indices.share_above(value.above_single, value.compared)
        level = indices.pollution_level(si, np)
    series = value.series
    of_days = limits.of_daily_means(series, value)
    return PlaceRow(
        series=series,
        value=value,
        multiple=of_days.multiple if of_days else si,
        url=series.station.get_absolute_url() + address([("series", series.pk), ("year", value.starts_on.year)]),
        si=words.of_limit(si) if si is not None else "",
        np=_("%(number)s%%") % {"number": rounded(np, 2)} if np is not None else "",
        level=level,
        above=value.above_single,
        coverage=words.share_of_readings(value.count, value.expected),
        against=words.year_of_days(of_days, series, value),
        mark=words.mark_of(series, value.largest),
    )
