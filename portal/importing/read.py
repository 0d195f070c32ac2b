"""A file as a heading and rows, whatever its format, encoding and packing. Content decides, not the name.

with table(path, "co.csv.gz") as found:
    found.name, found.heading, found.rows      # "co.csv", ["date", …], (57, ["2026-01-25", …]) …
"""

import codecs
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from portal.importing import sheets, text
from portal.importing.packed import is_workbook, unpacked
from portal.importing.problems import FileRefused

HEADING_WITHIN = 20
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass
class Table:
    name: str
    packed_as: str
    heading: list[str]
    rows: object
    left_out: list[str]  # sheets of a workbook that are not read


@contextmanager
def table(path, name):
    path = Path(path)
    if not path.stat().st_size:
        raise FileRefused("empty")
    with unpacked(path, name) as (inner, inner_name):
        rows, left_out = _rows(Path(inner))
        first = list(islice(rows, HEADING_WITHIN))
        if not first:
            raise FileRefused("empty")
        place = _place_of_heading(first)
        if place is None:
            raise FileRefused("no_heading", rows=HEADING_WITHIN)
        if len(first) == place + 1:
            raise FileRefused("no_rows")
        heading = [str(cell).strip() for cell in first[place][1]]
        _check_heading(heading)
        yield Table(inner_name, name, heading, chain(first[place + 1 :], rows), left_out)


def _rows(path):
    with open(path, "rb") as file:
        head = file.read(1024)
    if not head:
        raise FileRefused("empty")
    if head.startswith(b"%PDF"):
        raise FileRefused("pdf")
    if head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise FileRefused("web_page")
    if head.startswith(OLD_EXCEL) or (head.startswith(b"PK\x03\x04") and is_workbook(path)):
        return sheets.rows(path)
    return text.rows(path), []


def _place_of_heading(rows):
    """The first row that names at least two columns and most of what rows here have: titles and dates of issue are short.

    The first column may be nameless, as statistics have it.
    """
    named = [sum(1 for cell in cells if str(cell).strip()) for _number, cells in rows]
    usual = max(set(named), key=lambda count: (named.count(count), count))
    return next((place for place, count in enumerate(named) if count >= 2 and 2 * count > usual), None)


def _check_heading(heading):
    named = [name for name in heading if name]
    doubled = next((name for name in named if named.count(name) > 1), None)
    if doubled:
        raise FileRefused("doubled_columns", name=doubled)
