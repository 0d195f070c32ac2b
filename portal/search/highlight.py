"""The passages of a text in which the words of a query stand, in whatever form, with those words marked. Pure."""

from functools import lru_cache

from portal.search import asked, words

START, STOP = "\ue000", "\ue001"  # private-use marks around a found word; the page makes them <mark>
READ = 20_000  # characters of a text
FRAGMENTS = 2
AROUND = 110  # characters on each side of the first found word of a fragment


def wanted(query):
    """The lexemes of which a word must have one to be marked: of what was typed, and of the names that were added."""
    typed = [part for term in query.terms for part in {term.word.text, *term.word.parts}]
    added = [word for name in query.added for word in name.words]
    lexemes = {step.lexeme for word in typed for step in words.steps(word) if step.worth >= query.worth}
    also = {step.lexeme for word in added for step in words.steps(word) if step.worth >= asked.CLOSE}
    return frozenset(lexemes | also)


def snippet(text, lexemes, language):
    """Up to two fragments around found words; the beginning of the text where there is none. Read no further than these."""
    text = text[:READ]
    found, fragments = [], []
    for start, end in _found(text, lexemes, language):
        last = fragments[-1][1] if fragments else -1
        if start > last:
            if len(fragments) == FRAGMENTS:
                break
            fragments.append((max(last + 1, start - AROUND), min(len(text), start + AROUND)))
        found.append((start, end))
    if not fragments:
        return _trimmed(text, 0, 2 * AROUND, [])
    return " ".join(_trimmed(text, begin, end, found) for begin, end in fragments).replace(" … … ", " … ")


def marked(text, lexemes, language):
    """The whole text, as a title, with its found words marked."""
    return _marked(text, 0, len(text), _found(text, lexemes, language))


def _found(text, lexemes, language):
    letters = _first_letters(lexemes)
    for match in words.WRITTEN.finditer(text):
        written = match[0]
        if _first_letter(written) in letters and not lexemes.isdisjoint(words.read(written, language)[1]):
            yield match.span()


@lru_cache(maxsize=1000)
def _first_letters(lexemes):
    return {words.kazakh.plain(lexeme[1:2]) for lexeme in lexemes}


@lru_cache(maxsize=100_000)
def _first_letter(written):
    return words.kazakh.plain(words.normalise(written)[:1])


def _trimmed(text, begin, end, found):
    """Whole words only; … where something was left out."""
    if begin > 0:
        begin = _next_blank(text, begin, end)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin) if " " in text[begin:end] else end
    shown = " ".join(_marked(text, begin, end, found).split())
    return f"{'… ' if begin else ''}{shown}{' …' if end < len(text) else ''}"


def _next_blank(text, begin, end):
    blank = text.find(" ", begin, end)
    return blank + 1 if blank >= 0 and blank - begin < 20 else begin


def _marked(text, begin, end, found):
    parts, place = [], begin
    for start, stop in found:
        if begin <= start and stop <= end:
            parts += [text[place:start], START, text[start:stop], STOP]
            place = stop
    return "".join([*parts, text[place:end]])
