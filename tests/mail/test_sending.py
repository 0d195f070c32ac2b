"""An issued letter leaves from its page: the step, its event and its mail are one, and go back together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from django.utils import translation

from portal.models import User
from portal.models.accounts import LAWYER
from requests_registry import folding, lifecycle, timeline
from requests_registry.letters import consents, drafting, sending
from requests_registry.mail import outbox
from requests_registry.mail.transport import Handover
from requests_registry.models import MailAttempt, OutgoingMail, RequestEvent
from requests_registry.questions import asking
from tests.requests_registry.letters import IIN, PERSON, agree, draft, issue, make_letterhead
from tests.requests_registry.making import answer, at, make_holder, make_registrar, make_rules, register
from tests.requests_registry.test_steps import open_clocks

TODAY = date(2026, 3, 23)
NOW = at(TODAY)
OFFICE = "office@ecology.example.kz"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


@pytest.fixture
def holder(holder):
    holder.channels.create(kind="email", address=OFFICE)
    return holder


@pytest.fixture
def written(rules, holder, daniyar):
    """A request that was written and not sent."""
    return write(holder, daniyar)


def write(holder, by):
    return lifecycle.draft(
        by=by,
        at=NOW - timedelta(hours=2),
        form_key="5b9f1d3c-3f43-4d5a-9a64-0f7f1c6d7a11",
        holder=holder,
        subject="Сколько образцов взято",
        text="Прошу сообщить, сколько образцов взято.",
        language="ru",
    )


def issued(info_request, by, kind="request", **given):
    make_letterhead()
    letter = draft(info_request, by, TODAY, kind=kind, **given)
    words = {"addressee": letter.addressee.replace("____", "Орган"), "body": letter.body.replace("____", "слово")}
    subject, consent = letter.subject, letter.consent
    drafting.save(letter, by=by, at=NOW, version=1, subject=subject, consent=consent, **words)
    letter.refresh_from_db()
    return issue(letter, by, TODAY)


def send(letter, by, **given):
    return sending.send(letter, by=by, **{"at": NOW, "seen": None, "to": OFFICE} | given)


def url(name, letter):
    return reverse(f"staff:{name}", args=[letter.request.number, letter.pk]).replace("/kk/", "/ru/")


def test_the_button_sends_the_letter_and_the_request_counts_its_term(desk, written, daniyar, mailoutbox):
    letter = issued(written, daniyar)
    assert OFFICE in desk.get(url("letter", letter)).text

    page = desk.post(url("letter-send", letter), {"seen": 2, "to": OFFICE}, follow=True)

    assert "Письмо уйдёт в 12:10" in page.text
    written.refresh_from_db()
    assert (written.state, written.channel, written.sent_on) == ("sent", "email", TODAY)
    assert set(open_clocks(written)) == {"reply", "aarhus"}
    outbox.send_due(at=NOW + timedelta(minutes=10))
    (mail,) = mailoutbox
    ((name, content, kind),) = mail.attachments
    assert (mail.to, name, content, kind) == (
        [OFFICE],
        "Запрос информации 1-2026.pdf",
        letter.issued_pdf,
        "application/pdf",
    )
    assert "сколько образцов взято" in mail.body


@pytest.mark.parametrize("pressed", ["twice", "by two people"])
def test_a_second_press_sends_no_second_letter(desk, written, daniyar, pressed):
    letter = issued(written, daniyar)
    desk.post(url("letter-send", letter), {"seen": 2, "to": OFFICE})
    if pressed == "by two people":
        desk.force_login(make_registrar("aruzhan"))

    page = desk.post(url("letter-send", letter), {"seen": 2, "to": OFFICE})

    assert (page.status_code, OutgoingMail.objects.count()) == (409, 1)
    assert "Это письмо уже отправляется." in page.text


@pytest.fixture
def asker(written, daniyar):
    """Who asked the question that became the request."""
    question = asking.ask(
        at=NOW, form_key=uuid4(), sender="192.0.2.7", language="ru", text="Сколько образцов взято?",
        consent_text="Согласна", email="aigerim@mail.example.kz",
    )  # fmt: skip
    question = asking.confirm(question, at=NOW)
    asking.link(question, written, by=daniyar, at=NOW)
    outbox.send_due(at=NOW)
    return question


@pytest.mark.usefixtures("asker")
def test_who_asked_is_told_when_the_letter_has_left_and_not_before(written, daniyar, mailoutbox):
    letter = issued(written, daniyar)
    del mailoutbox[:]
    send(letter, daniyar)

    outbox.send_due(at=NOW + timedelta(minutes=9))
    assert mailoutbox == []
    outbox.send_due(at=NOW + timedelta(minutes=10))
    outbox.send_due(at=NOW + timedelta(minutes=11))
    assert [mail.to for mail in mailoutbox] == [[OFFICE], ["aigerim@mail.example.kz"]]


@pytest.mark.usefixtures("asker")
def test_who_asked_hears_nothing_of_a_letter_that_was_taken_back(written, daniyar, mailoutbox):
    letter = issued(written, daniyar)
    del mailoutbox[:]
    sending.take_back(send(letter, daniyar), by=daniyar, at=NOW)

    outbox.send_due(at=NOW + timedelta(days=1))

    assert mailoutbox == []
    assert OutgoingMail.objects.filter(purpose="question", state="taken_back").count() == 1


@pytest.mark.usefixtures("asker")
def test_who_asked_hears_nothing_while_the_server_refuses_the_letter(written, daniyar, monkeypatch):
    sent = send(issued(written, daniyar), daniyar)
    monkeypatch.setattr(outbox.transport, "hand_over", lambda mail: Handover(MailAttempt.Result.REFUSED))

    outbox.send_due(at=NOW + timedelta(days=1))

    assert list(sent.followers.values_list("state", flat=True)) == ["queued"]
    assert list(OutgoingMail.objects.waiting_long(NOW + timedelta(days=1))) == []


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_send_one_letter(client):
    make_rules()
    people = [make_registrar("daniyar"), make_registrar("aruzhan")]
    holder = make_holder("example-department")
    holder.channels.create(kind="email", address=OFFICE)
    letter = issued(write(holder, people[0]), people[0])
    barrier = Barrier(2)

    def press(by):
        barrier.wait()
        try:
            return send(letter, by)
        except drafting.LetterNotPossible:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(press, people))

    assert (sum(mail is not None for mail in sent), OutgoingMail.objects.count()) == (1, 1)
    assert letter.request.events.filter(kind="filed").count() == 1


def test_a_letter_taken_back_leaves_a_draft_and_its_day_is_told_to_nobody(desk, written, daniyar, mailoutbox):
    letter = issued(written, daniyar)
    mail = send(letter, daniyar)

    page = desk.post(reverse("staff:mail-sent-take-back", args=[mail.pk]).replace("/kk/", "/ru/"), follow=True)

    written.refresh_from_db()
    assert (written.state, written.sent_on, written.channel, open_clocks(written)) == ("draft", None, "", {})
    assert "черновик, ещё не отправлен" in page.text
    assert folding.differences(written) == []
    assert [entry.label for entry in timeline.public(written)] == []
    assert outbox.send_due(at=NOW + timedelta(days=1)) == 0
    assert mailoutbox == []


def test_a_letter_taken_back_is_sent_again_from_its_page_only(written, daniyar):
    letter = issued(written, daniyar)
    mail = send(letter, daniyar)
    sending.take_back(mail, by=daniyar, at=NOW)
    with pytest.raises(outbox.NotPossible):
        outbox.try_again(mail, at=NOW)

    send(letter, daniyar)

    written.refresh_from_db()
    assert written.state == "sent"
    assert list(written.events.true().values_list("kind", flat=True)) == ["drafted", "letter", "taken_back", "filed"]


def test_what_was_recorded_since_keeps_the_request_and_the_person_is_told(desk, written, daniyar):
    mail = send(issued(written, daniyar), daniyar)
    lifecycle.publish(written, by=daniyar, at=NOW)

    page = desk.post(reverse("staff:mail-sent-take-back", args=[mail.pk]).replace("/kk/", "/ru/"), follow=True)

    mail.refresh_from_db()
    written.refresh_from_db()
    assert (mail.state, written.state) == ("taken_back", "sent")
    assert "Отправьте письмо другим способом или закройте запрос." in page.text


def test_too_late_nothing_is_taken_back(written, daniyar, mailoutbox):
    mail = send(issued(written, daniyar), daniyar)
    outbox.send_due(at=NOW + timedelta(minutes=10))

    with pytest.raises(outbox.NotPossible):
        sending.take_back(mail, by=daniyar, at=NOW + timedelta(minutes=11))
    written.refresh_from_db()
    assert (written.state, len(mailoutbox)) == ("sent", 1)


@pytest.mark.parametrize("kind", ["complaint", "clarification", "request"])
def test_each_step_that_a_letter_is_goes_back_with_its_clocks(file, daniyar, holder, kind):
    info_request = register(file(sent_on=date(2026, 3, 2)), daniyar, date(2026, 3, 4))
    if kind == "complaint":
        answer(info_request, daniyar, date(2026, 3, 20), outcome="part")
    else:
        ask = lifecycle.ask_for_clarification if kind == "clarification" else lifecycle.report_defect
        ask(info_request, by=daniyar, at=NOW - timedelta(hours=1), on=TODAY, text="Уточните.")
    info_request.refresh_from_db()
    letter = issued(info_request, daniyar, kind=kind)
    info_request.refresh_from_db()
    before = (info_request.state, info_request.stage, info_request.asked, info_request.received_on)
    clocks = open_clocks(info_request)

    mail = send(letter, daniyar)
    info_request.refresh_from_db()
    assert (info_request.state, info_request.stage, info_request.asked, info_request.received_on) != before
    sending.take_back(mail, by=daniyar, at=NOW)

    info_request.refresh_from_db()
    assert (info_request.state, info_request.stage, info_request.asked, info_request.received_on) == before
    assert open_clocks(info_request) == clocks
    assert folding.differences(info_request) == []


def test_a_reminder_moves_nothing_and_stands_in_the_history(file, daniyar):
    info_request = file(sent_on=date(2026, 3, 2))
    clocks = open_clocks(info_request)

    send(issued(info_request, daniyar, kind="reminder"), daniyar)

    assert open_clocks(info_request) == clocks
    with translation.override("ru"):
        assert timeline.details(info_request.events.get(kind="mailed")) == "исх. № 1/2026"


def test_a_bounced_letter_is_sent_to_the_new_address_and_is_no_second_step(written, daniyar, holder):
    letter = issued(written, daniyar)
    first = send(letter, daniyar)
    OutgoingMail.objects.filter(pk=first.pk).update(state="bounced", due_at=None, sent_at=NOW)
    holder.channels.update(address="new@ecology.example.kz")

    with pytest.raises(drafting.LetterNotPossible):
        send(letter, daniyar)
    second = send(letter, daniyar, to="new@ecology.example.kz")

    assert second.to == "new@ecology.example.kz"
    assert written.events.filter(kind="filed").count() == 1
    with pytest.raises(outbox.NotPossible):  # not both at once
        outbox.try_again(first, at=NOW)


def test_a_holder_without_a_mailbox_is_written_to_otherwise(desk, written, daniyar, holder):
    holder.channels.all().delete()
    holder.channels.create(kind="chancellery", address="улица Примерная, 5")
    letter = issued(written, daniyar)

    page = desk.get(url("letter", letter)).text

    assert "улица Примерная, 5" in page
    assert "Отправьте письмо другим способом." in page
    assert desk.post(url("letter-send", letter), {"seen": 2, "to": OFFICE}).status_code == 409


@pytest.mark.parametrize("kind", ["complaint", "claim"])
def test_what_goes_to_a_prosecutor_or_a_court_is_not_sent_to_the_company(desk, file, daniyar, kind):
    company = make_holder("example-company", profile="COMPANY", kind="operator")
    company.channels.create(kind="email", address=OFFICE)
    info_request = file(sent_on=date(2026, 3, 2), holder=company)
    letter = issued(info_request, daniyar, kind=kind)

    assert OFFICE not in desk.get(url("letter", letter)).text
    assert desk.post(url("letter-send", letter), {"seen": 2, "to": OFFICE}).status_code == 409


def test_a_person_is_named_in_the_file_alone_and_only_while_the_consent_holds(written, daniyar, desk):
    consent = agree(written, daniyar, TODAY)
    letter = issued(written, daniyar, consent=consent)
    mail = send(letter, daniyar)
    assert PERSON not in mail.body
    assert IIN not in mail.body
    sending.take_back(mail, by=daniyar, at=NOW)
    consents.withdraw(consent, by=daniyar, at=NOW)

    with pytest.raises(drafting.LetterNotPossible):
        send(letter, daniyar)
    assert "Согласие человека больше не действует" in desk.get(url("letter", letter)).text


def test_who_has_not_seen_the_newest_event_sends_nothing(desk, written, daniyar):
    letter = issued(written, daniyar)

    page = desk.post(url("letter-send", letter), {"seen": 1, "to": OFFICE})

    assert (page.status_code, OutgoingMail.objects.count()) == (409, 0)


@pytest.mark.parametrize("typed", [{}, {"seen": "x", "to": OFFICE}, {"seen": 2, "to": "not an address"}])
def test_a_forged_form_is_refused(desk, written, daniyar, typed):
    assert desk.post(url("letter-send", issued(written, daniyar)), typed).status_code == 422


def test_a_lawyer_sends_no_letter(client, written, daniyar):
    letter = issued(written, daniyar)
    lawyer = User.objects.create_user("zarina", password="a-password-of-zarina")
    lawyer.groups.add(Group.objects.get_or_create(name=LAWYER)[0])
    client.force_login(lawyer)

    assert client.post(url("letter-send", letter), {"seen": 2, "to": OFFICE}).status_code == 403
    assert not OutgoingMail.objects.exists()
    assert not RequestEvent.objects.filter(kind="filed").exists()
