"""A file as a heading and rows, whatever its format, encoding and packing. Content decides, not the name.

with table(path, "co.csv.gz") as found:
    found.name, found.heading, found.rows      # "co.csv", ["date", …], (57, ["2026-01-25", …]) …
"""

import codecs
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from portal.importing import heading, sheets, text
from portal.importing.packed import is_workbook, unpacked
from portal.importing.problems import FileRefused

OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass
class Table:
    name: str
    packed_as: str
    heading: list[str]
    heading_rows: list[list]  # as they stand in the file
    titles: list[str]  # what stands above the heading
    rows: object
    areas: list  # merged cells of a workbook
    left_out: list[str]  # sheets of a workbook that are not read
    nameless: list[int]  # columns, counted from 1, that have no name but values


@contextmanager
def table(path, name):
    path = Path(path)
    if not path.exists():
        raise FileRefused("gone")
    if not path.stat().st_size:
        raise FileRefused("empty")
    with unpacked(path, name) as (inner, inner_name):
        rows, areas, left_out = _rows(Path(inner))
        first = list(islice(rows, heading.WITHIN))
        if not first:
            raise FileRefused("empty")
        names, taken, below = heading.find(first)
        if len(first) == below:
            raise FileRefused("no_rows")
        yield Table(
            name=inner_name,
            packed_as=name,
            heading=names,
            heading_rows=[[str(cell).strip() for cell in cells] for _number, cells in taken],
            titles=_titles(first[: below - len(taken)]),
            rows=chain(first[below:], rows),
            areas=areas,
            left_out=left_out,
            nameless=_nameless(names, first[below:]),
        )


def _titles(rows):
    return [str(cell).strip() for _number, cells in rows for cell in cells if str(cell).strip()]


def _nameless(names, rows):
    """Behind the first column, which statistics leave without a name."""
    filled = {place for _number, cells in rows for place, cell in enumerate(cells) if str(cell).strip()}
    return [place + 1 for place, name in enumerate(names) if place and not name and place in filled]


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
    return text.rows(path), [], []
