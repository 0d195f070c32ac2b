"""Looking through files of answers, blacking out, letters for readers: as registrars and readers see them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from requests_registry import lifecycle
from requests_registry.files import redaction, reviewing, texts
from requests_registry.files.paper import put_on_paper
from requests_registry.mail import match, receive
from requests_registry.models import MailFile, Redaction, RedactionBox, RequestAddress
from tests.answers.conftest import HOLDER, LETTER
from tests.browser.test_requests import desk_at, registrar  # noqa: F401
from tests.documents import files as made
from tests.documents import offices, pages
from tests.mail.conftest import TOKEN
from tests.mail.corpus.making import file_part, mixed, text_part, word
from tests.requests_registry.making import file_request, make_holder


@pytest.fixture
def files(registrar, settings, tmp_path):  # noqa: F811
    """A PDF with something in it, a workbook that hides something: one blacked out and published, one to be reviewed."""
    settings.REQUESTS_MAILBOX, settings.MEDIA_ROOT = "request@requests.example.kz", tmp_path
    now = timezone.now()
    holder = make_holder("example-department")
    holder.mailboxes.create(address="a.serikova@ecology.example.kz")
    asked = file_request(holder=holder, by=registrar, at=now, sent_on=timezone.localdate())
    lifecycle.publish(asked, by=registrar, at=now)
    RequestAddress.objects.create(request=asked, token_hash=match.hash_of(TOKEN), given_at=now)
    paper = pages.paper([(100, 700, "Serikova 850101300124"), (100, 600, "benzene")], crop=(50, 400, 560, 800))
    parts = [
        file_part(f'filename="{word("Жауап хат – қоршаған ортаны қорғау департаментінің ресми жауабы.pdf")}"', paper),
        file_part(f'filename="{word("Кесте.xlsx")}"', offices.xlsx(hidden=True)),
        file_part('filename="a.zip"', made.archive({"Хат.docx": offices.docx("Серікова"), "run.exe": b"MZ"})),
    ]
    raw = mixed(text_part(LETTER), *parts, subject=word("Жауап"), sender=HOLDER)
    receive.process(receive.receive(raw, source="test", at=now), at=now)
    pdf, workbook, *_others = MailFile.objects.order_by("position")
    place = {"page": 1, "left": 900, "top": 2200, "width": 4000, "height": 600}
    redaction.draw(pdf, by=registrar, at=now, why="person", **place)
    redaction.ask(pdf, by=registrar, at=now)
    reviewing.decide(pdf, by=registrar, at=now, decision="redacted", name="Жауап.pdf")
    redaction.change(pdf, by=registrar, at=now)
    reviewing.decide(workbook, by=registrar, at=now, decision="as_is", name="Кесте.xlsx")
    message = pdf.message
    texts.remove(message, by=registrar, at=now, words="850101300124", why="person")
    texts.publish(message, by=registrar, at=now)
    put_on_paper(MailFile.objects.get(name="Хат.docx"), by=registrar)
    Redaction.objects.filter(state="ready").update(in_the_open=[["Serikova", [1]]])
    return pdf, workbook


@pytest.fixture
def paths(files):
    pdf, workbook = files
    staff = [f"staff/files/{pdf.pk}/", f"staff/files/{pdf.pk}/redaction/", f"staff/files/{workbook.pk}/"]
    staff += [f"staff/files/letters/{pdf.message.pk}/", f"staff/files/{workbook.pk}/text/", "staff/files/?q=benz"]
    archive, letter = MailFile.objects.get(name="a.zip"), MailFile.objects.get(name="Хат.docx")
    staff += [f"staff/files/{archive.pk}/", f"staff/files/{letter.pk}/", f"staff/files/{letter.pk}/redaction/"]
    number = pdf.message.request.number
    return [*staff, f"requests/{number}/", f"requests/{number}/files/{workbook.review.pk}/"]


def test_the_pages_are_sound_in_every_view(paths, desk_at, wrong_in_every_view):  # noqa: F811
    assert wrong_in_every_view(paths, desk_at) == []


def test_a_box_is_drawn_by_pointer_and_by_keyboard_and_nothing_is_blocked(files, desk_at):  # noqa: F811
    page = desk_at(1280)
    page.goto(f"/kk/staff/files/{files[0].pk}/redaction/")
    frame = page.locator("[data-redaction]")
    frame.scroll_into_view_if_needed()
    place = frame.bounding_box()
    page.mouse.move(place["x"] + place["width"] * 0.5, place["y"] + place["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.75, place["y"] + place["height"] * 0.6, steps=4)
    page.mouse.up()
    drawn = [float(page.locator(f"[name={name}]").input_value()) for name in ("left", "top", "width", "height")]
    assert all(abs(one - other) < 1 for one, other in zip(drawn, (50, 50, 25, 10), strict=True))

    frame.press("ArrowRight")
    frame.press("Shift+ArrowDown")
    moved = [float(page.locator(f"[name={name}]").input_value()) for name in ("left", "height")]
    assert all(abs(one - other) < 1 for one, other in zip(moved, (51, 11), strict=True))
    frame.press("Enter")
    page.keyboard.press("Enter")
    page.locator("button", has_text="Тік төртбұрышты қосу").click()
    expect(page.locator("rect.redaction-box")).to_have_count(2)
    assert RedactionBox.objects.filter(left__gte=5000).count() == 1
    assert page.complaints == []
