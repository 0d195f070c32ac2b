"""Raw mails are put together by hand here: a library would mend what must stay broken."""

import base64
import binascii
import quopri
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data" / "mail"
REGISTRY = "request+k7m2x9abcdef@requests.example.kz"
OUR_ID = "request.2026-0042.a1b2c3@requests.example.kz"
CLERK = "Айгүл Серікова <a.serikova@ecology.example.kz>"
ANSWER = (
    "Здравствуйте! На Ваш запрос от 02.03.2026 сообщаем: за 2025 год взято десять проб воды, превышений не выявлено."
)
ANSWER_KK = (
    "Құрметті өтініш беруші! Сіздің сұрауыңызға хабарлаймыз: 2025 жылы өзеннен он су сынамасы алынды, "
    "шекті деңгейден асу анықталған жоқ."
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40) + b"\xff\xd9"


@dataclass(frozen=True)
class Sample:
    """A mail, and what a right reading of it holds."""

    name: str
    raw: bytes
    text: tuple[str, ...] = ()  # words that must be in the text
    files: tuple[str, ...] = ()  # names, in their order, of everything that was attached
    kind: str = "letter"
    subject: str | None = None
    sender: str | None = None  # "Name <address>"
    folded: int | None = None  # how many quotes may be folded


def word(text, charset="utf-8", encoding="B"):
    """An encoded word."""
    data = text.encode(charset)
    letters = b64(data, 0) if encoding == "B" else _q(data)
    return f"=?{charset}?{encoding}?{letters.decode()}?="


def b64(data, width=76):
    letters = base64.b64encode(data)
    return b"\r\n".join(letters[at : at + width] for at in range(0, len(letters), width)) if width else letters


def qp(text, charset="utf-8"):
    return quopri.encodestring(text.encode(charset)).replace(b"\n", b"\r\n")


def uu(name, data, end=b"end"):
    lines = [binascii.b2a_uu(data[at : at + 45]).rstrip(b"\n") for at in range(0, len(data), 45)]
    return b"\r\n".join([b"begin 644 " + name, *lines, b"`", end, b""])


SUBJECT = word("Ответ на запрос")


def mail(
    body=b"",
    *,
    subject=SUBJECT,
    sender=None,
    to=REGISTRY,
    date="Mon, 09 Mar 2026 10:15:00 +0500",
    **fields,
):
    """Fields in their usual order; a field given as bytes goes in raw, None leaves it out."""
    fields = {name.replace("_", "-"): value for name, value in fields.items()}
    usual = {
        "Message-ID": "<20260309101500.17@ecology.example.kz>",
        "Date": date,
        "From": sender or f"{word('Айгүл Серікова')} <a.serikova@ecology.example.kz>",
        "To": to,
        "Subject": subject,
        "MIME-Version": "1.0",
    }
    lines = [_line(name, value) for name, value in (usual | fields).items() if value is not None]
    return b"\r\n".join([*lines, b"", body])


def part(content_type, body, **fields):
    lines = [_line("Content-Type", content_type)]
    lines += [_line(name.replace("_", "-"), value) for name, value in fields.items()]
    return b"\r\n".join([*lines, b"", body])


def text_part(text=ANSWER, charset="utf-8", kind="plain"):
    return part(f"text/{kind}; charset={charset}", b64(text.encode(charset)), Content_Transfer_Encoding="base64")


def file_part(disposition, data=PDF, content_type="application/pdf"):
    """`disposition` is everything behind "attachment; ", as text or as raw bytes."""
    disposition = disposition if isinstance(disposition, bytes) else disposition.encode()
    value = b"attachment; " + disposition
    return part(content_type, b64(data), Content_Transfer_Encoding="base64", Content_Disposition=value)


def multipart(kind, *parts, boundary="----=_Part_17", is_closed=True, preamble=b""):
    """(the value of Content-Type, the body)."""
    mark = b"--" + boundary.encode()
    body = preamble + b"".join(mark + b"\r\n" + piece + b"\r\n" for piece in parts)
    return f'multipart/{kind}; boundary="{boundary}"', body + (mark + b"--\r\n" if is_closed else b"")


def mixed(*parts, kind="mixed", **fields):
    """A mail of several parts."""
    shape = {key: fields.pop(key) for key in ("boundary", "is_closed", "preamble") if key in fields}
    content_type, body = multipart(kind, *parts, **shape)
    return mail(body, Content_Type=content_type, **fields)


def nested(kind, *parts, **shape):
    """A multipart as a part of another."""
    content_type, body = multipart(kind, *parts, **{"boundary": "=-inner-8", **shape})
    return part(content_type, body)


SIGNED, PLAIN = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")


def signed_data(content, *, is_untold=False):
    """A CMS envelope without a certificate; `is_untold` leaves the lengths open and cuts the content in two."""

    def put(tag, *values):
        value = b"".join(values)
        if is_untold and tag & 0x20:
            return bytes([tag, 0x80]) + value + b"\0\0"
        length = bytes([len(value)]) if len(value) < 128 else b"\x82" + len(value).to_bytes(2, "big")
        return bytes([tag]) + length + value

    pieces = [] if content is None else [put(0x04, content)]
    if content is not None and is_untold:
        pieces = [put(0x24, put(0x04, content[:20]), put(0x04, content[20:]))]
    inner = put(0x30, PLAIN, *([put(0xA0, *pieces)] if pieces else []))
    return put(0x30, SIGNED, put(0xA0, put(0x30, b"\x02\x01\x01", put(0x31), inner, put(0x31))))


def _line(name, value):
    return name.encode() + b": " + (value if isinstance(value, bytes) else value.encode())


def _q(data):
    return b"".join(
        bytes([byte]) if chr(byte).isalnum() and byte < 128 else b"_" if byte == 32 else b"=%02X" % byte
        for byte in data
    )
