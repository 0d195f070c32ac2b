"""The tray of mail as registrars see it: without violations, errors or sideways scrolling."""

import pytest
from django.utils import timezone

from requests_registry.mail import match, outbox, receive
from requests_registry.models import OutgoingMail, RequestAddress, SentMail
from tests.browser.test_requests import desk_at, registrar  # noqa: F401
from tests.mail.conftest import TOKEN
from tests.mail.corpus import BY_NAME
from tests.mail.corpus.making import OUR_ID, file_part, mail, mixed, text_part, word
from tests.mail.corpus.people import OURS
from tests.requests_registry.making import file_request, make_holder

UNMATCHED = {"to": "office@requests.example.kz", "sender": "x@else.example.kz"}


@pytest.fixture
def mails(registrar, settings):  # noqa: F811
    """A mail for every pile: an answer with a quote and a file, one that may be an answer, a bounce, a failure."""
    settings.REQUESTS_MAILBOX = "request@requests.example.kz"
    now = timezone.now()
    given = {"holder": make_holder("example-department"), "by": registrar, "at": now, "text": OURS}
    asked = file_request(sent_on=timezone.localdate(), **given)
    RequestAddress.objects.create(request=asked, token_hash=match.hash_of(TOKEN), given_at=now)
    SentMail.objects.create(request=asked, message_id=OUR_ID, text=OURS, sent_at=now)
    files = [file_part(f'filename="{word("Ответ на запрос № 12 – қоршаған орта туралы ақпарат.pdf")}"')]
    raws = [
        BY_NAME["quote-gmail-russian"].raw,
        mail(f"Запрос {asked.number} рассмотрен.".encode(), Content_Type="text/plain; charset=utf-8", **UNMATCHED),
        mixed(text_part(charset="koi8-r"), *files, subject=word("Материалы"), **UNMATCHED),
        BY_NAME["bounce-rfc-3464"].raw,
    ]
    return [receive.process(receive.receive(raw, source="test", at=now), at=now).pk for raw in raws]


@pytest.fixture
def pages(mails, registrar):  # noqa: F811
    """The tray, what is found in it, its mails, the page of their request, and mail of ours: one that bounced, one that was
    set aside, one that waits after an attempt, one to be taken back."""
    letter = {"to": "office@ecology.example.kz", "subject": "Қоршаған орта туралы сұрау салу", "body": "Хат мәтіні"}
    states = ({"state": "bounced", "sent_at": timezone.now(), "due_at": None}, {"attempt_count": 1}, {})
    for fields in states:
        sent = outbox.queue_mail(**letter, language="kk", at=timezone.now(), purpose="letter")
        OutgoingMail.objects.filter(pk=sent.pk).update(**fields)
        if fields:
            sent.attempts.create(number=1, at=timezone.now(), result="postponed", answer="451 4.7.1 greylisted")
    bounced = {"state": "bounced", "sent_at": timezone.now(), "due_at": None}
    aside = outbox.queue_mail(**letter, language="kk", at=timezone.now(), purpose="question")
    OutgoingMail.objects.filter(pk=aside.pk).update(**bounced)
    outbox.set_aside(aside, by=registrar, at=timezone.now(), why="Хатты кеңсеге апардық")
    request = RequestAddress.objects.latest("pk").request
    match.retire_addresses(request, by=registrar, at=timezone.now())
    match.give_address(request, at=timezone.now())
    in_the_tray = [f"mail/{path}" for path in ("", "?q=проба", "sent/", *(f"{key}/" for key in mails))]
    return [*in_the_tray, f"requests/{request.number}/"]


def test_the_pages_of_mail_are_sound_in_every_view(pages, desk_at, wrong_in_every_view):  # noqa: F811
    assert wrong_in_every_view([f"staff/{path}" for path in pages], desk_at) == []
