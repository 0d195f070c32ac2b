"""The tsvector of an entry, written out in Python: PostgreSQL stores and finds, words.py says what a word is."""

from collections import defaultdict

from portal.search import words

MAX_LEXEMES = 25_000  # a tsvector holds a megabyte
MAX_POSITION = 16_383
MAX_PLACES = 250  # of one word


def vector(language, title, *texts):
    """`=word:5` for every word at its place (5A: in the title), and the shapes of words without a place."""
    places, shapes = defaultdict(list), set()
    position = _read(title, language, "A", 0, places, shapes)
    shapes.update([words.TITLE + shape for shape in shapes])
    for text in texts:
        position = _read(text, language, "", position + 10, places, shapes)  # a phrase does not reach across
    lexemes = [f"{word}:{','.join(at[:MAX_PLACES])}" for word, at in places.items()]
    others = shapes.difference(places)
    if len(lexemes) + len(others) > MAX_LEXEMES:
        others = sorted(others)
    return " ".join([*lexemes, *others][:MAX_LEXEMES])


def _read(text, language, weight, position, places, shapes):
    readings = [words.read(written, language) for written in words.written_words(text)]
    for parts, _found in readings:
        for part in parts:
            position += 1
            if position <= MAX_POSITION:
                places[part].append(f"{position}{weight}")
    shapes.update(*[found for _parts, found in readings])
    return position
