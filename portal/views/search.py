from collections import Counter
from functools import lru_cache
from itertools import chain
from urllib.parse import urlencode

import django_filters
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.facets import FacetValue
from portal.feeds import AtomFeed
from portal.filters import PublicFilterSet
from portal.languages import LANGUAGE_NAMES, active_language
from portal.models import Organisation, Region, SearchEntry, Topic
from portal.search import concepts, counting, fewer, following, highlight, layouts, query, vectors, words
from portal.search.suggestions import suggestions
from portal.turns import InTurn
from portal.views.search_results import as_items

SIZE = 20
LAST_PAGE = 50
FACET_VALUES = 8
NEAR_WORDS = 6
FORMATS = ["pdf", "csv", "xlsx", "json"]
# Parameters that say how to search, not among what.
MANNER = {"q", "sort", "page", "literal", "synonyms"}

in_turn = InTurn()


class SearchFilter(PublicFilterSet):
    """What the results can be narrowed to. The kind stands apart: its tabs show the other kinds too."""

    also_allowed = {*MANNER, "kind"}

    topic = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=Topic.objects.all(), to_field_name="code")
    region = django_filters.ModelChoiceFilter(label=_("Region"), queryset=Region.objects.all(), to_field_name="slug")
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=Organisation.objects.all(), to_field_name="slug"
    )
    year = django_filters.NumberFilter(label=_("Year"), min_value=1900, max_value=2200)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))
    file = django_filters.ChoiceFilter(label=_("File"), choices=[(name, name.upper()) for name in FORMATS])

    class Meta:
        model = SearchEntry
        fields = []

    @property
    def marks(self):
        """The choices as the rows of search are marked with them. Rows are read by the index of marks, not by `qs`."""
        values = {name: getattr(value, "pk", value) for name, value in self.chosen.items() if value}
        if "year" in values:
            values["year"] = int(values["year"])
        return [vectors.mark(name, value) for name, value in values.items()]


class Address:
    """The address of a search, and of the same with some parameters changed (None: left out). A page has forty."""

    def __init__(self, parameters):
        self.parts = {name: urlencode([(name, value) for value in values]) for name, values in parameters.lists()}

    def __call__(self, **changes):
        parts = {**self.parts, "page": ""}
        for name, value in changes.items():
            parts[name] = _encoded(name, value) if value not in (None, "") else ""
        return f"?{'&'.join(filter(None, parts.values()))}"


@lru_cache(maxsize=10_000)
def _encoded(name, value):
    return urlencode({name: value})


class Search:
    """A search as its address says it: the page, the feed and the JSON give the same results.

    `may_leave_out`: where nothing has all words, what has the most of them. Who follows a search waits for all.
    """

    def __init__(self, parameters, may_leave_out=False):
        self.language = active_language()
        self.parameters, self.notes, marks = _narrowing(parameters)
        self.typed = parameters.get("q", "").replace("\x00", "").strip()
        self.text = _cut(self.typed)
        if self.text != self.typed:  # nor does every link of the page carry more
            self.parameters["q"] = self.text
        self.address = Address(self.parameters)
        self.kind = _choice(parameters.get("kind"), SearchEntry.Kind.values)
        self.sort = _choice(parameters.get("sort"), ["date"])
        self._search = fewer.find if may_leave_out else query.find
        self.found = self.find(marks)
        of_kind = self.found
        if self.kind and self.found.is_capped:
            of_kind = self.find([*marks, vectors.mark("kind", self.kind)])
        self.hits = [hit for hit in of_kind.hits if self.kind in ("", hit.kind)]
        self.is_capped = of_kind.is_capped
        if self.sort == "date":
            self.hits.sort(key=lambda hit: (hit.published_at, hit.entry_id), reverse=True)

    def find(self, marks=()):
        """What is found among the rows with these marks."""
        return self._search(
            self.text,
            self.language,
            marks,
            literally="literal" in self.parameters,
            with_synonyms=self.parameters.get("synonyms") != "off",
            newest_first=self.sort == "date",
        )

    @property
    def is_narrowed(self):
        return _is_narrowed(self.parameters)

    def rows(self, number=1, size=SIZE):
        """The rows of a page of results."""
        return query.shown(self.hits[(number - 1) * size : number * size])


