"""The tsvector of an entry, written out in Python: PostgreSQL stores and finds, words.py says what a word is."""

from portal.search import words

MAX_BYTES = 900_000  # a tsvector holds a megabyte
MAX_POSITION = 16_383


def vector(language, title, *texts):
    """`=word:5` for every word at its place (A: in the title), and the shapes of words without a place."""
    places, shapes = {}, {}
    position = 0
    for text, weight in ((title, "A"), *((text, "") for text in texts)):
        for word in words.tokens(words.normalise(text)):
            for part in word.parts:
                position += 1
                if position <= MAX_POSITION:
                    places.setdefault(part, []).append(f"{position}{weight}")
            _add_shapes(shapes, word, language, is_title=weight == "A")
        position += 10  # a phrase does not reach from the title into the text
    return _written(places, shapes)


def _add_shapes(shapes, word, language, is_title):
    for text in dict.fromkeys((word.text, *word.parts)):
        shapes[words.EXACT + text] = None
        found = words.lexemes(text, language)
        shapes.update(dict.fromkeys(found))
        if is_title:
            in_title = (words.EXACT + text, *found)
            shapes.update(dict.fromkeys(words.TITLE + lexeme for lexeme in in_title))


def _written(places, shapes):
    size = 0
    written = []
    for lexeme in shapes:
        at = places.get(lexeme[1:]) if lexeme[0] == words.EXACT else None
        written.append(f"{lexeme}:{','.join(at[:250])}" if at else lexeme)
        size += 3 * len(lexeme) + 2 * len(at or ())
        if size > MAX_BYTES:
            break
    return " ".join(written)
