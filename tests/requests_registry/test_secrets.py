"""What is hidden is nowhere: a secret word in a hidden request, its reply, its history and its reason is looked for everywhere."""

from datetime import date

import pytest
import time_machine
from django.urls import get_resolver, reverse
from django.utils import translation

from portal.models import SearchEntry
from requests_registry import lifecycle
from tests.requests_registry.making import answer, at, make_holder, register

pytestmark = pytest.mark.django_db
SECRET = "қупия-сөз"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(date(2026, 4, 1)), tick=False):
        yield


@pytest.fixture
def secret(file, daniyar, water, region):
    """A request that was public and had an answer before it was taken off the register: it could leak."""
    info_request = file(
        holder=make_holder("body-behind-the-secret"),
        subject=f"Тема {SECRET}",
        text=f"Текст {SECRET}",
        topics=[water],
        regions=[region],
        publish_now=True,
    )
    register(info_request, daniyar, date(2026, 3, 3), registration_number=SECRET)
    answer(info_request, daniyar, date(2026, 3, 10), text=f"Ответ {SECRET}", reference=SECRET)
    assert SearchEntry.objects.filter(kind="request").count() == 3
    return lifecycle.unpublish(info_request, by=daniyar, at=at(date(2026, 3, 30)), reason=f"Причина {SECRET}")


def addresses(info_request):
    organisation = info_request.holder.organisation
    yield reverse("home")
    yield reverse("requests:list")
    yield from (f"{reverse('requests:list')}?{query}" for query in ("state=answered", "topic=water", "region=steppe"))
    yield from (reverse("requests:export", args=[fmt]) for fmt in ("csv", "json"))
    yield reverse("requests:feed")
    yield reverse("requests:frequent-list")
    yield reverse("requests:guide")
    yield "/sitemap.xml"
    yield reverse("requests:holders")
    yield reverse("requests:holder", args=[organisation.slug])
    yield from (reverse("requests:holders-file", args=[fmt]) for fmt in ("csv", "json"))
    yield reverse("requests:statistics")
    yield from (reverse("requests:statistics-file", args=[name, "csv"]) for name in ("figures", "grounds"))
    yield reverse("search") + "?q=Тема"
    yield reverse("topic", args=["water"])
    yield reverse("region", args=["steppe"])
    yield reverse("organisation", args=[organisation.slug])


def open_addresses():
    """Every address of the portal that needs no argument and no staff, whichever app it is of."""
    for name in _names(get_resolver()):
        if name.split(":")[0] not in {"admin", "staff", "data-staff"}:
            yield reverse(name)


def _names(resolver, spaces=()):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif pattern.name and not pattern.pattern.regex.groups:
            yield ":".join([*spaces, pattern.name])


@pytest.mark.parametrize("reader", ["anonymous", "aigul"])
def test_a_hidden_request_is_on_no_page_list_feed_or_export(client, secret, aigul, reader):
    if reader == "aigul":
        client.force_login(aigul)
    with translation.override("ru"):
        pages = list(addresses(secret))
    for address in pages:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, address
        assert SECRET not in body.decode(), address
        assert secret.number not in body.decode(), address


def test_a_hidden_request_is_not_found(client, secret):
    assert client.get(secret.get_absolute_url()).status_code == 404


def test_a_hidden_request_is_not_offered_beside_another(client, secret, file):
    other = file(holder=secret.holder, subject="Другой вопрос", publish_now=True)

    assert SECRET not in client.get(other.get_absolute_url()).text


def test_a_hidden_request_has_no_search_rows(secret):
    assert not SearchEntry.objects.filter(kind="request").exists()


def test_the_holder_of_a_hidden_request_is_no_choice_of_the_filter(client, secret):
    assert secret.holder.organisation.slug not in client.get("/ru/requests/").text


def test_the_reason_and_the_people_are_not_on_a_public_page(client, secret, daniyar):
    lifecycle.publish(secret, by=daniyar, at=at(date(2026, 4, 1)))
    text = client.get(secret.get_absolute_url()).text

    assert "Причина" not in text
    assert "daniyar" not in text
