"""Reading the rows and the words of search by their indexes."""

from itertools import chain
from math import prod

from django.db import connection

from portal.models import SearchEntry
from portal.remembering import for_a_minute
from portal.search import vectors

LARGE = 50_000  # rows; a larger collection is first looked through in its newest rows
NEWEST = (2_000, 10_000, 100_000)  # at least: whole tens of days, months or years

TABLE = SearchEntry._meta.db_table

# The planner believes that a word stands evenly in the table and reads the table for the first rows with it: 494 ms
# where a common word comes late, against 12 ms by the index (100,000 entries); 230 ms for a word that is nowhere.
# Of two cores none is taken from other readers for a second worker. Sent together with a query, this holds for that
# query alone, and neither begins nor ends a transaction on a way of its own.
BY_INDEX = """
    SELECT set_config('enable_seqscan', 'off', true), set_config('work_mem', '32MB', true),
           set_config('max_parallel_workers_per_gather', '0', true);"""


def rows(sql, parameters):
    """What a query gives, read by the indexes whatever the planner thinks of them."""
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX + sql, parameters)
        return cursor.fetchall()


NEWEST_ROWS = f"""
    SELECT {", ".join([f"(SELECT published_at FROM {TABLE} ORDER BY published_at DESC, id DESC OFFSET %s LIMIT 1)"] * (1 + len(NEWEST)))}
    FROM pg_class WHERE oid = '{TABLE}'::regclass AND reltuples > %s"""


@for_a_minute
def newest_rows():
    """When the NEWEST rows of a large collection were published: tsqueries, the fewest first."""
    for last, *firsts in rows(NEWEST_ROWS, [0, *NEWEST, LARGE]):
        return [_published(first, last) for first in firsts if first]
    return []


COMMONEST = f"""
    SELECT most_common_elems::text::text[], most_common_elem_freqs
    FROM pg_stats WHERE schemaname = current_schema() AND tablename = '{TABLE}' AND attname = 'vector'"""


@for_a_minute
def shares():
    """{lexeme: in which share of the rows it stands}, of the commonest thousand, as the planner knows them."""
    for lexemes, frequencies in rows(COMMONEST, []):
        return dict(zip(lexemes or (), frequencies or (), strict=False))  # more follow, which are of no lexeme
    return {}


def share(query, marks=()):
    """About which share of the rows has all that is asked for, as if words did not keep company; 0 where little has."""
    of_lexeme = shares()
    needed = [*chain.from_iterable(term.needed() for term in query.terms), *([mark] for mark in marks)]
    return prod(max(of_lexeme.get(lexeme, 0) for lexeme in lexemes) for lexemes in needed)


def _published(first, last):
    return "(" + " | ".join(f"'{period}'" for period in vectors.periods(first, last)) + ")"
