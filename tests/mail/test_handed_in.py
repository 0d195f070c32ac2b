"""An answer that is no mail: by the private link of a letter, or entered from paper. It is the same message as a mail makes."""

import re
import uuid
from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from requests_registry.attempts import LONGEST, Limit
from requests_registry.mail import handed_in, handing_in_forms, receive, tray, upload_views
from requests_registry.models import InboundMail, MailMessage, OutgoingMail, Reply, UploadLink
from tests.documents.files import pdf
from tests.mail.conftest import NOW
from tests.requests_registry.letters import draft, issue, make_letterhead
from tests.requests_registry.making import at

pytestmark = pytest.mark.django_db
NAME = "Ответ №12 – қоршаған орта.pdf"
WORDS = "Сообщаем: взято десять проб."


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def link(asked, daniyar):
    """The path of a private link."""
    address, _last_day = handed_in.give_link(asked, by=daniyar, at=NOW)
    return address.partition("/ru/")[1] + address.partition("/ru/")[2]


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def file(name=NAME, content=None):
    return SimpleUploadedFile(name, content or pdf("Ответ"))


def answer(**given):
    return {"form_key": str(uuid.uuid4()), "text": WORDS, "files": [file()]} | given


def paper(**given):
    return answer(channel="post", received_on="2026-03-06", reference="№ 12-3/45 от 05.03.2026") | given


def entered(desk, asked, **given):
    return desk.post(reverse("staff:paper-answer", args=[asked.number]).replace("/kk/", "/ru/"), paper(**given))


def test_an_answer_by_link_is_the_message_that_a_mail_makes(client, asked, link):
    response = client.post(link, answer(reference="№ 5", name="А. Серікова"), follow=True)

    assert NAME in response.text
    inbound = InboundMail.objects.get()
    message = MailMessage.objects.get()
    assert (inbound.outcome, inbound.kind, inbound.request) == ("delivered", "letter", asked)
    assert (inbound.sender, inbound.subject) == ("А. Серікова", "Ответ № 5 на запрос № 2026-0001")
    assert (message.text, message.way, message.trust) == (WORDS, "link", "link")
    kept = message.files.get()
    assert (kept.name, kept.document.path.read_bytes()) == (NAME, pdf("Ответ"))
    assert [mail.pk for mail in tray.waiting("answers")] == [inbound.pk]


def test_who_uploads_is_sent_no_mail_and_our_letter_counts_as_answered(client, asked, link, daniyar):
    OutgoingMail.objects.create(
        message_id="a@b", purpose="letter", request=asked, sender="a@b.kz", to="c@d.kz", language="ru",
        queued_at=NOW, sent_at=NOW, state="sent",
    )  # fmt: skip

    client.post(link, answer(email="a.serikova@ecology.example.kz"))

    assert OutgoingMail.objects.get().state == "answered"


def test_what_looks_like_a_machine_s_mail_is_an_answer_when_it_is_handed_in(client, link):
    client.post(link, answer(text="Out of office. This is an automatic reply: message could not be delivered."))

    assert InboundMail.objects.get().outcome == "delivered"


def test_pressing_twice_makes_one_answer(client, link):
    said = answer(files=[])
    client.post(link, said)
    client.post(link, said)

    assert (InboundMail.objects.count(), MailMessage.objects.count()) == (1, 1)


def test_an_answer_kept_and_not_read_before_the_end_is_read_later(asked, monkeypatch):
    monkeypatch.setattr(receive, "process", lambda inbound, at: None)
    said = {"form_key": uuid.uuid4(), "text": WORDS, "files": [file()]}
    handed_in.take_in(asked, MailMessage.Way.LINK, at=NOW, **said)
    monkeypatch.undo()

    assert receive.process_waiting(at=NOW) == 1
    assert MailMessage.objects.get().request == asked


def test_a_closed_request_takes_its_answer(client, asked, link):
    type(asked).objects.filter(pk=asked.pk).update(state="withdrawn")

    client.post(link, answer())

    assert asked.mail_messages.count() == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_speaks_three_languages_and_tells_no_other_site_of_the_link(client, link, language):
    response = client.get(link.replace("/ru/", f"/{language}/"))

    assert response.status_code == 200
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_a_link_is_secret_ends_and_can_be_ended(client, asked, link, daniyar):
    token = link.rstrip("/").rpartition("/")[2]
    kept = UploadLink.objects.get()
    assert token not in (kept.token_hash, str(kept))
    assert client.get(link.replace(token, token[::-1])).status_code == 404
    with time_machine.travel(NOW + timedelta(days=121), tick=False):
        assert client.post(link, answer()).status_code == 410
    client.force_login(daniyar)
    client.post(reverse("staff:answer-links-end", args=[asked.number]))

    assert client.post(link, answer()).status_code == 410
    assert not InboundMail.objects.exists()


