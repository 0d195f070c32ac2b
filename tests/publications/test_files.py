from urllib.parse import quote

import pytest

from portal.models import Document
from portal.publishing import withdraw
from tests.documents import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(make):
    return make(title_ru="Жұртшылықтың қатысуы", ru=["Один", "Два"]).versions.get().document


def get(client, document, **headers):
    response = client.get(document.get_absolute_url(), headers=headers)
    return response, b"".join(response) if response.streaming else response.content


def test_a_file_comes_under_its_own_kazakh_name(client, document):
    response, content = get(client, document)
    assert content == files.pdf("Один", "Два")
    assert response["Content-Disposition"] == f"inline; filename*=utf-8''{quote('Жұртшылықтың қатысуы ru.pdf')}"
    assert response["Content-Type"] == "application/pdf"


def test_a_browser_may_do_nothing_with_it_but_show_it(client, document):
    response, _content = get(client, document)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_another_name_leads_to_the_right_one(client, document):
    response = client.get(f"/files/{document.pk}/../../etc/passwd")
    assert response.status_code == 404
    assert client.get(f"/files/{document.pk}/other.pdf")["Location"] == document.get_absolute_url()


def test_a_reader_who_has_it_gets_nothing_anew(client, document):
    response, content = get(client, document, if_none_match=f'"{document.sha256}"')
    assert (response.status_code, content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-3", 206, 0, 4),
        ("bytes=10-", 206, 10, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-99999999", 206, 0, None),
        ("bytes=99999999-", 416, 0, 0),
        ("bytes=9-3", 416, 0, 0),
        ("bytes=0-1,3-4", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("pages=1-2", 200, 0, None),
    ],
)
def test_a_viewer_may_ask_for_a_range(client, document, asked, status, first, last):
    response, content = get(client, document, range=asked)
    assert (response.status_code, content) == (status, files.pdf("Один", "Два")[first:last])


def test_a_range_of_an_older_file_gives_the_whole_new_one(client, document):
    response, _content = get(client, document, range="bytes=0-3", if_range='"older"')
    assert response.status_code == 200


def test_a_head_request_tells_the_size(client, document):
    assert client.head(document.get_absolute_url())["Content-Length"] == str(document.size)


def test_the_cover_is_a_small_picture_that_caches_may_keep(client, document):
    document.refresh_from_db()
    response = client.get(document.cover_url())
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/webp", "public, max-age=86400")
    assert b"".join(response)[8:12] == b"WEBP"
    assert client.get(document.cover_url(width=5000)).status_code == 404


def test_a_file_of_a_draft_is_for_staff_and_for_no_cache(client, make, aigul):
    document = make(is_published=False, ru=["Тайна"]).versions.get().document
    assert get(client, document)[0].status_code == 404
    client.force_login(aigul)
    response, _content = get(client, document)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_a_withdrawn_file_is_gone_even_for_who_has_its_hash(client, document, aigul):
    publication = document.language_version.publication
    assert get(client, document)[0].status_code == 200
    withdraw(publication, by=aigul, at=publication.published_at)
    assert get(client, document, if_none_match=f'"{document.sha256}"')[0].status_code == 404


def test_a_file_that_nothing_carries_is_nobodys(client, document, aigul):
    document.language_version.delete()
    client.force_login(aigul)
    assert get(client, document)[0].status_code == 404
    assert Document.objects.unused().get() == document


def test_a_file_in_use_is_not_unused(document):
    assert not Document.objects.unused().exists()


def test_a_public_file_costs_one_query(client, document, django_assert_num_queries):
    with django_assert_num_queries(1):
        get(client, document)
