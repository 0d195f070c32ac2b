"""The small page of each step: what it shows, and what it refuses without changing anything."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from requests_registry import lifecycle
from requests_registry.models import InformationRequest
from tests.requests_registry.making import at, register

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 18)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


@pytest.fixture
def registered(file, daniyar):
    return register(file(sent_on=date(2026, 3, 2), publish_now=True), daniyar, date(2026, 3, 4))


def step(info_request, name):
    return reverse("staff:step", args=[info_request.number, name])


def extension(**given):
    return {
        "decided_on": "2026-03-16",
        "until": "2026-04-03",
        "noticed_on": "2026-03-17",
        "document": "№ 12 от 16.03.2026",
    } | given


def test_each_step_that_is_possible_has_its_page_in_three_languages(desk, registered):
    for possible in lifecycle.possible_steps(registered, TODAY):
        for language in ("kk", "ru", "en"):
            url = step(registered, possible.name).replace("/ru/", f"/{language}/", 1)
            assert desk.get(url).status_code == 200


def test_an_extension_is_recorded_and_told_to_the_public(desk, client, registered):
    assert desk.post(step(registered, "extension"), extension(seen=registered.events.count())).status_code == 302
    client.logout()

    assert "Обладатель продлил срок" in client.get(f"/ru/requests/{registered.number}/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": "2026-04-04"},
        {"until": "2026-03-19"},
        {"decided_on": "2026-03-19"},
        {"decided_on": "2026-03-03"},
        {"noticed_on": "2026-03-15"},
        {"document": ""},
    ],
)
def test_an_extension_beyond_the_rule_is_a_sentence_and_changes_nothing(desk, registered, wrong):
    events = registered.events.count()

    assert desk.post(step(registered, "extension"), extension(**wrong)).status_code == 422
    assert (InformationRequest.objects.get().state, registered.events.count()) == ("registered", events)


@pytest.mark.parametrize("name", ["registration", "decision", "judgment", "court", "closing", "reopening", "complaint"])
def test_a_forged_step_out_of_turn_changes_nothing(desk, registered, name):
    events = registered.events.count()

    assert desk.post(step(registered, name), {"on": "2026-03-18"}).status_code == 409
    assert registered.events.count() == events


def test_the_second_of_two_people_is_told_what_changed_and_keeps_what_was_typed(desk, registered, daniyar):
    typed = {"seen": registered.events.count(), "on": "2026-03-18", "text": "Автор передумал"}
    lifecycle.ask_for_clarification(registered, by=daniyar, at=at(TODAY), on=TODAY, text="Какой год?")
    response = desk.post(step(registered, "withdrawal"), {"seen": registered.events.count()} | typed)

    assert response.status_code == 409
    assert "Этот запрос изменился" in response.text
    assert "Какой год?" in response.text
    assert "Автор передумал" in response.text
    assert InformationRequest.objects.get().state == "registered"


def test_looked_at_again_the_step_is_taken(desk, registered, daniyar):
    typed = {"seen": registered.events.count(), "on": "2026-03-18", "text": "Автор передумал"}
    lifecycle.ask_for_clarification(registered, by=daniyar, at=at(TODAY), on=TODAY, text="Какой год?")
    seen = (
        desk.post(step(registered, "withdrawal"), {"seen": registered.events.count()} | typed)
        .context["form"]["seen"]
        .value()
    )
    desk.post(step(registered, "withdrawal"), {"seen": registered.events.count()} | typed | {"seen": seen})

    assert InformationRequest.objects.get().state == "withdrawn"


def test_a_refusal_needs_a_ground(desk, registered):
    typed = {
        "form_key": "8c5e0b5e-0000-4000-8000-000000000001",
        "received_on": "2026-03-18",
        "text": "Отказано.",
        "language": "ru",
        "remedy": "no",
    }
    assert desk.post(step(registered, "refusal"), typed).status_code == 422

    desk.post(
        step(registered, "refusal"), {"seen": registered.events.count()} | typed | {"grounds": ["commercial", "draft"]}
    )

    assert registered.replies.get().grounds == ["commercial", "draft"]
    assert "ст. 11 п. 16 пп. 6)" in desk.get(f"/ru/requests/{registered.number}/").text


def test_what_the_holder_asks_and_how_far_the_dispute_went_is_shown(desk, registered, daniyar):
    lifecycle.ask_for_costs(registered, by=daniyar, at=at(TODAY), on=TODAY, text="За копии")
    with time_machine.travel(at(date(2026, 4, 6)), tick=False):
        lifecycle.complain(
            registered, by=daniyar, at=at(date(2026, 4, 6)), filed_on=date(2026, 4, 6), document="№ 4 от 06.04.2026"
        )
        desk.force_login(daniyar)
        page = desk.get(registered.get_staff_url()).text

    assert "обладатель просит: оплату копирования" in page
    assert "жалоба в вышестоящем органе" in page


def test_a_request_that_was_withdrawn_unanswered_has_its_pages(desk, registered, daniyar):
    lifecycle.withdraw(registered, by=daniyar, at=at(TODAY), on=TODAY, text="Не нужно")

    for url in (registered.get_staff_url(), registered.get_absolute_url(), "/ru/requests/"):
        assert "отозван автором" in desk.get(url).text
