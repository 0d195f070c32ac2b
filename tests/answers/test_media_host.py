"""Files of strangers under a name of their own: without sessions, public ones to everybody, others by a key of two minutes."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth import get_user
from django.core.exceptions import MiddlewareNotUsed
from django.test import Client

from portal.middleware import MediaHostMiddleware
from requests_registry.files import reviewing
from tests.answers.conftest import NOW

pytestmark = pytest.mark.django_db
HOST = "files.portal.example.kz"


@pytest.fixture
def hosted(settings):
    """The portal with a host for files, and a client that asks for addresses there as well as at home."""
    settings.MEDIA_HOST = HOST
    settings.ALLOWED_HOSTS = ["testserver", HOST]
    client = Client()
    client.handler.load_middleware()
    return client


def follow(client, response):
    parts = urlsplit(response.url)
    assert parts.netloc == HOST
    return client.get(f"{parts.path}?{parts.query}", headers={"host": HOST})


def test_without_the_setting_there_is_no_such_middleware(settings):
    with pytest.raises(MiddlewareNotUsed):
        MediaHostMiddleware(None)


def test_a_public_file_is_sent_from_the_host_for_files_alone(hosted, answer, daniyar):
    review = reviewing.decide(answer(), by=daniyar, at=NOW, decision="as_is", name="Ответ.pdf")
    home = hosted.get(review.document.get_absolute_url())
    there = follow(hosted, home)

    assert (home.status_code, home.url.partition("?")[2]) == (302, "")
    assert (there.status_code, there["X-Content-Type-Options"]) == (200, "nosniff")


def test_a_private_file_is_sent_there_to_who_has_a_fresh_key(hosted, answer, daniyar):
    document = answer().document
    assert hosted.get(document.get_absolute_url()).status_code == 404
    hosted.force_login(daniyar)
    with time_machine.travel(NOW, tick=False):
        home = hosted.get(document.get_absolute_url())
        assert home["Cache-Control"] == "private, no-store"
        assert follow(hosted, home).status_code == 200
        bare = hosted.get(document.get_absolute_url(), headers={"host": HOST})
        forged = hosted.get(document.get_absolute_url() + "?key=1:2:3", headers={"host": HOST})
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        late = follow(hosted, home)

    assert [response.status_code for response in (bare, forged, late)] == [404, 404, 404]


def test_nothing_but_files_is_there_and_nobody_is_known(hosted, daniyar):
    hosted.force_login(daniyar)
    for address in ("/", "/ru/", "/ru/staff/", "/admin/", "/files/1/cover/320.webp", "/healthz"):
        response = hosted.get(address, headers={"host": HOST})
        assert response.status_code == 404, address
        assert not get_user(response.wsgi_request).is_authenticated
        assert not response.cookies
