"""Asking the centre as people do it: on a telephone, without scripts, by the link of a letter."""

import re
import time

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from portal.reference.load import load as load_portal
from requests_registry.models import FrequentQuestion, OutgoingMail, Question
from requests_registry.questions import asking, links
from requests_registry.questions.forms import QUICKEST
from requests_registry.reference.load import load as load_registry
from tests.browser.test_requests import desk_at  # noqa: F401
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
    answered = asking.confirm(ask(today), at=now)
    answered = asking.answer(answered, by=registrar, at=now, text="Это был факел завода.\n\nОн горит при пуске.")
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
        return [links.give(question, at=timezone.now()) for question in asked]


def test_the_pages_of_a_question_are_sound_in_every_view(asked, frequent, wrong_in_every_view):
    def paths(language):
        answered, waiting, unconfirmed = (link.removeprefix(f"/{language}/") for link in links_of(asked, language))
        pages = (
            "ask/sent/",
            "faq/",
            f"faq/{frequent.pk}/",
            "guide/",
            "guide/?topic=air&region=atyrau",
            "guide/?topic=x",
        )
        return [*(f"requests/{page}" for page in pages), answered, waiting, unconfirmed, f"{waiting}withdraw/"]

    assert wrong_in_every_view(paths) == []


def test_the_staff_pages_are_sound_in_every_view(asked, desk_at, wrong_in_every_view):  # noqa: F811
    answered, waiting, _unconfirmed = asked
    paths = ("", f"{answered.pk}/", f"{waiting.pk}/", f"{waiting.pk}/answer/", f"{waiting.pk}/close/")

    assert wrong_in_every_view([f"staff/questions/{path}" for path in paths], desk_at) == []


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
