"""A mail goes out by a real SMTP server that refuses, postpones, hangs up or is not there. Nothing is lost."""

import os
import signal
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import OperationalError, connection

from portal.documents import door
from requests_registry.mail import outbox
from requests_registry.management.commands import exchange_mail
from tests.documents.files import pdf
from tests.mail.conftest import NOW
from tests.mail.servers import MailServer, hang_up

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PDF = pdf("Сұрау салу")
NAME = "Сұрау салу №12 – қоршаған орта.pdf"


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 5
        yield running


@pytest.fixture
def queue(rules):
    def queue_one(**given):
        ordinary = {
            "to": "aigerim@mail.example.kz",
            "subject": "Сұрағыңыз тіркелді",
            "body": "Құрметті Айгерім! Сұрағыңызды алдық.",
            "language": "kk",
            "at": NOW,
            "purpose": "question",
        }
        return outbox.queue_mail(**ordinary | given)

    return queue_one


def results(mail):
    return list(mail.attempts.values_list("result", flat=True))


def state(mail):
    mail.refresh_from_db()
    return mail.state


def test_a_mail_arrives_with_its_words_its_sender_and_its_message_id(server, queue, settings):
    settings.DEFAULT_FROM_EMAIL = "portal@centre.example.kz"
    mail = queue()

    assert outbox.send_due(at=NOW) == 1

    (came,) = server.accepted
    assert (came["Subject"], came.get_content().strip()) == (mail.subject, mail.body)
    assert str(came["From"]) == "Жайық-Каспий Орхус орталығы <portal@centre.example.kz>"
    assert (came["Message-ID"], came["Auto-Submitted"]) == (f"<{mail.message_id}>", "auto-generated")
    assert server.envelopes == [("portal@centre.example.kz", "aigerim@mail.example.kz")]
    assert (state(mail), mail.sent_at, results(mail)) == ("sent", NOW, ["accepted"])


def test_a_mail_is_sent_once(server, queue):
    queue()
    outbox.send_due(at=NOW)

    assert outbox.send_due(at=NOW + timedelta(days=9)) == 0
    assert len(server.accepted) == 1


def test_files_keep_their_kazakh_names(server, queue):
    document = door.store(BytesIO(PDF), NAME, by=None)
    queue(attachments=[document])

    outbox.send_due(at=NOW)

    (file,) = server.accepted[0].iter_attachments()
    assert (file.get_filename(), file.get_content()) == (NAME, PDF)


def test_a_file_that_may_name_a_person_is_kept_encrypted(server, queue):
    mail = queue(attachments=[outbox.File("Айгерім.txt", "text/plain", "ЖСН 000101400011".encode())])
    with connection.cursor() as cursor:
        cursor.execute("SELECT own_name || own_content FROM requests_registry_outgoingfile")
        assert "Айгерім" not in cursor.fetchone()[0]

    outbox.send_due(at=NOW)

    (file,) = server.accepted[0].iter_attachments()
    assert (file.get_filename(), file.get_content(), state(mail)) == ("Айгерім.txt", "ЖСН 000101400011", "sent")


def test_a_letter_to_a_holder_waits_ten_minutes_and_is_taken_back(server, queue):
    letter, other = queue(purpose="letter"), queue(purpose="letter", body="Басқа хат")
    assert outbox.send_due(at=NOW + 9 * MINUTE) == 0

    outbox.take_back(letter)

    assert outbox.send_due(at=NOW + 10 * MINUTE) == 1
    assert (state(letter), state(other)) == ("taken_back", "sent")
    assert server.accepted[0]["Auto-Submitted"] is None
    with pytest.raises(outbox.NotPossible):
        outbox.take_back(other)


def test_what_the_citizen_is_told_cannot_be_read_in_the_database(queue):
    queue()
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to" || subject || body || sender FROM requests_registry_outgoingmail')
        kept = cursor.fetchone()[0]

    assert "aigerim" not in kept
    assert "Айгерім" not in kept


def test_an_address_that_is_none_is_refused_at_once(queue):
    with pytest.raises(ValidationError):
        queue(to="aigerim@mail.example.kz\nBcc: x@y.kz")


def test_a_subject_of_two_lines_is_one_line(server, queue):
    queue(subject="Тақырып\nBcc: x@y.kz")

    outbox.send_due(at=NOW)

    assert (server.accepted[0]["Subject"], server.accepted[0]["Bcc"]) == ("Тақырып Bcc: x@y.kz", None)


def test_a_refused_recipient_is_final_and_the_servers_words_are_kept(server, queue):
    server.recipient_answer = "550 5.1.1 no such user here"
    mail = queue()

    outbox.send_due(at=NOW)

    assert (state(mail), results(mail)) == ("failed", ["refused"])
    assert mail.attempts.get().answer == "550 5.1.1 no such user here"
    assert outbox.send_due(at=NOW + timedelta(days=1)) == 0


