"""The names of the columns of a table, also where they stand in two or three rows: «PM10 / Пост 1».

A row of groups above (PM10, PM10, SO2) or of posts, units or years below belongs to the heading. It is known by the cells
that it fills where the other row is empty: a group stands once for the columns to its right.
"""

from datetime import date, datetime
from itertools import pairwise

from portal.importing.numbers import ABSENT, EXPONENT, GROUPED, PLAIN
from portal.importing.problems import FileRefused
from portal.importing.times import YEAR

WITHIN = 20
MOST_BELOW = 2
PART = " / "


def find(rows):
    """(names of the columns, the rows that name them, how many of `rows` end with them)."""
    place = _place(rows)
    if place is None:
        raise FileRefused("no_heading", rows=WITHIN)
    first = place - 1 if place and _is_group_row(rows[place - 1], rows[place]) else place
    last = place
    identity = min(_first_named(rows[first][1]), _first_named(rows[place][1]))
    while last + 1 < len(rows) and last < place + MOST_BELOW and _goes_on(rows[last], rows[last + 1], identity):
        last += 1
    taken = rows[first : last + 1]
    names = _joined([_texts(cells) for _number, cells in taken])
    _check_doubled(names, taken[-1][0])
    return names, taken, last + 1


def _place(rows):
    """The first row that names at least two columns and most of what rows here have: titles and dates of issue are short.

    The first column may be nameless, as statistics have it.
    """
    named = [sum(1 for cell in cells if str(cell).strip()) for _number, cells in rows]
    usual = max(set(named), key=lambda count: (named.count(count), count))
    return next((place for place, count in enumerate(named) if count >= 2 and 2 * count > usual), None)


def _is_group_row(above, heading):
    """Groups over several columns; a title of two words is none, for it begins over the first column."""
    (row, groups), (next_row, names) = (above[0], _texts(above[1])), (heading[0], _texts(heading[1]))
    named = [place for place, name in enumerate(groups) if name]
    if next_row != row + 1 or len(named) < 2 or not all(map(_is_name, groups)):
        return False
    is_wanted = len(set(filter(None, names))) < sum(map(bool, names)) or any(
        group and not name for group, name in zip(groups, names, strict=False)
    )
    return (is_wanted or named[0] > 0) and len(named) < len(names)


def _first_named(cells):
    return next(place for place, name in enumerate(_texts(cells)) if name)


def _goes_on(heading, below, identity):
    """Whether the row below names columns too: nothing under the first name, and words, or years and posts in the gaps."""
    (row, names), (next_row, cells) = (heading[0], _texts(heading[1])), below
    if next_row != row + 1 or any(isinstance(cell, (date, datetime)) for cell in cells):
        return False
    cells = _texts(cells)
    filled = [place for place, cell in enumerate(cells) if cell]
    if len(filled) < 2 or cells[identity : identity + 1] != [""]:
        return False
    if all(_is_word(cells[place]) for place in filled):
        return True
    fills_gaps = any(place >= len(names) or not names[place] for place in filled)
    return fills_gaps and all(_is_name(cells[place]) for place in filled)


def _is_word(text):
    return text.lower() not in ABSENT and not (PLAIN(text) or EXPONENT(text) or GROUPED(text))


def _is_name(text):
    """A word, a year or the number of a post; a decimal number or a date is a value."""
    return not text or (_is_word(text) and ":" not in text) or bool(YEAR(text)) or text.isdigit()


def _joined(rows):
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    for upper, lower in pairwise(rows):
        for place in range(1, width):
            if lower[place] and not upper[place]:
                upper[place] = upper[place - 1]
    return [PART.join(dict.fromkeys(filter(None, parts))) for parts in zip(*rows, strict=True)]


def _texts(cells):
    return [" ".join(str(cell).split()) for cell in cells]


def _check_doubled(names, row):
    seen = {}
    for column, name in enumerate(names, start=1):
        if name and name in seen:
            raise FileRefused("doubled_columns", name=name, row=row, first=seen[name], second=column)
        seen[name] = column
