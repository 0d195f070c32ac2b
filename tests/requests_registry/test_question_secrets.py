"""Who asked is told to nobody: an address and a number are looked for on every page, in every list, feed, log and event."""

import logging
from datetime import date

import pytest
import time_machine
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from portal.models import SearchEntry, User
from portal.publishing import publish
from requests_registry import lifecycle
from requests_registry.models import FrequentQuestion, Question
from requests_registry.questions import asking
from tests.requests_registry.asking import EMAIL, PHONE, ask, ask_and_confirm, link_of, typed
from tests.requests_registry.making import answer, at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)
SECRETS = (EMAIL, PHONE, "77019998877", "sentinel", "тайна-спросившего")
APP = "requests_registry"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def asked(file, daniyar, water, region):
    """A question that became a public request and a published frequent question: it could leak."""
    words = f"Что горело? Пишите на {EMAIL} или {PHONE}."
    question = ask_and_confirm(date(2026, 3, 2), phone=PHONE, text=words, topic=water, region=region, may_publish=True)
    question = asking.answer(question, by=daniyar, at=at(TODAY), text=f"Ответили на {EMAIL}. Это факел.")
    initial = asking.as_frequent(question)
    frequent = FrequentQuestion.objects.create(topic_id=initial.pop("topic"), **initial)
    publish(frequent, by=daniyar, at=at(TODAY))
    started = asking.prefill(question)
    info_request = file(subject=started["subject"], text=started["text"], topics=[water], regions=[region])
    asking.link(question, info_request, by=daniyar, at=at(TODAY))
    lifecycle.publish(info_request, by=daniyar, at=at(TODAY))
    answer(info_request, daniyar, date(2026, 3, 30))
    asking.tell_of_answer(info_request, at=at(TODAY))
    question.refresh_from_db()
    return question


def addresses(question):
    info_request = question.request
    yield reverse("home")
    yield from (reverse(f"requests:{name}") for name in ("list", "feed", "ask", "asked", "frequent-list", "guide"))
    yield f"{reverse('requests:guide')}?topic=water&region=steppe"
    yield from (reverse("requests:export", args=[fmt]) for fmt in ("csv", "json"))
    yield from (f"{reverse('search')}?q={words}" for words in ("горело", "факел", EMAIL.split("@")[0]))
    yield reverse("search-json") + "?q=горело"
    yield reverse("search-feed") + "?q=горело"
    yield reverse("topic", args=["water"])
    yield reverse("region", args=["steppe"])
    yield reverse("organisation", args=[info_request.holder.organisation.slug])
    yield info_request.get_absolute_url()
    yield FrequentQuestion.objects.get().get_absolute_url()
    yield link_of(question, TODAY)
    yield reverse("sitemap-index")


def content(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def secrets_in(text, but_for=()):
    return [secret for secret in SECRETS if secret in text and secret not in but_for]


@pytest.mark.parametrize("reader", ["anonymous", "aigul"])
def test_who_asked_is_on_no_page_list_feed_or_export(client, asked, aigul, reader):
    if reader == "aigul":
        client.force_login(aigul)
    with translation.override("ru"):
        pages = list(addresses(asked))
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        # The words of a search stand in its own box.
        assert secrets_in(content(response), but_for=["sentinel"] if "q=sentinel" in address else ()) == [], address


def test_who_asked_is_in_no_search_row(asked):
    rows = SearchEntry.objects.values_list("title", "summary", "body", "vector")

    assert SearchEntry.objects.filter(kind="question").count() == 3
    assert secrets_in(str(list(rows))) == []


def test_who_asked_is_in_no_history(asked):
    histories = [asked.request.events.values(), asked.events.values(), LogEntry.objects.values()]

    assert secrets_in(str([list(rows) for rows in histories])) == []


def test_who_asked_is_on_no_list_of_the_staff_and_not_in_the_admin(client, asked):
    client.force_login(User.objects.create_superuser("bota"))
    pages = ["/ru/staff/", "/ru/staff/questions/", "/ru/staff/mail/sent/", asked.request.get_staff_url()]
    pages += [
        reverse(f"admin:{APP}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if model._meta.app_label == APP
    ]
    for address in pages:
        assert secrets_in(client.get(address).text) == [], address
    assert Question not in admin.site._registry


def test_who_asked_is_in_no_table_in_the_clear(asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            assert secrets_in(str(cursor.fetchall())) == [], table


def test_who_asked_is_in_no_log(client, caplog):
    caplog.set_level(logging.DEBUG)
    now = timezone.now()
    client.post("/ru/requests/ask/", typed(now, email=EMAIL, phone=PHONE))
    client.post("/ru/requests/ask/", typed(now, email=EMAIL, text=""))
    client.post("/ru/requests/ask/", typed(now, email=EMAIL, comment="spam"))
    for _n in range(3):
        client.post("/ru/requests/ask/", typed(now, email=EMAIL))

    assert secrets_in(caplog.text) == []


def test_a_private_page_says_nothing_of_who_asked_before_it_is_confirmed(client):
    link = link_of(ask(TODAY, text="тайна-спросившего"), TODAY)

    assert secrets_in(client.get(link, follow=True).text) == []
