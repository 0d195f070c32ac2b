"""No mail is lost, none is taken for another's, and every outcome says why."""

import pytest

from portal.models import Document
from requests_registry.mail import receive as inbox
from requests_registry.mail.match import give_address, hash_of, tokens
from requests_registry.models import InboundMail, MailFile, MailMessage
from tests.mail.conftest import NOW, TOKEN
from tests.mail.corpus import SAMPLES
from tests.mail.corpus.making import ANSWER, OUR_ID, REGISTRY, b64, file_part, mail, mixed, part, text_part, word
from tests.requests_registry.making import make_holder

pytestmark = pytest.mark.django_db
PLAIN = "text/plain; charset=utf-8"


def take_in(raw, source="test"):
    inbound = inbox.receive(raw, source=source, at=NOW)
    return inbox.process(inbound, at=NOW) or InboundMail.objects.get(pk=inbound.pk)


def answer(text=ANSWER, **fields):
    return mail(text.encode(), Content_Type=PLAIN, **fields)


def test_every_mail_of_the_corpus_has_a_row_and_an_outcome(asked):
    for sample in SAMPLES:
        take_in(sample.raw)

    outcomes = set(InboundMail.objects.values_list("outcome", flat=True))
    assert InboundMail.objects.count() == len({sample.raw for sample in SAMPLES})
    assert not InboundMail.objects.failed().exists()
    assert outcomes == {"delivered", "duplicate", "automatic", "bounce", "unmatched"}


def test_the_address_of_a_request_delivers(asked):
    inbound = take_in(answer())

    message = asked.mail_messages.get()
    assert (inbound.outcome, inbound.request) == ("delivered", asked)
    assert (message.way, message.trust, message.text) == ("address", "mailbox", ANSWER)


@pytest.mark.parametrize(
    "fields",
    [
        {"to": "somebody@else.example.kz", "Cc": REGISTRY},
        {"to": "undisclosed-recipients:;", "Delivered_To": REGISTRY},
        {"to": "list@else.example.kz", "X_Original_To": REGISTRY},
        {"to": "list@else.example.kz", "Received": f"from mx by requests.example.kz for <{REGISTRY}>; Mon, 9 Mar 2026 10:15:00 +0500"},
        {"to": REGISTRY.upper()},
        {"to": f"'{REGISTRY}' <{REGISTRY}>"},
        {"to": REGISTRY.replace("request+", "request+").replace("abc", "аbс").encode()},
    ],
    ids=["cc", "delivered-to", "x-original-to", "received-for", "capitals", "quotes", "cyrillic-look-alikes"],
)  # fmt: skip
def test_the_address_counts_wherever_it_stands(asked, fields):
    assert take_in(answer(**fields)).request == asked


@pytest.mark.parametrize("field", ["In_Reply_To", "References"])
def test_an_answer_to_our_message_delivers_without_our_address(asked, field):
    take_in(answer(to="office@requests.example.kz", **{field: f"<other@x.example.kz> <{OUR_ID}>"}))

    assert asked.mail_messages.get().way == "reply"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("На Ваш запрос № {number}: десять проб.", "number"), ("Запрос №{cyrillic} рассмотрен.", "number")],
)
def test_our_number_only_suggests(asked, text, reason):
    year, number = asked.number.split("-")
    words = text.format(number=asked.number, cyrillic=f"{year} – {number}")

    inbound = take_in(answer(words, to="office@requests.example.kz", sender="x@else.example.kz"))

    assert inbound.outcome == "unmatched"
    assert [(one["number"], one["reason"]) for one in inbound.suggestions] == [(asked.number, reason)]


@pytest.mark.parametrize("slip", ["k7m2x9abcdeg", "k7m2x9abcde", "k7m2x9abcdeff", "k7m2x9bacdef"])
def test_an_address_with_one_slip_only_suggests(asked, slip):
    inbound = take_in(answer(to=f"request+{slip}@requests.example.kz", sender="x@else.example.kz"))

    assert inbound.outcome == "unmatched"
    assert inbound.suggestions == [{"number": asked.number, "reason": "address", "detail": slip}]


def test_the_mailbox_of_a_holder_suggests_only_when_one_request_is_open(asked, file):
    fields = {"to": "office@requests.example.kz"}
    first = take_in(answer(**fields))
    file()
    second = take_in(answer("Другой ответ.", **fields))

    assert [one["reason"] for one in first.suggestions] == ["sender"]
    assert second.suggestions == []


@pytest.mark.parametrize(
    ("sender", "trust"),
    [
        ("a.serikova@ecology.example.kz", "mailbox"),
        ("A.Serikova@Ecology.Example.KZ", "mailbox"),
        ("b@ecology.example.kz", "unverified"),
        ("b@water.gov.example", "domain"),
        ("b@deep.water.gov.example", "unverified"),
        ("b@air.gov.example", "unverified"),
        ("a.serikova@ecology.example.kz.evil.example", "unverified"),
    ],
)
def test_trust_is_exact(asked, holder, sender, trust):
    holder.mailboxes.create(address="@water.gov.example")

    take_in(answer(sender=sender))

    assert asked.mail_messages.get().trust == trust


def test_the_mailbox_of_another_holder_is_nobody(asked):
    make_holder("other-body").mailboxes.create(address="a@other.example.kz")

    take_in(answer(sender="a@other.example.kz"))

    assert asked.mail_messages.get().trust == "unverified"


