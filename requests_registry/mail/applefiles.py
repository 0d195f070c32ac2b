"""How a Macintosh sends a file with what it knows of it (RFC 1740): AppleSingle around it, AppleDouble beside it. Pure."""

import struct

SINGLE, DOUBLE = bytes.fromhex("00051600"), bytes.fromhex("00051607")
CONTENT, NAME = 1, 3
MOST_ENTRIES = 50


def is_beside(data):
    """What stands beside a file: an icon and a date, nothing that anybody wrote."""
    return data.startswith(DOUBLE)


def content(data):
    """(name, bytes) of the file inside; None where this is none."""
    if not data.startswith(SINGLE) or len(data) < 26:
        return None
    (count,) = struct.unpack_from(">H", data, 24)
    table = data[26 : 26 + 12 * min(count, MOST_ENTRIES)]
    entries = [struct.unpack_from(">III", table, at) for at in range(0, len(table) - 11, 12)]
    found = {kind: data[start : start + length] for kind, start, length in entries}
    return (found.get(NAME, b""), found[CONTENT]) if CONTENT in found else None
