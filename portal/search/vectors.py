"""The tsvector of an entry, written out in Python: PostgreSQL stores and finds, words.py says what a word is."""

import datetime
from collections import defaultdict
from functools import lru_cache

from portal.search import words

MAX_LEXEMES = 25_000  # a tsvector holds a megabyte
MAX_POSITION = 16_383
MAX_PLACES = 250  # of one word
FEW = 400  # different words, whose shapes are never too many; what two of them share PostgreSQL keeps once


def vector(language, title, *texts, marks=()):
    """`=word:5` for every word at its place (5A: in the title), the shapes of words without a place, the `marks`, and
    signs of the words that stand side by side: by them a phrase is found without reading every text that has its words.
    """
    places, shapes, pairs = defaultdict(list), set(), set()
    position = _read(title, language, "A", 0, places, shapes, pairs)
    shapes.update([_in_title(written, language) for written in words.written_words(title)])
    for text in texts:
        position = _read(text, language, "", position + 10, places, shapes, pairs)  # a phrase does not reach across
    lexemes = [*marks, *(f"{word}:{','.join(at[:MAX_PLACES])}" for word, at in places.items()), *pairs]
    if len(shapes) <= FEW:
        return " ".join([*lexemes, *filter(None, shapes)])
    single = set(" ".join(shapes).split()).difference(places)
    return " ".join([*lexemes, *sorted(single)][:MAX_LEXEMES])


def marks(entry):
    """What the rows of search are narrowed by, as lexemes, so that a narrow choice of a common word is read by the index."""
    of_one = {"kind": [entry.kind], "language": [entry.language], "year": [entry.date.year] if entry.date else []}
    of_many = {"topic": entry.topics, "region": entry.regions, "organisation": entry.organisations}
    values = {**of_one, **of_many, "file": entry.formats}
    day = entry.published_at.astimezone(datetime.UTC).date()
    return [
        *(mark(name, value) for name, those in values.items() for value in those),
        *(published(day) for published in (_year, _month, _ten_days)),
    ]


def mark(name, value):
    return f"{words.MARK}{name}={value}"


def periods(first, last):
    """The lexemes of the tens of days, the months and the years, in UTC, that hold all that is newer than `first`.

    Of more than three months whole months, of more than a year whole years: a dozen lexemes at most.
    """
    first, last = (moment.astimezone(datetime.UTC).date() for moment in (first, last))
    days = (last - first).days
    if days > 92:
        first = first.replace(day=1)
    if days > 366:
        first = first.replace(month=1)
    those = (first + datetime.timedelta(number) for number in range((last - first).days + 1))
    return list(dict.fromkeys(_longest_period(day, first) for day in those))


def _longest_period(day, first):
    """Of the periods of a day the longest that does not begin before `first`."""
    if day.replace(month=1, day=1) >= first:
        return _year(day)
    return _month(day) if day.replace(day=1) >= first else _ten_days(day)


def _year(day):
    return f"{words.PUBLISHED}{day.year}"


def _month(day):
    return f"{_year(day)}{day.month:02}"


def _ten_days(day):
    """@202611.3 is the end of the month from the 21st."""
    return f"{_month(day)}.{min(3, (day.day + 9) // 10)}"


def _read(text, language, weight, position, places, shapes, pairs):
    readings = [_reading(written, language) for written in words.written_words(text)]
    before = ""
    for parts, _shapes in readings:
        for part in parts:
            position += 1
            if position <= MAX_POSITION:
                places[part].append(f"{position}{weight}")
                if before:
                    pairs.add(words.pair(before, part))
                before = part
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
