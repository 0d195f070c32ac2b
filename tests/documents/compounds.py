"""Word, Excel and PowerPoint files of 1997–2003, written record by record: each in an OLE compound file of its own."""

import struct

SECTOR = 512
SMALLEST = 4096  # a shorter stream would lie in a store of its own
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams):
    """An OLE compound file whose root holds these streams."""
    places, body = [], b""
    for content in streams.values():
        places.append(len(body) // SECTOR)
        padded = content.ljust(SMALLEST, b"\0")
        body += padded + b"\0" * (-len(padded) % SECTOR)
    chain = []
    for start, end in zip(places, [*places[1:], len(body) // SECTOR], strict=True):
        chain += [*range(start + 1, end), END]
    directory = _directory(streams, places)
    first_of_directory = len(chain)
    chain += [*range(len(chain) + 1, len(chain) + len(directory) // SECTOR), END, FAT]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, first_of_directory, 0, SMALLEST, END, 0, END, 0)
    header += struct.pack("<I", len(chain) - 1)
    return header.ljust(SECTOR, b"\xff") + body + directory + table


def xls(rows, hidden=()):
    """A workbook of two sheets: «Нәтиже» with the rows, of which `hidden` are not shown, and the hidden «Құпия»."""
    sheets = [(0, "Нәтиже", rows, hidden), (1, "Құпия", [["құпия сан"]], ())]
    globals_size = len(_record(0x0809, _begin(5))) + sum(len(_sheet_name(0, *sheet[:2])) for sheet in sheets) + 4
    parts = [_sheet(cells, invisible) for _state, _name, cells, invisible in sheets]
    starts = [globals_size, globals_size + len(parts[0])]
    names = [_sheet_name(start, *sheet[:2]) for start, sheet in zip(starts, sheets, strict=True)]
    return compound({"Workbook": _record(0x0809, _begin(5)) + b"".join(names) + _record(0x0A) + b"".join(parts)})


def doc(text, flags=0):
    """A Word document in one piece of Unicode."""
    letters = text.encode("utf-16-le")
    place = 1024
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, place, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    head = bytearray(place)
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, 193, 0, 0, 0, flags)
    struct.pack_into("<I", head, 0x4C, len(text))
    struct.pack_into("<II", head, 0x01A2, 0, len(clx))
    return compound({"WordDocument": bytes(head) + letters, "0Table": clx})


def ppt(*texts):
    atoms = b"".join(struct.pack("<HHI", 0, 0x0FA0, len(t) * 2) + t.encode("utf-16-le") for t in texts)
    return compound({"PowerPoint Document": struct.pack("<HHI", 0xF, 0x03E8, len(atoms)) + atoms})


def _directory(streams, places):
    """The root and its streams, each the right neighbour of the one before."""
    entries = [_entry("Root Entry", 5, child=1, start=END)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        right = number + 1 if number < len(streams) else FREE
        size = max(len(content), SMALLEST)
        entries.append(_entry(name, 2, right=right, start=places[number - 1], size=size))
    while len(entries) % 4:
        entries.append(_entry("", 0))
    return b"".join(entries)


def _entry(name, kind, *, right=FREE, child=FREE, start=0, size=0):
    letters = name.encode("utf-16-le")
    head = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters) + 2 if name else 0, kind, 1)
    return head + struct.pack("<III", FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def _sheet(rows, hidden):
    out = _record(0x0809, _begin(16)) + _record(0x007D, struct.pack("<HHHHHH", 3, 4, 2000, 0, 1, 0))
    for number, cells in enumerate(rows):
        flags = 0x20 if number in hidden else 0
        out += _record(0x0208, struct.pack("<HHHHHHHH", number, 0, len(cells), 255, 0, 0, flags, 0))
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                letters = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                out += _record(0x0204, struct.pack("<HHH", number, column, 0) + letters)
            else:
                out += _record(0x0203, struct.pack("<HHHd", number, column, 0, cell))
    return out + _record(0x001C, struct.pack("<HHHH", 0, 0, 0, 1)) + _record(0x0A)


def _sheet_name(start, state, name):
    return _record(0x0085, struct.pack("<IBBBB", start, state, 0, len(name), 1) + name.encode("utf-16-le"))


def _begin(kind):
    return struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0)


def _record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content
