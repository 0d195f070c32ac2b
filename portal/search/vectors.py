"""The tsvector of an entry, written out in Python: PostgreSQL stores and finds, words.py says what a word is."""

from collections import defaultdict

from portal.search import words

MAX_LEXEMES = 25_000  # a tsvector holds a megabyte
MAX_POSITION = 16_383
MAX_PLACES = 250  # of one word


def vector(language, title, *texts):
    """`=word:5` for every word at its place (5A: in the title), and the shapes of words without a place."""
    places, shapes = defaultdict(list), {}
    position = _read(title, language, "A", 0, places, shapes)
    shapes.update(dict.fromkeys([words.TITLE + shape for shape in shapes]))
    for text in texts:
        position = _read(text, language, "", position + 10, places, shapes)  # a phrase does not reach across
    return " ".join(
        f"{shape}:{','.join(places[shape][:MAX_PLACES])}" if shape in places else shape
        for shape in list(shapes)[:MAX_LEXEMES]
    )


def _read(text, language, weight, position, places, shapes):
    seen = set()
    for written in words.written_words(text):
        parts, found = words.read(written, language)
        for part in parts:
            position += 1
            if position <= MAX_POSITION:
                places[part].append(f"{position}{weight}")
        if written not in seen:
            seen.add(written)
            shapes.update(dict.fromkeys(found))
    return position
