"""What a file says beside what it shows: told before it is published."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.documents import door, findings, inspector, kinds, personal, tasks
from portal.models import Document
from tests.documents import files, offices, pages

IIN = "850101300124"


def found(kind, content, tmp_path):
    (tmp_path / "file").write_bytes(content)
    return {code: (count, detail) for code, count, detail in inspector.findings(kind.code, tmp_path / "file")}


def test_a_workbook_tells_of_hidden_sheets_rows_columns_comments_and_its_author(tmp_path):
    told = found(kinds.XLSX, offices.xlsx(hidden=True), tmp_path)

    assert told == {
        "author": (1, "Серік Ахметов"),
        "hidden_sheets": (1, "Құпия"),
        "hidden_rows": (1, ""),
        "hidden_columns": (2, ""),
        "comments": (1, ""),
    }
    assert set(found(kinds.XLSX, offices.xlsx(), tmp_path)) == set()


def test_a_word_document_tells_of_changes_hidden_text_comments_and_what_is_inside(tmp_path):
    told = found(kinds.DOCX, offices.docx_with_everything(), tmp_path)

    assert {code: count for code, (count, _detail) in told.items()} == {
        "author": 1,
        "attached_files": 1,
        "tracked_changes": 1,
        "hidden_text": 1,
        "comments": 2,
    }


def test_a_pdf_tells_of_remarks_forms_files_cuts_and_its_author(tmp_path):
    words = [(100, 700, "benzene")]
    made = {
        "remarks": pages.paper(words, annotations=(pages.remark("x"),)),
        "form": pages.with_form(words),
        "attached_files": pages.with_attached_file(words),
        "cropped": pages.paper(words, crop=(80, 560, 500, 760)),
        "metadata": pages.paper(words, info=b"/Author (Serik)"),
        "only_pictures": pages.scan("x"),
    }

    assert {code: set(found(kinds.PDF, content, tmp_path)) for code, content in made.items()} == {
        code: {code} for code in made
    }
    assert found(kinds.PDF, pages.paper(words), tmp_path) == {}


def test_words_that_are_covered_by_a_bar_or_white_on_white_are_told(tmp_path):
    bar = b"0 g 90 690 200 30 re f"
    content = pages.paper([(100, 700, "Serikova"), (100, 600, "benzene")], laid_over=bar)

    assert found(kinds.PDF, content, tmp_path)["unseen_text"] == (1, "Serikova")


@pytest.mark.parametrize("number", [IIN, "000229500015"[:11] + "x"])
def test_an_iin_has_a_birthday_and_a_right_check_digit(number):
    assert personal.is_iin(number) == number.isdigit()


@given(st.integers(0, 10**12 - 1))
def test_of_ten_numbers_with_one_beginning_one_at_most_is_an_iin(number):
    beginning = f"{number:012d}"[:11]

    assert sum(personal.is_iin(f"{beginning}{digit}") for digit in range(10)) <= 1


def test_a_company_number_is_not_a_persons():
    beginning = "99014000009"
    assert not any(personal.is_iin(f"{beginning}{digit}") for digit in range(10))


def test_telephones_addresses_and_signatures_are_found_where_they_stand():
    text = f"Қолы: Серік, ЖСН {IIN}, тел. 8 (7122) 35-45-55, +7 701 123 45 67, serik@example.kz; 2026 № 12-3/456 8 800"
    traces = personal.traces(text)

    assert [(trace.code, trace.text) for trace in traces] == [
        ("signature", "Қолы"),
        ("iin", IIN),
        ("telephone", "8 (7122) 35-45-55"),
        ("telephone", "+7 701 123 45 67"),
        ("address", "serik@example.kz"),
    ]
    assert all(text[trace.start : trace.end] == trace.text for trace in traces)


@pytest.mark.django_db
def test_file_and_text_are_told_together_the_gravest_first():
    document = door.store(io.BytesIO(files.pdf(f"ЖСН {IIN}", "a@example.kz")), "Жауап.pdf", by=None)
    told = findings.of(document)

    assert [one.is_grave for one in told] == sorted((one.is_grave for one in told), reverse=True)
    assert [(one.code, one.pages) for one in told if one.pages] == [("iin", (1,)), ("address", (2,))]


@pytest.mark.django_db
def test_a_file_that_stops_the_examiner_is_told_too(monkeypatch):
    document = door.store(io.BytesIO(offices.xlsx()), "Кесте.xlsx", by=None)
    document.findings = None
    document.path.write_bytes(files.archive({"xl/workbook.xml": "<broken"}))

    assert [one.code for one in findings.of(document)] == ["not_examined"]


@pytest.mark.django_db
def test_office_documents_are_read_as_text_part_by_part():
    sheet = door.store(io.BytesIO(offices.xlsx(hidden=True)), "Кесте.xlsx", by=None)
    letter = door.store(io.BytesIO(offices.docx_with_everything()), "Хат.docx", by=None)

    told = [(page.title, page.text) for page in sheet.pages.all()]
    assert told == [("Нәтиже", "Зат\tмг/м³\nБензол\t0,12"), ("Құпия", "құпия сан")]
    assert letter.pages.get().text == "Жауап хат\nЗат\tмг/м³\nБензол\t0,12\nжасырын"


@pytest.mark.django_db
def test_a_bomb_of_entities_stops_the_reader_and_nothing_else():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><document>&a8;</document>'
    document = door.store(io.BytesIO(files.archive({"word/document.xml": bomb})), "бомба.docx", by=None)
    document.refresh_from_db()

    assert (document.state, document.failure) == ("failed", "unreadable")


@pytest.mark.django_db
@pytest.mark.skipif(not tasks.recognition.languages(), reason="tesseract is not installed")
def test_a_scan_is_recognised_and_says_so(settings):
    settings.RECOGNISE_TEXT = True
    document = door.store(io.BytesIO(pages.scan("benzene 12 mg")), "скан.pdf", by=None)
    document.refresh_from_db()

    assert (document.is_recognised, document.has_text) == (True, True)
    assert "benzene" in document.pages.get().text
    Document.objects.update(recognition="waiting", attempts=9)
    tasks.recognise_document.call(document.pk)
    document.refresh_from_db()
    assert document.recognition == "failed"


XMP = b"<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Serikova A.</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>"
HIDDEN_LAYER = b"/OCProperties << /OCGs [EXTRA 0 R] /D << /OFF [EXTRA 0 R] >> >>"


def layered():
    """The name stands in a layer that is switched off."""
    content = pages.paper([(100, 600, "benzene")], catalog=HIDDEN_LAYER, more=(b"<< /Type /OCG /Name (drafts) >>",))
    layer = b"/OC /L1 BDC BT /F1 14 Tf 100 700 Td (Serikova) Tj ET EMC"
    marked = content.replace(b"/Font <<", b"/Properties << /L1 6 0 R >> /Font <<")
    return pages.with_true_places(marked.replace(b"\nendstream", b"\n" + layer + b"\nendstream"))


def test_a_pdf_tells_of_layers_files_of_remarks_earlier_versions_and_the_author_of_its_description(tmp_path):
    words = [(100, 700, "benzene")]
    attached = b"<< /Type /Annot /Subtype /FileAttachment /Rect [10 10 20 20] /FS << /F (a.xls) >> >>"
    first = pages.paper(words)
    later = first + first[first.rindex(b"startxref") :]

    assert found(kinds.PDF, layered(), tmp_path)["unseen_text"] == (1, "Serikova")
    assert found(kinds.PDF, pages.paper(words, annotations=(attached,)), tmp_path)["attached_files"][0] == 1
    assert found(kinds.PDF, later, tmp_path)["earlier_versions"] == (1, "")
    assert found(kinds.PDF, pages.paper(words, more=(XMP,)), tmp_path)["author"] == (1, "Serikova A.")


def test_a_text_under_a_scan_that_says_what_the_scan_shows_is_nothing_hidden(tmp_path):
    """As programs that recognise letters write it: unseen letters in the places of the seen ones."""
    black = b"0 g 100 700 60 10 re f"
    unseen = b"BT 3 Tr /F1 14 Tf 100 700 Td (Serikova) Tj ET"

    assert "unseen_text" not in found(kinds.PDF, pages.paper([], laid_over=black + b"\n" + unseen), tmp_path)
    assert found(kinds.PDF, pages.paper([], laid_over=unseen), tmp_path)["unseen_text"] == (1, "Serikova")


RELATIONS = (
    "<Relationships><Relationship Target='file:///C:/Users/serikova/5.xls' TargetMode='External'/></Relationships>"
)
PARTS_OF_WORKBOOK = {
    "xl/workbook.xml": "<w><definedName name='_xlnm.Print_Area'>A1</definedName><definedName name='Салары'>1</definedName></w>",
    "xl/externalLinks/_rels/externalLink1.xml.rels": RELATIONS,
    "xl/threadedComments/threadedComment1.xml": "<t><threadedComment/></t>",
    "xl/persons/person.xml": "<p><person displayName='Серікова А.'/></p>",
    "xl/pivotCache/pivotCacheRecords1.xml": "<p/>",
    "docProps/thumbnail.jpeg": "x",
}


def test_a_workbook_tells_of_links_names_threads_and_copies(tmp_path):
    assert found(kinds.XLSX, files.archive(PARTS_OF_WORKBOOK), tmp_path) == {
        "author": (1, "Серікова А."),
        "external_links": (1, "file:///C:/Users/serikova/5.xls"),
        "named_places": (1, "Салары"),
        "comments": (1, ""),
        "pivot_copies": (1, ""),
        "thumbnail": (1, ""),
    }


def photograph(size=(400, 300), thumbnail=False):
    """A JPEG with the place where it was taken, and with a small picture of itself."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 6.0, 24.0), 3: "E", 4: (51.0, 53.0, 0.0)})
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, "JPEG", exif=exif)
    if not thumbnail:
        return made.getvalue()
    small = photograph((40, 30))
    exif = b"Exif\0\0II*\0\x08\0\0\0\0\0\x0e\0\0\0\x02\0\x01\x02\x04\0\x01\0\0\0\x2c\0\0\0\x02\x02\x04\0\x01\0\0\0"
    exif += len(small).to_bytes(4, "little") + bytes(4) + small
    Image.new("RGB", size, "teal").save(made := io.BytesIO(), "JPEG", exif=exif)
    return made.getvalue()


