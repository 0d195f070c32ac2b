"""What a file says beside what it shows: told before it is published."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents import door, findings, isolation, kinds, personal, tasks
from portal.models import Document
from tests.documents import files, offices, pages

IIN = "850101300124"


def found(kind, content, tmp_path):
    (tmp_path / "file").write_bytes(content)
    return {code: (count, detail) for code, count, detail in isolation.inspect(kind, tmp_path / "file")}


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
