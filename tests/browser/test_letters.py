"""Letters at the desk as registrars see them: without violations, errors or sideways scrolling."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from requests_registry.mail import handed_in
from requests_registry.models import HolderChannel, MailMessage
from tests.browser.test_requests import desk_at, registrar  # noqa: F401
from tests.requests_registry.letters import agree, draft, issue, make_letterhead
from tests.requests_registry.making import file_request, make_holder


@pytest.fixture
def pages(registrar):  # noqa: F811
    """A draft that lacks something, the list that it stands in beside an issued letter, a consent."""
    make_letterhead()
    today = timezone.localdate()
    late = file_request(holder=make_holder("example-department"), by=registrar, sent_on=today - timedelta(days=60))
    HolderChannel.objects.create(holder=late.holder, kind="email", address="office@example.org")
    agree(late, registrar, today)
    unfinished = draft(late, registrar, today, kind="complaint", language="kk")
    to_be_sent = issue(draft(late, registrar, today), registrar, today)
    letters = f"staff/requests/{late.number}/letters/"
    paper = f"staff/requests/{late.number}/paper-answer/"
    return [letters, f"{letters}consent/", f"{letters}{unfinished.pk}/", f"{letters}{to_be_sent.pk}/", paper]


@pytest.fixture
def private_pages(registrar):  # noqa: F811
    """Where a holder answers by the link of a letter, the receipt after it, and a link that was ended."""
    now = timezone.now()
    asked, other = (
        file_request(holder=make_holder(slug), by=registrar, at=now, sent_on=timezone.localdate())
        for slug in ("example-department", "other-department")
    )
    form = handed_in.give_link(asked, by=registrar, at=now)[0].partition("/ru/")[2]
    key = uuid.uuid4()
    handed_in.take_in(asked, MailMessage.Way.LINK, form_key=key, at=now, text="Взято десять проб.")
    ended = handed_in.give_link(other, by=registrar, at=now)[0].partition("/ru/")[2]
    handed_in.end_links(other, at=now)
    return {form: 200, f"{form}{key}/": 200, ended: 410}


def test_who_answers_by_a_link_meets_sound_pages(private_pages, wrong_in_every_view):
    assert wrong_in_every_view(private_pages) == []


def test_the_pages_of_letters_are_sound_in_every_view(desk_at, pages, wrong_in_every_view):  # noqa: F811
    assert wrong_in_every_view(pages, desk_at) == []
