"""Header fields as text: encoded words of every make, raw bytes, addresses, dates, identifiers."""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from requests_registry.mail.charsets import clean, decode
from requests_registry.mail.mime import from_base64

ENCODED_WORD = re.compile(
    rb"=\?\s*([^?\s]*?)(?:\*[^?]*)?\s*\?\s*([bBqQ])\s*\?((?:(?!\?=|=\?[^=\s]).)*)(?:\?=|\?\Z|\Z)", re.S
)
BETWEEN_WORDS = re.compile(rb"(\?=)\s+(?==\?)")
ROUNDS = 3  # of encoding: once is right, twice is a gateway, more is an accident
_IN_ADDRESS = r"[^\s<>\"'(),:;@\[\]]"
ADDRESS = re.compile(rf"(?<!{_IN_ADDRESS}){_IN_ADDRESS}+@{_IN_ADDRESS}+(?<!\.)")
IDENTIFIER = re.compile(r"<\s*([^<>\s]+)\s*>")
MONTHS = (
    ("янв", "қаң", "jan"),
    ("фев", "ақп", "feb"),
    ("мар", "нау", "mar"),
    ("апр", "сәу", "apr"),
    ("мая", "мам", "май", "may"),
    ("июн", "мау", "jun"),
    ("июл", "шіл", "jul"),
    ("авг", "там", "aug"),
    ("сен", "қыр", "sep"),
    ("окт", "қаз", "oct"),
    ("ноя", "қар", "nov"),
    ("дек", "жел", "dec"),
)
WRITTEN_DATE = re.compile(
    r"(\d{1,2})[\s.-]+(\w{3})\w*\.?[\s.-]+(\d{4})(?:.*?(\d{1,2}):(\d{2})(?::(\d{2}))?)?(.*)", re.S
)
NUMERIC_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(.*)", re.S)


@dataclass(frozen=True)
class Address:
    name: str
    email: str

    def __str__(self):
        return f"{self.name} <{self.email}>" if self.name and self.email else self.name or self.email


def text(raw, hint=""):
    """A header field as people read it, in one line; `hint` is the charset of the mail's body."""
    for _round in range(ROUNDS):
        raw, has_words = _decode_words(_unfold(raw), hint)
        if not has_words:
            break
    return " ".join(decode(raw, hint).text.split())


def addresses(raw, hint=""):
    """All mailboxes of a field, split before their names are decoded: a name may hide a comma in its encoding."""
    return tuple(filter(None, (_address(piece, hint) for piece in _whole(_pieces(_unfold(raw))))))


def identifiers(raw):
    """Message-IDs without their angle brackets; a bare one counts too."""
    plain = clean(raw.decode("latin-1"))
    return tuple(dict.fromkeys(IDENTIFIER.findall(plain))) or tuple(
        word.strip("<>,;") for word in plain.split() if "@" in word
    )


def date(raw):
    """The instant in UTC, or None; a zone that says nothing counts as UTC."""
    plain = text(raw[:500])
    for reading in (_standard_date, _numeric_date, _written_date):
        try:
            found = reading(plain)
        except (TypeError, ValueError, OverflowError, IndexError, AttributeError, StopIteration):
            continue
        if found and 1980 <= found.year <= 2200:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _unfold(raw):
    return b" ".join(line.strip() for line in raw.splitlines()).strip()


def _decode_words(raw, hint):
    """(the field in UTF-8, whether there were encoded words); words of one charset are joined before they are read,
    for a letter or a group of base64 may be broken across two."""
    if b"=?" not in raw:
        return raw, False
    raw = BETWEEN_WORDS.sub(rb"\1", raw)
    out, pending, charset, carried, position = [], b"", b"", b"", 0
    words = list(ENCODED_WORD.finditer(raw))
    for word, follower in zip(words, [*words[1:], None], strict=False):
        between = raw[position : word.start()]
        if between or word[1].lower() != charset:
            out += [_as_utf8(pending, charset), decode(between, hint).text.encode()]
            pending, charset = b"", word[1].lower()
        data, carried = _word_bytes(word, carried, follower)
        pending += data
        position = word.end()
    out += [_as_utf8(pending, charset), decode(raw[position:], hint).text.encode()]
    return b"".join(out), bool(words)


