"""Finding: one box over everything that is public, in three languages. docs/search.md tells the whole way."""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db import connection

from portal.languages import LANGUAGES, active_language
from portal.models import SearchEntry
from portal.patience import TooLong, at_most
from portal.search import asked, concepts, highlight, layouts, lookup, words
from portal.search.repairs import Repairs, are_found

FEW = 10  # objects; with fewer, common words are translated too: what is added stands below what was typed
CANDIDATES = 120  # rows to rank: of a word that stands in thousands, first those that have it in their title
PATIENCE_MS = 50  # for titles that resemble what is found nowhere
OWN_LANGUAGE = 0.08
IN_TITLE = 0.15
OFTEN = 0.1
# An expression: along the index of dates the planner would look at every row of the table for a rare word.
NEWEST_FIRST = "ORDER BY coalesce(published_at, published_at) DESC, id DESC"


@dataclass
class Found:
    """What one search gave: objects best first, and how it came about."""

    hits: list["Hit"] = field(default_factory=list)
    query: asked.Asked = field(default_factory=asked.Asked)
    is_capped: bool = False  # more exist than were ranked
    instead: str = ""  # what was searched, where what was typed is found nowhere
    near: list[str] = field(default_factory=list)  # where nothing is found: words of the collection like those typed

    def __len__(self):
        return len(self.hits)

    @property
    def kinds(self):
        """How many there are of each kind."""
        return Counter(hit.kind for hit in self.hits)

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
    published_at: object
    topics: list
    regions: list
    organisations: list
    formats: list
    year: int | None


@dataclass(slots=True)
class Result:
    """What a page of results says of a hit. A model made of each row would take twice as long as the query."""

    entry_id: int
    kind: str
    object_id: int
    language: str
    page: int
    path: str
    title: str
    title_lang: str
    summary: str
    date: object
    published_at: object
    body: str
    languages: list  # in which the object has a title of its own

    def get_absolute_url(self):
        """In the reader's language, whatever language the row is in."""
        return f"/{active_language()}{self.path}"


class Lexemes(SearchQuery):
    """A tsquery of lexemes as words.py writes them; PostgreSQL does not take them apart again."""

    def __init__(self, query):
        super().__init__(query, search_type="raw")
        self.text = query

    def as_sql(self, compiler, connection, **options):
        return "%s::tsquery", [self.text]


def find(text, language, narrowed_to=(), *, literally=False, with_synonyms=True, newest_first=False):
    """Search among all rows, or those with these marks (`vectors.mark`); each object once, by its best row.

    What is found nowhere at all is read as typed with another keyboard, then as mistyped, unless `literally`:
    `instead` says so. The last resort are words that only look like it. Where more match than are ranked, `newest_first`
    ranks the newest of them instead of the best.
    """
    newest = lookup.newest_rows()
    concepts.catch_up()

    def search(query):
        if not query:
            return Found(query=query)
        found = looked_for(concepts.widened(query) if with_synonyms else query, narrowed_to)
        if with_synonyms and is_little(found) and not query.without:  # left out is only the word itself
            wider = concepts.widened(query, everyday=True)
            return looked_for(wider, narrowed_to) if wider != found.query else found
        return found

    def is_little(found):
        """Also without the narrowing: a choice beside the results is among the same, and leaves as many as it says."""
        return len(found.hits) < FEW and (not narrowed_to or len(looked_for(found.query, ()).hits) < FEW)

    def looked_for(query, marks):
        return _found(query, language, _ranked(query, _levels(query, marks, newest, newest_first), newest_first))

    query, repairs = asked.read(text), Repairs(text, newest)
    if layouts.is_odd(text) and not literally and (repaired := _repaired(search, repairs.other_keyboards())):
        return repaired
    found = search(query)
    if found.hits or (narrowed_to and any(are_found([found.query], newest))):
        return found
    if literally:
        repairs.look_near([part for term in query.terms for part in term.word.parts])
    else:
        found = _repaired(search, repairs.readings()) or search(replace(query, worth=0))
    found.near = repairs.near
    return found


def _repaired(search, readings):
    """What the first of these readings finds that finds anything."""
    for instead in readings:
        found = search(asked.read(instead))
        if found.hits:
            found.instead = instead
            return found


def _found(query, language, rows):
    best = {}
    for hit in rows[:CANDIDATES]:
        if hit.language == language:
            hit.rank += OWN_LANGUAGE
        known = best.get((hit.kind, hit.object_id))
        if known is None or hit.rank > known.rank:
            best[hit.kind, hit.object_id] = hit
    hits = sorted(best.values(), key=lambda hit: (hit.rank, hit.published_at, hit.entry_id), reverse=True)
    return Found(hits, query, len(rows) > CANDIDATES)


def _levels(query, narrowed_to, newest, newest_first):
    """The tsqueries of which the next is looked for only while those before gave too few.

    First those with the words in their title, last those with other names, and of a large collection the newest: to list
    every row that has a common word would take a tenth of a second in a million. Of a very large one the oldest come last,
    titles or not.
    """
    kinds = [query.tsquery()] if newest_first else _kinds(query)
    return [
        " & ".join([f"({rows})", *filter(None, [when]), *(f"'{mark}'" for mark in narrowed_to)])
        for times in _times(newest, 1 if newest_first else lookup.share(query, narrowed_to))
        for rows in kinds
        for when in times
    ]


