"""Files that are nothing but letters: CSV tables and plain text. Runs beside reader.py."""

from itertools import islice

from portal.documents import limits
from portal.documents.text import clean
from portal.importing.problems import FileRefused
from portal.importing.text import encoding_of, rows

LINE = 100_000  # characters; a longer line is taken in parts


def table(path):
    """Some rows at a time, cells divided by tabs."""
    try:
        lines = ("\t".join(_cell(cell) for cell in cells[: limits.SHEET_COLUMNS]) for _line, cells in rows(path))
        first = 1
        while part := list(islice(lines, limits.SHEET_ROWS)):
            yield "" if first == 1 else f"{first}–{first + len(part) - 1}", "\n".join(part)
            first += len(part)
    except FileRefused:  # a quotation mark that is never closed: still a text
        yield from text(path)


def text(path):
    """The lines as pages of some thousand characters."""
    with open(path, encoding=encoding_of(path), errors="replace") as file:
        while page := file.read(limits.OFFICE_PAGE_CHARACTERS):
            yield "", clean(page + (file.readline(LINE) if not page.endswith("\n") else ""))


def _cell(cell):
    return clean(cell).replace("\n", " ").replace("\t", " ")
