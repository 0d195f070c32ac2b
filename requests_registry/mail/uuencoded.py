"""Files that old programs write into the text: begin 644 name … end."""

import binascii
import re

BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]+?)[ \t]*\r?\n", re.M)
END = (b"end", b"====")


def take_out(body):
    """(the body without the files, [(name, content)])."""
    files, kept, position = [], [], 0
    while begin := BEGIN.search(body, position):
        content, after = _content(body, begin)
        if content is None:
            after = begin.end()
            kept.append(body[position:after])
        else:
            kept.append(body[position : begin.start()])
            files.append((begin[2], content))
        position = after
    return b"".join([*kept, body[position:]]), files


def decode_uu(body):
    """The content of the first file in `body`; None where there is none."""
    begin = BEGIN.search(body)
    return _content(body, begin)[0] if begin else None


def _content(body, begin):
    """(what the lines behind `begin` say, where they end); None where they are words and no file."""
    lines, after, is_ended = _lines(body, begin)
    if begin[1]:
        return (_from_base64(b"".join(lines)) if is_ended else None), after
    if not lines or not all(_is_encoded(line) for line in lines):
        return None, after
    return b"".join(_from_line(line) for line in lines), after


def _lines(body, begin):
    """(the lines up to "end", where the next one begins, whether an "end" stands there).

    Where the end is cut off, only lines that are as long as they say belong to the file, and the last piece of one.
    """
    lines, whole, position = [], begin.end(), begin.end()
    while position < len(body):
        stop = body.find(b"\n", position)
        stop = len(body) if stop < 0 else stop
        line = body[position:stop].rstrip(b"\r")
        if line.rstrip() in END:
            return lines, stop + 1, True
        if line.startswith(b"begin"):
            break
        lines.append(line)
        position = stop + 1
    if begin[1]:
        return [], begin.end(), False
    count = next((number for number, line in enumerate(lines) if not _is_whole(line)), len(lines))
    is_cut = count == len(lines) - 1 and _is_encoded(lines[-1]) and len(lines[-1]) > 1
    kept = lines[: count + is_cut]
    for _line in kept:
        stop = body.find(b"\n", whole)
        whole = len(body) if stop < 0 else stop + 1
    return kept, whole, False


def _from_base64(letters):
    try:
        return binascii.a2b_base64(letters)
    except binascii.Error:
        return None


def _is_encoded(line):
    return not line or all(0x20 <= byte <= 0x60 for byte in line)


def _is_whole(line):
    """As long as its first sign says, with one check letter at most."""
    return bool(line) and _is_encoded(line) and _needed(line) <= len(line) <= _needed(line) + 1


def _from_line(line):
    """Some programs strip the spaces at the end of a line, some add a check letter."""
    length = (line[0] - 32) & 63 if line else 0
    if not length:
        return b""
    return binascii.a2b_uu(line[: _needed(line)].ljust(_needed(line), b" "))


def _needed(line):
    return 1 + (((line[0] - 32) & 63) + 2) // 3 * 4
