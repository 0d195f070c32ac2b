"""Choices beside a list with how many rows each would leave, counted in a short time or not at all."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast

from portal.languages import LANGUAGES, best_text
from portal.patience import TooLong, at_most

PATIENCE_MS = 300


@dataclass
class FacetValue:
    label: str
    count: int | None  # None: too many to count
    url: str
    is_current: bool


def _as_printed(_facet, key):
    return key


class Facets:
    """For each filter its choices with the rows of the list that they would leave, given the other choices.

    `counts` names for each facet a function from the rows that the other filters leave to parts of one query, made
    with `rows`. It has `PATIENCE_MS`; where that is not enough, the choices stand without their counts.
    """

    def __init__(self, filterset, counts, *, named=_as_printed, newest_first=()):
        self.filterset = filterset
        self.newest_first = newest_first
        self.names = list(counts)
        try:
            with at_most(PATIENCE_MS):
                self.counts, self.labels = _counted(filterset, counts, named)
            self.is_uncounted = False
        except TooLong:
            self.counts, self.labels = {}, _offered(filterset)
            self.is_uncounted = True

    def __iter__(self):
        """(label of the facet, its values): the chosen one first, then by how much they leave; years newest first."""
        for name in self.names:
            values = [self._value(name, key) for key in self._keys(name)]
            if values:
                yield self.filterset.filters[name].label, values

    def _keys(self, name):
        chosen = self.filterset.data.get(name)
        keys = list(self.labels.get(name, {}))
        if name in self.newest_first:
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
        return "?" + urlencode(sorted((name, value) for name, value in query.items() if value))


def rows(queryset, facet, key, name="", count=None):
    """A part of the query that counts: facet, key, the key's name in three languages, number of rows of the list.

    `name`: the column without its language, or {language: expression}.
    """
    if isinstance(name, str):
        name = {code: F(f"{name}_{code}") if name else Value("", CharField()) for code in LANGUAGES}
    grouped = queryset.order_by().values(facet=Value(facet), key=Cast(key, CharField()), **name)
    return grouped.annotate(number=count or Count("pk", distinct=True))


def _offered(filterset):
    """The choices of the form, which cost no counting."""
    fields = filterset.form.fields
    return {
        name: {str(key): str(label) for key, label in fields[name].choices if key}
        for name in fields
        if hasattr(fields[name], "choices")
    }


def _counted(filterset, counts, named):
    """{facet: {key: rows}} and {facet: {key: label}}."""
    numbers, labels = {}, {}
    parts = [part for name, count in counts.items() for part in count(filterset.qs_without(name))]
    for row in parts[0].union(*parts[1:], all=True):
        facet, key = row["facet"], row["key"]
        if key and row["number"]:
            numbers.setdefault(facet, Counter())[key] += row["number"]
            labels.setdefault(facet, {})[key] = str(best_text(row) or named(facet, key))
    return numbers, labels
