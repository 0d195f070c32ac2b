"""Files that old programs write into the text: begin 644 name … end."""

import binascii
import re

BLOCK = re.compile(
    rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]+?)[ \t]*\r?\n((?:(?!begin|end|====)[^\n]*\n)*)(?:end|====)[ \t]*\r?$\n?",
    re.M | re.S,
)


def take_out(body):
    """(the body without the files, [(name, content)])."""
    files = []

    def keep(block):
        content = decode_uu(block[0])
        if content is None:
            return block[0]
        files.append((block[1], content))
        return b""

    return (BLOCK.sub(keep, body), files) if b"begin" in body else (body, [])


def decode_uu(body):
    """The content of the first file in `body`; None where there is none."""
    block = BLOCK.search(body)
    if not block:
        return None
    lines = block[2].splitlines()
    if block[0].startswith(b"begin-base64"):
        return _from_base64(b"".join(lines))
    if not all(_is_encoded(line) for line in lines):
        return None
    return b"".join(_from_line(line) for line in lines)


def _from_base64(letters):
    try:
        return binascii.a2b_base64(letters)
    except binascii.Error:
        return None


def _is_encoded(line):
    return not line or all(0x20 <= byte <= 0x60 for byte in line)


def _from_line(line):
    """Some programs strip the spaces at the end of a line, some add a check letter."""
    if not line:
        return b""
    length = (line[0] - 32) & 63
    needed = 1 + (length + 2) // 3 * 4
    return binascii.a2b_uu(line[:needed].ljust(needed, b" ")) if length else b""
