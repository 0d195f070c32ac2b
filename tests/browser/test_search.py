import pytest
from django.core.management import call_command

SEARCHES = ["search/", "search/?q=ПДК", "search/?q=м9най", "search/?q=орхус&kind=page", "search/?q=зщшгнекуцй"]


@pytest.fixture
def published(transactional_db):
    call_command("load_reference", verbosity=0)
    call_command("load_starter", verbosity=0)


def test_results_are_sound_in_every_view(published, wrong_in_every_view):
    assert wrong_in_every_view(SEARCHES) == []


def test_queries_are_offered_while_somebody_types(published, page_at):
    page = page_at(360)
    page.goto("/kk/search/")
    page.get_by_role("combobox").press_sequentially("орху")
    page.wait_for_selector("datalist option", state="attached")
    offered = page.eval_on_selector_all("datalist option", "options => options.map((option) => option.value)")
    assert "Орхус конвенциясы" in offered
    assert page.complaints == []
