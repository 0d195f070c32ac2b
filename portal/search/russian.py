"""Russian word forms: the lemmas that a dictionary of 400,000 words gives. Pure functions, no database."""

import threading
from collections import Counter
from functools import cache, lru_cache

import pymorphy3
import snowballstemmer

UNLIKELY = 0.02  # of a lemma of an ambiguous form: it would only add what nobody meant


@cache
def _dictionary():
    """Loaded with the first word, once for a process: a quarter of a second, 20 MB."""
    return pymorphy3.MorphAnalyzer()


class _OfThread(threading.local):
    """A stemmer keeps the word that it works on: threads that shared one would mix their words."""

    def __init__(self):
        self.stemmer = snowballstemmer.stemmer("russian")


_of_thread = _OfThread()


@lru_cache(maxsize=200_000)
def lemmas(word):
    """All lemmas of a form (стали: стать and сталь), ё written as е. Of an unknown word those that are guessed, and its stem."""
    scores = Counter()
    for reading in _dictionary().parse(word):
        scores[reading.normal_form] += reading.score
    likely = {lemma for lemma, score in scores.items() if score >= UNLIKELY} or {max(scores, key=scores.get)}
    if not is_known(word):
        likely.add(_of_thread.stemmer.stemWord(word))
    return frozenset(lemma.replace("ё", "е") for lemma in likely)


def is_known(word):
    return _dictionary().word_is_known(word)
