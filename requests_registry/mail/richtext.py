"""RTF as Outlook packs it, unpacked: [MS-OXRTFCP]."""

import struct

DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbol"
    rb"ArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
WINDOW = 4096
UNCOMPRESSED = 0x414C454D


def decompress(data):
    """The RTF in a PR_RTF_COMPRESSED property ([MS-OXRTFCP]); what is cut off or broken ends the text early."""
    size, raw_size, kind = struct.unpack_from("<III", data)
    packed = data[16 : 4 + size]
    if kind == UNCOMPRESSED:
        return packed[:raw_size]
    window = bytearray(DICTIONARY.ljust(WINDOW, b"\0"))
    write = len(DICTIONARY)
    out = bytearray()
    for piece in _tokens(packed):
        if isinstance(piece, int):
            run = (piece,)
        else:
            offset, length = piece
            if offset == write % WINDOW:
                break
            run = (window[(offset + step) % WINDOW] for step in range(length))
        for byte in run:
            out.append(byte)
            window[write % WINDOW] = byte
            write += 1
    return bytes(out[:raw_size])


def _tokens(packed):
    """Letters, and (where, how many) to repeat from the window; a byte of flags says which for the next eight."""
    position = 0
    while position < len(packed):
        flags = packed[position]
        position += 1
        for bit in range(8):
            if flags >> bit & 1 and position + 1 < len(packed):
                pair = int.from_bytes(packed[position : position + 2], "big")
                position += 2
                yield pair >> 4, (pair & 15) + 2
            elif not flags >> bit & 1 and position < len(packed):
                yield packed[position]
                position += 1
            else:
                return
