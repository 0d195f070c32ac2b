"""The style guide shows every part, so a part that breaks a rule breaks it here first."""

import pytest
from playwright.sync_api import expect


def test_every_part_is_sound_in_every_view(wrong_in_every_view):
    assert wrong_in_every_view(["styleguide/"]) == []


@pytest.mark.parametrize("width", [360, 1280])
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
