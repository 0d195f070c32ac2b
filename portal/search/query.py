"""Finding: one box over everything that is public, in three languages."""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Left

from portal.languages import LANGUAGES
from portal.models import SearchEntry
from portal.search import words
from portal.search.index import CONFIGURATION

# Of a word that stands in thousands of rows the best by title and as many others are ranked, not all of them.
CANDIDATES = 1000
HIGHLIGHTED_CHARACTERS = 20_000
OWN_LANGUAGE_BONUS = 2.0
START, STOP = "\ue000", "\ue001"  # private-use marks around a found word; the template makes them <mark>


@dataclass
class Found:
    """What one search gave: objects best first, how many by each facet, whether more exist than were ranked."""

    hits: list["Hit"]
    is_capped: bool = False
    kinds: Counter = field(default_factory=Counter)
    topics: Counter = field(default_factory=Counter)
    regions: Counter = field(default_factory=Counter)
    organisations: Counter = field(default_factory=Counter)
    years: Counter = field(default_factory=Counter)

    def __len__(self):
        return len(self.hits)


@dataclass
class Hit:
    """One object and the row of it that matched best (its text in one language, or a page of its document)."""

    entry_id: int
    kind: str
    object_id: int
    rank: float
    topics: list
    regions: list
    organisations: list
    year: int | None


def tsquery(text):
    """The query by all three analysers at once: nobody has to say which language he types. None: no words in it."""
    normalised = words.normalise(text)
    if not words.words(normalised):
        return None
    query = SearchQuery(normalised, config="russian", search_type="websearch")
    query |= SearchQuery(normalised, config="english", search_type="websearch")
    beginnings = words.beginnings(normalised)
    if beginnings and not _has_operators(normalised):
        query |= SearchQuery(beginnings, config="simple", search_type="raw")
    return query


def _has_operators(text):
    """ "quoted phrase", -without: only the exact analysers understand them."""
    return '"' in text or any(word.startswith("-") for word in text.split())


def find(text, language, entries=None):
    """Search among `entries` (all, or those that pass the filters); each object once, by its best row."""
    query = tsquery(text)
    if query is None:
        return Found([])
    entries = SearchEntry.objects.all() if entries is None else entries
    rows = _ranked(entries.filter(vector=query), query)
    is_capped = len(rows) == CANDIDATES
    if is_capped:
        rows = _ranked(entries.filter(title_vector=query), query) + rows
    best = {}
    for row_language, *columns in rows:
        hit = Hit(*columns)
        if row_language == language:
            hit.rank *= OWN_LANGUAGE_BONUS
        known = best.get((hit.kind, hit.object_id))
        if known is None or hit.rank > known.rank:
            best[hit.kind, hit.object_id] = hit
    hits = sorted(best.values(), key=lambda hit: (-hit.rank, -hit.entry_id))
    return _with_facets(Found(hits, is_capped))


@transaction.atomic
def _ranked(entries, query):
    """At most CANDIDATES rows that match, with their rank.

    The planner believes that a common word stands evenly in the table and reads the table for the first rows with it:
    494 ms where they come late, against 12 ms by the index (100,000 entries).
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    rank = SearchRank(F("vector"), query, normalization=Value(1))
    columns = ["language", "pk", "kind", "object_id", "rank", "topics", "regions", "organisations", "date__year"]
    return list(entries.annotate(rank=rank).order_by().values_list(*columns)[:CANDIDATES])


def _with_facets(found):
    for hit in found.hits:
        found.kinds[hit.kind] += 1
        found.topics.update(hit.topics)
        found.regions.update(hit.regions)
        found.organisations.update(hit.organisations)
        if hit.year:
            found.years[hit.year] += 1
    return found


def shown(hits, text):
    """The rows of a page of hits, in their order, each with `.headline` (found words between START and STOP)."""
    query = tsquery(text)
    headline = Case(
        *(
            When(
                language=language,
                then=SearchHeadline(
                    Left("body", HIGHLIGHTED_CHARACTERS),
                    query,
                    config=configuration,
                    start_sel=START,
                    stop_sel=STOP,
                    max_words=35,
                    min_words=15,
                    max_fragments=2,
                    fragment_delimiter=" … ",
                ),
            )
            for language, configuration in CONFIGURATION.items()
        ),
        output_field=TextField(),
    )
    rows = SearchEntry.objects.annotate(headline=headline).defer("body", "vector", "title_vector")
    by_id = rows.in_bulk([hit.entry_id for hit in hits])
    return [by_id[hit.entry_id] for hit in hits if hit.entry_id in by_id]


def languages_of(rows):
    """(kind, object_id) -> the languages in which the object has a title of its own."""
    keys = {(row.kind, row.object_id) for row in rows}
    own = SearchEntry.objects.filter(page=0, object_id__in={key[1] for key in keys}, title_lang=F("language"))
    languages = {}
    for kind, object_id, language in own.values_list("kind", "object_id", "language"):
        languages.setdefault((kind, object_id), set()).add(language)
    return {key: [code for code in LANGUAGES if code in found] for key, found in languages.items() if key in keys}


def nearest(text, language, limit=5):
    """Objects whose title resembles the query: for a page on which nothing was found."""
    normalised = words.normalise(text)
    if len(normalised) < 3:
        return []
    similarity = TrigramWordSimilarity(normalised, "title")
    close = SearchEntry.objects.listed(language).filter(title__trigram_word_similar=normalised)
    return list(close.annotate(similarity=similarity).order_by("-similarity", "-pk").defer("body", "vector")[:limit])
