import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from portal.datasets import starter
from portal.models import RiverSection

PAGES = [
    "data/",
    "data/emissions-stationary-by-region/",
    "data/environmental-spending-by-region/?year=2017&region=KZ-51&region=KZ-23&region=KZ-35&region=ZZ",
    "data/zhaiyk-oil-products-2025/",
    "data/emissions-stationary-total/",
    "data/water-use-by-region-2022/",
    "data/sections/{section}/",
]
EMISSIONS = "/kk/data/emissions-stationary-by-region/"


@pytest.fixture
def published(transactional_db):
    call_command("load_reference", verbosity=0)
    starter.load()
    section = RiverSection.objects.get(order=2)
    return [path.format(section=section.pk) for path in PAGES]


def test_pages_of_data_are_sound_in_every_view(published, wrong_in_every_view):
    assert wrong_in_every_view(published) == []


def test_the_chart_is_drawn_for_the_width_of_the_page(published, page_at):
    for width, seen in ((360, "narrow"), (1280, "wide")):
        page = page_at(width)
        page.goto(EMISSIONS)
        assert [size for size in ("narrow", "wide") if page.locator(f"#lines svg.chart--{size}").is_visible()] == [seen]


def test_arrow_keys_read_the_figures_of_a_year(published, page_at):
    page = page_at(1280, language="en")
    page.goto("/en/data/emissions-stationary-by-region/?region=KZ-23")
    page.locator("#lines svg.chart--wide").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-chart-readout]").inner_text() == "Atyrau Region, 2006: 95.0 thousand t"


def test_the_pointer_reads_the_nearest_year(published, page_at):
    page = page_at(1280, language="en")
    page.goto("/en/data/emissions-stationary-by-region/?region=KZ-23")
    page.locator("#lines svg.chart--wide .chart-marker").hover()
    assert page.locator("[data-chart-readout]").inner_text() == "Atyrau Region, 2022: 132.1 thousand t"


def test_without_scripts_the_year_and_the_regions_are_chosen_by_forms(published, page_at):
    page = page_at(360, language="ru", java_script_enabled=False)
    page.goto("/ru/data/emissions-stationary-by-region/")
    page.select_option("#year", "2010")
    page.locator(".year-choice button").click()
    page.locator(".region-choice summary").click()
    page.get_by_label("Мангистауская область").check()
    page.locator(".region-choice button").click()
    assert re.search(r"\?year=2010&region=KZ-15&region=KZ-23&region=KZ-35&region=KZ-47&region=KZ-55#lines", page.url)
    expect(page.locator(".chart-legend__line")).to_have_count(5)
    assert page.locator("[data-chart-readout]").inner_text() == ""
