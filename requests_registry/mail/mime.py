"""A mail as a tree of parts: bytes in, bytes out, nothing decided about charsets.

The standard library's parser is not used for this: it decodes enclosed mails only when they are not encoded, keeps
no exact bytes of them (a signature would break), and trips over names of charsets.
"""

import binascii
import re
from dataclasses import dataclass, field

from requests_registry.mail.uuencoded import decode_uu

ENCODINGS = ("base64", "b64", "quotedprintable", "qp", "xuuencode", "uuencode", "xuue", "uue")
DEPTH_LIMIT = 12  # parts within parts, mails within mails
PART_LIMIT = 2000
HEADER = re.compile(rb"([\x21-\x39\x3b-\x7e]+)[ \t]*:[ \t]?(.*)", re.S)
BASE64_LINE = re.compile(rb"[A-Za-z0-9+/=_-]+\Z")
SOUND_BASE64 = re.compile(  # what most files are: long lines, and the last one whole; read at once, for they are big
    rb"(?:(?:[A-Za-z0-9+/]{4}){15,}+\r?\n)++(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\s*"
)
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
UNDECLARED_PART = re.compile(
    rb"\s*(?:This is a multi-?part message[^\r\n]*\s+)?--([^\s-][^\r\n]{0,200}?|-{2,}[^\r\n]{1,200}?)[ \t]*\r?\nContent-",
    re.I,
)
TRAILING_SPACE = re.compile(rb"[ \t]+(?=\r?\n)")


@dataclass
class Part:
    """The headers as they came, unfolded only at the ends, and the body before its transfer encoding is undone."""

    headers: list[tuple[str, bytes]] = field(default_factory=list)
    body: bytes = b""

    def all(self, name):
        return [value for key, value in self.headers if key == name]

    def first(self, name):
        return next((value for key, value in self.headers if key == name), b"")

    @property
    def encoding(self):
        name = self.first("content-transfer-encoding").split(b";")[0].split(b"(")[0]
        return re.sub(rb"[^a-z0-9]", b"", name.lower()).decode("ascii")

    @property
    def is_encoded(self):
        return self.encoding in ENCODINGS

    @property
    def content(self):
        """The body with its transfer encoding undone, as far as it can be."""
        match self.encoding:
            case "base64" | "b64":
                return from_base64(self.body)
            case "quotedprintable" | "qp":
                return from_quoted_printable(self.body)
            case "xuuencode" | "uuencode" | "xuue" | "uue":
                return decode_uu(self.body) or self.body
        return self.body


def read(data):
    """The headers and the body of a mail or of a part."""
    part = Part()
    position = 0
    for line in _lines(data):
        stripped = line.strip(b"\r\n")
        if not stripped.strip():
            if part.headers or position:
                position += len(line)
                break
        elif line[:1] in b" \t" and part.headers:
            name, value = part.headers[-1]
            part.headers[-1] = (name, value + b"\n" + stripped)
        elif match := HEADER.match(stripped):
            part.headers.append((match[1].decode("ascii").lower(), match[2]))
        elif not _is_envelope_line(stripped, part):
            break
        position += len(line)
    part.body = data[position:]
    return part


def split(body, boundary):
    """(what stands before, the parts, what stands after); a missing last boundary ends with the body."""
    mark = re.compile(rb"^--" + re.escape(boundary.rstrip()) + rb"(--)?[ \t]*(?:\r?\n|\r|\Z)", re.M)
    marks = list(mark.finditer(body))
    if not marks:
        return body, [], b""
    parts = []
    after = b""
    for index, found in enumerate(marks[:PART_LIMIT]):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(body)
        piece = body[found.end() : end]
        if found[1]:
            after += piece
        else:
            parts.append(_without_last_line_end(piece))
    return body[: marks[0].start()], parts, after


def guessed_boundary(body):
    """The boundary of a multipart that does not say it: the line of two dashes before the first header."""
    found = re.search(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[A-Za-z-]+:)", body, re.M)
    return found[1] if found else b""


def undeclared_boundary(part, content_type):
    """Where the body of a mail begins with parts, and its head says nothing of them or calls them text; b"" elsewhere."""
    if content_type != "text/plain":
        return b""
    found = UNDECLARED_PART.match(part.body)
    return found[1] if found and part.body.count(b"--" + found[1]) > 1 else b""


def from_base64(data):
    """What the letters say: line by line until something else stands there, which is kept as it is."""
    if SOUND_BASE64.fullmatch(data):
        return binascii.a2b_base64(data)
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    encoded, rest = [], []
    for line in data.split(b"\n"):
        stripped = line.strip()
        (rest if rest or not _is_base64(stripped) else encoded).append(line if rest else stripped)
    tail = b"\n".join(rest).strip()
    if tail and (whole := _through_rubbish(data)) is not None:
        return whole
    return _base64_pieces(b"".join(encoded)) + (b"\n" + tail + b"\n" if tail else b"")


def from_quoted_printable(data):
    """Escapes that are no escapes stay as they stand."""
    data = TRAILING_SPACE.sub(b"", data)
    data = re.sub(rb"=\r?\n", b"", data)
    data = data.removesuffix(b"=")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), data)


def _through_rubbish(data):
    """Base64 with other signs strewn in or cut into short lines: believed only where a text comes out of all of it."""
    letters = NOT_BASE64.sub(b"", data)
    if len(letters) < 0.85 * len(b"".join(data.split())) or len(letters) < 20:
        return None
    found = _base64_pieces(letters)
    try:
        found.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return found


def _base64_pieces(letters):
    """Programs that encode in portions leave padding in the middle."""
    pieces = []
    for piece in re.split(rb"=+", letters.replace(b"-", b"+").replace(b"_", b"/")):
        piece = NOT_BASE64.sub(b"", piece)
        piece = piece[:-1] if len(piece) % 4 == 1 else piece
        pieces.append(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)))
    return b"".join(pieces)


def _is_base64(line):
    if not line:
        return True
    return bool(BASE64_LINE.match(line)) and not line.startswith(b"--") and (len(line) % 4 == 0 or len(line) > 40)


def _lines(data):
    start = 0
    for found in re.finditer(rb"\r\n|\n|\r", data):
        yield data[start : found.end()]
        start = found.end()
    if start < len(data):
        yield data[start:]


def _is_envelope_line(line, part):
    """A mailbox file's "From " line before the headers, and what broken gateways leave between them."""
    return line.startswith((b"From ", b">From ")) or (bool(part.headers) and _is_stray(line))


def _is_stray(line):
    """A piece of a header that lost the space it should begin with."""
    return len(line) < 200 and re.match(rb"(=\?|;|\"|[a-z-]+\*?\d*\*?=)", line) is not None


def _without_last_line_end(piece):
    for end in (b"\r\n", b"\n", b"\r"):
        if piece.endswith(end):
            return piece[: -len(end)]
    return piece
