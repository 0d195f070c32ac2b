"""What offices send: taken by its content, read as text, with what it hides told; and a sentence for what is not taken."""

import io

import pytest
from PIL import Image

from portal.documents import checks, compound, door, inspector, kinds, office, reader
from portal.models import Document
from tests.documents import compounds, files, offices
from tests.documents.offices import OPEN_TABLE

WORDS = "Ауа сапасы: бензол 0,12 мг, Өскемен"
ROWS = [["Зат", "мг/м³"], ["Бензол", 0.12], ["Құпия жол", 7]]
RICH = rb"{\rtf1\ansi\ansicpg1251{\info{\author Serik}}\f0 \'c1\'e5\'ed\'e7\'ee\'eb\par {\v hidden}{\*\annotation x}}"


def tiff(count=2):
    pages = [Image.new("L", (60, 40), shade) for shade in range(100, 100 + count)]
    made = io.BytesIO()
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    return made.getvalue()


TAKEN = {
    "Кесте.xls": (kinds.XLS, compounds.xls(ROWS)),
    "Хат.doc": (kinds.DOC, compounds.doc(WORDS)),
    "Слайд.ppt": (kinds.PPT, compounds.ppt(WORDS)),
    "Хат.rtf": (kinds.RTF, RICH),
    "Кесте.csv": (kinds.CSV, "Зат;мг/л\nБензол;0,12".encode("cp1251")),
    "Мәтін.txt": (kinds.TXT, WORDS.encode("utf-16")),
    "Скан.tif": (kinds.TIFF, tiff()),
    "Сызба.gif": (kinds.GIF, files.picture("GIF")),
    "Сызба.bmp": (kinds.BMP, files.picture("BMP")),
    "Слайд.odp": (kinds.ODP, offices.open_document("presentation", "<draw:page><text:p>Ауа</text:p></draw:page>")),
    "Кесте.ods": (kinds.ODS, offices.open_document("spreadsheet", OPEN_TABLE)),
    "Слайд.pptx": (kinds.PPTX, offices.pptx("Ауа сапасы")),
}


@pytest.fixture
def kept(tmp_path):
    def write(content):
        (tmp_path / "file").write_bytes(content)
        return tmp_path / "file"

    return write


def text(kind, path):
    return "\n".join(page["text"] for page in office.read(kind, path))


@pytest.mark.parametrize("name", TAKEN)
def test_what_offices_send_is_known_by_its_content(kept, name):
    kind, content = TAKEN[name]
    path = kept(content)

    assert kinds.recognise(path, name) == kind
    assert kind in kinds.ARCHIVES + kinds.PLAIN or "problem" not in reader.check(kind.code, path)


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("xls", compounds.xls(ROWS), "Зат\tмг/м³\nБензол\t0.12\nҚұпия жол\t7\nқұпия сан"),
        ("doc", compounds.doc(f"Бас\rЗат\x07мг/м³\x07\r\x13 PAGE \x14{WORDS}\x15"), f"Бас\nЗат\tмг/м³\n{WORDS}"),
        ("ppt", compounds.ppt("Бас", WORDS), f"Бас\n{WORDS}"),
        ("rtf", RICH, "Бензол\nhidden"),
        ("csv", "Зат;мг/л\nБензол;0,12".encode("cp1251"), "Зат\tмг/л\nБензол\t0,12"),
        ("csv", 'Зат,"мг, м³"\nБензол,"0,12"'.encode(), "Зат\tмг, м³\nБензол\t0,12"),
        ("csv", 'Зат;"мг\nБензол;0,12'.encode(), "Зат\tмг Бензол;0,12"),
        *[("txt", WORDS.encode(charset), WORDS) for charset in ("utf-8", "utf-8-sig", "utf-16", "kz1048")],
        ("txt", "Вода чистая".encode("cp1251"), "Вода чистая"),
        ("txt", "Вода чистая".encode("cp866"), "Вода чистая"),
        ("odp", TAKEN["Слайд.odp"][1], "Ауа"),
        ("pptx", offices.pptx("Ауа сапасы"), "Ауа сапасы"),
    ],
)
def test_their_text_is_read_letter_by_letter(kept, kind, content, expected):
    assert text(kind, kept(content)) == expected