def test_staff_make_a_new_link_that_is_shown_once(desk, asked):
    page = desk.post(reverse("staff:answer-link-new", args=[asked.number]), follow=True)

    (path,) = re.findall(r"/ru/requests/answer/[\w-]+/", page.text)
    assert desk.get(path).status_code == 200
    assert "/requests/answer/" not in desk.get(asked.get_staff_url()).text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "", "files": []}, "Пока нет ни текста, ни файла."),
        ({"files": [file() for _number in range(3)]}, "Файлов 3, а за один раз можно не больше 2"),
        ({"files": [file(content=b"x" * 2_000_000)]}, "файл может быть не больше 1 МБ"),
        ({"files": [file(content=b"x" * 900_000) for _number in range(2)]}, "Вместе файлы больше 1 МБ"),
        ({"form_key": "none"}, "form_key"),
        ({"email": "no address"}, "email"),
        ({"text": "x" * 200_001}, "200000"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(client, link, settings, monkeypatch, given, sentence):
    settings.MAX_UPLOAD_MB = 1
    monkeypatch.setattr(handing_in_forms, "MOST_FILES", 2)
    monkeypatch.setattr(handing_in_forms, "MOST_MEGABYTES", 1)

    response = client.post(link, answer(reference="№ 77") | given)

    assert response.status_code == 422
    assert sentence in response.text
    assert "№ 77" in response.text
    assert not InboundMail.objects.exists()


def test_too_many_answers_wait_and_a_machine_is_not_kept(client, link, monkeypatch):
    monkeypatch.setattr(upload_views, "OF_ONE_LINK", Limit("upload by link", 1, LONGEST))
    assert client.post(link, answer(comment="buy")).status_code == 302
    assert not InboundMail.objects.exists()
    client.post(link, answer())

    response = client.post(link, answer())

    assert (response.status_code, InboundMail.objects.count()) == (429, 1)
    assert response.headers["Retry-After"] == "86400"


def test_an_issued_letter_tells_its_link_in_its_file_and_its_mail_alone(asked, daniyar, client):
    make_letterhead()
    letter = issue(draft(asked, daniyar, date(2026, 3, 9)), daniyar, date(2026, 3, 9))
    with pypdfium2.PdfDocument(letter.issued_pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    token = re.sub(r"[\s\u200b\ufffe]", "", text).partition("/requests/answer/")[2].partition("/")[0]

    assert handed_in.find_link(token).request == asked
    assert token not in letter.body


def test_paper_makes_the_same_message_with_its_channel_and_its_day(desk, asked, daniyar):
    response = entered(desk, asked)

    inbound = InboundMail.objects.get()
    message = MailMessage.objects.get()
    assert response.headers["Location"].endswith(f"/staff/mail/{inbound.pk}/")
    assert (inbound.received_at, inbound.channel, inbound.entered_by) == (at(date(2026, 3, 6)), "post", daniyar)
    assert (message.way, message.trust, message.delivered_by, message.files.get().name) == (
        "paper",
        "paper",
        daniyar,
        NAME,
    )
    assert "заказное письмо" in desk.get(response.headers["Location"]).text
    assert [mail.pk for mail in tray.waiting("answers")] == [inbound.pk]


def test_paper_is_classified_from_the_day_it_was_received(desk, asked, daniyar):
    entered(desk, asked, files=[])
    form = desk.get(reverse("staff:step", args=[asked.number, "reply"])).context["form"]
    assert (form.initial["received_on"], form.initial["text"]) == (date(2026, 3, 6), WORDS)
    said = {"form_key": str(uuid.uuid4()), "received_on": "2026-03-06", "text": WORDS, "language": "ru"}

    desk.post(
        reverse("staff:step", args=[asked.number, "reply"]), said | {"outcome": "full", "seen": asked.events.count()}
    )

    asked.refresh_from_db()
    assert (asked.state, asked.answered_on, Reply.objects.get().received_on) == (
        "answered",
        date(2026, 3, 6),
        date(2026, 3, 6),
    )
    assert not tray.waiting("answers").exists()


@pytest.mark.parametrize(
    "wrong", [{"received_on": "2026-03-10"}, {"received_on": "2026-02-01"}, {"channel": "email"}, {"channel": "pigeon"}]
)
def test_paper_that_cannot_be_is_refused(desk, asked, wrong):
    assert entered(desk, asked, **wrong).status_code == 422
    assert not InboundMail.objects.exists()


def test_others_enter_no_paper_and_give_no_links(client, asked, aigul):
    client.force_login(aigul)
    with translation.override("ru"):
        for name in ("paper-answer", "answer-link-new", "answer-links-end"):
            assert client.post(reverse(f"staff:{name}", args=[asked.number]), paper()).status_code in (302, 403)
    assert not InboundMail.objects.exists()
    assert not UploadLink.objects.exists()
