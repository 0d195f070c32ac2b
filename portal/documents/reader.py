"""Opens files in a process of its own: python -m portal.documents.reader <what> <kind> <path> …

PDFium and Pillow are C code that reads whatever a stranger wrote. Here they may crash, hang or eat memory without
taking the web server or the worker with them: the process has limits, and the one who asked has a clock
(isolation.py). It knows nothing of Django and answers in lines of JSON.

    check <kind> <path>                 one line: {"pages": 12} or {"problem": "locked"}
    read <kind> <path> <folder>         a line for the cover, written to <folder> as WebP, then a line for each page
    inspect <kind> <path>               one line: {"findings": [[code, count, detail], …]}
    picture <kind> <path> <folder> <n>  one line: {"size": [1000, 1414]}; page n is in <folder> as page.png
    recognise <kind> <path> <folder> <languages>  a line for each page without text: what is written in its picture
"""

import ctypes
import json
import os
import resource
import signal
import sys

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from portal.documents import compound, inspector, limits, office, pictures, recognition
from portal.documents.text import clean

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def main(what, kind, path, *more):
    limit_this_process()
    if what == "check":
        answer(check(kind, path))
    elif what == "inspect":
        answer({"findings": inspector.findings(kind, path)})
    elif what == "picture":
        answer(save_picture(kind, path, *more))
    else:
        os.nice(10)
        for line in lines(what, kind, path, *more):
            answer(line)


def limit_this_process():
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)  # a worker that is killed leaves no process behind
        # macOS knows the limit of memory and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (limits.READER_MEMORY, limits.READER_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.READER_PROCESSOR_SECONDS, limits.READER_PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = limits.IMAGE_PIXELS


def answer(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def lines(what, kind, path, folder, known=""):
    if what == "recognise":
        return recognise(kind, path, folder, known)
    if kind == "pdf":
        return read_pdf(path, folder)
    if kind in office.READERS:
        return office.read(kind, path)
    return read_image(path, folder)


def check(kind, path):
    if kind in compound.CHECKS:
        return compound.check(kind, path)
    return check_pdf(path) if kind == "pdf" else check_image(path)


def check_pdf(path):
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return {"problem": "locked" if locked else "broken"}
    pages = len(document)
    if pages > limits.PDF_PAGES:
        return {"problem": "too_many"}
    try:
        document[0], document[pages - 1]
    except (pypdfium2.PdfiumError, IndexError):
        return {"problem": "broken"}
    return {"pages": pages} if _is_whole(path) else {"problem": "broken"}


def check_image(path):
    try:
        with Image.open(path) as image:
            if image.width * image.height > limits.IMAGE_PIXELS:
                return {"problem": "too_large"}
            image.load()
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else None
            if pages and pages > limits.REDACTED_PAGES:
                return {"problem": "too_many"}
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return {"problem": "broken"}
    return {"pages": pages}


def read_pdf(path, folder):
    document = pypdfium2.PdfDocument(path)
    yield {"cover": _save_covers(_first_page(document), folder)}
    for index in range(len(document)):
        yield {"page": index + 1, "text": _page_text(document, index)}


def read_image(path, folder):
    yield {"cover": _save_covers(pictures.opened(path), folder)}


def save_picture(kind, path, folder, number):
    """The page on which a person draws boxes, as it is seen."""
    if kind == "pdf":
        document = pypdfium2.PdfDocument(path)
        document.init_forms()
        picture = pictures.shown(document[int(number) - 1])
    else:
        picture = pictures.opened(path, int(number))
        picture.thumbnail((limits.SHOWN_WIDTH, limits.SHOWN_WIDTH * 4))
    picture.save(os.path.join(folder, "page.png"))
    return {"size": picture.size}


def recognise(kind, path, folder, known):
    """Page by page what is written in its picture; pages that have a text are passed by."""
    target = os.path.join(folder, "page.png")
    if kind != "pdf":
        for number, picture in pictures.frames(path):
            pictures.without_idle_colour(picture).save(target)
            yield {"page": number, "text": clean(recognition.text_of(target, limits.PICTURE_DPI, known))}
        return
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    without_text = [index for index in range(len(document)) if not _page_text(document, index)]
    for index in without_text[: limits.RECOGNISED_PAGES]:
        picture, dpi = pictures.of_page(document[index])
        pictures.without_idle_colour(picture).save(target)
        yield {"page": index + 1, "text": clean(recognition.text_of(target, dpi, known))}


def _is_whole(path):
    """A PDF ends in %%EOF. PDFium repairs what was cut off by guessing; we had rather ask for the whole file."""
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - 2048))
        return b"%%EOF" in file.read()


def _first_page(document):
    page = document[0]
    width, height = page.get_size()
    cut_off = max(0, height - limits.COVER_TALLEST * width)
    scale = limits.COVER_WIDTHS[-1] / width
    return page.render(scale=scale, crop=(0, cut_off, 0, 0), may_draw_forms=False).to_pil().convert("RGB")


def _page_text(document, index):
    try:
        page = document[index]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        return clean(textpage.get_text_range())
    finally:
        textpage.close()
        page.close()


def _save_covers(image, folder):
    """Write one WebP file for each width; a small picture is not made larger. Returns the size of the largest."""
    image = image.crop((0, 0, image.width, min(image.height, image.width * limits.COVER_TALLEST)))
    for width in limits.COVER_WIDTHS:
        smaller = image.copy()
        smaller.thumbnail((width, width * limits.COVER_TALLEST))
        smaller.save(os.path.join(folder, f"{width}.webp"), "WEBP", quality=80)
    return [smaller.width, smaller.height]


if __name__ == "__main__":
    main(*sys.argv[1:])
