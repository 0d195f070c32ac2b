import errno
import io
import os

import pytest
from django.core.exceptions import ValidationError

from portal.documents import door, kinds, limits, shelves
from portal.models import Document
from tests.documents import files

pytestmark = pytest.mark.django_db


def store(content, name="Пособие.pdf", **more):
    return door.store(io.BytesIO(content), name, by=None, **more)


def refusal(content, name, **more):
    """The code of the refusal, after making sure that nothing was kept and that the sentence names the file."""
    with pytest.raises(ValidationError) as refused:
        store(content, name, **more)
    assert name[:20] in refused.value.messages[0]
    assert not Document.objects.exists()
    assert kept_files() == []
    return refused.value.code


def kept_files():
    return [path for folder in (shelves.kept(), shelves.arrivals()) for path in folder.rglob("*") if path.is_file()]


def test_a_pdf_is_kept_with_its_pages_its_text_and_its_cover():
    document = store(files.pdf("Орхус конвенциясы", "Қоғамдық тыңдау"))
    document.refresh_from_db()
    assert (document.state, document.page_count, document.pages_with_text) == ("ready", 2, 2)
    assert list(document.pages.values_list("number", "text")) == [(1, "Орхус конвенциясы"), (2, "Қоғамдық тыңдау")]
    assert all(document.cover_path(width).exists() for width in limits.COVER_WIDTHS)


def test_the_file_on_the_disk_is_what_was_given():
    content = files.pdf("Жайық")
    document = store(content)
    assert document.path.read_bytes() == content
    assert (document.size, os.listdir(shelves.arrivals())) == (len(content), [])


def test_equal_content_under_two_names_is_one_file():
    first, second = store(files.pdf("a"), "Отчёт.pdf"), store(files.pdf("a"), "Есеп.pdf")
    assert (first.name, second.name) == ("Отчёт.pdf", "Есеп.pdf")
    assert kept_files() == [first.path] == [second.path]


def test_a_name_is_never_a_path():
    assert store(files.pdf("a"), "../../../etc/passwd").name == "passwd.pdf"


def test_a_name_without_an_ending_gets_that_of_its_kind():
    assert store(files.picture("JPEG"), "Снимок").name == "Снимок.jpg"
    assert store(files.picture("JPEG"), "Снимок.jpeg").name == "Снимок.jpeg"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "пустой.pdf", "empty"),
        (b"just words", "слова.pdf", "unknown"),
        (b"MZ\x90\x00" + b"\0" * 100, "program.pdf", "unknown"),
        (b"\x7fELF" + b"\0" * 100, "program.pdf", "unknown"),
        (b"#!/bin/sh\necho", "script.pdf", "unknown"),
        (b"<html><script>alert(1)</script>", "page.pdf", "unknown"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "drawing.png", "unknown"),
        (b"GIF89a%PDF-1.7", "two.pdf", "disguised"),
        (b"%PDF-1.7 and nothing more", "broken.pdf", "pdf_broken"),
        (files.pdf("text " * 50)[:-200], "cut.pdf", "pdf_broken"),
        (files.locked_pdf(), "locked.pdf", "pdf_locked"),
        (files.pdf("a").replace(b"%PDF-1.7\n", b"%PDF-1.7\n%<script>"), "page.pdf", "disguised"),
        (files.pdf("a") + files.archive({"a.exe": "MZ"}), "archive.pdf", "disguised"),
        (files.picture() + files.archive({"a.exe": "MZ"}), "archive.png", "disguised"),
        (files.picture("JPEG", (500, 500))[:800], "half.jpg", "image_broken"),
        (files.docx(), "report.pdf", "misnamed"),
        (files.pdf("a"), "photo.png", "misnamed"),
        (files.docx()[:-30], "cut.docx", "archive_broken"),
        (files.docx(**{"word/vbaProject.bin": "x"}), "macros.docx", "archive_macros"),
        (files.archive({"a.zip": files.archive({"b.zip": files.archive({"c": ""})})}), "deep.zip", "archive_too_deep"),
    ],
)
def test_what_does_not_come_in_is_refused_by_its_content(content, name, code):
    assert refusal(content, name) == code


def test_a_file_over_the_limit_is_refused(settings):
    settings.MAX_UPLOAD_MB = 1
    assert refusal(b"%PDF-1.7" + b"\0" * limits.MEGABYTE, "large.pdf") == "too_big"


def test_a_pdf_of_ten_thousand_and_one_pages_is_refused():
    assert refusal(files.pdf_with_empty_pages(10_001), "long.pdf") == "pdf_too_many"


def test_a_picture_of_too_many_pixels_is_refused():
    assert refusal(files.picture("PNG", (20_000, 5_000)), "huge.png") == "image_too_large"


@pytest.mark.parametrize("make", [files.archive_that_lies, lambda size: files.archive({"a": b"\0" * (size << 20)})])
def test_a_zip_bomb_is_refused_whether_it_declares_its_size_or_lies(monkeypatch, make):
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 3 * limits.MEGABYTE)
    assert refusal(make(4), "bomb.zip") in ("archive_too_large", "archive_broken")


def test_an_archive_of_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "ARCHIVE_FILES", 3)
    assert refusal(files.archive(dict.fromkeys("abcd", "")), "many.zip") == "archive_too_many"


def test_only_the_accepted_kinds_come_in():
    assert refusal(files.picture(), "cover.png", accepted=[kinds.PDF]) == "other_kind"


def test_office_documents_and_pictures_come_in():
    names = {"a.docx": files.docx(), "b.png": files.picture("PNG"), "c.webp": files.picture("WEBP")}
    stored = [store(content, name) for name, content in names.items()]
    assert [document.kind_code for document in stored] == ["docx", "png", "webp"]
    assert set(Document.objects.values_list("state", flat=True)) == {"ready"}


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_gives_a_sentence_and_keeps_nothing(monkeypatch, step):
    def no_room(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, no_room)
    assert refusal(files.pdf("a"), "Пособие.pdf") == "no_room"