def _word_bytes(word, carried, follower):
    """(the bytes of a word, the letters of base64 that did not fill a group and belong to the next word)."""
    if word[2] in b"qQ":
        return _from_q(word[3]), b""
    letters = carried + re.sub(rb"[^A-Za-z0-9+/=]", b"", word[3])
    whole = len(letters) // 4 * 4
    if follower is not None and _continues(word, follower):
        return from_base64(letters[:whole]), letters[whole:]
    return from_base64(letters) if len(letters) == whole else _cut_base64(letters), b""


def _continues(word, follower):
    """Base64 of the same charset directly behind: a group may go on there, unless padding closed it."""
    same = word[2] in b"bB" and follower[2] in b"bB" and word[1].lower() == follower[1].lower()
    return same and word.end() == follower.start() and not word[3].rstrip().endswith(b"=")


def _cut_base64(letters):
    letters = letters.rstrip(b"=")
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return letters


def _from_q(letters):
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), letters.replace(b"_", b" "))


def _as_utf8(data, charset):
    return decode(data, charset.decode("ascii", "replace")).text.encode()


def _pieces(raw):
    """A list of mailboxes cut at its commas and semicolons, not at those in quotes, brackets and encoded words."""
    pieces, current, closing = [], bytearray(), None
    for word in re.findall(rb"=\?[^?]{0,80}\?[bBqQ]\?(?:(?!\?=|=\?[^=\s]).)*\?=|\\.|.", raw, re.S):
        if closing is None and word in (b",", b";"):
            pieces.append(bytes(current))
            current.clear()
            continue
        if closing is None and word in (b'"', b"<", b"("):
            closing = {b'"': b'"', b"<": b">", b"(": b")"}[word]
        elif word == closing:
            closing = None
        current += word
    return [*pieces, bytes(current)]


def _whole(pieces):
    """Серікова, Айгүл <a@b>: a comma that should stand in quotes cuts no mailbox in two."""
    for number, piece in enumerate(pieces):
        if number and b"@" not in pieces[number - 1] and b"<" in piece and b":" not in pieces[number - 1]:
            piece = pieces[number - 1] + b"," + piece
        follower = pieces[number + 1] if number + 1 < len(pieces) else b""
        if b"@" in piece or b"<" not in follower or b":" in piece:
            yield piece


def _address(piece, hint):
    readable = text(piece, hint)
    found = ADDRESS.findall(readable)
    if not found:
        return Address(readable.strip(" \"'<>"), "") if readable.strip(" \"'<>:;") else None
    in_brackets = ADDRESS.findall(readable[readable.rfind("<") :]) if "<" in readable else []
    email = (in_brackets or found)[-1]
    name = re.sub(r"<[^<>]*>?\s*$", "", readable) if "<" in readable else readable.replace(email, "", 1)
    if ":" in name and not in_brackets:
        name = ""
    name = name.strip().strip("\"'").replace('\\"', '"').strip(" ()<>[]")
    return Address("" if name.lower() == email.lower() else name, email.lower())


def _standard_date(plain):
    found = parsedate_to_datetime(re.sub(r"\([^)]*\)", "", plain))
    return found.astimezone(UTC) if found.tzinfo else found


def _numeric_date(plain):
    found = NUMERIC_DATE.search(plain)
    year, month, day, hour, minute, second = (int(value or 0) for value in found.groups()[:6])
    return _in_utc(datetime(year, month, day, hour, minute, second), found[7])


def _written_date(plain):
    found = WRITTEN_DATE.search(plain)
    month = next(index for index, names in enumerate(MONTHS, 1) if found[2].lower() in names)
    hour, minute, second = (int(value or 0) for value in found.groups()[3:6])
    return _in_utc(datetime(int(found[3]), month, int(found[1]), hour, minute, second), found[7])


def _in_utc(moment, zone):
    offset = re.search(r"([+-]\d{2}):?(\d{2})", zone or "")
    if not offset:
        return moment.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{moment.isoformat()}{offset[1]}:{offset[2]}").astimezone(UTC)
