"""Lists filtered by their query string. Nonsense in an address never breaks a page: it is left out, and said so."""

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_filters import FilterSet

from portal.paging import CURSORS

# Parameters of an address that do not filter: pages, forms of the same list, what links carry.
NOT_FILTERS = {*CURSORS, "format", "excel", "utm_source", "utm_medium", "utm_campaign"}


class PublicFilterSet(FilterSet):
    """A FilterSet whose `qs` is always safe; `notes` says which parts of the address were left out.

    `also_allowed` names parameters that are not filters and that the view reads itself.
    """

    also_allowed: set[str] = set()

    def __init__(self, data=None, queryset=None, **kwargs):
        known, self.notes = self.known(data)
        super().__init__(known, queryset, **kwargs)
        filtering = [key for key in self.data if self._stem(key) in self.base_filters]
        wrong = [key for key in filtering if self._stem(key) in self.form.errors]
        if wrong:
            good = self.data.copy()
            for key in wrong:
                self.notes.append(
                    _("“%(value)s” was left out of the filter: no such choice.") % {"value": good[key][:60]}
                )
                del good[key]
            super().__init__(good, queryset, **kwargs)
            del self._form

    @classmethod
    def known(cls, data):
        """What of an address says something to this list, and notes on the rest. Costs a tenth of the filters."""
        known, notes = QueryDict(mutable=True), []
        for key, values in sorted(data.lists() if data else []):
            values = list(filter(None, (value.replace("\x00", "").strip() for value in values)))
            if not values or key in NOT_FILTERS:
                continue
            if key in cls.base_filters or key in cls.also_allowed or cls._stem(key) != key:
                known.setlist(key, values)
            else:
                notes.append(_("“%(name)s” is not something this list can be filtered by.") % {"name": key[:60]})
        return known, notes

    @property
    def query(self):
        """The filters in force as a query string, the same whatever order they were given in."""
        return self.data.urlencode()

    def qs_without(self, *names):
        """The rows that the other filters leave: among them the values of these are counted."""
        queryset = self.queryset.all()
        for other, value in self.chosen.items():
            if other not in names:
                queryset = self.filters[other].filter(queryset, value)
        return queryset

    @cached_property
    def chosen(self):
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def is_filtered(self):
        return bool(self.query)

    @classmethod
    def _stem(cls, key):
        """year_min belongs to the filter year."""
        stem, _underscore, end = key.rpartition("_")
        return stem if stem in cls.base_filters and end in ("min", "max", "after", "before") else key