def _is_narrowed(parameters):
    return bool(set(parameters) - MANNER)


def _narrowing(parameters):
    """The parameters that say something, notes on the others, and what rows are marked with that are among them."""
    known, notes = SearchFilter.known(parameters)
    if not _is_narrowed(known):  # filters and their form take a millisecond
        return known, notes, []
    filterset = SearchFilter(parameters, queryset=SearchEntry.objects.all())
    return filterset.data, filterset.notes, filterset.marks


@require_safe
@in_turn
def results(request):
    search = Search(request.GET, may_leave_out=True)
    found, hits, address, parameters = search.found, search.hits, search.address, search.parameters
    number = min(_positive(request.GET.get("page")), max(1, -(-len(hits) // SIZE)), LAST_PAGE)
    rows = search.rows(number)
    if number == 1 and not search.is_narrowed and found.query:
        counting.count(search.text, on=timezone.localdate(), found=0 if found.instead else len(hits))
    context = {
        "text": search.text,
        "was_cut": len(search.typed) > words.MAX_CHARACTERS,
        "has_words": bool(found.query),
        "notes": search.notes,
        "rows": rows,
        "items": as_items(rows, highlight.wanted(found.query), search.language),
        "count": len(hits) - len(hits) % 100 if search.is_capped else len(hits),
        "is_capped": search.is_capped,
        "instead": found.instead,
        "is_alike": found.is_alike,
        "literal_url": address(literal="on"),
        "added": found.query.added,
        "without_added_url": address(synonyms="off"),
        "with_added_url": address(synonyms=None) if parameters.get("synonyms") == "off" else "",
        "tabs": _tabs(search),
        "facets": _facets(search),
        "sort_links": _sort_links(search),
        "elsewhere_url": "" if rows else _elsewhere(search),
        "read_as": [] if rows or "literal" in parameters else layouts.readings(search.text)[:2],
        "near_words": [] if rows else found.near[:NEAR_WORDS],
        "nearest": [] if rows else query.nearest(search.text, search.language),
        "feeds": [
            *((label, f"{reverse(name)}{address()}") for label, name in _FEEDS),
            *following.ways(parameters),
        ],
        "previous_url": address(page=number - 1) if number > 1 else "",
        "next_url": address(page=number + 1) if number * SIZE < len(hits) and number < LAST_PAGE else "",
        "page_number": number,
    }
    return render(request, "portal/search.html", context)


_FEEDS = [("Atom", "search-feed"), ("JSON", "search-json")]


@require_safe
def suggest(request):
    """What the box offers while somebody types. The same for everybody, so it may be kept for a minute."""
    response = JsonResponse({"suggestions": suggestions(request.GET.get("q", ""), active_language())})
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
@in_turn
def results_json(request):
    search = Search(request.GET, may_leave_out=True)
    rows = search.rows(size=100)
    return JsonResponse(
        {
            "query": search.text,
            "searched": search.found.instead or search.text,
            "also_searched": [name.text for name in search.found.query.added],
            "count": len(search.hits),
            "more_exist": search.is_capped,
            "results": [_as_data(request, row) for row in rows],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _as_data(request, row):
    return {
        "kind": row.kind,
        "title": row.title,
        "language": row.title_lang,
        "summary": row.summary,
        "url": request.build_absolute_uri(row.get_absolute_url()),
        "page": row.page or None,
        "date": row.date,
        "published_at": row.published_at,
        "languages": row.languages,
    }


class SearchFeed(AtomFeed):
    """A search as a feed, newest first: what is new about a thing comes to the reader."""

    def get_object(self, request):
        return Search(_by_date(request.GET))

    def title(self, search):
        return _g("Search: %(text)s") % {"text": search.text}

    def link(self, search):
        return f"{reverse('search')}{search.address()}"

    def items(self, search):
        return search.rows(size=self.size)

    def item_title(self, row):
        return super().item_title(row) + (f" ({_g('page')} {row.page})" if row.page else "")


def _by_date(parameters):
    parameters = parameters.copy()
    parameters["sort"] = "date"
    return parameters


def _sort_links(search):
    return [
        (_("by relevance"), search.address(sort=None), not search.sort),
        (_("newest first"), search.address(sort="date"), search.sort == "date"),
    ]


def _elsewhere(search):
    """The address of the search without its filters, where that finds something."""
    if not search.is_narrowed or not search.find().hits:
        return ""
    return search.address(**dict.fromkeys(set(search.parameters) - MANNER))


def _cut(text):
    """As much of a long query as is searched, in whole words: half a word would be found nowhere."""
    if len(text) <= words.MAX_CHARACTERS:
        return text
    start = text[: words.MAX_CHARACTERS + 1]
    return start.rpartition(" ")[0] or start[:-1]


def _choice(value, choices):
    return value if value in choices else ""


def _positive(value):
    return max(1, int(value)) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1


def _tabs(search):
    kinds, address, current = search.found.kinds, search.address, search.kind
    tabs = [FacetValue(_("All"), sum(kinds.values()), address(kind=None), not current)]
    for kind, label in SearchEntry.Kind.choices:
        if kinds[kind] or kind == current:
            tabs.append(FacetValue(label, kinds[kind], address(kind=kind), kind == current))
    return tabs


def _facets(search):
    """For each facet its most frequent values with counts; the one in force links to the search without it.

    Counted are the results of the chosen kind: a choice narrows these.
    """
    labels, hits = concepts.labels(), search.hits
    facets = [
        (_("Topic"), _values(search, "topic", labels[Topic], _counted(hit.topics for hit in hits))),
        (_("Region"), _values(search, "region", labels[Region], _counted(hit.regions for hit in hits))),
        (
            _("Organisation"),
            _values(search, "organisation", labels[Organisation], _counted(hit.organisations for hit in hits)),
        ),
        (_("Year"), _years(search)),
        (_("Language"), _named(search, "language", LANGUAGE_NAMES, Counter(hit.language for hit in hits))),
        (
            _("File"),
            _named(search, "file", {name: name.upper() for name in FORMATS}, _counted(hit.formats for hit in hits)),
        ),
    ]
    return [(label, values) for label, values in facets if values]


def _counted(values):
    return Counter(chain.from_iterable(values))


def _values(search, parameter, labels, counts):
    most = dict(counts.most_common(FACET_VALUES))
    pks = dict.fromkeys([*most, *labels.with_address(search.parameters.get(parameter))])
    known = [(*labels[pk], counts[pk]) for pk in pks if pk in labels]
    return [_value(search, parameter, *value) for value in known if _narrows(search, parameter, value[0])]


def _years(search):
    years = sorted(Counter(hit.year for hit in search.hits if hit.year).items(), reverse=True)[:FACET_VALUES]
    return [_value(search, "year", str(year), str(year), count) for year, count in years]


def _named(search, parameter, labels, counts):
    current = search.parameters.get(parameter)
    return [
        _value(search, parameter, key, label, counts[key])
        for key, label in labels.items()
        if key == current or (counts[key] and _narrows(search, parameter, key))
    ]


def _narrows(search, parameter, key):
    """Beside a chosen topic only its parts narrow the results further: any other would take its place."""
    current = search.parameters.get(parameter)
    return not current or key == current or key.startswith(f"{current}.")


def _value(search, parameter, key, label, count):
    is_current = key == search.parameters.get(parameter)
    return FacetValue(label, count, search.address(**{parameter: None if is_current else key}), is_current)
