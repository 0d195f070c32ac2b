"""The words of the collection: what a mistyped word is compared with, and what is suggested while somebody types."""

import re

from django.db import connection

from portal.models import SearchWord
from portal.search import words

SHORTEST, LONGEST = 4, 40  # letters of a word worth keeping
KEPT_KINDS = (words.EXACT, words.KAZAKH, words.RUSSIAN)
_KEPT = re.compile(rf"[^\W\d_]{{{SHORTEST},{LONGEST}}}")

_SHORTENED = "ARRAY(SELECT DISTINCT overlay(word placing '' from n for 1) FROM generate_series(1, length(word)) AS n)"

# Each writes in one statement and in the order of the words, so two of them wait for one another, never each for the other.
_LEARN = f"""
INSERT INTO portal_searchword AS known (word, is_stem, entries, shortened)
SELECT word, is_stem, 1, {_SHORTENED}
FROM unnest(%s::text[], %s::boolean[]) AS new (word, is_stem)
WHERE NOT EXISTS (SELECT FROM portal_searchword AS old WHERE old.word = new.word AND old.is_stem <= new.is_stem)
ORDER BY word COLLATE "C"
ON CONFLICT (word) DO UPDATE SET is_stem = known.is_stem AND excluded.is_stem
"""
# A word that somebody is writing at this moment does stand somewhere. NOT IN is looked up in a table of hashes, however few
# words PostgreSQL believes there are; NOT EXISTS compared each with each where it took the table for empty.
RECOUNT = f"""
WITH counted AS MATERIALIZED (
    SELECT substr(lexeme, 2) AS word, max(entries) AS entries, bool_and(left(lexeme, 1) <> '=') AS is_stem
    FROM (
        SELECT lexeme, count(*) AS entries
        FROM (SELECT unnest(tsvector_to_array(vector)) AS lexeme FROM portal_searchentry) AS standing
        WHERE left(lexeme, 1) IN ('=', 'k', 'r')
        GROUP BY lexeme
    ) AS lexemes
    GROUP BY 1
), written AS (
    INSERT INTO portal_searchword (word, is_stem, entries, shortened)
    SELECT word, counted.is_stem, counted.entries, {_SHORTENED}
    FROM counted LEFT JOIN portal_searchword AS old USING (word)
    WHERE (old.entries, old.is_stem) IS DISTINCT FROM (counted.entries, counted.is_stem)
    AND length(word) BETWEEN {SHORTEST} AND {LONGEST} AND word !~ '[0-9]'
    ORDER BY word COLLATE "C"
    ON CONFLICT (word) DO UPDATE SET entries = excluded.entries, is_stem = excluded.is_stem
)
DELETE FROM portal_searchword WHERE id IN (
    SELECT id FROM portal_searchword WHERE word NOT IN (SELECT word FROM counted) FOR UPDATE SKIP LOCKED
)
"""


def lexemes(entries):
    """Those of the rows that say which words and stems stand there."""
    found = {lexeme.partition(":")[0] for entry in entries for lexeme in (entry.vector or "").split(" ")}
    return {lexeme for lexeme in found if lexeme[:1] in KEPT_KINDS and _KEPT.fullmatch(lexeme, 1)}


def learn(lexemes):
    """Remember the words and stems of rows that were just written; those known already stay as they are."""
    standing = {lexeme[1:] for lexeme in lexemes if lexeme[0] == words.EXACT}
    learnt = sorted({lexeme[1:] for lexeme in lexemes})
    if learnt:
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, [learnt, [word not in standing for word in learnt]])


def shortened(word):
    """The word with one letter left out, each in turn: two words a slip apart share one of these, or one is in the other's."""
    return sorted({word[:place] + word[place + 1 :] for place in range(len(word))})


def recount():
    """In how many rows each word stands. Words that nobody learnt are learnt, those that stand nowhere are forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)


def beginning_with(text, limit):
    """Words of the collection that begin with what was typed, the most frequent first."""
    last = words.normalise(text).rpartition(" ")[2]
    if len(last) < 2:
        return []
    found = SearchWord.objects.filter(word__startswith=last, is_stem=False).order_by("-entries", "word")
    return list(found.values_list("word", flat=True)[:limit])
