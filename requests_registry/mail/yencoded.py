"""Files written into the text in yEnc: =ybegin … name=…, every byte 42 places on, =yend. Pure."""

import re

BLOCK = re.compile(
    rb"^=ybegin [^\r\n]*?name=([^\r\n]+?)[ \t]*\r?\n(?:=ypart [^\n]*\n)?((?:(?!=y)[^\n]*\n)*)=yend[^\n]*(?:\n|\Z)", re.M
)
ESCAPED = re.compile(rb"=(.)", re.S)
BACK = bytes((byte - 42) % 256 for byte in range(256))


def take_out(body):
    """(the body without the files, [(name, content)])."""
    files = []

    def keep(block):
        letters = block[2].replace(b"\r", b"").replace(b"\n", b"")
        letters = ESCAPED.sub(lambda escape: bytes([(escape[1][0] - 64) % 256]), letters)
        files.append((block[1], letters.translate(BACK)))
        return b""

    return (BLOCK.sub(keep, body), files) if b"=ybegin" in body else (body, [])