def test_a_long_table_of_commas_is_read_page_by_page(kept):
    content = "\n".join(f"{number};x" for number in range(450)).encode()
    pages = list(office.read("csv", kept(content)))

    assert [page["title"] for page in pages] == ["", "201–400", "401–450"]
    assert sum(page["text"].count("\n") + 1 for page in pages) == 450


def test_old_workbooks_tell_of_what_they_hide(kept):
    told = {code: (count, detail) for code, count, detail in inspector.findings("xls", kept(compounds.xls(ROWS, {2})))}

    assert told == {
        "hidden_sheets": (1, "Құпия"),
        "hidden_rows": (1, ""),
        "hidden_columns": (4, ""),
        "comments": (2, ""),
    }


def test_what_cannot_be_looked_for_in_old_documents_is_said(kept):
    assert [code for code, *_rest in inspector.findings("doc", kept(compounds.doc(WORDS)))] == ["old_word"]
    told = {code for code, *_rest in inspector.findings("rtf", kept(RICH))}
    assert told == {"author", "hidden_text", "comments"}


def test_old_files_with_a_password_or_a_program_are_told_apart_from_broken_ones(kept):
    locked = compounds.doc(WORDS, flags=0x0100)
    macros = compounds.compound({"WordDocument": b"x", "VBA": b"x"})

    assert compound.check("doc", kept(locked)) == {"problem": "locked"}
    assert compound.check("doc", kept(macros)) == {"problem": "macros"}
    assert compound.check("doc", kept(compounds.doc(WORDS)[:1500])) == {"problem": "broken"}
    assert compound.check("xls", kept(compounds.xls(ROWS)[:1500])) == {"problem": "broken"}


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"Rar!\x1a\x07\x01\x00", "бәрі.rar", "other_archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "бәрі.7z", "other_archive"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.heic", "heic"),
        (compounds.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "Кесте.xlsx", "office_locked"),
        (b"<html><script>alert(1)</script>", "бет.txt", "unknown"),
        (b"#!/bin/sh\nrm", "run.csv", "unknown"),
        (b"MZ\x90\0\3", "run.txt", "unknown"),
        (b"just words", "слова", "unknown"),
        (files.picture("GIF")[:30] + b"%PDF-1.7", "two.gif", "disguised"),
        (tiff()[:300], "жарты.tif", "image_broken"),
    ],
)
def test_what_is_not_taken_gets_a_sentence_of_its_own(kept, content, name, code):
    with pytest.raises(checks.RefusedFile) as refused:
        checks.check(kept(content), name, kinds.ALL)

    assert refused.value.code == code
    assert name in refused.value.messages[0]


@pytest.mark.django_db
def test_a_file_of_a_mail_with_the_ending_of_another_kind_gets_the_right_one_too(kept):
    """Programs write XLSX under the name .xls; who sent it cannot be asked to rename it."""
    document = door.store(io.BytesIO(offices.xlsx()), "Есеп.xls", by=None, by_content=True)

    assert (document.name, document.kind) == ("Есеп.xls.xlsx", kinds.XLSX)
    with pytest.raises(checks.RefusedFile) as refused:
        door.store(io.BytesIO(offices.xlsx()), "Есеп.xls", by=None)
    assert refused.value.code == "misnamed"


@pytest.mark.django_db
def test_a_scan_of_several_pages_is_one_document_with_its_pages_and_a_cover():
    document = door.store(io.BytesIO(tiff(3)), "Скан.tif", by=None)
    document.refresh_from_db()

    assert (document.state, document.page_count, document.has_cover) == (Document.State.READY, 3, True)
