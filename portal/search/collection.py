"""The words of the collection: what a mistyped word is compared with, and what is suggested while somebody types."""

import re

from django.db import connection, transaction

from portal.models import SearchEntry, SearchWord
from portal.search import words

SHORTEST = 4  # letters of a word worth keeping
KEPT_KINDS = (words.EXACT, words.KAZAKH, words.RUSSIAN)
_KEPT = re.compile(rf"[^\W\d_]{{{SHORTEST},40}}")

# What this process has written already, so that a rebuild does not ask for the same words with every row. Only what is
# committed; a word that stands nowhere any more and is forgotten in between comes back with the next rebuild.
_written = set()
MOST_REMEMBERED = 500_000


def learn(entries):
    """Remember the words and stems of rows that were just written; those known already stay as they are."""
    is_stem = _new_words(entries)
    known = dict(SearchWord.objects.filter(word__in=list(is_stem)).values_list("word", "is_stem")) if is_stem else {}
    stand_now = [word for word, was_stem in known.items() if was_stem and not is_stem[word]]
    if stand_now:
        SearchWord.objects.filter(word__in=sorted(stand_now)).update(is_stem=False)
    SearchWord.objects.bulk_create(
        [
            SearchWord(word=word, shortened=shortened(word), is_stem=is_stem[word])
            for word in sorted(is_stem.keys() - known.keys())
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: _remember(is_stem))


def _new_words(entries):
    """{word: whether it is only a stem} of what these rows have and this process has not written yet."""
    lexemes = {lexeme.partition(":")[0] for entry in entries for lexeme in (entry.vector or "").split(" ")}
    new = [lexeme for lexeme in lexemes - _written if lexeme[:1] in KEPT_KINDS and _KEPT.fullmatch(lexeme, 1)]
    is_stem = {}
    for lexeme in new:
        word, only_stem = lexeme[1:], lexeme[0] != words.EXACT
        is_stem[word] = only_stem and is_stem.get(word, True)
    return is_stem


def _remember(is_stem):
    if len(_written) > MOST_REMEMBERED:
        _written.clear()
    for word, only_stem in is_stem.items():
        _written.update((words.KAZAKH + word, words.RUSSIAN + word))
        if not only_stem:
            _written.add(words.EXACT + word)


def shortened(word):
    """The word with one letter left out, each in turn: two words a slip apart share one of these, or one is in the other's."""
    return sorted({word[:place] + word[place + 1 :] for place in range(len(word))})


@transaction.atomic
def recount():
    """In how many rows each word stands; words that stand in none any more are forgotten. For after a rebuild."""
    _written.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS counted; CREATE TEMP TABLE counted ON COMMIT DROP AS "
            "SELECT substr(word, 2) AS word, max(ndoc) AS ndoc, bool_and(word !~ '^=') AS is_stem FROM ts_stat(%s) "
            "WHERE word ~ '^[=kr]' GROUP BY 1",
            [f"SELECT vector FROM {SearchEntry._meta.db_table}"],
        )
        table = SearchWord._meta.db_table
        cursor.execute(f"DELETE FROM {table} WHERE word NOT IN (SELECT word FROM counted)")
        cursor.execute(
            f"UPDATE {table} SET entries = counted.ndoc, is_stem = counted.is_stem FROM counted WHERE "
            f"counted.word = {table}.word AND ({table}.entries, {table}.is_stem) <> (counted.ndoc, counted.is_stem)"
        )


def beginning_with(text, limit):
    """Words of the collection that begin with what was typed, the most frequent first."""
    last = words.normalise(text).rpartition(" ")[2]
    if len(last) < 2:
        return []
    found = SearchWord.objects.filter(word__startswith=last, is_stem=False).order_by("-entries", "word")
    return list(found.values_list("word", flat=True)[:limit])
