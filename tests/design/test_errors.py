"""Errors in the frame of the site, in the language of the address."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from portal import urls
from portal.views.errors import words_of


def refuse(request):
    raise PermissionDenied


def misread(request):
    raise SuspiciousOperation


def fail(request):
    raise ZeroDivisionError


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [
    *[
        path(f"{language}/{view.__name__}/now/", view)
        for language in ("kk", "ru", "en")
        for view in (refuse, misread, fail)
    ],
    *urls.urlpatterns,
]

MISREAD = {"kk": "оқу мүмкін болмады", "ru": "Не удалось прочитать", "en": "could not be read"}
REFUSED = {"kk": "Бұл бет сізге ашық емес", "ru": "Эта страница вам недоступна", "en": "This page is not open to you"}
MISSING = {"kk": "Мұндай бет жоқ", "ru": "Такой страницы нет", "en": "There is no such page"}
FAILED = {"kk": "Портал бұл бетті көрсете алмады", "ru": "Портал не справился", "en": "The portal failed on this page"}


@pytest.fixture
def get(client, settings):
    settings.DEBUG = False
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client.get


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("misread/now/", 400, MISREAD), ("refuse/now/", 403, REFUSED), ("nowhere/at/all/", 404, MISSING)],
)
def test_a_refusal_speaks_the_language_of_the_address(get, language, address, status, words):
    response = get(f"/{language}/{address}")
    assert response.status_code == status
    assert words[language] in response.text
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_failure_is_told_without_a_database(get, language):
    """No django_db mark: the database is closed to this test."""
    response = get(f"/{language}/fail/now/")
    assert response.status_code == 500
    assert FAILED[language] in response.text


def test_a_failure_is_told_without_static_files(get, monkeypatch):
    def static(name):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr("portal.views.errors.static", static)
    assert get("/ru/fail/now/").status_code == 500


@pytest.mark.django_db
def test_a_missing_page_offers_to_search_for_its_words(get):
    assert 'value="dongelek ustel 2026"' in get("/kk/nowhere/dongelek-ustel_2026.html").text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/kk/events/dongelek-ustel_2026.html", "dongelek ustel 2026"),
        ("/ru/%D0%B2%D0%BE%D0%B7%D0%B4%D1%83%D1%85/", "воздух"),
        ("/kk/", ""),
        ("/en/" + "a" * 5000, "a" * 100),
        ("/en/<script>", "script"),
    ],
)
def test_words_are_guessed_from_the_path(path, words):
    assert words_of(path) == words


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_form_without_its_token_is_refused_in_the_language_of_the_address(settings, language):
    settings.DEBUG = False
    response = Client(enforce_csrf_checks=True).post(f"/{language}/search/", {"q": "x"})
    assert response.status_code == 403
    assert REFUSED[language] in response.text
    assert f'<html lang="{language}"' in response.text
