"""What lies under a box is gone from the new file, whatever the old one was like: by its pixels and by its text."""

import io
import re
import zlib

import pypdfium2
import pytest
from PIL import Image, ImageChops

from portal.documents import inspector, isolation, kinds, limits, recognition, redactor
from tests.documents import files, pages
from tests.documents.test_findings import XMP, layered, photograph
from tests.documents.test_kinds import tiff

needs_tesseract = pytest.mark.skipif(not recognition.languages(), reason="tesseract is not installed")
NAME, REST = "Serikova", "benzene"
HIDE, SHOW = (100, 700, NAME), (100, 600, REST)
CROP = (80, 560, 500, 760)
PAPERS = {
    "plain": lambda words: pages.paper(words),
    "turned by 90": lambda words: pages.paper(words, rotate=90),
    "turned by 180": lambda words: pages.paper(words, rotate=180),
    "cropped": lambda words: pages.paper(words, crop=CROP),
    "turned by 270 and cropped": lambda words: pages.paper(words, rotate=270, crop=CROP),
    "with its own corner": lambda words: pages.paper(words, media=(50, 200, 645, 1042)),
    "encrypted": lambda words: pages.encrypted(" ".join(word for _x, _y, word in words if word != REST)),
    "remarked on": lambda words: pages.paper(words, annotations=(pages.remark("seen remark"),)),
    "with a form": lambda words: pages.with_form(words),
    "with an attached file": lambda words: pages.with_attached_file(words),
    "scanned, with its text unseen below": lambda words: pages.over_a_text(words),
}


def seen(content, scale=2):
    """The first page as a reader sees it."""
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    return document[0].render(scale=scale).to_pil().convert("L")


def box_over_the_name(paper):
    """Where the name stands on the page: what differs between the page with it and the page without."""
    whole, without = seen(paper([HIDE, SHOW])), seen(paper([SHOW]))
    difference = ImageChops.difference(whole, without).point(lambda value: 255 * (value > 40))
    left, top, right, bottom = difference.getbbox()
    across, down = (redactor.WHOLE / side for side in whole.size)
    return [1, int(left * across), int(top * down), int((right - left) * across) + 1, int((bottom - top) * down) + 1]


@pytest.fixture
def redact(tmp_path):
    """In this process, which is quicker; that it also works in one of its own is the first test."""

    def run(content, boxes, known="", kind=kinds.PDF):
        (tmp_path / "original").write_bytes(content)
        try:
            answer = redactor.redact(kind.code, tmp_path / "original", tmp_path, known, boxes)
        except redactor.NotProved as problem:
            answer = {"problem": problem.code, **problem.details}
        return answer, tmp_path / answer.get("file", "nothing")

    return run


def told(kind, path):
    return [code for code, _count, _detail in inspector.findings(kind.code, path)]


def everything_in(path):
    """The bytes of a PDF, and of each of its streams unpacked."""
    content = path.read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    return content + b"".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"\x78")


def test_it_works_in_a_process_of_its_own_and_survives_a_broken_file(tmp_path):
    (tmp_path / "a.pdf").write_bytes(PAPERS["plain"]([SHOW]))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 broken %%EOF")

    assert isolation.redact(kinds.PDF, tmp_path / "a.pdf", tmp_path, "", [[1, 0, 0, 10, 10]])["file"] == "redacted.pdf"
    with pytest.raises(isolation.ReaderStopped):
        isolation.redact(kinds.PDF, tmp_path / "b.pdf", tmp_path, "", [[1, 0, 0, 10, 10]])


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("look", PAPERS)
def test_a_box_covers_what_the_reader_sees_and_nothing_else(redact, look):
    paper = PAPERS[look]
    box = box_over_the_name(paper)
    answer, result = redact(paper([HIDE, SHOW]), [box])
    assert answer == {"file": "redacted.pdf", "is_recognised": False, "in_the_open": []}

    old, new = seen(paper([HIDE, SHOW])), seen(result)
    new = new.resize(old.size)
    area = redactor.Area.of_box(box, old.size)
    assert old.crop(area.corners).getextrema()[0] < 60 < 200 < old.crop(area.corners).getextrema()[1]
    assert new.crop(area.corners).getextrema()[1] < 60
    frame = [side + move for side, move in zip(area.corners, (-12, -12, 12, 12), strict=True)]
    for page in (old, new):
        page.paste(255, [int(side) for side in frame])
    assert ImageChops.difference(old, new).getextrema()[1] < 200, "the rest of the page looks as it did"
    assert text_of(result) == ""