def test_a_refused_mail_is_sent_again_when_a_person_wants_it(server, queue):
    server.recipient_answer = "550 5.1.1 no such user here"
    mail = queue()
    outbox.send_due(at=NOW)
    server.recipient_answer = "250 OK"

    outbox.try_again(mail, at=NOW + MINUTE)
    outbox.send_due(at=NOW + MINUTE)

    assert (state(mail), results(mail)) == ("sent", ["refused", "accepted"])


@pytest.mark.parametrize("where", ["recipient_answer", "data_answer"])
def test_not_now_is_tried_again_with_growing_pauses(server, queue, where):
    setattr(server, where, "451 4.7.1 greylisted, come back later")
    mail = queue()
    pauses, at = [], NOW
    for _attempt in range(4):
        outbox.send_due(at=at)
        assert state(mail) == "queued"
        pauses.append(mail.due_at - at)
        at = mail.due_at
    setattr(server, where, "250 OK")
    outbox.send_due(at=at)

    assert pauses == [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE]
    assert (state(mail), results(mail)) == ("sent", ["postponed"] * 4 + ["accepted"])


def test_a_server_that_always_says_not_now_is_given_up_after_days(server, queue):
    server.recipient_answer = "451 4.3.0 mailbox busy"
    mail, at = queue(), NOW
    while state(mail) == "queued":
        at = mail.due_at
        outbox.send_due(at=at)

    assert mail.state == "failed"
    assert timedelta(days=2) < at - NOW < timedelta(days=3)


def test_a_server_that_is_down_loses_nothing_however_long(server, queue, settings):
    first, second = queue(), queue(body="Екінші")
    settings.EMAIL_PORT = 1
    at = NOW
    for _hour in range(100):
        at += timedelta(hours=1)
        outbox.send_due(at=at)
    assert {state(first), state(second)} == {"queued"}
    assert set(results(first)) == {"unreachable"}
    settings.EMAIL_PORT = server.port

    outbox.send_due(at=at + timedelta(hours=1))

    assert {state(first), state(second)} == {"sent"}


def test_a_server_that_is_down_is_asked_once_a_round(server, queue, settings):
    queue()
    queue()
    settings.EMAIL_PORT = 1

    assert outbox.send_due(at=NOW) == 1


def test_a_connection_cut_before_the_mail_was_taken(server, queue):
    server.at_recipient = hang_up
    mail = queue()
    outbox.send_due(at=NOW)
    assert (state(mail), results(mail), server.accepted) == ("queued", ["unreachable"], [])
    server.at_recipient = lambda server: None

    outbox.send_due(at=mail.due_at)

    assert (state(mail), len(server.accepted)) == ("sent", 1)


def test_a_connection_cut_after_the_mail_was_taken_gives_two_copies_with_one_message_id(server, queue):
    server.after_taking = hang_up
    mail = queue()
    outbox.send_due(at=NOW)
    server.after_taking = lambda server: None

    outbox.send_due(at=NOW + MINUTE)

    assert {came["Message-ID"] for came in server.accepted} == {f"<{mail.message_id}>"}
    assert (len(server.accepted), state(mail)) == (2, "sent")


def test_a_mail_whose_file_is_gone_does_not_stop_those_behind_it(server, queue):
    document = door.store(BytesIO(PDF), NAME, by=None)
    broken, other = queue(attachments=[document]), queue()
    document.path.unlink()

    outbox.send_due(at=NOW)

    assert (state(broken), state(other)) == ("queued", "sent")


def test_without_a_server_a_mail_is_a_file_and_not_called_sent(queue, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    mail = queue()

    outbox.send_due(at=NOW)

    assert not outbox.is_configured()
    assert (state(mail), results(mail)) == ("written", ["written"])
    assert mail.message_id in next((tmp_path / "mail").iterdir()).read_text()


def test_the_command_sends_what_is_due(mailoutbox, queue):
    queue(at=NOW)
    out = StringIO()

    call_command("send_mail", stdout=out)

    assert (len(mailoutbox), out.getvalue()) == (1, "1 mails tried\n")


def test_the_exchange_goes_on_after_an_error_and_ends_when_told(monkeypatch):
    """A database that is away for a moment must not end the process; a new version of the portal must, at once."""
    commands = []

    def call(command, **_options):
        commands.append(command)
        if len(commands) == 1:
            raise OperationalError("the server is starting up")
        if len(commands) == 4:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(exchange_mail, "call_command", call)
    monkeypatch.setattr(exchange_mail, "SEND_EVERY", 0)
    handlers = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        exchange_mail.Command().handle()
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)

    assert commands == ["send_mail", "fetch_mail", "daily", "send_mail"]