def test_pictures_tell_where_they_were_taken_inside_other_files_too_and_of_their_thumbnails(tmp_path):
    letter = offices.docx("Хат", **{"word/media/image1.jpeg": photograph()})
    told = found(kinds.DOCX, letter, tmp_path)

    assert (told["pictures_inside"], told["position"]) == ((1, ""), (1, "47.10667, 51.88333"))
    assert found(kinds.JPEG, photograph(thumbnail=True), tmp_path)["thumbnail"] == (1, "")


def test_pictures_behind_a_picture_are_told(tmp_path):
    first, second = (Image.new("RGB", (40, 30), shade) for shade in ("teal", "white"))
    for kind, made in ((kinds.JPEG, "MPO"), (kinds.GIF, "GIF")):
        first.save(content := io.BytesIO(), made, save_all=True, append_images=[second])
        assert found(kind, content.getvalue(), tmp_path)["more_pictures"] == (1, ""), made


def test_tracked_changes_name_those_who_made_them(tmp_path):
    author = "w:author='Серікова'"
    letter = offices.docx("Хат", body=f"<w:p><w:ins {author}/><w:del {author}/></w:p>")

    assert found(kinds.DOCX, letter, tmp_path)["tracked_changes"] == (2, "Серікова")


@pytest.mark.django_db
def test_headers_and_footers_are_read_and_so_are_the_numbers_in_them():
    letter = offices.docx(
        "Хат", **{"word/header1.xml": f"<w:hdr {offices.W}><w:p><w:r><w:t>{IIN}</w:t></w:r></w:p></w:hdr>"}
    )
    document = door.store(io.BytesIO(letter), "Хат.docx", by=None)

    assert "iin" in [one.code for one in findings.of(document)]
