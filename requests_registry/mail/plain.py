"""Plain text as the sender's reader would show it: flowed lines joined, forgotten encodings undone."""

import binascii
import re

from requests_registry.mail import charsets
from requests_registry.mail.mime import from_base64, from_quoted_printable

ESCAPE = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
ESCAPED_LETTERS = re.compile(rb"(?:=[C-F][0-9A-F]){2}|=(?:D0|D1|D2|D3)=[89AB][0-9A-F]|=3D|=20\r?\n")
MARKS = re.compile(r"(>*)( ?)(.*)", re.S)


def undo_forgotten(data):
    """A body whose encoding nobody declared: quoted-printable or base64 as plain text."""
    stripped = data.strip()
    if not data.isascii() or len(stripped) < 16:
        return data
    if len(ESCAPED_LETTERS.findall(data)) >= 3 and len(ESCAPE.findall(data)) * 12 > len(data) / 8:
        return from_quoted_printable(data)
    return _forgotten_base64(stripped) or data


def unflow(text, delete_space=False):
    """format=flowed (RFC 3676): a line that ends in a space goes on in the next of the same depth of quoting."""
    out = []
    open_depth = None
    for line in text.split("\n"):
        marks, _space, words = MARKS.match(line).groups()
        depth = len(marks)
        words = words if depth else line.removeprefix(" ")
        is_signature = words == "-- "
        if open_depth == depth and not is_signature:
            out[-1] += words
        else:
            out.append((marks + " " if depth else "") + words)
        flows = words.endswith(" ") and not is_signature
        if flows and delete_space:
            out[-1] = out[-1][:-1]
        open_depth = depth if flows else None
    return "\n".join(line.rstrip() if line != "-- " else line for line in out)


def _forgotten_base64(letters):
    lines = letters.split()
    if len(letters) < 60 or b" " in letters or not all(re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}", line) for line in lines):
        return None
    if any(len(line) != len(lines[0]) for line in lines[:-1]) or len(b"".join(lines).rstrip(b"=")) % 4 == 1:
        return None
    try:
        decoded = from_base64(letters)
    except binascii.Error:
        return None
    text = charsets.decode(decoded).text
    readable = sum(char.isprintable() or char in "\n\t" for char in text)
    is_text = readable > 0.97 * len(text) and charsets.looks_like_language(text) > 0.2
    return decoded if is_text and " " in text else None
