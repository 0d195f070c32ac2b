import pytest
from django.core.management import call_command

from tests.browser.conftest import VIEWS

SEARCHES = ["search/", "search/?q=ПДК", "search/?q=м9най", "search/?q=орхус&kind=page", "search/?q=зщшгнекуцй"]


@pytest.fixture
def published(transactional_db):
    call_command("load_reference", verbosity=0)
    call_command("load_starter", verbosity=0)


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_results_are_accessible_and_fit_the_window(published, page_at, violations, language, width, scheme):
    page = page_at(width, scheme, language)
    for path in SEARCHES:
        page.goto(f"/{language}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page) == [], path


def test_nothing_on_the_page_is_blocked(published, page_at):
    page = page_at(360)
    for path in SEARCHES:
        page.goto(f"/kk/{path}")
    assert page.complaints == []


def test_queries_are_offered_while_somebody_types(published, page_at):
    page = page_at(360)
    page.goto("/kk/search/")
    page.get_by_role("combobox").press_sequentially("орху")
    page.wait_for_selector("datalist option", state="attached")
    offered = page.eval_on_selector_all("datalist option", "options => options.map((option) => option.value)")
    assert "Орхус конвенциясы" in offered
    assert page.complaints == []
