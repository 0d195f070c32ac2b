"""Pages as pictures, as a reader sees them: turned, cropped, with annotations and what was filled into forms."""

import math
from ctypes import byref, c_double, c_int

from PIL import Image, ImageChops, ImageOps
from pypdfium2 import raw

from portal.documents import limits

COLOUR = 12  # so much two channels differ in a page that is not grey


def of_page(page, dpi=limits.PICTURE_DPI):
    """(picture, its real resolution). The document's forms must be open before its pages are."""
    width, height = page.get_size()
    scale = min(dpi / 72, math.sqrt(limits.PICTURE_PIXELS / max(width * height, 1)))
    picture = page.render(scale=scale, may_draw_forms=True, draw_annots=True).to_pil().convert("RGB")
    return picture, max(1, round(72 * scale))


def shown(page):
    """The picture of a page on which boxes are drawn."""
    width, _height = page.get_size()
    return of_page(page, dpi=72 * limits.SHOWN_WIDTH / max(width, 1))[0]


def place(page, size, box):
    """A letter's box (left, bottom, right, top) of the PDF as (left, top, right, bottom) in pixels of its picture."""
    left, bottom, right, top = box
    corners = [_pixel(page, size, x, y) for x, y in ((left, bottom), (right, top))]
    across, down = sorted(x for x, _y in corners), sorted(y for _x, y in corners)
    return across[0], down[0], across[1], down[1]


def _pixel(page, size, x, y):
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, c_double(x), c_double(y), byref(across), byref(down))
    return across.value, down.value


def opened(path, number=1):
    """A picture file (of several pages the one with this number) as it is seen, without anything that is no pixel."""
    with Image.open(path) as image:
        image.seek(number - 1)
        return _as_seen(image)


def frames(path):
    """(number, picture) of every page of a TIFF; of another file of its one picture."""
    with Image.open(path) as image:
        for number in range(1, (image.n_frames if image.format == "TIFF" else 1) + 1):
            image.seek(number - 1)
            yield number, _as_seen(image)


def _as_seen(image):
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I;16"):  # sixteen bits of grey: Pillow would cut off what is above the lowest eight
        upright = upright.point(lambda value: value / 256).convert("L")
    if upright.mode in ("RGBA", "LA", "P", "PA"):
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        return Image.alpha_composite(paper, upright).convert("RGB")
    return upright.convert("RGB")


def without_idle_colour(picture):
    """A grey page as grey: a third of the bytes."""
    red, green, blue = picture.split()
    farthest = max(ImageChops.difference(one, other).getextrema()[1] for one, other in ((red, green), (green, blue)))
    return picture.convert("L") if farthest < COLOUR else picture
