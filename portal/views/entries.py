"""Everything about one thing, from all four apps: topic, region, organisation and direction pages read the index."""

from dataclasses import dataclass

import django_filters
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.filters import PublicFilterSet
from portal.models import SearchEntry
from portal.paging import Page, page_of


class EntryFilter(PublicFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=SearchEntry.Kind.choices)

    class Meta:
        model = SearchEntry
        fields = ["kind"]


@dataclass
class Tab:
    label: str
    count: int
    url: str
    is_current: bool


@dataclass
class Listing:
    page: Page
    tabs: list[Tab]
    notes: list[str]


def listing(request, entries):
    """A page of `entries` with a tab for each kind that has any: two queries whatever their number.

    Organisations have a tab of their own and do not crowd out what happened.
    """
    counts = dict(entries.order_by().values_list("kind").annotate(Count("pk")))
    organisations = counts.get(SearchEntry.Kind.ORGANISATION, 0)
    filterset = EntryFilter(request.GET, queryset=entries)
    kind = filterset.data.get("kind", "")
    shown, count = filterset.qs.defer("body", "vector"), counts.get(kind, 0) if kind else sum(counts.values())
    if not kind and organisations < count:
        shown, count = shown.exclude(kind=SearchEntry.Kind.ORGANISATION), count - organisations
    page = page_of(shown, request.GET, order=("-published_at", "-pk"), count=count)
    return Listing(page, _tabs(counts, kind), filterset.notes)


def _tabs(counts, current):
    if len(counts) < 2:
        return []
    happened = sum(count for kind, count in counts.items() if kind != SearchEntry.Kind.ORGANISATION)
    tabs = [Tab(_("All"), happened, "?", not current)]
    for kind, label in SearchEntry.Kind.choices:
        if kind in counts:
            tabs.append(Tab(label, counts[kind], f"?kind={kind}", kind == current))
    return tabs
