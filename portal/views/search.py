from dataclasses import dataclass

import django_filters
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from portal.filters import PublicFilterSet
from portal.languages import active_language
from portal.models import Organisation, Region, SearchEntry, Topic
from portal.search import query, words

SIZE = 20
LAST_PAGE = 50
FACET_VALUES = 8


class SearchFilter(PublicFilterSet):
    """What the results can be narrowed to. The kind stands apart: its tabs show the other kinds too."""

    also_allowed = {"q", "kind", "page"}

    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), queryset=Topic.objects.all(), to_field_name="code", method="by_topic"
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.all(), to_field_name="slug", method="by_region"
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=Organisation.objects.all(), to_field_name="slug", method="by_organisation"
    )
    year = django_filters.NumberFilter(label=_("Year"), field_name="date__year", min_value=1900, max_value=2200)

    class Meta:
        model = SearchEntry
        fields = ["topic", "region", "organisation", "year"]

    def by_topic(self, entries, _field, topic):
        return entries.about_topic(topic)

    def by_region(self, entries, _field, region):
        return entries.within(region)

    def by_organisation(self, entries, _field, organisation):
        return entries.with_organisation(organisation)


@dataclass
class FacetValue:
    label: str
    count: int
    url: str
    is_current: bool


def results(request):
    language = active_language()
    filterset = SearchFilter(request.GET, queryset=SearchEntry.objects.all())
    text = words.normalise(request.GET.get("q", ""))
    kind = _choice(request.GET.get("kind"), SearchEntry.Kind.values)
    found = query.find(text, language, filterset.qs)
    hits = [hit for hit in found.hits if kind in ("", hit.kind)]
    if kind and found.is_capped:
        hits = query.find(text, language, filterset.qs.filter(kind=kind)).hits
    number = min(_positive(request.GET.get("page")), max(1, -(-len(hits) // SIZE)), LAST_PAGE)
    rows = query.shown(hits[(number - 1) * SIZE : number * SIZE], text)
    languages = query.languages_of(rows)
    for row in rows:
        row.languages = languages.get((row.kind, row.object_id), [])
        row.snippet = highlighted(row.headline)
    parameters = filterset.data.copy()
    context = {
        "text": request.GET.get("q", "").replace("\x00", "").strip()[: words.MAX_CHARACTERS],
        "was_cut": len(request.GET.get("q", "")) > words.MAX_CHARACTERS,
        "has_words": bool(words.words(text)),
        "notes": filterset.notes,
        "rows": rows,
        "count": len(hits) - len(hits) % 100 if found.is_capped else len(hits),
        "is_capped": found.is_capped,
        "tabs": _tabs(found, kind, parameters),
        "facets": _facets(found, parameters),
        "nearest": [] if rows else query.nearest(text, language),
        "previous_url": _url(parameters, page=number - 1) if number > 1 else "",
        "next_url": _url(parameters, page=number + 1) if number * SIZE < len(hits) and number < LAST_PAGE else "",
        "page_number": number,
    }
    return render(request, "portal/search.html", context)


def highlighted(headline):
    """The headline as HTML: everything escaped, found words in <mark>."""
    html = escape(headline).replace(query.START, "<mark>").replace(query.STOP, "</mark>")
    return mark_safe(html)


def _choice(value, choices):
    return value if value in choices else ""


def _positive(value):
    return max(1, int(value)) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1


def _url(parameters, **changes):
    """The address of the same search with some parameters changed (None: left out)."""
    changed = parameters.copy()
    for key, value in {"page": None, **changes}.items():
        if value in (None, ""):
            changed.pop(key, None)
        else:
            changed[key] = value
    return f"?{changed.urlencode()}"


def _tabs(found, current, parameters):
    tabs = [FacetValue(_("All"), sum(found.kinds.values()), _url(parameters, kind=None), not current)]
    for kind, label in SearchEntry.Kind.choices:
        if found.kinds[kind] or kind == current:
            tabs.append(FacetValue(label, found.kinds[kind], _url(parameters, kind=kind), kind == current))
    return tabs


def _facets(found, parameters):
    """For each facet its most frequent values with counts; the one in force links to the search without it."""
    facets = [
        (_("Topic"), _values("topic", "code", Topic, found.topics, parameters)),
        (_("Region"), _values("region", "slug", Region, found.regions, parameters)),
        (_("Organisation"), _values("organisation", "slug", Organisation, found.organisations, parameters)),
        (_("Year"), _years(found.years, parameters)),
    ]
    return [(label, values) for label, values in facets if values]


def _values(parameter, address, model, counts, parameters):
    current = parameters.get(parameter)
    frequent = dict(counts.most_common(FACET_VALUES))
    objects = model.objects.filter(pk__in=frequent) | model.objects.filter(**{address: current or ""})
    values = []
    for obj in sorted(objects, key=lambda obj: -frequent.get(obj.pk, 0)):
        key = getattr(obj, address)
        chosen = key == current
        url = _url(parameters, **{parameter: None if chosen else key})
        values.append(FacetValue(str(obj), counts[obj.pk], url, chosen))
    return values


def _years(counts, parameters):
    current = parameters.get("year")
    values = []
    for year, count in sorted(counts.items(), reverse=True)[:FACET_VALUES]:
        chosen = str(year) == current
        values.append(FacetValue(str(year), count, _url(parameters, year=None if chosen else year), chosen))
    return values
