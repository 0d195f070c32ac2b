"""The page of a station: each substance against its limit, and one of them in a year by day, month and hour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Case, Q, When
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal import charts
from portal.datasets.numbers import exact, places_for, rounded
from portal.datasets.state import State, address
from portal.exceedances import calendar, indices, words
from portal.exceedances.limits import DAILY, SINGLE, Limits, compare, in_unit_of
from portal.exceedances.nearness import nearest
from portal.exceedances.now import is_fresh
from portal.models import (
    COUNTED_FLAGS,
    DailyValue,
    Episode,
    Flag,
    FlagPeriod,
    Series,
    Station,
    YearlyValue,
)

BY = ("day", "month", "year")
WORST = 10
EPISODES = 10


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class SubstanceRow:
    """A series of the station: its newest reading, and how its year stands to the maximum single limit."""

    series: Series
    url: str
    latest: str
    latest_at: str
    is_fresh: bool
    age: str
    against: str
    is_above: bool
    is_indicative: bool
    year: YearlyValue | None
    si: str
    np: str
    level: indices.Level | None
    year_against: str  # of the largest daily mean, where the series is one of daily means

    @property
    def level_label(self):
        return words.LEVELS[self.level] if self.level else ""

    @property
    def tone(self):
        return words.TONES[self.level]


class StationPage:
    def __init__(self, station, params, *, at):
        self.station = station
        self.at = at
        self.all_series = list(
            station.series.public()
            .select_related("parameter", "unit", "source__licence", "source__owner")
            .order_by("parameter__code", "averaging", "pk")
        )
        for series in self.all_series:
            series.station = station
        self.measured = [series for series in self.all_series if series.count]
        state = State(params, known={"series", "year", "by"})
        self._choose(state)
        self.notes = state.notes

    def _choose(self, state):
        by_key = {str(series.pk): series for series in self.measured}
        default = max(self.measured, key=self._interest, default=None)
        self.series = state.one_of(
            "series", by_key, default, _("“%(value)s” was left out: the station has no such series.")
        )
        years = {str(year): year for year in self.years}
        self.year = state.one_of(
            "year",
            years,
            max(self.years, default=None),
            _("“%(value)s” was left out: there are no readings of such a year."),
        )
        self.by = state.one_of(
            "by", {by: by for by in BY}, "day", _("“%(value)s” was left out: the chart goes by day, month or year.")
        )

    def _interest(self, series):
        """First the substance that went furthest above its limit in the newest years, then the one read last."""
        multiples = [
            Decimal(0) if series.is_implausible(value.largest) else value.highest_multiple or Decimal(0)
            for value in self._yearly.get(series.pk, {}).values()
        ]
        return (max(multiples, default=Decimal(0)), series.last_ts or datetime.min, -series.pk)

    @cached_property
    def _yearly(self):
        """{series: {year: yearly value}}"""
        found = {}
        for value in YearlyValue.objects.filter(series__in=self.measured).order_by("starts_on"):
            found.setdefault(value.series_id, {})[value.starts_on.year] = value
        return found

    @property
    def years(self):
        series = getattr(self, "series", None)
        return sorted(self._yearly.get(series.pk, {})) if series else []

    @cached_property
    def limits(self):
        return Limits({series.parameter_id for series in self.measured})

    @cached_property
    def daily(self):
        return list(
            DailyValue.objects.filter(
                series=self.series, starts_on__gte=date(self.year, 1, 1), starts_on__lte=date(self.year, 12, 31)
            ).order_by("starts_on")
        )

    @property
    def is_of_days(self):
        return self.series.averaging == Series.Averaging.DAY

    def _hold_against_daily_limit(self, value):
        """What is stored of a day is held against the single limit; a daily mean has only the daily one."""
        comparison = self.limits.of_reading(self.series, value.largest, value.starts_on)
        if comparison:
            value.compared, value.highest_multiple = value.count, comparison.multiple
            value.above_single = int(comparison.is_above)
            value.above_five_single, value.above_ten_single = (int(comparison.multiple > times) for times in (5, 10))

    @property
    def rows(self):
        return [self._row(series) for series in self.measured]

    def _row(self, series):
        comparison = self.limits.of_reading(series, series.last_value, series.day_of(series.last_ts))
        year = self._yearly.get(series.pk, {}).get(self.year)
        si = np = level = None
        if year and year.compared and series.averaging != Series.Averaging.DAY:
            si, np = year.highest_multiple, indices.share_above(year.above_single, year.compared)
            level = indices.pollution_level(si, np)
        return SubstanceRow(
            series=series,
            url=address([("series", series.pk), ("year", self.year)], "year"),
            latest=words.with_unit(series.last_value, series.unit),
            latest_at=words.moment_of(series, series.last_ts),
            is_fresh=is_fresh(series, at=self.at),
            age=words.age(series.last_ts, self.at),
            against=words.against_limit(comparison),
            is_above=bool(comparison and comparison.is_above),
            is_indicative=bool(comparison and comparison.is_indicative),
            year=year,
            si=words.of_limit(si) if si is not None else "",
            np=_("%(number)s%%") % {"number": rounded(np, 2)} if np is not None else "",
            level=level,
            year_against=words.year_of_days(self.limits.of_daily_means(series, year), series, year) if year else "",
        )

    @property
    def iza(self):
        """ИЗА of the year from the substances that have a daily limit and three quarters of their readings."""
        parts = {}
        for series in self.measured:
            year = self._yearly.get(series.pk, {}).get(self.year)
            limit = self.limits.on(series, DAILY, date(self.year, 12, 31))
            if year and limit and year.expected and year.is_complete:
                multiple = compare(series, year.mean, limit).multiple
                parts[series.parameter_id] = (multiple, series.parameter.hazard_class)
        return indices.iza(parts.values())

    @property
    def iza_words(self):
        if not self.iza:
            return _(
                "No substance with a daily limit has three quarters of the year's readings, so no index is computed."
            )
        level = indices.level_of(self.iza.value, indices.IZA_LEVELS)
        return _(
            "%(value)s, by %(count)s of 5 substances: %(level)s. The index knows only substances with a daily limit; hydrogen sulphide has none."
        ) % {
            "value": rounded(self.iza.value, 2),
            "count": self.iza.substances,
            "level": words.LEVELS[level],
        }

    # The chosen series in the chosen year

    @property
    def zone(self):
        return self.series.zone

    @property
    def year_choices(self):
        return [Choice(str(year), self.link(year=year), year == self.year) for year in reversed(self.years)]

    @property
    def by_choices(self):
        labels = {"day": _("by day"), "month": _("by month"), "year": _("by year")}
        return [Choice(labels[by], self.link(by=by), by == self.by) for by in BY]

    def link(self, **changes):
        state = {"series": self.series.pk, "year": self.year, "by": self.by} | changes
        return address(state.items(), "year")

    @property
    def single_limit(self):
        return self.limits.on(self.series, SINGLE, self._limit_day)

    @property
    def daily_limit(self):
        return self.limits.on(self.series, DAILY, self._limit_day)

    @property
    def _limit_day(self):
        return self.daily[-1].starts_on if self.daily else date(self.year, 12, 31)

    @property
    def recommendations(self):
        """What is advised but binds nobody, beside the limits."""
        return [
            limit
            for limit in self.limits.of_parameter(self.series.parameter)
            if not limit.norm.is_binding and not limit.step
        ]

    @cached_property
    def months(self):
        return calendar.months_of(self.year, self.daily, self.series.expected_a_day)

    @property
    def months_begun(self):
        """Those of the calendar: a month that is still to come has nothing to show."""
        today = self.at.astimezone(self.zone).date()
        return [month for number, month in enumerate(self.months, 1) if date(self.year, number, 1) <= today]

    @property
    def legend(self):
        return calendar.legend()

    @property
    def finding(self):
        """The year in one sentence: what a person came for."""
        if not self.series.is_implausible(self._yearly[self.series.pk][self.year].largest):
            return self._finding()
        return f"{self._finding()} {_('The highest reading is larger than is plausible; nobody has looked at it yet.')}"

    def _finding(self):
        year = self._yearly[self.series.pk][self.year]
        name = {"substance": self.series.parameter.name, "year": self.year}
        if self.is_of_days and self.daily_limit:
            return self._finding_of_days(name)
        if not year.compared:
            return _("%(substance)s in %(year)s: no norm is set for these readings, so nothing is compared.") % name
        if not year.above_single:
            return _("%(substance)s in %(year)s: no reading above the maximum single limit.") % name
        days = sum(bool(day.above_single) for day in self.daily)
        return _(
            "%(substance)s in %(year)s: %(above)s readings above the maximum single limit on %(days)s days, up to %(multiple)s times."
        ) % (name | {"above": year.above_single, "days": days, "multiple": words.of_limit(year.highest_multiple)})

    def _finding_of_days(self, name):
        compared = [day for day in self.daily if day.compared]
        above = [day for day in compared if day.above_single]
        if not above:
            return _("%(substance)s in %(year)s: no daily mean above the daily limit.") % name
        highest = max(day.highest_multiple for day in above)
        return _(
            "%(substance)s in %(year)s: the daily mean was above the daily limit on %(days)s of %(compared)s days, up to %(multiple)s times."
        ) % (name | {"days": len(above), "compared": len(compared), "multiple": words.of_limit(highest)})

    @property
    def year_facts(self):
        year = self._yearly[self.series.pk][self.year]
        facts = [(_("Readings"), words.share_of_readings(year.count, year.expected))]
        if year.compared:
            facts += [
                (
                    _("Days above 1, 5 and 10 limits") if self.is_of_days else _("Readings above 1, 5 and 10 limits"),
                    f"{year.above_single} / {year.above_five_single} / {year.above_ten_single}",
                ),
            ]
        if self.daily_limit and self.series.expected_a_day and not self.is_of_days:
            above = [day for day in self.daily if self._is_above_daily(day)]
            complete = sum(day.is_complete for day in self.daily)
            facts.append(
                (
                    _("Days with a mean above the daily limit"),
                    _("%(above)s of %(complete)s complete days") % {"above": len(above), "complete": complete},
                )
            )
        facts.append(
            (
                _("Mean of the year"),
                self._rounded(year.mean)
                + ("" if year.is_complete else " " + _("(incomplete: fewer than three quarters of the readings)")),
            )
        )
        return facts

    def _is_above_daily(self, day):
        limit = self.limits.on(self.series, DAILY, day.starts_on)
        return bool(limit and day.is_complete and compare(self.series, day.mean, limit).is_above)

    def _rounded(self, value):
        return _("%(number)s %(unit)s") % {
            "number": rounded(value, max(places_for([value]), 4 if value < 1 else 0)),
            "unit": self.series.unit.symbol,
        }

    @property
    def days_above(self):
        return [
            (square.day, square.words)
            for month in self.months
            for square in month.squares
            if square.kind in ("above", "five", "ten")
        ]

    @cached_property
    def worst(self):
        """The highest readings of the year, in the station's time."""
        start = datetime(self.year, 1, 1, tzinfo=self.zone)
        end = datetime(self.year + 1, 1, 1, tzinfo=self.zone)
        readings = self.series.observations.filter(ts__gt=start, ts__lte=end, flag__in=COUNTED_FLAGS)
        highest = readings.order_by("-value", "ts").values_list("ts", "value", "flag")
        implausible = highest.filter(flag=Flag.IMPLAUSIBLE)[:WORST]
        found = highest.exclude(flag=Flag.IMPLAUSIBLE)[:WORST].union(implausible, all=True)
        found = sorted(found, key=lambda row: (row[2] == Flag.IMPLAUSIBLE, -row[1], row[0]))
        return [self._reading(ts, value, flag) for ts, value, flag in found]

    @property
    def is_worst_compared(self):
        return any(row["is_compared"] for row in self.worst)

    def _reading(self, ts, value, flag):
        comparison = self.limits.of_reading(self.series, value, self.series.day_of(ts))
        return {
            "at": words.moment_of(self.series, ts),
            "value": words.with_unit(value, self.series.unit),
            "is_compared": comparison is not None,
            "against": words.against_limit(comparison),
            "mark": Flag(flag).label if flag else "",
        }

    @property
    def facts(self):
        station = self.station
        facts = [(_("Kind"), station.get_kind_display()), (_("Medium"), station.get_medium_display())]
        if station.operator:
            facts.append((_("Operator"), station.operator.name))
        if station.latitude is not None:
            facts.append((_("Coordinates"), f"{station.latitude.normalize():f}, {station.longitude.normalize():f}"))
        facts.append((_("Time zone of its days"), station.time_zone))
        for label, day in ((_("Opened"), station.opened_on), (_("Closed"), station.closed_on)):
            if day:
                facts.append((label, date_format(day, "DATE_FORMAT")))
        if station.source:
            facts.append((_("Source of this description"), station.source))
        return facts

    @cached_property
    def episodes(self):
        start = datetime(self.year, 1, 1, tzinfo=self.zone)
        end = start.replace(year=self.year + 1)
        found = Episode.objects.filter(series=self.series, last_ts__gt=start, last_ts__lte=end)
        return [
            {
                "first": words.moment_of(self.series, episode.first_ts),
                "last": words.moment_of(self.series, episode.last_ts),
                "readings": episode.readings,
                "peak": words.with_unit(episode.peak_value, self.series.unit),
                "multiple": words.of_limit(episode.peak_multiple),
                "mark": words.mark_of(self.series, episode.peak_value),
            }
            for episode in found.order_by(*self._implausible_last(), "-peak_multiple", "-last_ts")[:EPISODES]
        ]

    def _implausible_last(self):
        largest = self.series.parameter.largest_plausible
        return [] if largest is None else [Case(When(peak_value__gt=largest, then=1), default=0)]

    @cached_property
    def flag_periods(self):
        return list(
            FlagPeriod.objects.filter(Q(station=self.station) | Q(series__in=self.all_series)).select_related(
                "series__parameter"
            )
        )

    @cached_property
    def changes(self):
        return list(self.station.changes.all()) if self.station.has_changes else []

    @cached_property
    def neighbours(self):
        """Other stations of the region, nearest first where coordinates are known."""
        others = Station.objects.filter(region=self.station.region, medium=self.station.medium).exclude(
            pk=self.station.pk
        )
        return nearest(others, self.station)[:6] if self.station.region_id else []

    # The chart

    @property
    def chart(self):
        return mark_safe(self.svg(charts.WIDE) + self.svg(charts.NARROW))  # charts.py escapes every word

    def svg(self, size):
        lines, times, limits = getattr(self, f"_by_{self.by}")()
        title = _("%(substance)s, %(station)s") % {"substance": self.series.parameter.name, "station": self.station}
        return charts.line_chart(
            lines, size, charts.Words("year", title, self.finding, exact), limits=limits, times=times
        )

    def _by_day(self):
        first = date(self.year, 1, 1)
        by_day = {day.starts_on: day for day in self.daily}
        days = [first + timedelta(days=n) for n in range((date(self.year + 1, 1, 1) - first).days)]
        if self.daily:
            days = [day for day in days if self.daily[0].starts_on <= day <= self.daily[-1].starts_on]
        highest = [
            charts.Point(
                day.toordinal(), by_day[day].largest if day in by_day else None, self._text(day, by_day.get(day))
            )
            for day in days
        ]
        means = [
            charts.Point(day.toordinal(), by_day[day].mean if day in by_day and by_day[day].is_complete else None, "")
            for day in days
        ]
        lines = [charts.Series(_("highest of the day"), highest, has_dots=False)]
        if self.series.averaging != Series.Averaging.DAY:
            lines.append(charts.Series(_("mean of the day"), means, has_dots=False))
        ticks = [
            charts.Tick(day.toordinal(), date_format(day, "j.m") if len(days) < 60 else str(MONTHS_3[day.month]))
            for day in days
            if day.day == 1 or (len(days) < 60 and day.day % 5 == 0)
        ]
        return lines, ticks or [charts.Tick(days[0].toordinal(), date_format(days[0], "j.m"))], self._lines_of_limits()

    def _text(self, day, value):
        return f"{date_format(day, 'DATE_FORMAT')}: {words.with_unit(value.largest, self.series.unit)}" if value else ""

    def _by_month(self):
        points = []
        for number, mean in enumerate(self.monthly_means, start=1):
            points.append(
                charts.Point(number, mean, f"{MONTHS_3[number]}: {self._rounded(mean)}" if mean is not None else "")
            )
        ticks = [charts.Tick(number, str(MONTHS_3[number])) for number in range(1, 13)]
        return [charts.Series(_("mean of the month"), points)], ticks, []

    @property
    def monthly_means(self):
        """The mean of each month of the year; None where fewer than three quarters of the readings are there."""
        means = []
        for number, month in enumerate(self.months, start=1):
            total = sum((day.total for day in self.daily if day.starts_on.month == number), Decimal(0))
            complete = month.count and (month.expected is None or month.is_complete)
            means.append(total / month.count if complete else None)
        return means

    def _by_year(self):
        values = self._yearly[self.series.pk]
        years = range(min(values), max(values) + 1)
        points = [
            charts.Point(year, values[year].mean if year in values and values[year].is_complete else None, str(year))
            for year in years
        ]
        return [charts.Series(_("mean of the year"), points)], [], []

    def _lines_of_limits(self):
        lines = []
        for limit in (self.single_limit if self.series.averaging != Series.Averaging.DAY else None, self.daily_limit):
            if limit:
                value = in_unit_of(self.series, limit)
                label = _("limit, single") if limit.averaging == SINGLE else _("limit, daily mean")
                lines.append(charts.Limit(value, f"{label} {exact(value)}"))
        return lines

    @property
    def limit_sentences(self):
        """Each limit in the chart with its act, and what must be said of it."""
        sentences = []
        for limit, label in ((self.single_limit, _("Maximum single limit")), (self.daily_limit, _("Daily limit"))):
            if limit is None:
                sentences.append(_("%(label)s: no norm is set.") % {"label": label})
                continue
            sentence = f"{label}: {words.with_unit(limit.value, limit.unit)}. {words.source_of_limit(limit)}."
            if not limit.is_confirmed:
                sentence += " " + _("Not yet compared with the text of the act.")
            sentences.append(sentence)
        if self.single_limit and self.series.averaging == Series.Averaging.HOUR:
            sentences.append(
                _(
                    "Indicative: the maximum single limit is for 20 to 30 minutes, and these are hourly means, which hide short peaks."
                )
            )
        for limit in self.recommendations:
            sentences.append(
                _("%(norm)s recommends at most %(value)s (%(averaging)s): a recommendation, not a limit.")
                % {
                    "norm": limit.norm.title,
                    "value": words.with_unit(limit.value, limit.unit),
                    "averaging": limit.get_averaging_display(),
                }
            )
        return sentences

    @property
    def _above_label(self):
        return _("Days above the limit") if self.is_of_days else _("Readings above the limit")

    @property
    def table(self):
        """What the chart shows, as rows under a heading."""
        if self.by == "year":
            values = self._yearly[self.series.pk].values()
            return [(_("Year"), _("Mean"), _("Highest"), self._above_label, _("Readings"))] + [
                (
                    str(value.starts_on.year),
                    self._rounded(value.mean),
                    exact(value.largest),
                    str(value.above_single) if value.compared else _("no limit to compare with"),
                    words.share_of_readings(value.count, value.expected),
                )
                for value in values
            ]
        if self.by == "month":
            return [(_("Month"), _("Mean"), self._above_label, _("Readings"))] + [
                (
                    month.name,
                    self._rounded(mean) if mean is not None else None,
                    str(month.above) if month.above is not None else _("no limit to compare with"),
                    words.share_of_readings(month.count, month.expected),
                )
                for month, mean in zip(self.months, self.monthly_means, strict=True)
            ]
        return [(_("Day"), _("Mean"), _("Highest"), _("Readings"))] + [
            (
                date_format(day.starts_on, "SHORT_DATE_FORMAT"),
                self._rounded(day.mean),
                exact(day.largest),
                words.share_of_readings(day.count, day.expected),
            )
            for day in self.daily
        ]
