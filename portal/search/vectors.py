"""The tsvector of an entry, written out in Python: PostgreSQL stores and finds, words.py says what a word is."""

import datetime
from collections import defaultdict
from functools import lru_cache

from portal.search import words

MAX_LEXEMES = 25_000  # a tsvector holds a megabyte
MAX_POSITION = 16_383
MAX_PLACES = 250  # of one word
FEW = 400  # different words, whose shapes are never too many; what two of them share PostgreSQL keeps once


def vector(language, title, *texts, published_at=None):
    """`=word:5` for every word at its place (5A: in the title), and the shapes of words without a place.

    The month of publication is one more: so the newest rows of a very common word are found by the index.
    """
    places, shapes = defaultdict(list), set()
    position = _read(title, language, "A", 0, places, shapes)
    shapes.update([_in_title(written, language) for written in words.written_words(title)])
    for text in texts:
        position = _read(text, language, "", position + 10, places, shapes)  # a phrase does not reach across
    lexemes = months(published_at, published_at) if published_at else []
    lexemes += [f"{word}:{','.join(at[:MAX_PLACES])}" for word, at in places.items()]
    if len(shapes) <= FEW:
        return " ".join([*lexemes, *filter(None, shapes)])
    single = set(" ".join(shapes).split()).difference(places)
    return " ".join([*lexemes, *sorted(single)][:MAX_LEXEMES])


def months(first, last):
    """The lexemes of all months from one moment to another, in UTC: @202611."""
    first, last = (moment.astimezone(datetime.UTC) for moment in (first, last))
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [f"{words.MONTH}{number // 12}{number % 12 + 1:02}" for number in numbers]


def _read(text, language, weight, position, places, shapes):
    readings = [_reading(written, language) for written in words.written_words(text)]
    for parts, _shapes in readings:
        for part in parts:
            position += 1
            if position <= MAX_POSITION:
                places[part].append(f"{position}{weight}")
            else:
                shapes.add(part)
    shapes.update([shapes for _parts, shapes in readings])
    return position


@lru_cache(maxsize=100_000)
def _reading(written, language):
    """The lexemes of a written word that have a place, and the others in one piece: to copy it is quickest."""
    parts, found = words.read(written, language)
    return parts, " ".join([shape for shape in found if shape not in parts])


@lru_cache(maxsize=20_000)
def _in_title(written, language):
    return " ".join([words.TITLE + shape for shape in words.read(written, language)[1]])
