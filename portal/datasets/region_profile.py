"""What the portal knows of one region, for the person who lives there: air, water, figures over the years, waste, plants."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, JSONField, OuterRef, Q, Sum, TextField, Value, When
from django.db.models.functions import Cast, JSONObject
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.datasets import findings
from portal.datasets.numbers import exact
from portal.datasets.region_page import RegionPage
from portal.datasets.regions import RegionTable
from portal.datasets.river_page import month_label, with_unit
from portal.exceedances import words
from portal.exceedances.limits import Limits
from portal.exceedances.now import air_now
from portal.models import (
    Dataset,
    Episode,
    Facility,
    Medium,
    Parameter,
    Region,
    RegionValue,
    SectionReading,
    Station,
    WasteTransfer,
    YearlyValue,
)

EPISODES, FACILITIES, STATIONS, YEARS = 5, 12, 24, 5


@dataclass(frozen=True)
class Figures:
    """The figures of the region in one dataset: its own page, drawn for this region alone."""

    page: RegionPage
    region: Region

    @property
    def dataset(self):
        return self.page.dataset

    @property
    def url(self):
        return f"{self.dataset.get_absolute_url()}{self.page.url(year=self.page.table.newest_year, fragment='lines')}"

    @property
    def share(self):
        return findings.share_of_country(self.page.table, self.region, self.page.year)

    @property
    def table(self):
        """The newest year first, under a heading."""
        values = [(year, self.page.table.value(self.region, year)) for year in self.page.table_years]
        heading = (_("Year"), str(self.dataset.unit))
        return [heading, *((str(year), None if value is None else exact(value)) for year, value in values)]


class RegionProfile:
    """Raises Region.DoesNotExist where no region has the slug."""

    def __init__(self, slug, *, at):
        """All regions are read once, for tiles and tables; the waste comes with its own, which spares a query."""
        waste = Case(When(slug=slug, then=_waste_by_year()), default=Value([], ArrayField(JSONField())))
        self.regions = list(Region.objects.with_origins().annotate(waste=waste))
        self.region = next((region for region in self.regions if region.slug == slug), None)
        if self.region is None:
            raise Region.DoesNotExist(slug)
        self.slug = slug
        self.at = at

    # Air

    @cached_property
    def air(self):
        return air_now(self.region, at=self.at, limits=self._limits)

    @cached_property
    def _limits(self):
        return Limits(Parameter.objects.all())

    @cached_property
    def episodes(self):
        found = Episode.objects.filter(series__is_public=True, series__station__region=self.region).select_related(
            "series__station", "series__parameter", "series__unit", "limit_value__norm", "limit_value__unit"
        )
        return [words.EpisodeInWords(episode) for episode in found.order_by("-last_ts", "-pk")[:EPISODES]]

    @cached_property
    def _air_by_year(self):
        """{parameter: {year: multiples of the limit}}, each series held against the limit for its readings."""
        values = YearlyValue.objects.filter(
            series__station__region=self.region, series__station__medium=Medium.AIR, series__is_public=True
        ).select_related("series__station", "series__parameter", "series__unit")
        found = {}
        for value in values.order_by("series__parameter__code", "starts_on"):
            of_days = self._limits.of_daily_means(value.series, value)
            if (of_days or value.compared) and not value.series.is_implausible(value.largest):
                multiple = of_days.multiple if of_days else value.highest_multiple
                years = found.setdefault(value.series.parameter, {})
                years.setdefault(value.starts_on.year, []).append(multiple)
        return found

    @cached_property
    def air_years(self):
        return sorted({year for years in self._air_by_year.values() for year in years}, reverse=True)[:YEARS]

    @cached_property
    def air_rows(self):
        """(substance, a cell a year): the highest reading of all stations as a multiple of its limit."""
        return [
            (parameter, [_air_cell(years.get(year)) for year in self.air_years])
            for parameter, years in self._air_by_year.items()
        ]

    # Water

    @cached_property
    def water(self):
        """The newest reading of each parameter at each section of the region's rivers."""
        readings = SectionReading.objects.filter(
            section__region=self.region, dataset__status=Dataset.Status.PUBLISHED
        ).select_related("section", "parameter", "unit", "class_norm")
        place = ("section__river_ru", "section__order", "parameter_id")
        newest = readings.order_by(*place, "-measured_on").distinct(*place)
        return [(reading, month_label(reading.measured_on), with_unit(reading)) for reading in newest]

    # Figures by year

    @cached_property
    def figures(self):
        """One for each published dataset that has a figure of the region, the longest series first."""
        of_place = Q(region=self.region) | Q(region__kind=Region.Kind.COUNTRY)
        values = RegionValue.objects.filter(of_place, dataset__status=Dataset.Status.PUBLISHED)
        values = values.select_related("dataset__unit", "dataset__chart_unit").order_by("dataset__slug", "year")
        found = [
            self._figures_of(dataset, list(of_dataset))
            for dataset, of_dataset in groupby(values, key=lambda value: value.dataset)
        ]
        return sorted(filter(None, found), key=lambda figures: -len(figures.page.table.years))

    def _figures_of(self, dataset, values):
        years = [value.year for value in values if value.region_id == self.region.pk]
        if not years:
            return None
        table = RegionTable(((value.region_id, value.year, value.value) for value in values), self.regions)
        chosen = QueryDict(f"region={self.region.iso_3166_2}&year={max(years)}")
        return Figures(RegionPage(dataset, chosen, table), self.region)

    # Plants, waste, posts

    @property
    def waste(self):
        """What the plants of the region handed over as waste, the newest year first: (year, all, of it hazardous)."""
        return [
            (row["year"], exact(Decimal(row["all"])), exact(Decimal(row["hazardous"]))) for row in self.region.waste
        ]

    @cached_property
    def facilities(self):
        found = Facility.objects.filter(region=self.region).with_figures().select_related("operator", "region")
        return list(found.order_by("slug")[:FACILITIES])

    @cached_property
    def stations(self):
        """Those that were read last come first."""
        found = Station.objects.filter(region=self.region).select_related("region")
        return list(found.with_newest_reading().order_by(F("read_at").desc(nulls_last=True), "slug")[:STATIONS])


def _waste_by_year():
    """Amounts as text: a number of JSON would lose digits."""
    transfers = WasteTransfer.objects.filter(facility__region=OuterRef("pk")).order_by("-year").values("year")
    hazardous = Sum("tonnes", filter=Q(is_hazardous=True), default=0)
    summed = transfers.annotate(
        row=JSONObject(year="year", all=Cast(Sum("tonnes"), TextField()), hazardous=Cast(hazardous, TextField()))
    )
    return ArraySubquery(summed.values("row"))


def _air_cell(multiples):
    if not multiples:
        return ""
    highest = max(multiples)
    sentence = _("%(multiple)s times the limit") if highest > 1 else _("%(multiple)s of the limit")
    return sentence % {"multiple": words.of_limit(highest)}
