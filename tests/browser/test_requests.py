"""The register and the staff desk as people see them: without violations, errors or sideways scrolling."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from requests_registry.models import HolderChannel, HolderCorrection, InformationHolder
from tests.browser.conftest import SCHEMES, VIEWS
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


def open_all(page, address):
    """The page with every explanation opened."""
    assert page.goto(address).status == 200
    page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")


def wrong_with(page, violations, addresses):
    """One line for each thing that is wrong with a page."""
    for address in addresses:
        open_all(page, address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{address}: scrolls sideways"
        yield from (f"{address}: {line}" for line in violations(page))


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_the_public_pages_are_accessible(page_at, violations, numbers, language, scheme, width):
    addresses = [f"/{language}/{path}" for path in public(numbers)]

    assert list(wrong_with(page_at(width, scheme, language), violations, addresses)) == []


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_holders_and_their_figures_are_accessible(desk_at, violations, figures, language, scheme, width):
    paths = [*HOLDERS, "requests/statistics/", f"staff/corrections/{figures.pk}/"]
    addresses = [f"/{language}/{path}" for path in paths]

    assert list(wrong_with(desk_at(width, scheme, language), violations, addresses)) == []


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_the_staff_pages_are_accessible(desk_at, violations, numbers, language, scheme, width):
    addresses = [f"/{language}/{path}" for path in staff(numbers)]

    assert list(wrong_with(desk_at(width, scheme, language), violations, addresses)) == []


def test_nothing_is_blocked_or_missing(desk_at, numbers, figures):
    page = desk_at()
    for path in [*public(numbers), *staff(numbers), *HOLDERS, "requests/statistics/"]:
        open_all(page, f"/kk/{path}")

    assert page.complaints == []


@pytest.mark.parametrize("scheme", SCHEMES)
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
