"""Asking as a citizen does it: the form, the letter's link, the private page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from requests_registry import lifecycle
from requests_registry.models import OutgoingMail, Question
from requests_registry.questions import asking
from tests.requests_registry.asking import (
    EMAIL,
    PHONE,
    ask,
    ask_and_confirm,
    ask_by_telephone,
    letters,
    link_in,
    link_of,
    make_centre,
    typed,
)
from tests.requests_registry.making import answer, at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)
ASK = "/ru/requests/ask/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def form(**given):
    return typed(timezone.now(), **given)


def test_a_question_is_asked_confirmed_and_waits(client):
    response = client.post(ASK, form(), follow=True)
    link = link_in(letters()[0])
    opened = client.get(link, follow=True)
    confirmed = client.post(opened.redirect_chain[-1][0], follow=True)

    assert "3 дня" in response.text
    assert EMAIL not in response.text
    assert Question.objects.get().state == "waiting"
    assert confirmed.redirect_chain == [(link, 302)]


def test_opening_the_link_alone_confirms_nothing(client):
    client.get(link_of(ask(TODAY), TODAY), follow=True)

    assert Question.objects.get().is_unconfirmed


def test_who_leaves_a_telephone_gets_the_private_page_at_once(client):
    response = client.post(ASK, form(email="", phone="8 (701) 999-88-77"), follow=True)

    assert Question.objects.get().phone == PHONE
    assert "/ru/requests/questions/" in response.redirect_chain[-1][0]
    assert response.redirect_chain[-1][0] in response.text


def test_a_second_press_makes_one_question(client):
    once = form()
    client.post(ASK, once)
    client.post(ASK, once)

    assert Question.objects.count() == len(letters()) == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_question_keeps_the_language_of_its_page(client, language):
    client.post(f"/{language}/requests/ask/", typed(timezone.now(), language=language))

    assert Question.objects.get().language == letters()[0].language == language


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "щ" * 10_000}, "text"),
        ({"text": "нуль\x00байт"}, "text"),
        ({"email": ""}, "email"),
        ({"email": "not-an-address"}, "email"),
        ({"email": "a@b\x00.kz"}, "email"),
        ({"email": "", "phone": "позвоните мне"}, "phone"),
        ({"email": "", "phone": "12345"}, "phone"),
        ({"email": "", "phone": "\x00"}, "phone"),
        ({"consent": ""}, "consent"),
        ({"consent_shown": "other words"}, "consent"),
        ({"topic": "no-such"}, "topic"),
        ({"region": "atlantis"}, "region"),
        ({"form_key": "nonsense"}, "form_key"),
        ({"opened": "forged"}, "__all__"),
        ({"opened": ""}, "__all__"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence_and_what_was_typed_stays(client, wrong, field):
    response = client.post(ASK, form(text="Сохранить этот вопрос") | wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert field == "text" or "Сохранить этот вопрос" in response.text
    assert not Question.objects.exists()


def test_too_much_haste_is_asked_to_look_again_and_then_let_through(client):
    hasty = form()
    with time_machine.travel(timezone.now() - timedelta(seconds=58), tick=False):
        first = client.post(ASK, hasty)
    second = client.post(ASK, hasty)

    assert (first.status_code, second.status_code) == (422, 302)


@pytest.mark.parametrize("broken", ["opened", "consent_shown"])
def test_a_form_with_old_hidden_fields_comes_back_mended(client, broken):
    response = client.post(ASK, form(**{broken: "old"}))
    shown = response.context["form"]

    assert shown[broken].value() == shown.fields[broken].initial


def test_a_machine_is_thanked_and_nothing_is_kept(client):
    response = client.post(ASK, form(comment="http://spam.example"))

    assert response.headers["Location"] == "/ru/requests/ask/sent/"
    assert not Question.objects.exists()
    assert letters() == []


def test_who_asks_too_often_is_told_to_wait_and_keeps_what_he_typed(client):
    for _n in range(3):
        client.post(ASK, form())
    response = client.post(ASK, form(text="Сохранить этот вопрос"))

    assert response.status_code == 429
    assert int(response["Retry-After"]) == 86400
    assert "Сохранить этот вопрос" in response.text
    assert Question.objects.count() == 3


def test_the_words_of_another_page_are_filled_in(client):
    text = client.get("/en/requests/ask/", {"about": "<b>mercury\x00 in fish</b>"}).text

    assert "&lt;b&gt;mercury in fish&lt;/b&gt;</textarea>" in text


def test_the_form_says_each_part_of_the_consent(client):
    make_centre()
    text = client.get("/ru/requests/ask/").text

    assert "Вымышленный центр" in text
    assert "123456789012" in text
    assert not client.get("/ru/requests/ask/").context["form"]["may_publish"].value()


def test_the_private_page_is_kept_by_nobody_and_told_to_nobody(client):
    response = client.get(link_of(ask_and_confirm(TODAY), TODAY))

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert 'rel="canonical"' not in response.text


@pytest.mark.parametrize("page", ["", "confirm/", "withdraw/"])
def test_a_wrong_link_is_not_found_and_says_so(client, page):
    for token in ("short", "x" * 32, "%00", "ә"):
        response = client.get(f"/ru/requests/questions/{token}/{page}")
        assert response.status_code == 404
        assert "Error 404" not in response.text
        assert "/ru/requests/ask/" in response.text


def test_a_link_whose_days_are_over_is_gone(client):
    link = link_of(ask(date(2026, 3, 10)), TODAY)

    assert client.get(link, follow=True).status_code == 410
    assert client.post(f"{link}confirm/").status_code == 410
    assert Question.objects.get().is_unconfirmed


def test_nothing_personal_is_shown_back(client):
    question = ask_and_confirm(TODAY, phone=PHONE, text="Я живу у завода")
    text = client.get(link_of(question, TODAY)).text

    assert not [word for word in (EMAIL, PHONE, "Я живу у завода") if word in text]


def test_the_private_page_shows_the_answer(client, daniyar):
    question = asking.answer(ask_and_confirm(TODAY), by=daniyar, at=at(TODAY), text="Это был факел.")

    assert "Это был факел." in client.get(link_of(question, TODAY)).text


def test_the_private_page_follows_the_request(client, file, daniyar):
    question, info_request = ask_and_confirm(TODAY), file(sent_on=date(2026, 3, 6))
    asking.link(question, info_request, by=daniyar, at=at(TODAY))
    link = link_of(question, TODAY)
    hidden = client.get(link).text
    lifecycle.publish(info_request, by=daniyar, at=at(TODAY))
    answer(info_request, daniyar, date(2026, 3, 18))
    public = client.get(link).text

    assert "26 марта 2026" in hidden
    assert info_request.get_absolute_url().removeprefix("/ru") not in hidden
    assert info_request.subject not in hidden
    assert f"/ru/requests/{info_request.number}/" in public
    assert "18 марта 2026" in public


def test_the_asker_withdraws_his_consent(client):
    link = link_of(ask_and_confirm(TODAY), TODAY)
    asked = client.get(f"{link}withdraw/")
    response = client.post(f"{link}withdraw/", follow=True)

    assert asked.status_code == 200
    assert Question.objects.get().is_erased
    assert response.redirect_chain == [(link, 302)]
    assert not OutgoingMail.objects.exists()


def test_looking_at_the_page_withdraws_nothing(client):
    client.get(f"{link_of(ask_by_telephone(TODAY), TODAY)}withdraw/")

    assert not Question.objects.get().is_erased


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_stand_in_three_languages(client, language):
    question = ask_and_confirm(TODAY, language=language)
    link = link_of(question, TODAY)

    for path in (f"/{language}/requests/ask/", f"/{language}/requests/ask/sent/", link, f"{link}withdraw/"):
        assert client.get(path).status_code == 200


def test_the_pages_cost_at_most_twelve_queries(client, file, daniyar, rules):
    question = ask_and_confirm(TODAY)
    asking.link(question, file(publish_now=True), by=daniyar, at=at(TODAY))
    for path in (ASK, link_of(question, TODAY)):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len(captured) <= 12, path
