"""ZIP files (and Office documents, which are ZIP files) that would do harm when opened."""

import struct
import tempfile
import zipfile
import zlib

from portal.documents import limits

CHUNK = 256 * 1024
UTF_8 = 0x800  # flag of an entry whose name is UTF-8
UNICODE_PATH = 0x7075  # Info-ZIP's field with the name in UTF-8


class HarmfulArchive(Exception):
    """`code` says how: broken, locked, too_large, too_many, too_deep, macros."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def check(file):
    """Raise HarmfulArchive unless the archive can be opened and stays small when it is.

    What the archive declares about itself is checked first, then everything is really expanded (and thrown away),
    because declarations lie.
    """
    _Inspection().visit(file, depth=1)


def name_of(entry):
    """The name of a file in an archive, in the letters in which it was written.

    Old programs mark no charset: Windows writes the DOS Cyrillic, macOS and Linux UTF-8, which few texts are by chance.
    """
    for code, content in _extras(entry.extra):
        if code == UNICODE_PATH and content[:1] == b"\x01":
            return content[5:].decode("utf-8", "replace")
    if entry.flag_bits & UTF_8:
        return entry.filename
    try:
        written = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp866")


def _extras(extra):
    """(code, content) of the fields that archivers add."""
    while len(extra) >= 4:
        code, size = struct.unpack_from("<HH", extra)
        yield code, extra[4 : 4 + size]
        extra = extra[4 + size :]


class _Inspection:
    def __init__(self):
        self.files = 0
        self.expanded = 0

    def visit(self, file, depth):
        if depth > limits.ARCHIVE_DEPTH:
            raise HarmfulArchive("too_deep")
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
                self._check_declared(entries)
                for entry in entries:
                    with archive.open(entry) as content:
                        self._expand(content, depth)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise HarmfulArchive("broken") from error

    def _check_declared(self, entries):
        self.files += len(entries)
        if self.files > limits.ARCHIVE_FILES:
            raise HarmfulArchive("too_many")
        if self.expanded + sum(entry.file_size for entry in entries) > limits.ARCHIVE_BYTES:
            raise HarmfulArchive("too_large")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise HarmfulArchive("locked")
        if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
            raise HarmfulArchive("macros")

    def _expand(self, content, depth):
        head = content.read(CHUNK)
        self._count(head)
        if head.startswith(b"PK\x03\x04"):
            with tempfile.SpooledTemporaryFile(max_size=8 * limits.MEGABYTE) as inner:
                inner.write(head)
                for chunk in self._rest(content):
                    inner.write(chunk)
                inner.seek(0)
                self.visit(inner, depth + 1)
        else:
            for _chunk in self._rest(content):
                pass

    def _rest(self, content):
        while chunk := content.read(CHUNK):
            self._count(chunk)
            yield chunk

    def _count(self, chunk):
        self.expanded += len(chunk)
        if self.expanded > limits.ARCHIVE_BYTES:
            raise HarmfulArchive("too_large")
