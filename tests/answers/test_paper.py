"""A Word or Excel file with a name in it: its text is put on paper, and the name is blacked out there."""

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from portal.documents import redactor
from requests_registry.files import paper, redaction, reviewing
from requests_registry.files.reviewing import NotPossible
from requests_registry.models import Redaction
from tests.answers.conftest import NOW
from tests.documents import offices

pytestmark = pytest.mark.django_db
NAME = "Серікова"
ROWS = [("Зат", "мг/м³", "Кім өлшеді"), ("Бензол", "0,12", NAME), ("#let x = 1 $ @ *", "<b>", "\\ [ ]")]


@pytest.fixture
def put(staff, answer):
    file = answer("Кесте.xlsx", offices.xlsx(ROWS))
    response = staff.post(reverse("staff:file-paper", args=[file.pk]))
    assert response.url == reverse("staff:redaction", args=[file.pk])
    file.refresh_from_db()
    return file


def words_with_places(document):
    page = pypdfium2.PdfDocument(document.path)[0]
    textpage = page.get_textpage()
    place = textpage.search(NAME).get_next()
    width, height = page.get_size()
    left, bottom, _right, top = textpage.get_charbox(place[0])
    last = textpage.get_charbox(place[0] + place[1] - 1)
    box = left / width, (height - top) / height, (last[2] - left) / width, (top - bottom) / height
    return textpage.get_text_range(), [round(side * redactor.WHOLE) for side in box]


def test_the_text_stands_on_paper_letter_by_letter_and_is_no_command(put):
    text, _box = words_with_places(put.paper)

    for row in ROWS:
        assert all(cell in text for cell in row), row


def test_the_name_is_blacked_out_and_the_rest_is_published_as_pdf(put, daniyar):
    _text, (left, top, width, height) = words_with_places(put.paper)
    redaction.draw(put, by=daniyar, at=NOW, page=1, left=left, top=top, width=width, height=height, why="person")
    redaction.ask(put, by=daniyar, at=NOW)
    assert Redaction.objects.get().state == "ready"
    review = reviewing.decide(put, by=daniyar, at=NOW, decision="redacted", name="Кесте.pdf")

    reader = Client()
    assert reader.get(review.document.get_absolute_url()).status_code == 200
    assert review.document.kind.code == "pdf"
    assert reader.get(put.paper.get_absolute_url()).status_code == 404
    assert reader.get(put.document.get_absolute_url()).status_code == 404


def test_it_is_made_once_and_only_of_what_has_a_text_and_is_not_too_long(put, answer, daniyar, monkeypatch):
    first = put.paper
    paper.put_on_paper(put, by=daniyar)
    put.refresh_from_db()
    assert put.paper == first
    with pytest.raises(NotPossible):
        paper.put_on_paper(answer(letter="Екінші хат"), by=daniyar)
    monkeypatch.setattr(paper, "LONGEST", 5)
    with pytest.raises(NotPossible):
        paper.put_on_paper(answer("б.docx", offices.docx("Ұзақ мәтін"), letter="Үшінші хат"), by=daniyar)
