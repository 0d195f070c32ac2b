"""Requests that are not sent yet: no clock, no public page; and the same question to many."""

import uuid
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_registry import campaigns, lifecycle
from requests_registry.models import Campaign, InformationRequest
from tests.requests_registry.making import answer, at, make_holder, register

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)
WRITTEN = {"subject": "Выбросы факела", "text": "Прошу сообщить выбросы за 2025 год.", "language": "ru"}


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def draft(rules, daniyar, holder):
    return lifecycle.draft(by=daniyar, at=at(TODAY), form_key=uuid.uuid4(), holder=holder, **WRITTEN)


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def typed(**given):
    return {"form_key": str(uuid.uuid4()), "holder": "example-department", **WRITTEN} | given


def test_a_draft_has_a_number_and_no_clock(draft):
    assert (draft.number, draft.state, draft.sent_on, draft.reply_clock) == ("2026-0001", "draft", None, None)


def test_the_clock_starts_when_it_is_sent(draft, daniyar):
    sent = lifecycle.submit(draft, by=daniyar, at=at(TODAY), channel="post", sent_on=date(2026, 3, 19))

    assert (sent.state, sent.channel, sent.reply_due_on) == ("sent", "post", date(2026, 4, 3))
    assert [event.kind for event in sent.events.all()] == ["drafted", "filed"]


def test_a_draft_cannot_be_published_nor_answered(draft, daniyar):
    names = {step.name for step in lifecycle.possible_steps(draft, TODAY)}

    assert names == {"submission", "closing"}


def test_a_draft_that_is_laid_aside_is_never_published(draft, daniyar):
    lifecycle.close(draft, by=daniyar, at=at(TODAY), reason="Спросили иначе")

    assert "publish" not in {step.name for step in lifecycle.possible_steps(draft, TODAY)}
    with pytest.raises(IntegrityError):
        InformationRequest.objects.update(visibility="public", published_at=at(TODAY))


def test_a_draft_is_on_no_list_and_no_page_of_the_register(draft, desk):
    assert list(desk.get(reverse("requests:list")).context["page"].rows) == []
    assert desk.get(draft.get_absolute_url()).status_code == 404
    assert WRITTEN["subject"] not in desk.get(reverse("requests:export", args=["csv"])).getvalue().decode()


def test_a_draft_is_written_changed_and_sent_at_the_desk(desk, rules, holder):
    page = desk.post(reverse("staff:draft"), typed(), follow=True)
    assert "черновик" in page.text
    draft = InformationRequest.objects.get()
    edit = reverse("staff:edit", args=[draft.number])
    assert 'value="Выбросы факела"' in desk.get(edit).text
    desk.post(edit, typed(seen=1, subject="Выбросы двух факелов"))
    desk.post(
        reverse("staff:step", args=[draft.number, "submission"]),
        {"seen": 2, "channel": "post", "sent_on": "2026-03-20"},
    )

    draft.refresh_from_db()
    assert (draft.subject, draft.state, draft.sent_on) == ("Выбросы двух факелов", "sent", TODAY)


def test_a_draft_that_another_changed_meanwhile_is_not_overwritten(desk, draft, daniyar):
    lifecycle.edit_draft(draft, by=daniyar, at=at(TODAY), subject="Чужая правка")
    response = desk.post(reverse("staff:edit", args=[draft.number]), typed(seen=1, subject="Моя правка"))

    assert response.status_code == 409
    assert "Моя правка" in response.text
    assert InformationRequest.objects.get().subject == "Чужая правка"


def test_what_was_sent_is_not_edited(desk, file):
    sent = file()

    assert desk.get(reverse("staff:edit", args=[sent.number])).status_code == 404


def begin(daniyar, holders, **given):
    return campaigns.begin(
        by=daniyar, at=at(TODAY), **{"form_key": uuid.uuid4(), "holders": holders, **WRITTEN} | given
    )


def test_a_campaign_writes_a_draft_for_each_holder_once(rules, daniyar):
    holders = [make_holder(f"example-{n}") for n in range(3)]
    key = uuid.uuid4()
    begin(daniyar, holders, form_key=key)
    made = begin(daniyar, holders, form_key=key)

    assert (Campaign.objects.count(), made.requests.count()) == (1, 3)
    assert sorted(made.requests.values_list("number", flat=True)) == ["2026-0001", "2026-0002", "2026-0003"]


def test_a_campaign_that_fails_half_way_leaves_nothing(rules, daniyar):
    with pytest.raises(AttributeError):
        begin(daniyar, [make_holder("example-1"), None])

    assert (Campaign.objects.count(), InformationRequest.objects.count()) == (0, 0)


def test_the_comparison_shows_to_each_what_he_may_see(client, rules, daniyar):
    made = begin(daniyar, [make_holder("example-1"), make_holder("example-2")])
    page = reverse("requests:campaign", args=[made.slug])
    assert client.get(page).status_code == 404
    shown, other = made.requests.order_by("pk")
    lifecycle.submit(shown, by=daniyar, at=at(TODAY), channel="post", sent_on=date(2026, 3, 2))
    register(shown, daniyar, date(2026, 3, 4))
    answer(shown, daniyar, TODAY, text="Двести тонн.")
    lifecycle.publish(shown, by=daniyar, at=at(TODAY))

    text = client.get(page).text
    assert ("Двести тонн." in text, shown.number in text) == (True, True)
    assert other.number not in text


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_campaign_needs_two_holders(desk, rules, chosen):
    holders = [make_holder(f"example-{n}").pk for n in range(chosen)]
    response = desk.post(reverse("staff:campaign-new"), typed(holders=holders))

    assert response.status_code == 422
    assert not Campaign.objects.exists()


def test_a_campaign_costs_the_same_for_one_row_and_three(desk, rules, daniyar):
    costs = []
    for count in (2, 4):
        made = begin(daniyar, [make_holder(f"example-{count}-{n}") for n in range(count)])
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("staff:campaign", args=[made.slug]))
        costs.append(len(captured))

    assert costs[0] == costs[1]
