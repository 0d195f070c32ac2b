"""Asking the centre as people do it: on a telephone, without scripts, by the link of a letter."""

import re
import time

import pytest
from django.conf import settings
from django.utils import timezone, translation
from playwright.sync_api import expect

from portal.reference.load import load as load_portal
from requests_registry import question_links, questions
from requests_registry.models import FrequentQuestion, OutgoingMail, Question
from requests_registry.question_forms import QUICKEST
from requests_registry.reference.load import load as load_registry
from tests.browser.conftest import VIEWS
from tests.browser.test_requests import wrong_with
from tests.requests_registry.asking import ask, ask_by_telephone
from tests.requests_registry.making import make_registrar


@pytest.fixture
def loaded(transactional_db):
    load_portal()
    load_registry()


@pytest.fixture
def registrar(loaded):
    return make_registrar()


@pytest.fixture
def asked(registrar):
    """An answered question, one that waits and one that is not confirmed."""
    today, now = timezone.localdate(), timezone.now()
    answered = questions.confirm(ask(today), at=now)
    answered = questions.answer(answered, by=registrar, at=now, text="Это был факел завода.\n\nОн горит при пуске.")
    return answered, ask_by_telephone(today), ask(today, email="another@example.kz")


@pytest.fixture
def frequent(loaded):
    return FrequentQuestion.objects.create(
        question_ru="Что такое факел?",
        answer_ru="Сжигание **газа**.",
        status=FrequentQuestion.Status.PUBLISHED,
        published_at=timezone.now(),
    )


def links_of(asked, language):
    with translation.override(language):
        return [question_links.give(question, at=timezone.now()) for question in asked]


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_the_pages_of_a_question_are_accessible(page_at, violations, asked, frequent, language, scheme, width):
    answered, waiting, unconfirmed = links_of(asked, language)
    pages = ("ask/sent/", "faq/", f"faq/{frequent.pk}/", "guide/", "guide/?topic=air&region=atyrau", "guide/?topic=x")
    addresses = [f"/{language}/requests/{page}" for page in pages]
    addresses += [answered, waiting, unconfirmed, f"{waiting}withdraw/"]

    assert list(wrong_with(page_at(width, scheme, language), violations, addresses)) == []


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_the_staff_pages_are_accessible(
    client, live_server, page_at, violations, asked, registrar, language, scheme, width
):
    client.force_login(registrar)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = page_at(width, scheme, language)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    answered, waiting, _unconfirmed = asked
    paths = ("", f"{answered.pk}/", f"{waiting.pk}/", f"{waiting.pk}/answer/", f"{waiting.pk}/close/")

    assert list(wrong_with(page, violations, [f"/{language}/staff/questions/{path}" for path in paths])) == []


def test_a_question_is_asked_confirmed_and_withdrawn_without_scripts(page_at, violations, loaded):
    page = page_at(360, "light", "kk", java_script_enabled=False)
    page.goto("/kk/requests/ask/?about=Атыраудың ауасы")
    page.click("main form button[type=submit]")
    assert page.input_value("[name=text]") == "Атыраудың ауасы"
    expect(page.locator(".error-summary")).to_have_count(1)

    time.sleep(QUICKEST.total_seconds())
    page.fill("[name=email]", "aigerim@example.kz")
    page.check("[name=consent]")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/ask/sent/")

    page.goto(re.search(r"/kk/requests/questions/\S+/", OutgoingMail.objects.get().body)[0])
    page.click("main form button")
    assert Question.objects.get().state == "waiting"
    page.click("a[href$='/withdraw/']")
    page.click("main form button")

    assert Question.objects.get().is_erased
