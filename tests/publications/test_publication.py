import json
import re

import pytest

from portal.models import Redirect
from portal.publishing import withdraw
from publications.models import Author

pytestmark = pytest.mark.django_db


def test_all_language_versions_stand_on_one_page(client, make):
    make(ru=["Один", "Два"], kk=["Бір"])
    page = client.get("/kk/publications/handbook/").content.decode()
    assert page.index("Қазақша</h3>") < page.index("Русский")
    assert page.count('class="version"') == 2


def test_a_record_without_a_file_says_so_and_offers_to_ask(client, make):
    make(ru=None)
    page = client.get("/en/publications/handbook/").content.decode()
    assert "its file has not reached us" in page
    assert 'class="ask"' in page
    assert "citation_pdf_url" not in page


def test_the_title_is_marked_with_its_own_language(client, make):
    make(title_ru="Пособие")
    page = client.get("/kk/publications/handbook/").content.decode()
    assert '<h1><span lang="ru">Пособие</span></h1>' in page


def test_a_draft_is_for_staff_only(client, make, aigul):
    make(is_published=False)
    assert client.get("/ru/publications/handbook/").status_code == 404
    client.force_login(aigul)
    assert "Эту страницу видят только сотрудники" in client.get("/ru/publications/handbook/").content.decode()


def test_a_withdrawn_publication_is_gone_for_the_public(client, make, aigul):
    publication = make(ru=["Текст"])
    withdraw(publication, by=aigul, at=publication.published_at)
    assert client.get("/ru/publications/handbook/").status_code == 404
    assert client.get("/ru/publications/handbook/read/ru/").status_code == 404


def test_an_old_address_leads_to_the_new_one(client, make):
    make()
    Redirect.objects.create(old_path="/publications/old/", new_path="/publications/handbook/")
    response = client.get("/ru/publications/old/")
    assert (response.status_code, response["Location"]) == (301, "/ru/publications/handbook/")


def test_a_newer_edition_is_shown_once_it_is_published(client, make):
    old, draft = make("old"), make("new", is_published=False, title_ru="Второе издание")
    draft.replaces = old
    draft.save()
    assert "Второе издание" not in client.get("/ru/publications/old/").content.decode()
    type(draft).objects.filter(pk=draft.pk).update(status="published", published_at=old.published_at)
    assert "Второе издание" in client.get("/ru/publications/old/").content.decode()


def test_citation_tags_say_what_zotero_reads(client, make):
    publication = make(ru=["Один"])
    Author.objects.create(publication=publication, printed_name="Ахметова А. Б.")
    page = client.get("/ru/publications/handbook/").content.decode()
    tags = dict(re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', page))
    assert tags["citation_author"] == "Ахметова А. Б."
    assert tags["citation_publication_date"] == "2024"
    assert tags["citation_pdf_url"].startswith("http://127.0.0.1:8000/files/")


def test_structured_data_cannot_end_its_own_block(client, make):
    make(title_ru="</script><script>alert(1)</script>", ru=["Один"])
    page = client.get("/ru/publications/handbook/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(block)
    assert (data["@type"], data["inLanguage"]) == ("Book", ["ru"])
    assert data["name"] == "</script><script>alert(1)</script>"


@pytest.mark.parametrize(("fmt", "start"), [("bib", "@book{handbook-ru,"), ("ris", "TY  - BOOK\r\n")])
def test_a_citation_is_a_file(client, make, fmt, start):
    make(ru=["Один"])
    response = client.get(f"/ru/publications/handbook/cite/ru.{fmt}")
    assert response.content.decode().startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="handbook-ru.{fmt}"'


@pytest.mark.parametrize("path", ["cite/xx.bib", "cite/ru.exe"])
def test_there_is_no_other_citation(client, make, path):
    make()
    assert client.get(f"/ru/publications/handbook/{path}").status_code == 404


@pytest.mark.parametrize("authors", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three_authors(client, make, authors, django_assert_num_queries):
    publication = make(ru=["Один"], kk=["Бір"])
    for number in range(authors):
        Author.objects.create(publication=publication, printed_name=f"Автор {number}")
    with django_assert_num_queries(7):
        client.get("/ru/publications/handbook/")
