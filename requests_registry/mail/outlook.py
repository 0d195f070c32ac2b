"""Outlook's own formats: winmail.dat (TNEF) and saved messages (.msg, .oft). Both carry the same MAPI properties.

TNEF is read here because the one Python library for it has had no release since 2021 and gives up on the first name
that is not UTF-8. Saved messages are OLE files, which olefile reads.
"""

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO

import olefile

from portal.documents.richtext import to_text
from requests_registry.mail import markup
from requests_registry.mail.charsets import decode
from requests_registry.mail.names import visible
from requests_registry.mail.richtext import decompress

TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMBEDDED_SIGNATURE = bytes.fromhex("0703020000000000c000000000000046")  # IID_IMessage before an embedded TNEF
DEPTH_LIMIT = 8

SUBJECT, BODY, RTF, HTML = 0x0037, 0x1000, 0x1009, 0x1013
ITEM_CLASS, HEADERS, SENT_AT = 0x001A, 0x007D, 0x0039
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
FILE_CONTENT, FILE_NAME, LONG_FILE_NAME, DISPLAY_NAME, FILE_TYPE = 0x3701, 0x3704, 0x3707, 0x3001, 0x370E
CONTENT_ID, CHARSET_OF_HTML, CHARSET_OF_STRINGS = 0x3712, 0x3FDE, 0x3FFD
STRING, UNICODE, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D
SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}


@dataclass
class Item:
    """A message, or a file of it: its properties as (type, bytes), its files."""

    properties: dict = field(default_factory=dict)
    files: list["Item"] = field(default_factory=list)
    embedded: "Item | None" = None
    codepage: int = 0

    def string(self, *names):
        """The first of these properties that says something."""
        for name in names:
            kind, data = self.properties.get(name, (None, b""))
            if kind == UNICODE:
                found = data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
            else:
                found = decode(data, self._charset(CHARSET_OF_STRINGS)).text if data else ""
            if found := found.partition("\x00")[0].strip():
                return found
        return ""

    def data(self, name):
        return self.properties.get(name, (None, b""))[1]

    @property
    def text(self):
        return self.string(BODY) or self._text_of_html() or self._text_of_rtf()

    @property
    def name(self):
        return visible(self.string(LONG_FILE_NAME, FILE_NAME, DISPLAY_NAME))

    @property
    def sent_at(self):
        stamp = self.data(SENT_AT)
        if len(stamp) != 8:
            return None
        try:
            return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=int.from_bytes(stamp, "little") // 10)
        except OverflowError:
            return None

    def _text_of_html(self):
        kind, data = self.properties.get(HTML, (None, b""))
        if kind == UNICODE:
            return markup.to_text(data.decode("utf-16-le", "replace"))
        return markup.to_text(decode(data, markup.declared_charset(data) or self._charset(CHARSET_OF_HTML)).text)

    def _text_of_rtf(self):
        packed = self.data(RTF)
        if len(packed) < 16:
            return ""
        return text_of_rtf(decompress(packed))

    def _charset(self, name):
        page = int.from_bytes(self.data(name)[:4], "little") or self.codepage
        return {65001: "utf-8", 20866: "koi8-r", 28591: "iso-8859-1", 28595: "iso8859-5"}.get(page, f"cp{page}")


def is_tnef(data):
    return data.startswith(TNEF_SIGNATURE)


def is_saved_message(data):
    return data.startswith(OLE_SIGNATURE) and "__properties_version1.0".encode("utf-16-le") in data


def read_tnef(data, depth=0):
    """The message in a winmail.dat; what is cut off is left out."""
    message = Item()
    for is_of_file, name, value in _tnef_attributes(data):
        if name == 0x9007:
            message.codepage = int.from_bytes(value[:4], "little")
        elif name == 0x9002 or (is_of_file and not message.files):
            message.files.append(Item(codepage=message.codepage))
        if is_of_file:
            _add_to_file(message.files[-1], name, value, depth)
        elif name == 0x9003:
            message.properties |= dict(_properties(value))
        elif name in TNEF_NAMES:
            message.properties.setdefault(TNEF_NAMES[name], (STRING, value))
    return message


