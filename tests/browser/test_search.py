import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from portal.models import SearchedText, User
from portal.models.accounts import EDITOR

SEARCHES = ["search/", "search/?q=ПДК", "search/?q=м9най", "search/?q=орхус&kind=page", "search/?q=зщшгнекуцй"]
SEARCHES += ["search/?q=орхускоя&literal=on"]


@pytest.fixture
def published(transactional_db):
    call_command("load_reference", verbosity=0)
    call_command("load_starter", verbosity=0)


def test_results_are_sound_in_every_view(published, wrong_in_every_view):
    assert wrong_in_every_view(SEARCHES) == []


def test_what_was_not_found_is_sound_in_every_view(published, client, live_server, page_at, wrong_in_every_view):
    SearchedText.objects.create(text="шламонакопитель нефтеперерабатывающего завода", day=timezone.localdate(), times=3)
    aigul = User.objects.create_user("aigul")
    aigul.groups.add(Group.objects.get_or_create(name=EDITOR)[0])
    client.force_login(aigul)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_page(*look):
        page = page_at(*look)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    assert wrong_in_every_view(["staff/searches/"], open_page) == []


def test_queries_are_offered_while_somebody_types(published, page_at):
    page = page_at(360)
    page.goto("/kk/search/")
    page.get_by_role("combobox").press_sequentially("орху")
    page.wait_for_selector("datalist option", state="attached")
    offered = page.eval_on_selector_all("datalist option", "options => options.map((option) => option.value)")
    assert "Орхус конвенциясы" in offered
    assert page.complaints == []
