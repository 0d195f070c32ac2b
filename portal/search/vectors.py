"""The tsvector of an entry, written out in Python: PostgreSQL stores and finds, words.py says what a word is."""

import datetime
from collections import defaultdict

from portal.search import words

MAX_LEXEMES = 25_000  # a tsvector holds a megabyte
MAX_POSITION = 16_383
MAX_PLACES = 250  # of one word


def vector(language, title, *texts, published_at=None):
    """`=word:5` for every word at its place (5A: in the title), and the shapes of words without a place.

    The month of publication is one more: so the newest rows of a very common word are found by the index.
    """
    places, shapes = defaultdict(list), set()
    position = _read(title, language, "A", 0, places, shapes)
    shapes.update([words.TITLE + shape for shape in shapes])
    for text in texts:
        position = _read(text, language, "", position + 10, places, shapes)  # a phrase does not reach across
    lexemes = months(published_at, published_at) if published_at else []
    lexemes += [f"{word}:{','.join(at[:MAX_PLACES])}" for word, at in places.items()]
    others = shapes.difference(places)
    if len(lexemes) + len(others) > MAX_LEXEMES:
        others = sorted(others)
    return " ".join([*lexemes, *others][:MAX_LEXEMES])


def months(first, last):
    """The lexemes of all months from one moment to another, in UTC: @202611."""
    first, last = (moment.astimezone(datetime.UTC) for moment in (first, last))
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [f"{words.MONTH}{number // 12}{number % 12 + 1:02}" for number in numbers]


def _read(text, language, weight, position, places, shapes):
    readings = [words.read(written, language) for written in words.written_words(text)]
    for parts, _found in readings:
        for part in parts:
            position += 1
            if position <= MAX_POSITION:
                places[part].append(f"{position}{weight}")
    shapes.update(*[found for _parts, found in readings])
    return position