def _kinds(query):
    """From the best kind of row to the least, each within the next: the words typed in the title, anywhere, other names."""
    everywhere, typed = query.tsquery(), replace(query, groups=[asked.Group(group.terms) for group in query.groups])
    title = typed.tsquery(title=True, worth=asked.GOOD)
    if any(term.is_phrase for term in query.terms):  # in a title its words stand anywhere
        title = f"({typed.tsquery()}) & {title}"
    return [title, typed.tsquery(), everywhere] if query.added else [title, everywhere]


def _times(newest, share):
    """From new to old, each within the next, in the groups in which titles go before the rest.

    Where a `share` of the rows match, the fewest are looked through that have enough of them, then more, then all.
    """
    enough = [when for rows, when in zip(lookup.NEWEST, newest, strict=False) if share * rows > 2 * CANDIDATES]
    windows = enough or newest[-1:]
    return [windows, [""]] if len(newest) == len(lookup.NEWEST) else [[*windows, ""]]


def _ranked(query, levels, newest_first):
    """The rows as hits, one more than CANDIDATES where there are more.

    A level leaves out the rows of those before: PostgreSQL is quicker at that than at reading `a & !b`. The vector is
    unpacked once for each row: unpacking is what ranking costs.
    """
    worth, parameters = _worth(query)
    order = NEWEST_FIRST if newest_first else ""
    tables = [f"level_{number}" for number, _level in enumerate(levels)]
    given = []
    for number, table in enumerate(tables):
        before = " UNION ALL ".join(f"SELECT id FROM {earlier}" for earlier in tables[:number])
        given.append(f"""{table} AS MATERIALIZED (
            SELECT id, kind, object_id, language, published_at, topics, regions, organisations, formats, date, vector
            FROM {lookup.TABLE} WHERE vector @@ %s::tsquery {f"AND id NOT IN ({before})" if before else ""}
            {order} LIMIT {CANDIDATES + 1})""")
    rows = lookup.rows(
        f"""WITH {", ".join(given)}
            SELECT c.id, c.kind, c.object_id, {worth} AS worth, c.language, c.published_at,
                   c.topics, c.regions, c.organisations, c.formats, extract(year FROM c.date)::int
            FROM ({" UNION ALL ".join(f"TABLE {table}" for table in tables)} LIMIT {CANDIDATES + 1}) c
            CROSS JOIN LATERAL (SELECT c.vector || ''::tsvector AS words OFFSET 0) v""",
        [*levels, *parameters],
    )
    return [Hit(*row) for row in rows]


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
        if group.added:
            case = f"greatest({case} * (CASE WHEN v.words @@ %s::tsquery THEN 1 ELSE 0 END), {asked.SYNONYM_WORTH})"
            parameters.append(asked.Group(group.terms).query(worth=query.worth))
        cases.append(case)
    exact = " | ".join(dict.fromkeys(term.query() for term in query.terms))
    title = asked.Asked(query.groups).tsquery(title=True)
    worth = f"""({" + ".join(cases)}) / {len(cases)}.0
        + CASE WHEN v.words @@ %s::tsquery THEN {IN_TITLE} ELSE 0 END
        + {OFTEN} * ts_rank(v.words, %s::tsquery, 1)"""
    if not query.added:
        return f"({worth})", [*parameters, title, exact]
    names = " | ".join(map(asked.name_query, query.added))  # of many translations first what speaks of little else
    return f"({worth} + {OFTEN} * ts_rank(v.words, %s::tsquery, 2))", [*parameters, title, exact, names]


SHOWN = f"""
    SELECT shown.id, kind, object_id, language, page, path, title, title_lang, summary, date, published_at, left(body, {highlight.READ}),
           ARRAY(SELECT own.language FROM {lookup.TABLE} own WHERE own.kind = shown.kind
                 AND own.object_id = shown.object_id AND own.page = 0 AND own.title_lang = own.language
                 ORDER BY array_position(ARRAY{list(LANGUAGES)}, own.language::text))
    FROM {lookup.TABLE} shown WHERE id = ANY(%s)"""


def shown(hits):
    """The hits of a page as results, in their order; without those that have gone since."""
    if not hits:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [[hit.entry_id for hit in hits]])
        results = {row[0]: Result(*row) for row in cursor.fetchall()}
    return [results[hit.entry_id] for hit in hits if hit.entry_id in results]


def nearest(text, language, limit=5):
    """Objects whose title resembles the query: for a page on which nothing was found. None where to find them takes long:
    of a million titles most have some of the letters of a Kazakh ending.
    """
    normalised = words.normalise(text)[: words.MAX_CHARACTERS]
    if len(normalised) < 3:
        return []
    similarity = TrigramWordSimilarity(normalised, "title")
    close = SearchEntry.objects.listed(language).filter(title__trigram_word_similar=normalised)
    best = close.annotate(similarity=similarity).order_by("-similarity", "-pk").defer("body", "vector")
    try:
        with at_most(PATIENCE_MS):
            return list(best[:limit])
    except TooLong:
        return []
