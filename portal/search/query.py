"""Finding: one box over everything that is public, in three languages. docs/search.md tells the whole way."""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import chain

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F

from portal.languages import LANGUAGES
from portal.models import SearchEntry
from portal.search import asked, concepts, layouts, slips, vectors, words

CANDIDATES = 200  # rows to rank: of a word that stands in thousands, first those that have it in their title
LARGE = 50_000  # rows; a larger collection is first looked through in its newest months
NEWEST = 10_000  # rows that these months have at least
OWN_LANGUAGE = 0.08
IN_TITLE = 0.15
OFTEN = 0.1


@dataclass
class Found:
    """What one search gave: objects best first, how many by each facet, and how it came about."""

    hits: list["Hit"] = field(default_factory=list)
    query: asked.Asked = field(default_factory=asked.Asked)
    is_capped: bool = False  # more exist than were ranked
    instead: str = ""  # what was searched, where what was typed is found nowhere
    kinds: Counter = field(default_factory=Counter)
    topics: Counter = field(default_factory=Counter)
    regions: Counter = field(default_factory=Counter)
    organisations: Counter = field(default_factory=Counter)
    years: Counter = field(default_factory=Counter)
    languages: Counter = field(default_factory=Counter)
    formats: Counter = field(default_factory=Counter)

    def __len__(self):
        return len(self.hits)

    @property
    def is_alike(self):
        """No form of what was typed is found, only words that look like it."""
        return self.query.worth < asked.GOOD


@dataclass(slots=True)
class Hit:
    """One object and the row of it that matched best (its text in one language, or a page of its document)."""

    entry_id: int
    kind: str
    object_id: int
    rank: float
    language: str
    title_lang: str
    published_at: object
    topics: list
    regions: list
    organisations: list
    formats: list
    year: int | None


class Lexemes(SearchQuery):
    """A tsquery of lexemes as words.py writes them; PostgreSQL does not take them apart again."""

    def __init__(self, query):
        super().__init__(query, search_type="raw")
        self.text = query

    def as_sql(self, compiler, connection, **options):
        return "%s::tsquery", [self.text]


# The planner believes that a word stands evenly in the table and reads the table for the first rows with it: 494 ms
# where a common word comes late, against 12 ms by the index (100,000 entries); 230 ms for a word that is nowhere.
# Of two cores none is taken from other readers for a second worker.
BY_INDEX = """SELECT set_config('enable_seqscan', 'off', true), set_config('work_mem', '32MB', true),
              set_config('max_parallel_workers_per_gather', '0', true), reltuples
              FROM pg_class WHERE oid = %s::regclass"""


@transaction.atomic
def find(text, language, entries=None, *, literally=False, with_synonyms=True):
    """Search among `entries` (all, or those that pass the filters); each object once, by its best row.

    What is found nowhere at all is read as typed with another keyboard, then as mistyped, unless `literally`:
    `instead` says so. The last resort are words that only look like it.
    """
    entries = SearchEntry.objects.all() if entries is None else entries
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX, [SearchEntry._meta.db_table])
        total = cursor.fetchone()[3]
    concepts.catch_up()

    def search(query):
        return _found(query, language, entries, total, with_synonyms)

    query = asked.read(text)
    if layouts.is_odd(text) and not literally and (repaired := _repaired(search, _other_keyboards(text))):
        return repaired
    found = search(query)
    if found.hits or literally or (entries.query.where and _is_found_somewhere(found.query)):
        return found
    return _repaired(search, repairs(text)) or search(replace(query, worth=0))


def _repaired(search, readings):
    """What the first of these readings finds that finds anything."""
    for instead in readings:
        found = search(asked.read(instead))
        if found.hits:
            found.instead = instead
            return found


def repairs(text):
    """What may have been meant by a query that is found nowhere, likeliest first."""
    yield from _other_keyboards(text)
    corrected = _corrected(text)
    if corrected != words.normalise(text):
        yield corrected


def _other_keyboards(text):
    text = text[: words.MAX_CHARACTERS]
    for reading in [*layouts.readings(text), *filter(None, [words.as_cyrillic(text)])]:
        if _is_found_somewhere(asked.read(reading)):
            yield reading


def _corrected(text):
    """The query with the nearest word of the collection for each word that stands nowhere, a compound as one word or by its parts."""
    corrected = text = words.normalise(text)[: words.MAX_CHARACTERS]
    for word in list(words.tokens(text))[: words.MAX_WORDS]:
        written = text[word.start : word.end]
        readings = [(written, _nearest_found(written, is_known_missing=written == text))]
        if len(word.parts) > 1 and not readings[0][1]:
            readings = [(part, _nearest_found(part)) for part in word.parts]
        for part, meant in readings:
            corrected = corrected.replace(part, meant or part)
    return corrected


def _nearest_found(word, is_known_missing=False):
    """The nearest word that is found somewhere, where this one is not."""
    query = asked.read(word)
    if not query or (not is_known_missing and _is_found_somewhere(query)):
        return ""
    near = slips.nearest("".join(query.terms[0].word.parts), limit=8)
    return next((candidate for candidate in near if _is_found_somewhere(asked.read(candidate))), "")


def _is_found_somewhere(query):
    return bool(query) and SearchEntry.objects.filter(vector=Lexemes(query.tsquery())).exists()


