"""The register and the staff desk as people see them: without violations, errors or sideways scrolling."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from requests_registry.models import HolderChannel, HolderCorrection, InformationHolder
from tests.requests_registry.making import answer, file_request, make_holder, make_registrar, make_rules

PUBLIC = ("requests/", "requests/?overdue=on&state=nonsense", "requests/ask/?about=%D1%80%D1%82%D1%83%D1%82%D1%8C")
HOLDERS = (
    "requests/holders/",
    "requests/holders/example-department/",
    "requests/holders/example-department/correction/",
)
STAFF = (
    "staff/",
    "staff/calendar/",
    "staff/campaigns/",
    "staff/requests/draft/",
    "staff/requests/new/",
    "staff/corrections/",
    "staff/holders/import/",
)


@pytest.fixture
def registrar(transactional_db):
    make_rules()
    return make_registrar()


@pytest.fixture
def numbers(registrar):
    """A late request and an answered one, with a fresh one beside them: every standing that a page can show."""
    today, now = timezone.localdate(), timezone.now()
    given = {"holder": make_holder("example-department"), "by": registrar, "at": now, "publish_now": True}
    late = file_request(sent_on=today - timedelta(days=60), **given)
    file_request(sent_on=today, **given)
    answered = file_request(sent_on=today - timedelta(days=30), **given)
    answer(answered, registrar, today, at=now)
    return late.number, answered.number


@pytest.fixture
def figures(registrar, numbers):
    """Enough answers of two years for medians and their chart, and a holder with ways to write to it."""
    holder = InformationHolder.objects.get()
    HolderChannel.objects.create(holder=holder, kind="email", address="office@example.kz", needs="signature")
    for sent_on in [timezone.localdate() - timedelta(days=days) for days in [30, 400] * 5]:
        given = {"holder": holder, "by": registrar, "sent_on": sent_on}
        refused = file_request(publish_now=True, at=timezone.now(), **given)
        received_on = sent_on + timedelta(days=10)
        answer(refused, registrar, received_on, at=timezone.now(), outcome="refused", grounds=["unclear"])
    return HolderCorrection.objects.create(
        form_key=uuid.uuid4(), holder=holder, wrong="Old", right="New", proposed_at=timezone.now()
    )


@pytest.fixture
def desk_at(client, registrar, page_at, live_server):
    """page_at, signed in as a registrar."""
    client.force_login(registrar)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_page(*look):
        page = page_at(*look)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return open_page


def public(numbers):
    return [*PUBLIC, *(f"requests/{number}/" for number in numbers)]


def staff(numbers):
    late = f"staff/requests/{numbers[0]}/"
    return [*STAFF, late, *(f"{late}{step}/" for step in ("registration", "reply", "unpublish"))]


def test_the_public_pages_are_sound_in_every_view(numbers, wrong_in_every_view):
    assert wrong_in_every_view(public(numbers)) == []


def test_holders_and_their_figures_are_sound_in_every_view(desk_at, figures, wrong_in_every_view):
    paths = [*HOLDERS, "requests/statistics/", f"staff/corrections/{figures.pk}/"]

    assert wrong_in_every_view(paths, desk_at) == []


def test_the_staff_pages_are_sound_in_every_view(desk_at, numbers, wrong_in_every_view):
    assert wrong_in_every_view(staff(numbers), desk_at) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refused_form_leads_to_its_fields_and_keeps_what_was_typed(desk_at, violations, scheme):
    page = desk_at(360, scheme, "ru")
    page.goto("/ru/staff/requests/new/")
    page.fill("[name=subject]", "Сохранить меня")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".error-summary")

    assert violations(page) == []
    assert page.input_value("[name=subject]") == "Сохранить меня"
    page.click(".error-summary__list a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "holder"
