import re

import pytest
from django.urls import get_resolver
from django.utils import timezone

from portal.models import Organisation, Page, Redirect
from portal.publishing import publish, withdraw
from portal.redirects import remember
from portal.search import index

pytestmark = pytest.mark.django_db

NO_PATTERN = str.maketrans("", "", "\\^$")  # what only regular expressions have


@pytest.fixture
def page():
    page = Page.objects.create(slug="air", title_ru="Воздух")
    publish(page, by=None, at=timezone.now())
    return page


def test_an_address_changed_in_the_admin_leads_to_the_new_one(client, admin_client, page):
    form = {"slug": "air-quality", "order": 0, "title_ru": "Воздух"}
    inline = {f"status_facts-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    response = admin_client.post(f"/admin/portal/page/{page.pk}/change/", form | inline)
    assert response.status_code == 302
    response = client.get("/kk/air/")
    assert (response.status_code, response["Location"]) == (301, "/kk/air-quality/")


def test_an_address_changed_twice_leads_on_in_one_step(client):
    remember("/ru/a/", "/ru/b/")
    remember("/ru/b/", "/ru/c/")
    assert client.get("/en/a/")["Location"] == "/en/c/"


def test_an_address_that_comes_back_is_no_circle():
    remember("/a/", "/b/")
    remember("/b/", "/a/")
    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/b/", "/a/")]


def test_the_sitemap_has_what_is_public_in_three_languages(client, page):
    hidden = Page.objects.create(slug="secret", title_ru="Тайна")
    publish(hidden, by=None, at=timezone.now())
    withdraw(hidden, by=None, at=timezone.now())
    xml = client.get("/sitemap-entries.xml").content.decode()
    assert [f"/{code}/air/</loc>" in xml for code in ("kk", "ru", "en")] == [True] * 3
    assert "secret" not in xml


def test_the_sitemap_index_and_robots_name_each_other(client, page):
    assert "sitemap-entries.xml" in client.get("/sitemap.xml").content.decode()
    assert "/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_organisations_are_downloaded_as_filtered(client):
    for slug, kind in (("mill", "operator"), ("office", "ministry")):
        index.refresh(Organisation.objects.create(slug=slug, name_en=slug, kind=kind))
    lines = b"".join(client.get("/en/organisations/list.csv?kind=operator").streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["slug", "mill"]


def test_an_unknown_form_of_a_list_is_not_found(client):
    assert client.get("/en/organisations/list.exe").status_code == 404


def addresses(patterns, before=""):
    """Every address of the portal with a NUL in each place that takes text, with 1 in each that takes a number."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, address)
        elif re.search(r"<(str:)?\w+>", address):
            address = re.sub(r"<(?:int|pk):\w+>", "1", address).replace(
                "<uuid:key>", "6f1f0f0e-0000-4000-8000-000000000000"
            )
            yield "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<(?:\w+:)?\w+>", "%00", address).translate(NO_PATTERN)


def test_no_address_fails_by_a_nul(client):
    found = [address for address in addresses(get_resolver().url_patterns) if "/admin/" not in address]
    assert len(found) > 20
    for address in found:
        assert client.get(address).status_code < 500, address
