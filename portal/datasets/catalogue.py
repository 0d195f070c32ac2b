"""The catalogue of datasets: what it can be narrowed by, and how many datasets each choice would leave."""

import django_filters
from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from portal.facets import Facets, rows
from portal.filters import PublicFilterSet
from portal.models import Dataset, Licence, Organisation, Region, RegionValue, SectionReading, Topic

# What the page of a dataset offers: tables and a picture where it has figures, points where their places are known.
FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "svg": "SVG", "geojson": "GeoJSON"}


class DatasetFilter(PublicFilterSet):
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), queryset=Topic.objects.filter(parent=None), to_field_name="code", method="about"
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.all(), to_field_name="slug", method="within"
    )
    publisher = django_filters.ModelChoiceFilter(
        label=_("Publisher"),
        queryset=Organisation.objects.filter(datasets__status=Dataset.Status.PUBLISHED).distinct(),
        to_field_name="slug",
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Dataset.Shape.choices, field_name="shape")
    licence = django_filters.ModelChoiceFilter(label=_("Licence"), queryset=Licence.objects.all(), to_field_name="code")
    period = django_filters.NumberFilter(label=_("Period"), method="of_year", min_value=1900, max_value=2200)
    file = django_filters.ChoiceFilter(label=_("Format"), choices=list(FORMATS.items()), method="in_format")

    class Meta:
        model = Dataset
        fields = ["topic", "region", "publisher", "kind", "licence", "period", "file"]

    def about(self, datasets, _name, topic):
        return datasets.about(topic)

    def within(self, datasets, _name, region):
        return datasets.within(region)

    def of_year(self, datasets, _name, year):
        return datasets.with_figures(int(year))

    def in_format(self, datasets, _name, fmt):
        return datasets.with_places() if fmt == "geojson" else datasets.with_figures()


def facets(filterset):
    """For each filter its choices with the datasets that they would leave, given the other choices."""
    return Facets(filterset, COUNTS, named=_named, newest_first=["period"])


def _topics(datasets):
    """Each under its topic of the first level."""
    through = Topic.objects.filter(parent=None)
    return [rows(through, "topic", "code", "name", _number_of(datasets.about(OuterRef(OuterRef("pk")))))]


def _regions(datasets):
    return [rows(Region.objects.all(), "region", "slug", "name", _number_of(datasets.within(OuterRef(OuterRef("pk")))))]


def _publishers(datasets):
    return [rows(datasets.filter(publisher__isnull=False), "publisher", "publisher__slug", "publisher__name")]


def _kinds(datasets):
    return [rows(datasets, "kind", "shape")]


def _licences(datasets):
    return [rows(datasets.filter(licence__isnull=False), "licence", "licence__code", "licence__name")]


def _years(datasets):
    """A dataset has figures of one shape, so nothing is counted twice."""
    number = Count("dataset", distinct=True)
    figures = RegionValue.objects.filter(dataset__in=datasets)
    readings = SectionReading.objects.filter(dataset__in=datasets)
    return [
        rows(figures, "period", "year", count=number),
        rows(readings, "period", ExtractYear("measured_on"), count=number),
    ]


def _formats(datasets):
    having = {fmt: datasets.with_places() if fmt == "geojson" else datasets.with_figures() for fmt in FORMATS}
    return [rows(found, "file", Value(fmt)) for fmt, found in having.items()]


COUNTS = {
    "topic": _topics,
    "region": _regions,
    "publisher": _publishers,
    "kind": _kinds,
    "licence": _licences,
    "period": _years,
    "file": _formats,
}


def _number_of(datasets):
    """A subquery: how many of `datasets`, which refer to the row outside."""
    one = datasets.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(one, output_field=IntegerField()), 0)


def _named(facet, key):
    """The name of a choice that stands in no table."""
    if facet == "kind":
        return Dataset.Shape(key).label
    return FORMATS.get(key, key)
