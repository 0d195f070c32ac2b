"""Word, Excel and PowerPoint files of 1997–2003: OLE compound files, read by olefile. Runs beside reader.py.

Of each only what is needed here: the words, and what the file hides as far as its format lets it be listed.
Source: [MS-DOC] 2.4.1 (pieces of text), [MS-XLS] 2.1.4 (records), [MS-PPT] 2.3.1 (records).
"""

import re
import struct

import olefile
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from portal.documents.text import clean

ENCRYPTED_WORD, SECOND_TABLE = 0x0100, 0x0200
BREAKS = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None})
FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14?|\x15")  # the code of a field; what it shows stays
ROW, COLUMNS, NOTE, SUPPLIED_BY = 0x0208, 0x007D, 0x001C, 0x01AE
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 0x01
SLIDE_TEXT = {0x0FA0: "utf-16-le", 0x0FA8: "cp1252"}
PPT_COMMENT, CONTAINER = 0x2EE0, 0xF
PROPERTIES = ("author", "last_saved_by", "manager", "company")


class Locked(Exception):
    """Encrypted with a password."""


def check(kind, path):
    """{"pages": None} or {"problem": locked, macros or broken}."""
    try:
        with olefile.OleFileIO(path) as file:
            if any(entry[-1].lower() == "vba" or entry[0] == "Macros" for entry in file.listdir(storages=True)):
                return {"problem": "macros"}
            for _part in CHECKS[kind](file, path):
                break
    except (Locked, PasswordError):
        return {"problem": "locked"}
    except (CalamineError, OSError, ValueError, IndexError, struct.error):
        return {"problem": "broken"}
    return {"pages": None}


def word(path):
    """The lines of a Word document; cells of a table are divided by tabs."""
    with olefile.OleFileIO(path) as file:
        text = FIELD.sub("", "".join(_pieces(file)))
    return ["\t".join(map(clean, line.split("\t"))).rstrip("\t") for line in text.translate(BREAKS).split("\n")]


def slides(path):
    """The words of a presentation in the order in which they lie in the file."""
    with olefile.OleFileIO(path) as file:
        stream = file.openstream("PowerPoint Document").read()
    found = [content.decode(SLIDE_TEXT[kind], "replace") for kind, content in _atoms(stream) if kind in SLIDE_TEXT]
    return [line for text in found for line in clean(text.replace("\x0b", "\n")).split("\n")]


def findings(kind, path):
    with olefile.OleFileIO(path) as file:
        about = file.get_metadata()
        told = [getattr(about, name) for name in PROPERTIES]
        people = list(dict.fromkeys(filter(None, (_text(value, about.codepage) for value in told))))
        yield "author", len(people), ", ".join(people)
        yield "attached_files", len(_objects(file)), ""
        yield from INSPECTIONS[kind](file, path)


def _objects(file):
    """Other files inside: Word keeps them in its pool, Excel each in a storage of its own."""
    storages = file.listdir(streams=False, storages=True)
    return [
        entry for entry in storages if entry[:-1] == ["ObjectPool"] or (entry[0].startswith("MBD") and len(entry) == 1)
    ]


def _pieces(file):
    """The text of all parts of a Word document, from its table of pieces: Unicode or one byte a letter."""
    main = file.openstream("WordDocument").read()
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    if flags & ENCRYPTED_WORD:
        raise Locked
    table = file.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
    start, size = struct.unpack_from("<II", main, 0x01A2)
    for first, last, place in _places(table[start : start + size]):
        is_narrow = place & 0x40000000
        offset = (place & 0x3FFFFFFF) // 2 if is_narrow else place
        content = main[offset : offset + (last - first) * (1 if is_narrow else 2)]
        yield content.decode("cp1252" if is_narrow else "utf-16-le", "replace")


def _places(clx):
    """(first letter, letter after the last, where it lies) of each piece."""
    position = 0
    while clx[position] == 1:  # properties of paragraphs come first
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    size = struct.unpack_from("<I", clx, position + 1)[0]
    table = clx[position + 5 : position + 5 + size]
    count = (size - 4) // 12
    letters = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        yield letters[number], letters[number + 1], struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]


def _records(stream):
    """(kind, content) of the records of a workbook."""
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _atoms(stream):
    """(kind, content) of the records of a presentation, those in containers too."""
    position = 0
    while position + 8 <= len(stream):
        version, kind, size = struct.unpack_from("<HHI", stream, position)
        position += 8
        if version & 0xF == CONTAINER:
            yield kind, b""
        else:
            yield kind, stream[position : position + size]
            position += size


def _of_workbook(file, path):
    with CalamineWorkbook.from_path(str(path)) as book:
        hidden = [sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]
    yield "hidden_sheets", len(hidden), ", ".join(hidden)
    rows = columns = notes = links = 0
    for kind, content in _records(file.openstream("Workbook" if file.exists("Workbook") else "Book").read()):
        rows += kind == ROW and len(content) > 12 and bool(content[12] & HIDDEN_ROW)
        if kind == COLUMNS and len(content) > 8 and content[8] & HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", content)
            columns += last - first + 1
        notes += kind == NOTE
        links += kind == SUPPLIED_BY and len(content) > 4
    yield "hidden_rows", rows, ""
    yield "hidden_columns", columns, ""
    yield "comments", notes, ""
    yield "external_links", links, ""
    yield "pivot_copies", sum(entry[0] == "_SX_DB_CUR" for entry in file.listdir()), ""


def _of_word(file, _path):
    main = file.openstream("WordDocument").read()
    yield "comments", int(struct.unpack_from("<I", main, 0x5C)[0] > 0), ""
    yield "old_word", 1, ""


def _of_slides(file, _path):
    stream = file.openstream("PowerPoint Document").read()
    yield "comments", sum(kind == PPT_COMMENT for kind, _content in _atoms(stream)), ""
    yield "old_word", 1, ""


INSPECTIONS = {"doc": _of_word, "xls": _of_workbook, "ppt": _of_slides}
CHECKS = {
    "doc": lambda file, _path: _pieces(file),
    "xls": lambda _file, path: CalamineWorkbook.from_path(str(path)).sheet_names,
    "ppt": lambda file, _path: _atoms(file.openstream("PowerPoint Document").read()),
}


def _text(value, codepage):
    if not isinstance(value, bytes):
        return str(value or "").strip()
    charset = "utf-8" if codepage in (None, 65001) else f"cp{codepage & 0xFFFF}"
    try:
        return value.decode(charset, "replace").strip("\0 ")
    except LookupError:
        return value.decode("cp1251", "replace").strip("\0 ")
