"""The text of Office documents, part by part. Runs beside reader.py: what is opened here was written by a stranger."""

import re
import zipfile
from itertools import islice
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from portal.documents import compound, limits, plain, richtext
from portal.documents.text import clean

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read(kind, path):
    """{"page": 1, "title": …, "text": …} for each part of the document; cells of a table are divided by tabs."""
    for number, (title, text) in enumerate(READERS[kind](path), start=1):
        yield {"page": number, "title": title[:200], "text": text[: limits.PAGE_CHARACTERS]}


def workbook(path):
    """Sheet by sheet, some rows at a time."""
    book = CalamineWorkbook.from_path(str(path))
    return islice((page for name in book.sheet_names for page in _sheet(book, name)), limits.SHEET_PAGES)


def word(path):
    with zipfile.ZipFile(path) as archive:
        names = ["word/document.xml", *_numbered(archive, "word/(?:header|footer|footnotes|endnotes)")]
        lines = [line for name in names for line in _word_lines(_parsed(archive, name))]
    return _divided(lines)


def slides(path):
    with zipfile.ZipFile(path) as archive:
        for number, name in enumerate(_numbered(archive, "ppt/slides/slide"), start=1):
            paragraphs = _parsed(archive, name).iter(f"{DRAWING}p")
            lines = ["".join(part.text or "" for part in one.iter(f"{DRAWING}t")) for one in paragraphs]
            yield str(number), "\n".join(filter(None, map(clean, lines)))


def open_text(path):
    with zipfile.ZipFile(path) as archive:
        root = _parsed(archive, "content.xml")
    return _divided(list(_open_lines(root)))


def open_slides(path):
    with zipfile.ZipFile(path) as archive:
        root = _parsed(archive, "content.xml")
    for number, slide in enumerate(root.iter(f"{DRAW}page"), start=1):
        yield str(number), "\n".join(filter(None, _open_lines(slide)))


def rich_text(path):
    with open(path, "rb") as file:
        return _divided(richtext.to_text(file.read(), _decoded)[0].split("\n"))


READERS = {
    "xlsx": workbook,
    "xls": workbook,
    "ods": workbook,
    "docx": word,
    "pptx": slides,
    "odt": open_text,
    "odp": open_slides,
    "doc": lambda path: _divided(compound.word(path)),
    "ppt": lambda path: _divided(compound.slides(path)),
    "rtf": rich_text,
    "txt": plain.text,
    "csv": plain.table,
}


def _sheet(book, name):
    sheet = book.get_sheet_by_name(name)
    if not sheet.height:
        return
    rows = (
        "\t".join(_cell(cell) for cell in cells[: limits.SHEET_COLUMNS]).rstrip("\t") for cells in sheet.iter_rows()
    )
    first = 1
    while part := list(islice(rows, limits.SHEET_ROWS)):
        title = name if first == 1 else f"{name}, {first}–{first + len(part) - 1}"
        yield title, "\n".join(part).strip("\n")
        first += len(part)


def _cell(cell):
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")  # as the program shows it
    return clean(str(cell)).replace("\n", " ")


def _word_lines(root):
    """Paragraphs, and rows of tables; a table inside a cell is part of the cell."""
    inside = set()
    for element in root.iter():
        if element in inside:
            continue
        if element.tag == f"{WORD}tr":
            inside.update(element.iter())
            yield "\t".join(_word_text(cell) for cell in element.findall(f"{WORD}tc"))
        elif element.tag == f"{WORD}p":
            yield _word_text(element)


def _word_text(element):
    parts = []
    for part in element.iter():
        if part.tag == f"{WORD}t":
            parts.append(part.text or "")
        elif part.tag in (f"{WORD}tab", f"{WORD}br", f"{WORD}p"):
            parts.append(" ")
    return clean("".join(parts)).replace("\n", " ")


def _open_lines(root):
    inside = set()
    for element in root.iter():
        if element in inside:
            continue
        if element.tag == f"{TABLE}table-row":
            inside.update(element.iter())
            yield "\t".join(_flat(cell) for cell in element.findall(f"{TABLE}table-cell"))
        elif element.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield _flat(element)


def _flat(element):
    return clean(" ".join(element.itertext())).replace("\n", " ")


def _decoded(data, charset):
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data.decode("cp1251", "replace")


def _divided(lines):
    """Lines as pages of some thousand characters each; nameless, for such a document has no pages of its own."""
    page, size = [], 0
    for line in filter(str.strip, lines):
        if page and size + len(line) > limits.OFFICE_PAGE_CHARACTERS:
            yield "", "\n".join(page)
            page, size = [], 0
        page.append(line)
        size += len(line)
    if page:
        yield "", "\n".join(page)


def _numbered(archive, beginning):
    """The parts of a kind in the order of their numbers."""
    found = [(re.fullmatch(rf"{beginning}(\d*)\.xml", name), name) for name in archive.namelist()]
    return [name for match, name in sorted(((int(m[1] or 0)), n) for m, n in found if m)]


def _parsed(archive, name):
    with archive.open(name) as part:
        return ElementTree.parse(part).getroot()
