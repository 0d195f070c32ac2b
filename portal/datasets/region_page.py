"""The page of a dataset whose figures are of regions and years: map, lines, table, all from one reading of the rows."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal import charts
from portal.datasets import findings
from portal.datasets.numbers import exact, places_for, rounded
from portal.datasets.regions import Classes, RegionTable
from portal.datasets.state import State, address
from portal.maps import region_tiles, since_or_until
from portal.models import Region


@dataclass(frozen=True)
class LegendLine:
    key: str  # SVG of dashes and marker
    region: Region
    value: str
    existence: str
    without_url: str


@dataclass(frozen=True)
class TableRow:
    region: Region
    existence: str
    cells: list  # of (year, exact number or None)


class RegionPage:
    template = "portal/dataset_regions.html"

    def __init__(self, dataset, params, table=None):
        """`table`: figures that were read already, for a page of several datasets."""
        self.dataset = dataset
        self.table = table or _table_of(dataset)
        state = State(params, known={"year", "region"})
        self.year = state.one_of(
            "year",
            {str(year): year for year in self.table.years},
            self.table.newest_year,
            _("“%(value)s” was left out: there are no figures of such a year."),
        )
        self.chosen = state.some_of(
            "region",
            {region.iso_3166_2: region for region in self.table.regions},
            _("“%(value)s” was left out: there are no figures of such a region."),
        )
        self.lines = self.chosen or self._usual_lines()
        self.notes = state.notes
        self.places = places_for([self._shown(value) for value in self._typical_values()])

    # --- Words ---

    @property
    def unit(self):
        return self.dataset.shown_unit.symbol

    @property
    def is_money(self):
        return self.dataset.unit.kind == "money"

    def number(self, value):
        return rounded(self._shown(value), self.places)

    def with_unit(self, value):
        return _("%(number)s %(unit)s") % {"number": self.number(value), "unit": self.unit}

    @property
    def has_map(self):
        """Figures of the whole country alone have no map."""
        return bool(self.table.parts)

    @property
    def has_places(self):
        """Whether any figure can be a point on a map."""
        return any(region.latitude is not None for region in self.table.regions)

    @property
    def has_lines(self):
        return len(self.table.years) > 1

    @property
    def finding(self):
        return findings.largest(self.table, self.year, self.with_unit)

    @property
    def country_finding(self):
        return findings.course(self.table, self.table.country, self.year, self.with_unit) if self.table.country else ""

    @property
    def line_finding(self):
        """Of the home region where its line is drawn, else of the first line."""
        home = [region for region in self.lines if region.slug == settings.HOME_REGION]
        return findings.course(self.table, (home or self.lines)[0], self.year, self.with_unit)

    @property
    def territory_notes(self):
        """Why some of the lines begin late, end early or do not compare with themselves."""
        return [
            region.note
            for region in self.lines
            if region.note and (since_or_until(region) or self.table.losses(region))
        ]

    # --- Choosing ---

    @property
    def years(self):
        """Each year with its address, for one tap."""
        return [(year, self.url(year=year, fragment="map")) for year in self.table.years]

    @property
    def previous_year(self):
        return self._neighbour(-1)

    @property
    def next_year(self):
        return self._neighbour(1)

    @property
    def choices(self):
        """Regions for the lines: (region, since or until when, is chosen)."""
        return [(region, since_or_until(region), region in self.lines) for region in self.table.regions]

    def url(self, *, year=None, regions=None, fragment=""):
        year = self.year if year is None else year
        regions = self.chosen if regions is None else regions
        return address(
            [
                ("year", year if year != self.table.newest_year else ""),
                ("region", [region.iso_3166_2 for region in regions]),
            ],
            fragment,
        )

    @property
    def regions_query(self):
        """For downloads of only the regions in the chart."""
        return address([("region", [region.iso_3166_2 for region in self.lines])])

    # --- Map ---

    @cached_property
    def classes(self):
        return Classes([self.table.value(region, self.year) for region in self.table.ranked(self.year)])

    @property
    def tiles(self):
        return region_tiles(self.table.parts, shown=self._tile)

    @property
    def legend(self):
        steps = [
            (level, _("%(low)s to %(high)s") % {"low": self.number(low), "high": self.number(high)})
            for level, (low, high) in enumerate(self.classes.bounds, start=1)
        ]
        if any(self.table.value(region, self.year) is None for region in self.table.parts if region.tile_row):
            steps.append((0, _("no figure for this year")))
        return steps

    @property
    def without_tile(self):
        """Regions of that year that are no more: (region, figure, address of its line)."""
        return [
            (region, self.with_unit(self.table.value(region, self.year)), self._url_with(region))
            for region in self.table.ranked(self.year)
            if region.tile_row is None
        ]

    # --- Lines ---

    @property
    def chart(self):
        return mark_safe(self.svg(charts.WIDE) + self.svg(charts.NARROW))  # charts.py escapes every word

    def svg(self, size):
        if len(self.table.years) == 1:
            return self._one_year(size)
        wide = size is charts.WIDE
        lines = [
            self._series(region, region.name, since_or_until(region))
            if wide
            else self._series(region, region.short_name or region.name)
            for region in self.lines
        ]
        return charts.line_chart(lines, size, self._chart_words, self._marks)

    def _one_year(self, size):
        """A line of one point says nothing: the regions stand under each other instead."""
        rows = [
            charts.Row(str(region.name), self._shown(value), self.with_unit(value))
            for region in self.table.ranked(self.year)
            if (value := self.table.value(region, self.year)) is not None
        ]
        return charts.row_chart(
            rows, charts.ROWS_WIDE if size is charts.WIDE else charts.ROWS_NARROW, self._chart_words
        )

    @property
    def _chart_words(self):
        return charts.Words(
            f"lines-{self.dataset.slug}", self.line_finding, self._chart_description(), self._axis_number
        )

    @property
    def chart_legend(self):
        return [
            LegendLine(
                key=mark_safe(charts.key(number)),
                region=region,
                value=self._value_or_dash(region),
                existence=since_or_until(region),
                without_url=self._url_without(region),
            )
            for number, region in enumerate(self.lines, start=1)
        ]

    # --- Table ---

    @property
    def table_years(self):
        return list(reversed(self.table.years))

    @property
    def rows(self):
        """The country first, then the regions by their figure of the chosen year; who has none comes last."""
        order = [*filter(None, [self.table.country]), *self.table.ranked(self.year)]
        order += [region for region in self.table.parts if region not in order]
        return [
            TableRow(
                region,
                since_or_until(region),
                [(year, self._exact(self.table.value(region, year))) for year in self.table_years],
            )
            for region in order
        ]

    # --- Inside ---

    def _typical_values(self):
        """Of the regions, because the whole country is much larger; of the country where it stands alone."""
        values = [
            self.table.value(region, year)
            for region in self.table.parts or self.table.regions
            for year in self.table.years
        ]
        return [value for value in values if value is not None]

    def _shown(self, value):
        return self.dataset.unit.convert(value, self.dataset.shown_unit)

    def _exact(self, value):
        return None if value is None else exact(value)

    def _value_or_dash(self, region):
        value = self.table.value(region, self.year)
        return "–" if value is None else self.number(value)

    def _usual_lines(self):
        """The home region and the three largest of the newest year, whatever year the map shows; else the country."""
        home = [region for region in self.table.parts if region.slug == settings.HOME_REGION]
        usual = dict.fromkeys([*home, *self.table.ranked(self.table.newest_year)[:3]])
        return list(usual) or self.table.regions

    def _neighbour(self, step):
        place = self.table.years.index(self.year) + step
        if 0 <= place < len(self.table.years):
            year = self.table.years[place]
            return year, self.url(year=year, fragment="map")
        return None

    def _url_with(self, region):
        chosen = self.lines if region in self.lines else [*self.lines, region]
        return self.url(regions=chosen[-charts.MOST_SERIES :], fragment="lines")

    def _url_without(self, region):
        rest = [line for line in self.lines if line != region]
        return self.url(regions=rest, fragment="lines") if rest else ""

    def _tile(self, region):
        value = self.table.value(region, self.year)
        if value is None:
            return {"level": 0, "value": "–", "note": since_or_until(region), "url": self._url_with(region)}
        return {"level": self.classes.level(value), "value": self.number(value), "url": self._url_with(region)}

    def _series(self, region, name, note=""):
        points = []
        for year in self.table.years:
            value = self.table.value(region, year)
            if year in self.table.losses(region):
                points.append(charts.Point(year, None))  # another territory: the line begins anew
            points.append(
                charts.Point(year, None if value is None else self._shown(value), self._point_text(region, year, value))
            )
        return charts.Series(str(name), points, note)

    def _point_text(self, region, year, value):
        if value is None:
            return ""
        return _("%(region)s, %(year)s: %(value)s") % {
            "region": region.name,
            "year": year,
            "value": self.with_unit(value),
        }

    def _axis_number(self, value):
        return exact(value)

    def _chart_description(self):
        names = ", ".join(region.name for region in self.lines)
        return _(
            "%(title)s. Lines: %(names)s; %(first)s to %(last)s, in %(unit)s. All figures stand in the table below."
        ) % {
            "title": self.dataset.title,
            "names": names,
            "first": self.table.years[0],
            "last": self.table.newest_year,
            "unit": self.unit,
        }

    @property
    def _marks(self):
        """Where a drawn region lost territory, a line between the years."""
        years = sorted({year for region in self.lines for year in self.table.losses(region)})
        return [charts.Mark(year - 0.5, _("new borders, %(year)s") % {"year": year}) for year in years]


def _table_of(dataset):
    figures = dataset.region_values.values_list("region_id", "year", "value")
    return RegionTable(figures, Region.objects.with_origins())
