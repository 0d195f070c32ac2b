"""The style guide shows every part, so a part that breaks a rule breaks it here first."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VIEWS, WIDTHS


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_every_part_is_accessible(page_at, violations, width, scheme, language):
    page = page_at(width, scheme, language)
    page.goto(f"/{language}/styleguide/")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_nothing_is_wider_than_a_phone(page_at, language):
    page = page_at(360, language=language)
    page.goto(f"/{language}/styleguide/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_every_file_is_found_and_nothing_is_blocked(page_at):
    page = page_at()
    page.goto("/kk/styleguide/")
    assert page.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_menu_leads_to_the_regions(page_at, width):
    page = page_at(width)
    page.goto("/kk/styleguide/")
    if width == 360:
        page.get_by_text("Мәзір", exact=True).click()
    page.get_by_role("link", name="Өңірлер").first.click()
    page.wait_for_url("**/kk/regions/")


def test_a_failed_form_has_the_focus_on_its_summary(page_at):
    page = page_at()
    page.goto("/kk/login/")
    page.get_by_role("button", name="Кіру").click()
    expect(page.locator(".error-summary")).to_be_focused()
