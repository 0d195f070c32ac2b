"""The catalogue of datasets: what it can be narrowed by, and how many datasets each choice would leave."""

from collections import Counter

import django_filters
from django.db.models import CharField, Count, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from portal.datasets.state import address
from portal.facets import FacetValue, TooLong, at_most
from portal.filters import PublicFilterSet
from portal.languages import LANGUAGES, best_text
from portal.models import Dataset, Licence, Organisation, Region, RegionValue, SectionReading, Topic

PATIENCE_MS = 300
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


class Facets:
    """For each filter its choices with the datasets that they would leave, given the other choices.

    Counted by one query in `PATIENCE_MS`; where that is not enough, the choices stand without their counts.
    """

    def __init__(self, filterset):
        self.filterset = filterset
        try:
            with at_most(PATIENCE_MS):
                self.counts, self.labels = _counted(filterset)
            self.is_uncounted = False
        except TooLong:
            self.counts, self.labels = {}, _offered(filterset)
            self.is_uncounted = True

    def __iter__(self):
        """(label of the facet, its values): the chosen one first, then by how much they leave; years newest first."""
        for name, one in self.filterset.filters.items():
            values = [self._value(name, key) for key in self._keys(name)]
            if values:
                yield one.label, values

    def _keys(self, name):
        chosen = self.filterset.data.get(name)
        keys = list(self.labels.get(name, {}))
        if name == "period":
            keys.sort(reverse=True)
        elif not self.is_uncounted:
            keys.sort(key=lambda key: -self.counts[name][key])
        return [*([chosen] if chosen else []), *(key for key in keys if key != chosen)]

    def _value(self, name, key):
        chosen = key == self.filterset.data.get(name)
        count = None if self.is_uncounted else self.counts.get(name, Counter())[key]
        return FacetValue(self._label(name, key), count, self._url(name, None if chosen else key), chosen)

    def _label(self, name, key):
        return self.labels.get(name, {}).get(key) or str(self.filterset.form.cleaned_data[name])

    def _url(self, name, key):
        query = {**self.filterset.data.dict(), name: key}
        return address(sorted(query.items()))


def _offered(filterset):
    """The choices of the form, which cost no counting."""
    fields = filterset.form.fields
    return {
        name: {str(key): str(label) for key, label in fields[name].choices if key}
        for name in fields
        if hasattr(fields[name], "choices")
    }


def _counted(filterset):
    """{facet: {key: datasets}} and {facet: {key: label}}."""
    counts, labels = {}, {}
    parts = [part for name, count in COUNTS.items() for part in count(filterset.qs_without(name))]
    for row in parts[0].union(*parts[1:], all=True):
        facet, key = row["facet"], row["key"]
        if key and row["datasets"]:
            counts.setdefault(facet, Counter())[key] += row["datasets"]
            labels.setdefault(facet, {})[key] = str(best_text(row) or _named(facet, key))
    return counts, labels


def _rows(queryset, facet, key, name="", count=None):
    """Rows of the union: facet, key, the key's name in three languages, number of datasets."""
    names = {code: F(f"{name}_{code}") if name else Value("", CharField()) for code in LANGUAGES}
    grouped = queryset.order_by().values(facet=Value(facet), key=Cast(key, CharField()), **names)
    return grouped.annotate(datasets=count or Count("pk", distinct=True))


def _topics(datasets):
    """Each under its topic of the first level."""
    through = Topic.objects.filter(parent=None)
    return [_rows(through, "topic", "code", "name", _number_of(datasets.about(OuterRef(OuterRef("pk")))))]


def _regions(datasets):
    return [
        _rows(Region.objects.all(), "region", "slug", "name", _number_of(datasets.within(OuterRef(OuterRef("pk")))))
    ]


def _publishers(datasets):
    return [_rows(datasets.filter(publisher__isnull=False), "publisher", "publisher__slug", "publisher__name")]


def _kinds(datasets):
    return [_rows(datasets, "kind", "shape")]


def _licences(datasets):
    return [_rows(datasets.filter(licence__isnull=False), "licence", "licence__code", "licence__name")]


def _years(datasets):
    """A dataset has figures of one shape, so nothing is counted twice."""
    number = Count("dataset", distinct=True)
    figures = RegionValue.objects.filter(dataset__in=datasets)
    readings = SectionReading.objects.filter(dataset__in=datasets)
    return [
        _rows(figures, "period", "year", count=number),
        _rows(readings, "period", ExtractYear("measured_on"), count=number),
    ]


def _formats(datasets):
    having = {fmt: datasets.with_places() if fmt == "geojson" else datasets.with_figures() for fmt in FORMATS}
    return [_rows(found, "file", Value(fmt)) for fmt, found in having.items()]


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