@needs_tesseract
def test_words_in_the_open_are_recognised_again_and_covered_ones_are_not(redact):
    paper = PAPERS["cropped"]
    answer, result = redact(paper([HIDE, SHOW]), [box_over_the_name(paper)], recognition.languages())

    assert answer["is_recognised"]
    assert (NAME in text_of(result), REST in text_of(result)) == (False, True)


@needs_tesseract
def test_a_covered_word_that_can_still_be_read_elsewhere_is_refused(redact):
    """Here in a field of a form, which no text layer has: it is found in the result, which is then not offered."""
    number = (100, 700, "7015543210")
    answer, _result = redact(
        pages.with_form([number], value="7015543210"), [[1, 1000, 1400, 5000, 400]], recognition.languages()
    )

    assert answer == {"problem": "still_readable", "page": 1, "words": ["7015543210"]}


def test_nothing_but_pictures_is_in_the_new_file(redact):
    boxes = [[1, 0, 0, 100, 100]]
    later = pages.paper([SHOW]) + pages.paper([SHOW])[-40:]
    described = pages.paper([SHOW], more=(XMP,), info=b"/Author (Serikova)")
    papers = [PAPERS[look]([SHOW]) for look in ("with a form", "remarked on", "with an attached file")]
    for content in [*papers, layered(), later, described]:
        _answer, result = redact(content, boxes)
        assert told(kinds.PDF, result.with_name("original")) not in ([], ["only_pictures"])
        assert told(kinds.PDF, result) == ["only_pictures"]
        assert not re.search(rb"(?i)serik|secret|benzene", everything_in(result))


def test_what_was_filled_into_a_form_stays_in_the_picture(redact):
    _answer, result = redact(pages.with_form([]), [[1, 0, 0, 100, 100]])
    page = pypdfium2.PdfDocument(result)[0].render(scale=1).to_pil().convert("L")

    assert page.crop((100, 312, 400, 342)).getextrema()[0] < 100


def test_a_scan_keeps_what_lies_in_the_open(redact):
    answer, result = redact(pages.scan("Serikova\nbenzene"), [[1, 800, 800, 4000, 500]])
    page = pypdfium2.PdfDocument(result)[0].render(scale=1).to_pil().convert("L")

    assert answer["file"]
    assert page.crop((60, 70, 250, 105)).getextrema() == (0, 0)
    assert page.crop((50, 110, 250, 160)).getextrema()[0] < 110


@pytest.mark.parametrize(("kind", "file_name"), [("JPEG", "redacted.jpg"), ("PNG", "redacted.png")])
def test_a_picture_loses_its_position_and_what_is_under_the_box(redact, kind, file_name):
    exif = Image.Exif()
    exif[0x013B] = "Serik"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 6.0, 24.0), 3: "E", 4: (51.0, 53.0, 0.0)})
    made = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(made, kind, exif=exif)
    own = kinds.JPEG if kind == "JPEG" else kinds.PNG
    answer, result = redact(made.getvalue(), [[1, 1000, 1000, 3000, 3000]], kind=own)

    assert {"position", "author"} <= set(told(own, result.with_name("original")))
    assert answer["file"] == file_name
    assert told(own, result) == ["only_pictures"]
    with Image.open(result) as picture:
        assert picture.crop((40, 30, 160, 120)).getextrema() == ((0, 0),) * 3


