"""Russian word forms: the lemmas that a dictionary of 400,000 words gives. Pure functions, no database."""

import gc
import threading
from collections import Counter
from functools import cache, lru_cache

import pymorphy3
import snowballstemmer

UNLIKELY = 0.02  # of a lemma of an ambiguous form: it would only add what nobody meant
FAR_LIKELIER = (
    2.5  # times: who types a dictionary form (рот, тест) does not mean a rare form of another word (рота, тесто)
)
# Forms that the dictionary gives to another word than readers do, or to none of them.
SUPPLETIVE = {
    "больше": ("много", "большой"),
    "меньше": ("мало", "маленький"),
    "выше": ("высокий",),
    "ниже": ("низкий",),
    "старше": ("старый",),
    "велик": ("великий",),
    "ним": ("он", "они"),
    "есть": ("быть", "есть"),
}


_loading = threading.Lock()


def dictionary():
    """Loaded with the first word, once for a process: a quarter of a second, 20 MB. Threads share it, for reading a word
    changes nothing in it.
    """
    with _loading:
        return _dictionary()


@cache
def _dictionary():
    """Nothing of it ever goes, so the collector of garbage need not look at it: a tenth of the time of a page."""
    dictionary = pymorphy3.MorphAnalyzer()
    gc.freeze()
    return dictionary


class _OfThread(threading.local):
    """A stemmer keeps the word that it works on: threads that shared one would mix their words."""

    def __init__(self):
        self.stemmer = snowballstemmer.stemmer("russian")


_of_thread = _OfThread()


@lru_cache(maxsize=200_000)
def lemmas(word):
    """All lemmas of a form (стали: стать and сталь), ё written as е. Of an unknown word those that are guessed, and its stem."""
    scores = _scores(word)
    likely = {lemma for lemma, score in scores.items() if score >= UNLIKELY} or {max(scores, key=scores.get)}
    if not is_known(word):
        likely.add(_of_thread.stemmer.stemWord(word))
    return frozenset(lemma.replace("ё", "е") for lemma in likely)


@lru_cache(maxsize=50_000)
def meant(word):
    """The lemmas of a word of a query: of a noun that is typed as a dictionary has it, no rare other ones.

    Those of an unknown word are guessed. A guess that stands in the dictionary is wrong (палка for палкал), for it has
    every form of its words.
    """
    if not is_known(word):
        return frozenset(lemma for lemma in lemmas(word) if not (is_known(lemma) and lemma in lemmas(lemma)))
    scores = _scores(word)
    own = scores[word] if any(_is_its_noun(word, reading) for reading in _read(word)) else 0
    if own > max((score for lemma, score in scores.items() if lemma != word), default=0) * FAR_LIKELIER:
        return frozenset([word])
    return lemmas(word)


def _is_its_noun(word, reading):
    return reading.normal_form == word and "NOUN" in reading.tag and "Surn" not in reading.tag


def _scores(word):
    scores = Counter(dict.fromkeys(SUPPLETIVE.get(word, ()), 1))
    for reading in _read(word):
        scores[reading.normal_form] += reading.score
    return scores


def _read(word):
    return dictionary().parse(word)


def is_known(word):
    return dictionary().word_is_known(word)
