"""What stands in the form of a step before a person types anything."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from requests_registry import lifecycle
from requests_registry.models import InboundMail, MailMessage
from requests_registry.staff.proposals import proposed
from tests.requests_registry.letters import draft, issue, make_letterhead
from tests.requests_registry.making import answer, at, make_holder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


TODAY = date(2026, 3, 23)  # a request of 2 March was due on 17 March


@pytest.fixture
def silent(file, holder):
    make_letterhead()
    holder.higher_body = make_holder("higher-body").organisation
    holder.save()
    return file()


def mail_about(info_request, day, text="Взято десять образцов."):
    """A letter of the holder that was delivered on that day."""
    raw = f"From: x@example.org\nSubject: {day}\n\n{text}".encode()
    inbound = InboundMail.objects.create(
        sha256=f"{day:%Y%m%d}", raw=raw, source="test", received_at=at(day), outcome="delivered", kind="letter",
        processed_at=at(day), request=info_request,
    )  # fmt: skip
    return MailMessage.objects.create(
        inbound=inbound, request=info_request, way="person", trust="mailbox", text=text, delivered_at=at(day)
    )


def test_a_complaint_is_filled_in_from_its_letter(silent, daniyar):
    assert proposed(lifecycle.COMPLAINT, silent).values == {}

    issue(draft(silent, daniyar, TODAY, kind="complaint"), daniyar, TODAY)
    proposal = proposed(lifecycle.COMPLAINT, silent)
    assert proposal.values == {"filed_on": TODAY, "document": "No. 1/2026 of 23 March 2026"}
    assert proposed(lifecycle.CLAIM, silent).values == {}


def test_the_letter_of_an_earlier_round_is_not_proposed_again(silent, daniyar):
    issue(draft(silent, daniyar, TODAY, kind="complaint"), daniyar, TODAY)
    filled = proposed(lifecycle.COMPLAINT, silent).values
    later = at(TODAY, hour=15)
    lifecycle.complain(silent, by=daniyar, at=later, **filled)

    assert proposed(lifecycle.COMPLAINT, silent).values == {}


def test_a_reply_is_filled_in_from_the_last_mail_that_nobody_classified(silent, daniyar):
    mail_about(silent, date(2026, 3, 10), "Ответ будет позже.")
    mail_about(silent, date(2026, 3, 12))
    proposal = proposed(lifecycle.REPLY, silent)

    assert proposal.values == {"received_on": date(2026, 3, 12), "text": "Взято десять образцов."}
    assert "12 March 2026" in proposal.source

    answer(silent, daniyar, date(2026, 3, 12), at=at(date(2026, 3, 13)))
    assert proposed(lifecycle.REFUSAL, silent).values == {}


def test_the_form_shows_it_and_says_where_it_is_from(client, silent, daniyar):
    mail_about(silent, date(2026, 3, 12))
    client.force_login(daniyar)
    with time_machine.travel(at(TODAY), tick=False):
        page = client.get(reverse("staff:step", args=[silent.number, "reply"]), headers={"accept-language": "ru"})

    assert "Взято десять образцов." in page.text
    assert 'value="2026-03-12"' in page.text
    assert page.context["source"]


def test_what_was_typed_is_never_replaced(client, silent, daniyar):
    mail_about(silent, date(2026, 3, 12))
    client.force_login(daniyar)
    with time_machine.travel(at(TODAY), tick=False):
        url = reverse("staff:step", args=[silent.number, "reply"])
        page = client.post(url, {"received_on": "2026-03-11", "text": "Моё"})

    assert page.status_code == 422
    assert page.context["form"]["text"].value() == "Моё"