def test_a_picture_turned_by_its_exif_is_covered_where_it_is_seen(redact):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    made = io.BytesIO()
    drawn = Image.new("RGB", (400, 200), "white")
    drawn.paste("red", (0, 150, 50, 200))  # seen in the upper left corner
    drawn.save(made, "JPEG", exif=exif, quality=95)
    _answer, result = redact(made.getvalue(), [[1, 0, 0, 3000, 1500]], kind=kinds.JPEG)

    with Image.open(result) as picture:
        assert picture.size == (200, 400)
        assert picture.getpixel((10, 10)) == (0, 0, 0)
        assert picture.getpixel((150, 150)) == (255, 255, 255)


def test_a_photograph_loses_the_small_picture_of_itself(redact):
    _answer, result = redact(photograph(thumbnail=True), [[1, 0, 0, 5000, 5000]], kind=kinds.JPEG)

    assert "thumbnail" in told(kinds.JPEG, result.with_name("original"))
    assert told(kinds.JPEG, result) == ["only_pictures"]
    assert result.read_bytes().count(b"\xff\xd8\xff") == 1


def test_a_scan_in_several_pages_becomes_a_pdf_of_them(redact):
    answer, result = redact(tiff(3), [[2, 0, 0, 5000, 10000]], kind=kinds.TIFF)
    shades = [page.render().to_pil().convert("L") for page in pypdfium2.PdfDocument(result)]

    assert answer["file"] == "redacted.pdf"
    assert [(picture.getpixel((3, 5)) < 20, picture.getpixel((18, 5)) < 20) for picture in shades] == [
        (False, False),
        (True, False),
        (False, False),
    ]


def test_a_name_that_can_still_be_read_on_another_page_is_told(redact):
    content = pages.paper([HIDE, SHOW], [SHOW], [(90, 300, NAME), (90, 200, "and")])
    answer, _result = redact(content, [[1, 1600, 1500, 2000, 400]])

    assert answer["in_the_open"] == [[NAME, [3]]]


@needs_tesseract
def test_the_words_under_a_box_on_a_scan_are_known_too(redact):
    """What no text layer says is recognised before it is covered, and again afterwards."""
    answer, result = redact(pages.scan(f"{NAME}\nbenzene", NAME), [[1, 800, 800, 4000, 500]], recognition.languages())

    assert answer["in_the_open"] == [[NAME, [2]]]
    assert [NAME in text for text in text_of(result).split("\n") if text.strip()] == [False, True]


@pytest.mark.parametrize("media", [(0, 0, 3, 3), (0, 0, 2000, 4)])
def test_a_page_as_small_as_a_grain_is_covered_too(redact, media):
    answer, _result = redact(pages.paper([], media=media), [[1, 0, 0, 5000, 5000]])

    assert answer["file"]


def test_a_file_of_too_many_pages_is_refused(redact):
    answer, _result = redact(files.pdf_with_empty_pages(limits.REDACTED_PAGES + 1), [[1, 0, 0, 10, 10]])

    assert answer == {"problem": "too_many_pages", "pages": limits.REDACTED_PAGES}


def test_a_page_as_large_as_a_house_becomes_a_coarse_picture(redact):
    answer, result = redact(pages.paper([SHOW], media=(0, 0, 14400, 14400)), [[1, 0, 0, 10, 10]])

    assert answer["file"]
    image = next(iter(pypdfium2.PdfDocument(result)[0].get_objects()))
    assert image.get_px_size()[0] * image.get_px_size()[1] <= limits.PICTURE_PIXELS * 1.01


def test_a_result_that_is_not_proved_is_not_offered(tmp_path):
    """The proof itself: a picture that is not black, a second object, a word that is still there."""
    (tmp_path / "a.pdf").write_bytes(pages.scan("benzene"))
    with pytest.raises(redactor.NotProved, match="not_one_colour"):
        redactor.prove_pdf(tmp_path / "a.pdf", [[redactor.Area(0, 0, 1000, 1000)]], redactor.Words())
    (tmp_path / "b.pdf").write_bytes(PAPERS["plain"]([SHOW]))
    with pytest.raises(redactor.NotProved, match="more_than_pictures"):
        redactor.prove_pdf(tmp_path / "b.pdf", [[]], redactor.Words())
    with pytest.raises(redactor.NotProved, match="pages_differ"):
        redactor.prove_pdf(tmp_path / "b.pdf", [[], []], redactor.Words())
