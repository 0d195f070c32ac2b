"""The names of attached files, whole, in their own letters, however the sender's program wrote them."""

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from requests_registry.mail import headers
from requests_registry.mail.charsets import clean, decode, known, mended

LENGTH_LIMIT = 500  # characters: longer than any file system allows, so a name that was a file's is whole
PARAMETER = re.compile(rb"\A([^\s=;\"]+?)(?:\*(\d+))?(\*)?\s*=\s*(.*)\Z", re.S)
FORGOTTEN_SEMICOLON = re.compile(rb"(?<=\w)\s+(?=(?:file)?name\*?\s*=|charset\s*=|boundary\s*=)", re.I)
NEXT_PARAMETER = re.compile(rb"\s*;\s*(?=[A-Za-z0-9!#$&^_.-]+(?:\*\d*\*?)?\s*=(?!\?))|\s*;\s*\Z")


@dataclass(frozen=True)
class Field:
    """A field like Content-Type: its value in small letters and its parameters as bytes with their charset."""

    value: str
    parameters: dict

    def __getitem__(self, key):
        """A parameter that is a word of the protocol: charset, boundary, format."""
        return self.raw(key).decode("latin-1").strip()

    def raw(self, key):
        return self.parameters.get(key, (b"", ""))[0]

    def name(self, key, hint=""):
        """A parameter that is a file name."""
        raw, charset = self.parameters.get(key, (b"", None))
        return file_name(raw, charset, hint) if raw else ""


def field(raw):
    """Read `form-data; name="…"; filename*0*=…` the way senders write it, not the way they should."""
    raw = re.sub(rb"\s{20,}", b" ", raw)
    head = raw.partition(b'"')[0]
    if b";" not in head:
        raw = FORGOTTEN_SEMICOLON.sub(b"; ", head, count=1) + raw[len(head) :]
    value, _, rest = raw.partition(b";")
    value = re.sub(r"\([^)]*\)|\s", "", clean(value.decode("latin-1"))).strip("\"'").lower()
    pieces = {}
    for piece in _pieces(rest):
        found = PARAMETER.match(piece.strip())
        if found:
            key = found[1].decode("latin-1").lower()
            order = int(found[2]) if found[2] and len(found[2]) < 4 else -1
            pieces.setdefault(key, []).append((order, bool(found[3]), found[4].strip()))
    return Field(value, {key: _joined(found) for key, found in pieces.items()})


def of_part(part, hint=""):
    """What the sender called the file; "" when it has no name. The name that lost least wins."""
    disposition, content = field(part.first("content-disposition")), field(part.first("content-type"))
    names = [disposition.name("filename", hint), content.name("name", hint), content.name("filename", hint)]
    names += [disposition.name("name", hint)]
    named = [name for name in names if name]
    return min(named, key=_loss) if named else ""


def file_name(raw, charset, hint=""):
    """`charset` is what RFC 2231 says about the bytes; None for a name that was written in the plain way."""
    if charset is not None:
        text = decode(raw, charset or hint).text
        text = headers.text(text.encode(), hint) if "=?" in text else text
    else:
        text = _in_plain_way(raw, hint)
    if re.search(r"&#x?[0-9a-fA-F]{2,6};", text):
        text = html.unescape(text)
    return visible(re.sub(r"\A'(.+)'\Z", r"\1", mended(text)))


def visible(text):
    """The last part of a path, composed letters, no control or direction-changing characters, not too long."""
    text = unicodedata.normalize("NFC", clean(text)).strip().strip('"').strip()
    text = re.sub(r"\A(?:[A-Za-z]:\\|\\\\|[A-Za-z]:/|/|\.{1,2}[/\\]).*[/\\]", "", text)
    text = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_visible(char))
    return _shortened(re.sub(r" +", " ", re.sub(r"[/\\]", "_", text)).strip(" "))


def _in_plain_way(raw, hint):
    raw = b" ".join(raw.split())
    if re.search(rb"%[0-9A-Fa-f]{2}", raw) and b"=?" not in raw:
        raw = _percent_decoded(raw)
    return headers.text(raw, hint)


def _percent_decoded(raw):
    """Browsers' manner in a mail: `charset''%D0%9E` without its star, or %D0%9E alone. "100%25" is left alone."""
    marked = re.match(rb"([A-Za-z0-9_-]+)'[A-Za-z-]*'(.+)\Z", raw)
    if marked and known(marked[1].decode()):
        return decode(unquote_to_bytes(marked[2]), marked[1].decode()).text.encode()
    decoded = unquote_to_bytes(raw)
    return decoded if not decoded.isascii() else raw.replace(b"%20", b" ")


def _pieces(raw):
    """Cut at semicolons that lead to another parameter; those inside quotes or an unquoted name belong to it."""
    pieces, start = [], 0
    quotes = [(found.start(), found.end()) for found in re.finditer(rb"=\s*\"(?:\\.|[^\"\\])*\"", raw, re.S)]
    for found in NEXT_PARAMETER.finditer(raw):
        if any(begin < found.start() < end - 1 for begin, end in quotes):
            continue
        pieces.append(raw[start : found.start()])
        start = found.end()
    return [*pieces, raw[start:]]


def _joined(pieces):
    """(bytes, charset or None) of a parameter: its continuations in order, else the encoded form, else the plain."""
    numbered = sorted((piece for piece in pieces if piece[0] >= 0), key=lambda piece: piece[0])
    if numbered:
        return _continued(numbered)
    order = sorted(pieces, key=lambda piece: not piece[1])
    _number, is_encoded, value = order[0]
    return _extended(_unquoted(value)) if is_encoded else (_unquoted(value), None)


def _continued(numbered):
    """Encoded pieces are joined before they are read: some programs cut inside an escape."""
    charset, out, encoded = None, b"", b""
    for position, (_number, is_encoded, value) in enumerate(numbered):
        value = _unquoted(value)
        if is_encoded and position == 0:
            value, charset = _marked(value)
        if is_encoded:
            encoded += value
        else:
            out += unquote_to_bytes(encoded) + value
            encoded = b""
    return out + unquote_to_bytes(encoded), "" if encoded and charset is None else charset


def _extended(value):
    value, charset = _marked(value)
    return unquote_to_bytes(value), charset


def _marked(value):
    """(what stands behind charset'language', the charset); programs forget the mark."""
    marked = re.match(rb"([^']*)'[^']*'(.*)\Z", value, re.S)
    return (marked[2], marked[1].decode("ascii", "replace")) if marked else (value, "")


def _unquoted(value):
    value = value.strip()
    if len(value) >= 2 and value.startswith(b'"'):
        inner = re.match(rb'"((?:\\.|[^"\\])*)"', value, re.S)
        value = inner[1] if inner else value.strip(b'"')
        return re.sub(rb'\\(["\\])', rb"\1", value)
    return re.sub(rb"\s*\([^()]*\)\Z", b"", value) if value.endswith(b")") and b"." not in value[-5:] else value


def _loss(name):
    return name.count("\ufffd") * 10 + name.count("?") * 3 + ("." not in name)


def _is_visible(char):
    return unicodedata.category(char)[0] != "C"


def _shortened(name):
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LENGTH_LIMIT or not dot or len(ending) > 10:
        return name[:LENGTH_LIMIT]
    return stem[: LENGTH_LIMIT - len(dot + ending)] + dot + ending
