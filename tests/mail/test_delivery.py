"""A request's letter leaves from its own address, and every mail that comes tells what became of it."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import desk as portal_desk
from requests_registry.mail import delivery, dispatch, outbox, receive, tray
from requests_registry.models import OutgoingMail, SentMail
from tests.mail.conftest import NOW
from tests.mail.corpus import BY_NAME
from tests.mail.corpus.making import ANSWER, OUR_ID, mail
from tests.mail.servers import MailServer
from tests.requests_registry.making import answer as record_answer
from tests.requests_registry.making import at, register

pytestmark = pytest.mark.django_db
SENT_AT = NOW - timedelta(hours=2)
OFFICE = "office@ecology.example.kz"
PILES_OF_SENDING = ("undelivered", "without-proof", "waiting-long")


@pytest.fixture
def holder(holder):
    holder.channels.create(kind="email", address=OFFICE)
    return holder


@pytest.fixture
def send(asked, daniyar):
    def send_one(text="Прошу сообщить, сколько проб взято.", at=SENT_AT, **given):
        letter = {"letter_text": text, "attachments": (), "by": daniyar, "at": at}
        return dispatch.send_request_mail(given.pop("info_request", asked), **letter | given)

    return send_one


@pytest.fixture
def letter(send, mailoutbox):
    """A letter that left, known by the Message-ID that the corpus answers to."""
    sent = send()
    OutgoingMail.objects.filter(pk=sent.pk).update(message_id=OUR_ID)
    outbox.send_due(at=NOW - timedelta(hours=1))
    sent.refresh_from_db()
    assert sent.state == "sent"
    return sent


def take_in(raw):
    return receive.process(receive.receive(raw, source="test", at=NOW), at=NOW)


def state(sent):
    sent.refresh_from_db()
    return sent.state


def test_a_letter_goes_to_the_holder_with_the_number_of_the_request(send, asked, mailoutbox):
    sent = send()
    assert outbox.send_due(at=SENT_AT) == 0

    outbox.send_due(at=SENT_AT + outbox.TAKE_BACK)

    (gone,) = mailoutbox
    assert (gone.to, gone.subject) == ([OFFICE], f"Запрос № {asked.number}: {asked.subject}")
    assert gone.extra_headers == {"Message-ID": f"<{sent.message_id}>", "Content-Language": "ru"}


def test_an_answer_to_the_sender_or_to_the_message_id_finds_the_request(send, asked, mailoutbox):
    sent = send()
    outbox.send_due(at=NOW)
    written = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=policy.default)
    sender = written["From"].addresses[0].addr_spec
    plain = {"Content_Type": "text/plain; charset=utf-8", "sender": "clerk@else.example.kz"}

    by_address = take_in(mail(b"One.", to=sender, **plain))
    by_reference = take_in(mail(b"Two.", to="office@requests.example.kz", In_Reply_To=f"<{sent.message_id}>", **plain))

    assert (by_address.request, by_reference.request) == (asked, asked)


def test_what_the_answer_quotes_of_the_letter_is_folded(send, asked):
    words = "Просим предоставить протоколы отбора проб воды из реки за весь прошлый год с указанием мест отбора."
    sent = send(words)
    plain = {"Content_Type": "text/plain; charset=utf-8", "In_Reply_To": f"<{sent.message_id}>"}

    take_in(mail(f"{ANSWER}\r\n\r\n> {words}\r\n".encode(), **plain))

    message = asked.mail_messages.get()
    assert (message.shown_text, words in message.folded_text) == (ANSWER, True)


def test_the_words_of_a_letter_are_encrypted(send):
    """A letter may name the person for whom it asks."""
    sent = send("Прошу от имени Айгерім")
    kept = SentMail.objects.get(message_id=sent.message_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM requests_registry_sentmail WHERE id = %s", [kept.pk])
        assert "Айгерім" not in cursor.fetchone()[0]

    assert "Айгерім" in kept.text


def test_a_holder_without_an_address_is_told_before_anything_is_queued(send, holder):
    holder.channels.all().delete()

    with pytest.raises(dispatch.NoAddress):
        send()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bounce-rfc-3464", "bounced"),
        ("bounce-mail-ru", "bounced"),
        ("bounce-exim-text", "bounced"),
        ("delay-rfc-3464", "delayed"),
        ("delivered-rfc-3464", "arrived"),
        ("out-of-office-lotus", "arrived"),
        ("quote-gmail-russian", "answered"),
    ],
)
def test_every_kind_of_mail_says_what_became_of_the_letter(letter, name, expected):
    inbound = take_in(BY_NAME[name].raw)

    assert (state(letter), letter.news) == (expected, inbound)


def test_a_bounce_after_the_answer_changes_nothing(letter):
    take_in(BY_NAME["quote-gmail-russian"].raw)
    take_in(BY_NAME["bounce-rfc-3464"].raw)

    assert state(letter) == "answered"


def test_an_answer_by_hand_counts_and_is_taken_back(letter, asked, daniyar):
    plain = {"Content_Type": "text/plain; charset=utf-8", "to": "office@requests.example.kz"}
    inbound = take_in(mail(b"Ten samples.", sender="x@else.example.kz", **plain))
    receive.deliver(inbound, asked, by=daniyar, at=NOW)
    assert state(letter) == "answered"

    receive.take_back(inbound, at=NOW)

    assert (state(letter), letter.news) == ("sent", None)


def test_an_undelivered_letter_waits_for_a_person_until_another_is_sent(letter, send):
    assert not OutgoingMail.objects.undelivered().exists()
    take_in(BY_NAME["bounce-rfc-3464"].raw)
    assert list(OutgoingMail.objects.undelivered()) == [letter]

    send(at=NOW)

    assert not OutgoingMail.objects.undelivered().exists()


def test_an_undelivered_letter_is_nobodys_care_once_the_request_is_answered(letter, asked, daniyar):
    take_in(BY_NAME["bounce-rfc-3464"].raw)

    record_answer(asked, daniyar, NOW.date())

    assert not OutgoingMail.objects.undelivered().exists()


def test_a_letter_without_proof_is_looked_after_when_two_working_days_are_over(letter):
    """Sent on Monday: Tuesday and Wednesday pass."""
    assert list(delivery.without_proof(date(2026, 3, 11))) == []
    assert list(delivery.without_proof(date(2026, 3, 12))) == [letter]


def test_a_registration_is_proof_enough(letter, asked, daniyar):
    register(asked, daniyar, date(2026, 3, 10))

    assert list(delivery.without_proof(date(2026, 3, 20))) == []


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def test_staff_take_a_letter_back_and_send_it_after_all(desk, send):
    sent = send(at=at(date(2030, 1, 7)))
    desk.post(reverse("staff:mail-sent-take-back", args=[sent.pk]))
    assert state(sent) == "taken_back"

    response = desk.post(reverse("staff:mail-sent-again", args=[sent.pk]))

    assert (state(sent), response.url) == ("queued", sent.request.get_staff_url())


def test_a_letter_that_left_cannot_be_taken_back(desk, letter):
    response = desk.post(reverse("staff:mail-sent-take-back", args=[letter.pk]), follow=True)

    assert (response.status_code, state(letter)) == (200, "sent")


def test_staff_see_what_did_not_arrive_and_the_words_of_the_server(desk, send, settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.recipient_answer = "550 5.1.1 no such user here"
        sent = send()
        outbox.send_due(at=NOW)

    response = desk.get(reverse("staff:mail-sent"))

    assert response.context["undelivered"] == [sent]
    assert "550 5.1.1 no such user here" in response.text


def test_a_letter_that_does_not_leave_is_shown_and_alarms(desk, send):
    sent = send()

    assert desk.get(reverse("staff:mail-sent")).context["waiting"] == [sent]
    with pytest.raises(CommandError, match="more than an hour"):
        call_command("reconcile_mail", stdout=StringIO())


def test_others_do_not_see_our_mail(client, aigul, letter):
    client.force_login(aigul)

    assert client.get(reverse("staff:mail-sent")).status_code == 403
    assert client.post(reverse("staff:mail-sent-again", args=[letter.pk])).status_code == 403


def test_the_page_says_that_nothing_is_sent_where_no_server_is_set(desk, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    assert "EMAIL_URL" in desk.get(reverse("staff:mail-sent")).text


def test_the_page_costs_the_same_for_one_mail_and_for_three(desk, letter, send):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("staff:mail-sent"))
        return len(queries)

    first = cost()
    send(at=NOW - timedelta(hours=1))
    send(at=NOW - timedelta(hours=1))
    outbox.send_due(at=NOW)

    assert cost() == first <= 12


def test_the_part_for_the_page_of_a_request_shows_what_became_of_its_letters(letter, rf):
    take_in(BY_NAME["bounce-rfc-3464"].raw)
    letter.refresh_from_db()

    shown = render_to_string("requests_registry/staff/delivery.html", {"info_request": letter.request}, rf.get("/"))

    assert OFFICE in shown
    assert letter.get_state_display() in shown
    assert reverse("staff:one-mail", args=[letter.news_id]) in shown


def test_a_bounce_that_its_letter_tells_of_stands_in_one_pile(letter):
    bounce = take_in(BY_NAME["bounce-rfc-3464"].raw)

    assert OutgoingMail.objects.undelivered().get().news == bounce
    assert not tray.waiting("bounces").exists()


def test_what_a_person_set_aside_with_a_reason_is_off_the_desk_until_it_is_sent_again(desk, letter, daniyar):
    take_in(BY_NAME["bounce-rfc-3464"].raw)
    address = reverse("staff:mail-sent-set-aside", args=[letter.pk])

    assert desk.post(address, {"why": " "}).status_code == 422
    assert list(OutgoingMail.objects.undelivered()) == [letter]
    page = desk.post(address, {"why": "Отнесли в канцелярию"}, follow=True)

    assert "daniyar" in page.text and "Отнесли в канцелярию" in page.text
    assert (list(OutgoingMail.objects.undelivered()), list(tray.waiting("bounces"))) == ([], [])
    outbox.try_again(letter, at=NOW)
    assert not OutgoingMail.objects.exclude(set_aside_at=None).exists()


def test_a_mail_to_a_citizen_that_did_not_arrive_can_be_set_aside(desk, daniyar):
    to_citizen = {"to": "no@mail.example.kz", "subject": "Ответ", "body": "Ответ", "language": "ru"}
    lost = outbox.queue_mail(**to_citizen, at=NOW, purpose="question")
    OutgoingMail.objects.filter(pk=lost.pk).update(state="failed", due_at=None)

    desk.post(reverse("staff:mail-sent-set-aside", args=[lost.pk]), {"why": "Позвонили"})

    assert list(OutgoingMail.objects.undelivered()) == []


def test_what_arrived_cannot_be_set_aside(desk, letter):
    page = desk.post(reverse("staff:mail-sent-set-aside", args=[letter.pk]), {"why": "Так"}, follow=True)

    assert "ничего не изменено" in page.text.lower()


def test_a_delay_that_an_answer_ended_is_in_no_pile(letter):
    take_in(BY_NAME["delay-rfc-3464"].raw)
    take_in(BY_NAME["bounce-rfc-3464"].raw)

    assert list(tray.waiting("bounces")) == []
    assert list(OutgoingMail.objects.undelivered()) == [letter]


def test_a_letter_from_the_queue_to_its_answer_as_the_desk_sees_it(asked, send, settings):
    """Not now, sent, nothing heard, delayed, did not arrive, sent again, answered."""

    def standing(on):
        piles = {pile.source.key: [item.object_id for item in pile.items] for pile in portal_desk.piles(on)}
        return state(sent), [key for key in PILES_OF_SENDING if sent.pk in piles[key]]

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monday, thursday = NOW.date(), date(2026, 3, 12)
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        sent = send(at=NOW)
        OutgoingMail.objects.filter(pk=sent.pk).update(message_id=OUR_ID)
        server.recipient_answer = "451 4.7.1 Try again later"
        outbox.send_due(at=NOW + timedelta(minutes=10))
        assert standing(monday)[0] == "queued"
        server.recipient_answer = "250 OK"
        outbox.send_due(at=NOW + timedelta(minutes=12))
        assert list(sent.attempts.values_list("result", flat=True)) == ["postponed", "accepted"]
        assert standing(monday) == ("sent", [])
        assert standing(thursday) == ("sent", ["without-proof"])

        take_in(BY_NAME["delay-rfc-3464"].raw)
        assert standing(thursday) == ("delayed", ["undelivered"])
        take_in(BY_NAME["bounce-rfc-3464"].raw)
        assert standing(thursday) == ("bounced", ["undelivered"])

        outbox.try_again(sent, at=NOW + timedelta(days=3))
        outbox.send_due(at=NOW + timedelta(days=3))
        assert (standing(thursday), len(server.accepted)) == (("sent", []), 2)
        take_in(BY_NAME["quote-gmail-russian"].raw)
        assert standing(thursday + timedelta(days=9)) == ("answered", [])
