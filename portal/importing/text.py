"""Rows of a text file: the encoding and the delimiter are found, not asked for."""

import codecs
import csv
import re

from portal.importing.problems import FileRefused

CHUNK = 1024 * 1024
DELIMITERS = ";\t,|"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NOT_ASCII = re.compile(r"[\x00-\x7f\ufffd]+")
DOS_LETTERS = bytes(range(0x80, 0xB0))  # capitals and the small letters up to п, the most frequent ones
WINDOWS_LETTERS = bytes([*range(0xC0, 0xE0), *range(0xF0, 0x100)])  # what DOS has as lines and rare signs


def rows(path):
    """(number of the line on which the row ends, cells) for each row that has any."""
    encoding = encoding_of(path)
    delimiter = delimiter_of(path, encoding)
    with open(path, encoding=encoding, newline="", errors="replace") as file:
        lines = (line.replace("\0", "") for line in file) if encoding == "utf-16" else file
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            try:
                for cells in reader:
                    if cells:
                        yield reader.line_num, cells
                return
            except csv.Error as error:
                raise FileRefused("long_cell", row=reader.line_num) from error


def encoding_of(path):
    """UTF-8 (with or without its mark), UTF-16 with its mark, else the Windows or DOS Cyrillic of the region.

    A byte that the encoding does not know becomes a mark in its cell, and the cell is judged like any other.
    """
    with open(path, "rb") as file:
        head = file.read(4)
        if head[:2] in UTF_16:
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        broken = foreign = dos = windows = 0
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise FileRefused("binary")
            if not chunk.isascii():
                text = decoder.decode(chunk)
                broken += text.count("\ufffd")
                foreign += len(NOT_ASCII.sub("", text))
                dos += len(chunk) - len(chunk.translate(None, DOS_LETTERS))
                windows += len(chunk) - len(chunk.translate(None, WINDOWS_LETTERS))
    if broken * 2 <= foreign:
        return "utf-8-sig"
    return "cp866" if dos > windows else "kz1048"


def delimiter_of(path, encoding):
    """The one that divides the first lines into the most cells, equally many in each."""
    with open(path, encoding=encoding, newline="", errors="replace") as file:
        lines = [line for line in (file.readline(100_000) for _ in range(20)) if line.strip()]

    def fitness(delimiter):
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(widths), key=widths.count, default=1)
        return (usual > 1) * widths.count(usual), usual

    try:
        return max(DELIMITERS, key=fitness)
    except csv.Error as error:
        raise FileRefused("long_cell", row=1) from error