def _found(query, language, entries, total, with_synonyms=True):
    if not query:
        return Found(query=query)
    if with_synonyms:
        query = concepts.widened(query)
    rows, is_capped = _candidates(entries, query, total)
    best = {}
    for hit in rows:
        if hit.language == language:
            hit.rank += OWN_LANGUAGE
        known = best.get((hit.kind, hit.object_id))
        if known is None or hit.rank > known.rank:
            best[hit.kind, hit.object_id] = hit
    hits = sorted(best.values(), key=lambda hit: (hit.rank, hit.published_at, hit.entry_id), reverse=True)
    return _with_facets(Found(hits, query, is_capped))


def _candidates(entries, query, total):
    """The rows to rank, and whether more match: at most CANDIDATES, those first that have the words in their title."""
    everywhere, in_title = query.tsquery(), query.tsquery(title=True, worth=asked.GOOD)
    if total > LARGE and (months := _newest_months()):
        newest = f" & ({' | '.join(months)})"
        if len(_some(entries, f"({everywhere}){newest}").values_list("pk")) == CANDIDATES:
            return _first_by_title(entries, query, f"({in_title}){newest}", f"({everywhere}){newest}"), True
    rows = _ranked(_some(entries, everywhere), query)
    if len(rows) < CANDIDATES:
        return rows, False
    return _first_by_title(entries, query, in_title, everywhere, rows), True


def _first_by_title(entries, query, in_title, everywhere, rows=None):
    first = _ranked(_some(entries, in_title), query)
    if len(first) < CANDIDATES:
        known = {row.entry_id for row in first}
        first += [row for row in rows or _ranked(_some(entries, everywhere), query) if row.entry_id not in known]
    return first[:CANDIDATES]


def _some(entries, tsquery):
    """As the index gives them: the same rows each time."""
    return entries.filter(vector=Lexemes(tsquery)).order_by()[:CANDIDATES]


def _newest_months():
    """The lexemes of the months in which the newest rows were published. A word that is common in them is looked for only
    there: to list every row that has it would take a tenth of a second in a million.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_MONTHS, [NEWEST])
        first, last = cursor.fetchone()
    return [f"'{month}'" for month in vectors.months(first, last)] if first else []


NEWEST_MONTHS = f"""
    SELECT (SELECT published_at FROM {SearchEntry._meta.db_table} ORDER BY published_at DESC, id DESC OFFSET %s LIMIT 1),
           max(published_at) FROM {SearchEntry._meta.db_table}"""
RANKED = ["id", "kind", "object_id", "language", "title_lang", "published_at", "topics", "regions", "organisations"]


def _ranked(matching, query):
    """The rows as hits. The vector is unpacked once for each row: unpacking is what ranking costs."""
    inner, parameters = matching.values_list(*RANKED, "formats", "date", "vector").query.sql_with_params()
    worth, worth_parameters = _worth(query)
    sql = f"""
        SELECT c.id, c.kind, c.object_id, {worth} AS worth, c.language, c.title_lang, c.published_at,
               c.topics, c.regions, c.organisations, c.formats, extract(year FROM c.date)::int
        FROM ({inner}) c CROSS JOIN LATERAL (SELECT c.vector || ''::tsvector AS words OFFSET 0) v"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*worth_parameters, *parameters])
        return [Hit(*row) for row in cursor.fetchall()]


def _worth(query):
    """How well a row matches: each word by the best of its ladder, the title, how often."""
    cases, parameters = [], []
    for group in query.groups:
        group_cases = []
        for term in group.terms:
            branches = []
            for rung, worth in term.ladder(query.worth):
                branches.append(f"WHEN v.words @@ %s::tsquery THEN {worth:.2f}")
                parameters.append(rung)
            group_cases.append(f"CASE {' '.join(branches)} ELSE 0 END")
        case = f"({' + '.join(group_cases)}) / {len(group_cases)}.0"
        if group.names:
            case = f"greatest({case} * (CASE WHEN v.words @@ %s::tsquery THEN 1 ELSE 0 END), {asked.SYNONYM_WORTH})"
            parameters.append(asked.Group(group.terms).query(worth=query.worth))
        cases.append(case)
    exact = " | ".join(dict.fromkeys(term.query() for term in query.terms))
    title = asked.Asked(query.groups).tsquery(title=True)
    worth = f"""(({" + ".join(cases)}) / {len(cases)}.0
        + CASE WHEN v.words @@ %s::tsquery THEN {IN_TITLE} ELSE 0 END
        + {OFTEN} * ts_rank(v.words, %s::tsquery, 1))"""
    return worth, [*parameters, title, exact]


def _with_facets(found):
    hits = found.hits
    found.kinds.update(hit.kind for hit in hits)
    found.languages.update(hit.language for hit in hits)
    found.years.update(hit.year for hit in hits if hit.year)
    for facet in ("topics", "regions", "organisations", "formats"):
        getattr(found, facet).update(chain.from_iterable(getattr(hit, facet) for hit in hits))
    return found


def shown(hits):
    """The rows of a page of hits, in their order."""
    by_id = SearchEntry.objects.defer("vector").in_bulk([hit.entry_id for hit in hits])
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
    normalised = words.normalise(text)[: words.MAX_CHARACTERS]
    if len(normalised) < 3:
        return []
    similarity = TrigramWordSimilarity(normalised, "title")
    close = SearchEntry.objects.listed(language).filter(title__trigram_word_similar=normalised)
    return list(close.annotate(similarity=similarity).order_by("-similarity", "-pk").defer("body", "vector")[:limit])
