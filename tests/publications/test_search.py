import pytest
from django.utils.translation import override

from portal.models import SearchEntry
from portal.publishing import withdraw

pytestmark = pytest.mark.django_db


def test_every_page_is_found_by_its_words_and_opens_in_the_reading_view(client, make):
    make(ru=["Доступ к информации", "Разливы нефти"], kk=["Мұнайдың төгілуі"])
    entry = SearchEntry.objects.get(page=2)
    assert (entry.language, entry.body) == ("ru", "Разливы нефти")
    with override("kk"):
        assert entry.get_absolute_url() == "/kk/publications/handbook/read/ru/?page=2#page-2"
        assert client.get(entry.get_absolute_url()).status_code == 200


def test_a_page_without_words_is_not_in_the_index(make):
    make(ru=["Текст", ""])
    assert SearchEntry.objects.filter(page__gt=0).count() == 1


def test_the_record_is_found_in_every_language_by_its_names(make):
    make(ru=None)
    assert SearchEntry.objects.filter(page=0, state="record").count() == 3


def test_nothing_of_a_draft_is_in_the_index(make):
    make(is_published=False, ru=["Тайна"])
    assert not SearchEntry.objects.exists()


def test_nothing_of_a_withdrawn_publication_stays_in_the_index(make, aigul):
    publication = make(ru=["Текст"])
    assert SearchEntry.objects.count() == 4
    withdraw(publication, by=aigul, at=publication.published_at)
    assert not SearchEntry.objects.exists()


def test_a_page_is_found_by_the_search_page(client, make):
    make(ru=["Доступ к информации", "Ликвидация разливов нефти на море"])
    page = client.get("/ru/search/", {"q": "разливы нефти"}).content.decode()
    assert "/ru/publications/handbook/read/ru/?page=2#page-2" in page
