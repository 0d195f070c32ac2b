"""Rebuilds a file without what lies under boxes, and proves it. In a process of its own, as reader.py is:

    python -m portal.documents.redactor <kind> <path> <folder> <languages>

Standard input has the boxes, [[page, left, top, width, height], …] in ten-thousandths of the page as it is seen. The
answer is one line: {"file": "redacted.pdf", "is_recognised": true} or {"problem": …} with what a person should know.

Every page becomes a picture, also those without boxes: nothing of the old file comes along but what can be seen. The
new file is written, opened again and examined; only then is it offered.
"""

import json
import os
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw
from pypdfium2 import raw

from portal.documents import limits, pictures, recognition
from portal.documents.reader import answer, limit_this_process

WHOLE = 10_000  # the side of a page in the units of boxes
GRID = 8  # JPEG pictures are made of squares of eight pixels
SLACK = 2
SHORTEST = 3  # letters of a word that is looked for in the result
TOUCHED = 0.15  # share of a letter under a box from which it counts as covered
TOUCHED_WORD = 0.4  # the same of a word that was recognised: where its letters are is not known
TELLING = 20  # words, at most, of which a person is told that they also stand in the open
SHOWN_WORDS = 10


class NotProved(Exception):
    """The result is not what it should be; `code` and `details` say how."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Area:
    """Pixels of a picture, the last ones not included."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of_box(cls, box, size):
        left, top, width, height = (part / WHOLE for part in box[1:])
        return cls(left * size[0], top * size[1], (left + width) * size[0], (top + height) * size[1])

    def grown(self, size):
        """On the grid of the JPEG, so that nothing of what was there shines into a square that is kept."""
        return Area(
            max(0, int(self.left - SLACK) // GRID * GRID),
            max(0, int(self.top - SLACK) // GRID * GRID),
            min(size[0], -(-int(self.right + SLACK + 1) // GRID) * GRID),
            min(size[1], -(-int(self.bottom + SLACK + 1) // GRID) * GRID),
        )

    def covers(self, left, top, right, bottom, share=TOUCHED):
        across = min(self.right, right) - max(self.left, left)
        down = min(self.bottom, bottom) - max(self.top, top)
        whole = max((right - left) * (bottom - top), 1e-6)
        return across > 0 and down > 0 and across * down / whole >= share

    @property
    def corners(self):
        return self.left, self.top, self.right, self.bottom


class Words:
    """What boxes cover, and what stands in the open: each word in small letters with the pages of it."""

    def __init__(self):
        self.covered, self.open, self.written = defaultdict(set), defaultdict(set), {}

    def add(self, word, page, is_covered):
        key = _folded(word)
        if not is_covered:
            self.open[key].add(page)
        elif len(key) >= SHORTEST:
            self.covered[key].add(page)
            self.written.setdefault(key, word)

    @property
    def gone(self):
        """Covered wherever they stand."""
        return self.covered.keys() - self.open.keys()

    @property
    def in_the_open(self):
        """[[word, [page, …]], …] of covered names and numbers that can be read in another place."""
        both = sorted(self.covered.keys() & self.open.keys())
        telling = [key for key in both if self.written[key][0].isupper() or self.written[key].isdigit()]
        return [[self.written[key], sorted(self.open[key])] for key in telling[:TELLING]]


def main(kind, path, folder, known):
    limit_this_process()
    boxes = json.load(sys.stdin)
    try:
        answer(redact(kind, path, Path(folder), known, boxes))
    except NotProved as problem:
        answer({"problem": problem.code, **problem.details})


def redact(kind, path, folder, known, boxes):
    if kind == "pdf":
        return redact_pdf(path, boxes, folder, known)
    return redact_scan(path, boxes, folder, known) if kind == "tiff" else redact_picture(path, boxes, folder, kind)


def redact_pdf(path, boxes, folder, known):
    original = pypdfium2.PdfDocument(path)
    original.init_forms()
    if len(original) > limits.REDACTED_PAGES:
        raise NotProved("too_many_pages", pages=limits.REDACTED_PAGES)
    return _rebuilt(_pages_of(original), boxes, folder, known)


def redact_scan(path, boxes, folder, known):
    """A picture of several pages becomes a PDF too."""
    dpi = limits.PICTURE_DPI
    sheets = ((p, dpi, (p.width * 72 / dpi, p.height * 72 / dpi), None) for _number, p in pictures.frames(path))
    return _rebuilt(sheets, boxes, folder, known)


def _pages_of(original):
    """(picture, its resolution, size in points, the page itself) one after the other."""
    for page in original:
        picture, dpi = pictures.of_page(page)
        yield picture, dpi, page.get_size(), page
        page.close()


def _rebuilt(sheets, boxes, folder, known):
    result = pypdfium2.PdfDocument.new()
    words, areas = Words(), []
    for number, (picture, dpi, size, page) in enumerate(sheets, start=1):
        seen = [Area.of_box(box, picture.size) for box in boxes if box[0] == number]
        target = folder / f"page-{number}.jpg"
        if not (page and _read_words(page, picture.size, seen, number, words)) and seen and known:
            _recognise_words(picture, dpi, target, known, seen, number, words)
        areas.append([area.grown(picture.size) for area in seen])
        _add_page(result, _painted(picture, areas[-1]), dpi, target, known, size)
    result.save(folder / "redacted.pdf")
    result.close()
    prove_pdf(folder / "redacted.pdf", areas, words)
    return {"file": "redacted.pdf", "is_recognised": bool(known), "in_the_open": words.in_the_open}


def prove_pdf(path, areas, words):
    """Raise NotProved unless the file is pictures of pages, one colour under each box, and no page with boxes has any
    of the words that are to be gone. On a page without boxes such a word stands in the open, and that is told.
    """
    document, gone = pypdfium2.PdfDocument(path), words.gone
    if len(document) != len(areas):
        raise NotProved("pages_differ")
    told = [document.get_metadata_value(name) for name in ("Title", "Author", "Subject", "Keywords")]
    if document.count_attachments() or document.get_formtype() or any(told):
        raise NotProved("more_than_pictures", page=0)
    for number, own in enumerate(areas, start=1):
        page = document[number - 1]
        images = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
        if len(images) != 1 or raw.FPDFPage_GetAnnotCount(page):
            raise NotProved("more_than_pictures", page=number)
        picture = images[0].get_bitmap().to_pil().convert("RGB")
        _prove_one_colour(picture, own, number)
        textpage = page.get_textpage()
        left = _words(textpage.get_text_range()) & words.covered.keys()
        if own and left & gone:
            raise NotProved("still_readable", page=number, words=sorted(left & gone)[:SHOWN_WORDS])
        for key in left:
            words.open[key].add(number)
        textpage.close()
        page.close()


def redact_picture(path, boxes, folder, kind):
    picture = pictures.opened(path)
    areas = [Area.of_box(box, picture.size).grown(picture.size) for box in boxes]
    name = "redacted.jpg" if kind == "jpeg" else "redacted.png"
    _save(_painted(picture, areas), folder / name)
    with Image.open(folder / name) as result:
        if result.getexif() or set(result.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop"}:
            raise NotProved("more_than_pictures", page=1)
        _prove_one_colour(result.convert("RGB"), areas, 1)
    return {"file": name, "is_recognised": False, "in_the_open": []}


def _add_page(result, picture, dpi, path, known, size):
    _save(pictures.without_idle_colour(picture), path, dpi)
    if known:
        found = recognition.searchable_page(path, dpi, known)
        result.import_pages(pypdfium2.PdfDocument(found))
        found.unlink()
    else:
        page = result.new_page(*size)
        image = pypdfium2.PdfImage.new(result)
        image.load_jpeg(str(path), inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*size))
        page.insert_obj(image)
        page.gen_content()
        page.close()
    path.unlink()


def _painted(picture, areas):
    draw = ImageDraw.Draw(picture)
    for area in areas:
        draw.rectangle((area.left, area.top, area.right - 1, area.bottom - 1), fill="black")
    return picture


def _save(picture, path, dpi=None):
    options = {"quality": 80, "subsampling": 0, "optimize": True} if path.suffix == ".jpg" else {}
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # pixels, and nothing that came beside them
    clean.save(path, **options, **({"dpi": (dpi, dpi)} if dpi else {}))


def _prove_one_colour(picture, areas, number):
    for area in areas:
        if any(low != high for low, high in picture.crop(area.corners).getextrema()):
            raise NotProved("not_one_colour", page=number)


def _read_words(page, size, areas, number, words):
    """Tell `words` what the text of a page says, and whether there is any."""
    textpage = page.get_textpage()
    letters, hidden = [], []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        letters.append(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " ")
        place = pictures.place(page, size, textpage.get_charbox(index)) if areas else None
        hidden.append(any(area.covers(*place) for area in areas))
    textpage.close()
    found = list(re.finditer(r"\w+", "".join(letters)))
    for word in found:
        words.add(word[0], number, any(hidden[word.start() : word.end()]))
    return bool(found)


def _recognise_words(picture, dpi, target, known, areas, number, words):
    """The same of a page that is a picture only, as far as a program can read it."""
    _save(pictures.without_idle_colour(picture), target, dpi)
    for written, place in recognition.words_of(target, dpi, known):
        is_covered = any(area.covers(*place, TOUCHED_WORD) for area in areas)
        for word in re.findall(r"\w+", written):
            words.add(word, number, is_covered)


def _words(text):
    return {_folded(word) for word in re.findall(r"\w+", text)}


def _folded(word):
    return unicodedata.normalize("NFKC", word).casefold()


if __name__ == "__main__":
    os.nice(10)
    main(*sys.argv[1:])
