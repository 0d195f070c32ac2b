"""Russian word forms: the lemmas that a dictionary of 400,000 words gives. Pure functions, no database."""

import gc
import re
import threading
from collections import Counter
from functools import cache, lru_cache

import pymorphy3
import snowballstemmer

UNLIKELY = 0.02  # of a lemma of an ambiguous form: it would only add what nobody meant
FAR_LIKELIER = (
    2.5  # times: who types a dictionary form (рот, тест) does not mean a rare form of another word (рота, тесто)
)
LEAST_OF_SURNAMES = 0.3  # share of the guesses
TITLES = {"аким", "маслихат", "султан", "хан", "бек", "бай"}  # names to the dictionary, but there are several of them
_IN_OV = re.compile("(?:[оеё]в)(?:а|у|ым|е|ой|ы|ых|ыми)?$")
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
    if not is_known(word) and not _is_surname(word):
        likely.add(_of_thread.stemmer.stemWord(word))
    return frozenset(lemma.replace("ё", "е") for lemma in likely)


@lru_cache(maxsize=50_000)
def meant(word):
    """The lemmas of a word of a query: of a noun that is typed as a dictionary has it, no rare other ones.

    Those of an unknown word are guessed. A guess that stands in the dictionary is wrong (палка for палкал), for it has
    every form of its words.
    """
    if not is_known(word):
        is_wrong = not _is_surname(word)
        return frozenset(
            lemma for lemma in lemmas(word) if not (is_wrong and is_known(lemma) and lemma in lemmas(lemma))
        )
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
        scores[word if _is_of_several(reading, word) else reading.normal_form] += reading.score
    return scores


def _read(word):
    """Of an unknown word that is a surname, nothing else is guessed."""
    readings = dictionary().parse(word)
    if _is_surname(word):
        return [reading for reading in readings if _is_surname_in(reading, word)]
    return readings


@lru_cache(maxsize=1_000)
def _is_surname(word):
    """An unknown word in -ов that is a surname rather than several of something (экопостов, нефтешламов)."""
    if not _IN_OV.search(word) or is_known(word) or _ends_in_a_known_word(word):
        return False
    shares = Counter()
    for reading in dictionary().parse(word):
        shares[_is_surname_in(reading, word)] += reading.score
    return shares[True] >= LEAST_OF_SURNAMES


def _ends_in_a_known_word(word):
    tails = (word[place:] for place in range(3, len(word) - 4))
    return any(
        "plur" in reading.tag and not _is_surname_in(reading, tail)
        for tail in tails
        if is_known(tail)
        for reading in _read(tail)
    )


def _is_surname_in(reading, word):
    return "Surn" in reading.tag or _is_of_several(reading, word)


def _is_of_several(reading, word):
    """Nobody speaks of several Ахмет: Ахметов is a surname."""
    if not word.endswith(("ов", "ев")) or "plur" not in reading.tag:
        return False
    return ("Name" in reading.tag or "Surn" in reading.tag) and reading.normal_form not in TITLES


def is_known(word):
    return dictionary().word_is_known(word)
