"""The portal's own pages as people meet them: every kind of page, three languages, light on a phone and dark on a desk."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

PATHS = [
    "",
    "search/?q=Aarhus",
    "search/?q=zzzzzz",
    "topics/",
    "topics/caspian/",
    "regions/",
    "regions/atyrau/",
    "organisations/",
    "organisations/kazhydromet/",
    "glossary/",
    "tehran-convention/",
    "conventions/",
    "login/",
]


@pytest.fixture
def content(transactional_db):
    call_command("load_reference", verbosity=0)
    call_command("load_starter", verbosity=0)


def test_every_page_is_sound_in_every_view(content, wrong_in_every_view):
    assert wrong_in_every_view(dict.fromkeys(PATHS, 200) | {"no-such-page/": 404}) == []


def test_a_citizen_finds_a_page_with_the_keyboard_alone(content, page_at):
    page = page_at(360, "light", "kk")
    page.goto("/kk/")
    page.locator("#home-search").focus()
    page.keyboard.type("Тегеран конвенциясы")
    page.keyboard.press("Enter")
    page.locator(".results__title a[href='/kk/tehran-convention/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kk/tehran-convention/")
    assert "Тегеран конвенциясы" in page.locator("h1").inner_text()
    assert page.complaints == []


def test_the_language_switch_leads_to_the_same_page(content, page_at):
    page = page_at(1280, "light", "kk")
    page.goto("/kk/regions/atyrau/?kind=event")
    page.locator(".language-switch a[hreflang=en]").click()
    assert page.url.endswith("/en/regions/atyrau/?kind=event")
    assert page.locator("html").get_attribute("lang") == "en"


def test_pages_work_without_javascript(content, page_at):
    page = page_at(360, "light", "ru", java_script_enabled=False)
    page.goto("/ru/")
    page.locator("#home-search").fill("конвенция")
    page.locator("#home-search").press("Enter")
    expect(page.locator(".results__item").nth(3)).to_be_visible()
