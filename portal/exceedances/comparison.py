"""Up to eight series in one chart: a year by day or by month. What has another unit does not share an axis."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal import charts
from portal.datasets.numbers import exact, rounded
from portal.datasets.state import State, address
from portal.exceedances.station_page import Choice
from portal.exports import Column
from portal.models import DailyValue, MonthlyValue, Series

BY = ("day", "month")


class Comparison:
    def __init__(self, params):
        state = State(params, known={"series", "year", "by"})
        asked = [text for text in params.getlist("series") if text.isascii() and text.isdigit() and len(text) < 10]
        known = (
            Series.objects.public()
            .filter(pk__in=asked[:50], station__isnull=False, count__gt=0)
            .select_related("station", "parameter", "unit", "source__licence")
        )
        by_key = {str(series.pk): series for series in known}
        chosen = state.some_of("series", by_key, _("“%(value)s” was left out: there is no such series of readings."))
        self.series = [series for series in chosen if series.unit_id == chosen[0].unit_id]
        years = {
            str(year): year for series in self.series for year in range(series.first_ts.year, series.last_ts.year + 1)
        }
        self.years = sorted(years.values())
        self.year = state.one_of(
            "year",
            years,
            max(self.years, default=None),
            _("“%(value)s” was left out: there are no readings of such a year."),
        )
        self.by = state.one_of(
            "by", {by: by for by in BY}, "month", _("“%(value)s” was left out: the chart goes by day or month.")
        )
        self.notes = state.notes
        if len(self.series) < len(chosen):
            self.notes.append(_("Series in another unit than the first were left out: they cannot share an axis."))
        self._values = self._read() if self.series else {}

    def _read(self):
        model = DailyValue if self.by == "day" else MonthlyValue
        rows = model.objects.filter(
            series__in=self.series, starts_on__gte=date(self.year, 1, 1), starts_on__lte=date(self.year, 12, 31)
        )
        return {(row.series_id, row.starts_on): row for row in rows}

    @property
    def starts(self):
        months = range(1, 13)
        if self.by == "month":
            return [date(self.year, month, 1) for month in months]
        return [date(self.year, month, day + 1) for month in months for day in range(monthrange(self.year, month)[1])]

    def mean(self, series, start) -> Decimal | None:
        row = self._values.get((series.pk, start))
        return row.mean if row and row.is_complete else None

    @property
    def title(self):
        return "; ".join(dict.fromkeys(str(series.parameter.name) for series in self.series)) + f", {self.year}"

    @property
    def chart(self):
        return mark_safe(self.svg(charts.WIDE) + self.svg(charts.NARROW))  # charts.py escapes every word

    def svg(self, size):
        lines = [
            charts.Series(
                self.label(series),
                [charts.Point(start.toordinal(), self.mean(series, start)) for start in self.starts],
                has_dots=self.by == "month",
            )
            for series in self.series
        ]
        times = [charts.Tick(date(self.year, month, 1).toordinal(), str(MONTHS_3[month])) for month in range(1, 13)]
        description = "; ".join(line.label for line in lines)
        return charts.line_chart(lines, size, charts.Words("compared", self.title, description, exact), times=times)

    def label(self, series):
        return f"{series.station}: {series.parameter.formula or series.parameter.name}"

    @property
    def legend(self):
        return [
            (
                mark_safe(charts.key(number)),
                self.label(series),
                self.link(series=[one.pk for one in self.series if one != series]),
            )
            for number, series in enumerate(self.series, start=1)
        ]

    @property
    def rows(self):
        """(day or month, a mean for each series), for reading; the files have all digits."""
        return [
            (
                date_format(start, "SHORT_DATE_FORMAT") if self.by == "day" else str(MONTHS[start.month]),
                [mean and rounded(mean, 4) for mean in (self.mean(series, start) for series in self.series)],
            )
            for start in self.starts
        ]

    @property
    def query(self):
        return self.link().removeprefix("?")

    @property
    def columns(self):
        """A column for each series, all digits; a mean of too few readings is left empty."""
        return [Column("period_starts", _("Day or month"), lambda start: start)] + [
            Column(
                self.column_of(series),
                self.label(series),
                lambda start, series=series: self._written(series, start),
            )
            for series in self.series
        ]

    def column_of(self, series):
        return f"{series.station.slug}:{series.parameter.code}:{series.pk}"

    @property
    def sources(self):
        """Each once, in the order of the series."""
        return list({series.source_id: series.source for series in self.series}.values())

    def _written(self, series, start):
        mean = self.mean(series, start)
        return None if mean is None else mean.normalize()

    @property
    def description(self):
        measure = _("means of a day") if self.by == "day" else _("means of a month")
        return f"{measure}, {self.series[0].unit.symbol}. " + _(
            "Days and months with fewer than three quarters of their readings are left out."
        )

    @property
    def year_choices(self):
        return [Choice(str(year), self.link(year=year), year == self.year) for year in reversed(self.years)]

    @property
    def by_choices(self):
        labels = {"day": _("by day"), "month": _("by month")}
        return [Choice(labels[by], self.link(by=by), by == self.by) for by in BY]

    def link(self, **changes):
        state = {"series": [series.pk for series in self.series], "year": self.year, "by": self.by} | changes
        return address(state.items())
