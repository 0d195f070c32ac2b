"""Writers of Outlook's formats, small but true: the independent readers tnefparse and extract-msg read them too."""

import struct

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
SECTOR, SMALL_SECTOR = 512, 64


def tnef(body=None, files=(), rtf=None, is_unicode=True, codepage=1251, item_class="IPM.Note"):
    out = b"\x78\x9f\x3e\x22\x01\x00"
    out += _attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    out += _attribute(1, 0x00069007, struct.pack("<II", codepage, 0))
    out += _attribute(1, 0x00078008, item_class.encode() + b"\0")
    properties = []
    if body:
        properties.append((0x1F, 0x1000, _utf16(body)))
    if rtf:
        properties.append((0x102, 0x1009, _stored(rtf.encode())))
    out += _attribute(1, 0x00069003, _property_list(properties))
    for name, content in files:
        out += _attribute(2, 0x00069002, bytes(14))
        out += _attribute(2, 0x00018010, name.encode("cp1251", "replace") + b"\0")
        if is_unicode:
            out += _attribute(2, 0x00069005, _property_list([(0x1F, 0x3707, _utf16(name))]))
        out += _attribute(2, 0x0006800F, content)
    return out


def compound_file(subject, body, files, item_class="IPM.Note"):
    """A saved message (.msg, .oft)."""
    root = {
        "__nameid_version1.0": {f"__substg1.0_000{number}0102": b"" for number in (2, 3, 4)},
        "__substg1.0_001A001F": _utf16(item_class, end=""),
        "__substg1.0_0037001F": _utf16(subject, end=""),
        "__substg1.0_1000001F": _utf16(body, end=""),
    }
    root["__properties_version1.0"] = bytes(32) + _table(root)
    for number, (name, content) in enumerate(files):
        storage = {"__substg1.0_3707001F": _utf16(name, end=""), "__substg1.0_37010102": content}
        storage["__properties_version1.0"] = bytes(8) + _table(storage) + _fixed(0x3705, 0x03, 1)
        root[f"__attach_version1.0_#{number:08X}"] = storage
    return _compound(root)


def _attribute(level, name, data):
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _property_list(properties):
    out = struct.pack("<I", len(properties))
    for kind, name, data in properties:
        out += struct.pack("<HHII", kind, name, 1, len(data)) + data + bytes(-len(data) % 4)
    return out


def _stored(rtf):
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def _utf16(text, end="\0"):
    return (text + end).encode("utf-16-le")


def _table(storage):
    """What the table of properties says about those that lie in streams."""
    out = b""
    for name, data in storage.items():
        if name.startswith("__substg1.0_"):
            number, kind = int(name[12:16], 16), int(name[16:20], 16)
            out += struct.pack("<HHIII", kind, number, 6, len(data) + (2 if kind == 0x1F else 0), 0)
    return out


def _fixed(name, kind, value):
    return struct.pack("<HHIQ", kind, name, 6, value)


def _compound(root):
    """[MS-CFB], version 3: small streams in the mini stream, the others in sectors."""
    entries = [["Root Entry", 5, None, FREE, FREE, FREE]]
    _add_children(entries, 0, root)
    fat, sectors, small, small_fat = [], [], b"", []
    for entry in entries[1:]:
        if entry[1] == 2 and len(entry[2]) < 4096:
            entry.append(_chain(small_fat, len(entry[2]), SMALL_SECTOR))
            small += entry[2] + bytes(-len(entry[2]) % SMALL_SECTOR)
        elif entry[1] == 2:
            entry.append(_put(fat, sectors, entry[2]))
        else:
            entry.append(0)
    entries[0].append(_put(fat, sectors, small))
    entries[0][2] = small
    small_fat_start = _put(fat, sectors, struct.pack(f"<{len(small_fat)}I", *small_fat), fill=b"\xff")
    directory = b"".join(_directory_entry(*entry) for entry in entries)
    directory_start = _put(fat, sectors, directory)
    fat_count = -(-(len(fat) + 4) // 128)
    fat_start = len(fat)
    fat += [0xFFFFFFFD] * fat_count
    table = struct.pack(f"<{len(fat)}I", *fat)
    sectors.append(table + b"\xff" * (fat_count * SECTOR - len(table)))
    small_fat_count = -(-len(small_fat) * 4 // SECTOR)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_count, directory_start, 0, 4096,
                          small_fat_start, small_fat_count, END, 0, fat_start)  # fmt: skip
    locations = [*range(fat_start + 1, fat_start + fat_count)]
    header += struct.pack(f"<{len(locations)}I", *locations)
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors)


def _add_children(entries, parent, children):
    """Siblings in a row to the right: a tree, if not a balanced one."""
    ordered = sorted(children.items(), key=lambda item: (len(item[0]), item[0].upper()))
    previous = None
    for name, content in ordered:
        number = len(entries)
        is_storage = isinstance(content, dict)
        entries.append([name, 1 if is_storage else 2, None if is_storage else content, FREE, FREE, FREE])
        if previous is None:
            entries[parent][5] = number
        else:
            entries[previous][4] = number
        previous = number
        if is_storage:
            _add_children(entries, number, content)


def _directory_entry(name, kind, content, left, right, child, start):
    encoded = _utf16(name)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, left, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, len(content or b""))
    )


def _put(fat, sectors, data, fill=b"\0"):
    start = _chain(fat, len(data), SECTOR)
    sectors.append(data + fill * (-len(data) % SECTOR))
    return start


def _chain(table, size, sector):
    count = -(-size // sector)
    start = len(table)
    if not count:
        return END
    table += [*range(start + 1, start + count), END]
    return start
