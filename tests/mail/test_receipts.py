"""Whoever answers gets a receipt; machines, lists, bounces and our own addresses never; nobody two in a day."""

from datetime import timedelta

import pytest

from requests_registry.mail import outbox, receive
from requests_registry.models import OutgoingMail
from tests.mail.conftest import NOW
from tests.mail.corpus import SAMPLES
from tests.mail.corpus.making import ANSWER, REGISTRY, file_part, mail, mixed, text_part, word

pytestmark = pytest.mark.django_db
CLERK = "a.serikova@ecology.example.kz"
PLAIN = "text/plain; charset=utf-8"


def take_in(raw, at=NOW):
    return receive.process(receive.receive(raw, source="test", at=at), at=at)


def answer(text=ANSWER, **fields):
    return mail(text.encode(), Content_Type=PLAIN, **fields)


def receipts():
    return OutgoingMail.objects.filter(purpose="receipt")


def test_an_answer_gets_a_receipt_that_names_its_files(asked, mailoutbox):
    file = file_part(f'filename="{word("Ответ №12.pdf")}"')
    inbound = take_in(mixed(text_part(), file, Message_ID="<abc@ecology.example.kz>"))

    outbox.send_due(at=NOW)

    (receipt,) = mailoutbox
    assert (receipt.to, "Ответ №12.pdf" in receipt.body) == ([CLERK], True)
    assert asked.number in receipt.subject
    assert receipt.extra_headers["Auto-Submitted"] == "auto-replied"
    assert receipt.extra_headers["In-Reply-To"] == f"<{inbound.message_id}>"
    assert REGISTRY in receipt.from_email


def test_the_answer_to_a_receipt_finds_the_request(asked):
    take_in(answer())
    identifier = f"<{receipts().get().message_id}>"

    again = take_in(answer("Благодарим.", to="office@requests.example.kz", In_Reply_To=identifier))

    assert (again.outcome, again.request) == ("delivered", asked)


def test_one_sender_gets_one_receipt_in_a_day(asked):
    take_in(answer())
    take_in(answer("Вдогонку: ещё одна таблица."), at=NOW + timedelta(hours=23))
    assert receipts().count() == 1

    take_in(answer("И последнее."), at=NOW + timedelta(hours=25))

    assert receipts().count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.ecology.example.kz>"},
        {"Return_Path": "<>"},
        {"X_Spam_Flag": "YES"},
        {"Authentication_Results": "mx.example.kz; dmarc=fail header.from=ecology.example.kz"},
        {"sender": "MAILER-DAEMON@mx.example.kz"},
        {"sender": REGISTRY},
        {"sender": "request@requests.example.kz"},
        {"sender": "nobody"},
    ],
    ids=lambda fields: "-".join(fields) + "-" + "".join(filter(str.isalnum, next(iter(fields.values()))))[:12],
)
def test_machines_lists_and_ourselves_get_none(asked, fields):
    take_in(answer(**fields))

    assert not receipts().exists()


def test_a_receipt_that_comes_to_us_gets_none(asked, mailoutbox):
    """Two portals that write to each other."""
    take_in(answer())
    outbox.send_due(at=NOW)
    ours = mailoutbox[0].message()
    ours.replace_header("From", "request@another-centre.example.kz")
    ours.replace_header("To", REGISTRY)

    echoed = take_in(ours.as_bytes(linesep="\r\n"))

    assert (echoed.kind, receipts().count()) == ("automatic_reply", 1)


def test_an_unmatched_mail_gets_none(asked):
    take_in(answer(to="office@requests.example.kz"))

    assert not receipts().exists()


def test_no_machine_of_the_corpus_gets_a_receipt(asked):
    for sample in SAMPLES:
        if sample.kind != "letter":
            take_in(sample.raw)

    assert not receipts().exists()