def test_the_same_bytes_are_one_row(asked):
    assert take_in(answer()).pk == take_in(answer()).pk
    assert (InboundMail.objects.count(), MailMessage.objects.count()) == (1, 1)


def test_the_same_mail_by_another_way_is_a_duplicate(asked):
    first = take_in(answer())
    second = take_in(answer(Received="from another.example.kz; Mon, 9 Mar 2026 10:16:00 +0500"))

    assert (second.outcome, second.duplicate_of, second.request) == ("duplicate", first, asked)
    assert asked.mail_messages.count() == 1


def test_another_text_under_the_same_identifier_is_no_duplicate(asked):
    take_in(answer())

    assert take_in(answer("Уточнение: проб было одиннадцать.")).outcome == "delivered"


def test_spam_to_nobody_is_kept_and_hidden(asked):
    inbound = take_in(answer(to="office@requests.example.kz", sender="x@else.example.kz", X_Spam_Flag="YES"))

    assert (inbound.outcome, inbound.spam_marks) == ("spam", ["x-spam-flag: YES"])


def test_an_answer_that_a_server_took_for_spam_is_delivered(asked):
    assert take_in(answer(X_Spam_Flag="YES")).outcome == "delivered"


def test_an_automatic_reply_is_recorded_with_its_request_and_changes_nothing(asked):
    inbound = take_in(answer("Я в отпуске.", Auto_Submitted="auto-replied"))
    state = asked.state
    asked.refresh_from_db()

    assert (inbound.outcome, inbound.kind, inbound.request) == ("automatic", "automatic_reply", asked)
    assert (asked.state, asked.events.count()) == (state, 1)


def test_a_bounce_finds_its_request_by_the_copy_of_our_mail(asked):
    inbound = take_in(next(sample.raw for sample in SAMPLES if sample.name == "bounce-rfc-3464"))

    assert (inbound.outcome, inbound.request) == ("bounce", asked)


def test_a_mail_to_an_answered_request_is_delivered(asked, daniyar):
    from tests.requests_registry.making import answer as record_answer

    record_answer(asked, daniyar, NOW.date())

    assert take_in(answer()).outcome == "delivered"


def test_files_keep_their_names_and_pass_the_door(asked):
    name = "Ответ на запрос №12 от 01.09.2025.txt"
    raw = mixed(
        text_part(),
        part(f'text/plain; name="{word(name)}"', b64("Десять проб.".encode()), Content_Transfer_Encoding="base64"),
        file_part('filename="тест.exe"', b"MZ\x90\x00" + bytes(80), "application/octet-stream"),
    )

    take_in(raw)

    first, second = MailFile.objects.all()
    assert (first.name, second.name) == (name, "тест.exe")
    assert second.document is None
    assert "тест.exe" in second.refusal


def test_files_are_read_by_registrars_only(asked, daniyar, client):
    take_in(mixed(text_part(), file_part('filename="Ответ.zip"', EMPTY_ZIP, "application/zip")))
    file = MailFile.objects.get()
    document = file.document

    assert not file.refusal
    assert list(Document.objects.visible_to(daniyar)) == [document]
    assert not Document.objects.visible_to(ANONYMOUS).exists()


def test_quotes_are_kept_beside_the_whole_text(asked):
    sample = next(sample for sample in SAMPLES if sample.name == "quote-gmail-russian")

    take_in(sample.raw)

    message = asked.mail_messages.get()
    assert message.shown_text == ANSWER
    assert message.shown_text + "\n\n" + message.folded_text == message.text


def test_an_error_is_kept_with_the_mail_and_the_mail_read_again(asked, monkeypatch):
    monkeypatch.setattr(inbox, "parse", lambda raw: 1 / 0)
    inbound = take_in(answer())
    assert (inbound.outcome, "ZeroDivisionError" in inbound.error) == ("failed", True)
    monkeypatch.undo()

    again = inbox.process(inbound, at=NOW)

    assert (again.outcome, again.error, again.attempts) == ("delivered", "", 2)


def test_a_person_delivers_and_takes_back(asked, daniyar):
    inbound = take_in(answer(to="office@requests.example.kz"))

    inbox.deliver(inbound, asked, by=daniyar, at=NOW)
    message = asked.mail_messages.get()
    assert (message.way, message.delivered_by) == ("person", daniyar)

    back = inbox.take_back(inbound, at=NOW)
    assert (back.outcome, back.request, MailMessage.objects.count()) == ("unmatched", None, 0)


def test_what_came_by_itself_cannot_be_delivered_again(asked, daniyar):
    inbound = take_in(answer())

    with pytest.raises(inbox.NotPossible):
        inbox.deliver(inbound, asked, by=daniyar, at=NOW)
    with pytest.raises(inbox.NotPossible):
        inbox.take_back(inbound, at=NOW)


def test_a_new_address_is_told_once_and_the_old_one_still_delivers(asked):
    address = give_address(asked, at=NOW)

    (token,) = tokens([address])
    assert asked.mail_addresses.filter(token_hash=hash_of(token)).exists()
    assert take_in(answer(to=address)).request == asked
    assert take_in(answer("Ещё.", to=REGISTRY)).request == asked
    assert TOKEN not in str(list(asked.mail_addresses.values()))


EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
ANONYMOUS = type("Anonymous", (), {"is_authenticated": False})()