def read_saved_message(data):
    """The message in a .msg or .oft file."""
    with olefile.OleFileIO(BytesIO(data)) as ole:
        return _read_storage(ole, [], header=32)


def text_of_rtf(data):
    """The words, and those of the HTML where that is what is wrapped in it."""
    text, is_markup = to_text(data, lambda letters, charset: decode(letters, charset).text)
    return markup.to_text(text) if is_markup else text


TNEF_NAMES = {0x8004: SUBJECT, 0x800C: BODY, 0x8008: ITEM_CLASS}


def _tnef_attributes(data):
    position = 6
    while position + 9 <= len(data):
        level, name, _kind, length = struct.unpack_from("<BHHI", data, position)
        if level not in (1, 2):
            return
        yield level == 2, name, data[position + 9 : position + 9 + length]
        position += 11 + length


def _add_to_file(file, name, value, depth):
    if name == 0x8010:
        file.properties.setdefault(FILE_NAME, (STRING, value))
    elif name == 0x800F:
        file.properties[FILE_CONTENT] = (BINARY, value)
    elif name == 0x9005:
        for key, (kind, content) in _properties(value):
            if key == FILE_CONTENT and kind == OBJECT and content.startswith(EMBEDDED_SIGNATURE):
                if depth < DEPTH_LIMIT:
                    file.embedded = read_tnef(content[16:], depth + 1)
            elif key == FILE_CONTENT and kind == OBJECT:
                file.properties[key] = (kind, content[16:])  # behind the name of its interface: an OLE file
            elif key != FILE_CONTENT or content:
                file.properties[key] = (kind, content)


def _properties(data):
    """(name, (type, bytes)) of a list of MAPI properties."""
    try:
        yield from _read_properties(data)
    except (struct.error, IndexError):
        return


def _read_properties(data):
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _number in range(count):
        kind, name = struct.unpack_from("<HH", data, position)
        position += 4
        if name >= 0x8000:
            position = _behind_long_name(data, position)
        is_list, kind = bool(kind & 0x1000), kind & 0xEFFF
        values = 1
        if is_list or kind in (STRING, UNICODE, BINARY, OBJECT):
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        for _value in range(values):
            value, position = _value_at(data, position, kind)
            yield name, (kind, value)


def _behind_long_name(data, position):
    (kind, number) = struct.unpack_from("<II", data, position + 16)
    return position + 24 if kind == 0 else position + 24 + number + -number % 4


def _value_at(data, position, kind):
    length = SIZES.get(kind)
    if length is None:
        (length,) = struct.unpack_from("<I", data, position)
        position += 4
    if position >= len(data) and length:
        raise IndexError
    return data[position : position + length], position + length + -length % 4


def _read_storage(ole, path, header, depth=0):
    """The properties of one storage: fixed ones in a table, each other one in a stream whose name tells what it is."""
    item = Item()
    entries = {entry[len(path)] for entry in ole.listdir(storages=True) if entry[: len(path)] == path < entry}
    table = _stream(ole, [*path, "__properties_version1.0"])
    for position in range(header, len(table) - 15, 16):
        kind, name = struct.unpack_from("<HH", table, position)
        if kind in SIZES:
            item.properties[name] = (kind, table[position + 8 : position + 8 + SIZES[kind]])
    for entry in sorted(entries):
        _add_entry(ole, item, path, entry, depth)
    return item


def _add_entry(ole, item, path, entry, depth):
    if entry.startswith("__attach_version1.0_") and depth < DEPTH_LIMIT:
        item.files.append(_read_storage(ole, [*path, entry], header=8, depth=depth + 1))
    elif entry.startswith("__substg1.0_") and len(entry) >= 20:
        name, kind = int(entry[12:16], 16), int(entry[16:20], 16)
        if name == FILE_CONTENT and kind == OBJECT:
            if ole.exists([*path, entry, "__properties_version1.0"]):
                item.embedded = _read_storage(ole, [*path, entry], header=24, depth=depth + 1)
        else:
            item.properties[name] = (kind, _stream(ole, [*path, entry]))


def _stream(ole, path):
    try:
        with ole.openstream(path) as stream:
            return stream.read()
    except OSError:
        return b""
