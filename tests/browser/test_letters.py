"""Letters at the desk as registrars see them: without violations, errors or sideways scrolling."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import VIEWS
from tests.browser.test_requests import desk_at, registrar, wrong_with  # noqa: F401
from tests.requests_registry.letters import agree, draft, issue, make_letterhead
from tests.requests_registry.making import file_request, make_holder


@pytest.fixture
def pages(registrar):  # noqa: F811
    """A draft that lacks something, the list that it stands in beside an issued letter, a consent."""
    make_letterhead()
    today = timezone.localdate()
    late = file_request(
        holder=make_holder("example-department"),
        by=registrar,
        at=timezone.now(),
        sent_on=today - timedelta(days=60),
    )
    agree(late, registrar, today)
    unfinished = draft(late, registrar, today, kind="complaint", language="kk")
    issue(draft(late, registrar, today), registrar, today)
    letters = f"staff/requests/{late.number}/letters/"
    return [letters, f"{letters}consent/", f"{letters}{unfinished.pk}/"]


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_the_pages_of_letters_are_accessible(desk_at, violations, pages, language, scheme, width):  # noqa: F811
    page = desk_at(width, scheme, language)

    assert list(wrong_with(page, violations, [f"/{language}/{path}" for path in pages])) == []


def test_nothing_is_blocked_or_missing(desk_at, pages):  # noqa: F811
    page = desk_at()
    for path in pages:
        page.goto(f"/kk/{path}")

    assert page.complaints == []
