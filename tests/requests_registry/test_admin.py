from datetime import date

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse

from portal.models import SearchEntry, User
from requests_registry.models import (
    CalendarDay,
    Clock,
    Duty,
    FrequentQuestion,
    InformationRequest,
    LegalRule,
    RequestEvent,
    WorkCalendar,
)
from tests.requests_registry.making import at, register

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if model._meta.app_label == "requests_registry"]


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(date(2026, 3, 10)), tick=False):
        yield


@pytest.fixture
def office(client):
    client.force_login(User.objects.create_superuser("bota"))
    return client


def change(obj):
    return reverse(f"admin:requests_registry_{obj._meta.model_name}_change", args=[obj.pk])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_and_every_object_opens(office, file, model):
    file(publish_now=True)
    FrequentQuestion.objects.create(question_ru="Что такое факел?", answer_ru="Сжигание газа.")
    Duty.objects.create(code="measuring", name_ru="Измерения", what_ru="Измеряет.")

    assert office.get(reverse(f"admin:requests_registry_{model._meta.model_name}_changelist")).status_code == 200
    assert office.get(change(model.objects.first())).status_code == 200


def test_a_request_is_neither_made_nor_deleted_in_the_admin(office, file):
    info_request = file()

    assert office.get(reverse("admin:requests_registry_informationrequest_add")).status_code == 403
    assert office.post(f"{change(info_request).removesuffix('change/')}delete/", {"post": "yes"}).status_code == 403


def inlines(*prefixes):
    return {f"{prefix}-{key}": "0" for prefix in prefixes for key in ("TOTAL_FORMS", "INITIAL_FORMS")}


def test_mended_words_are_found_and_a_forged_state_is_not_taken(office, file):
    info_request = file(publish_now=True)
    office.post(
        change(info_request),
        {"subject": "Исправленная тема", "text": "Текст", "language": "ru", "state": "answered", "number": "2026-9999"}
        | inlines("clocks", "replies", "forwardings", "events"),
    )
    info_request.refresh_from_db()

    assert (info_request.subject, info_request.state, info_request.number) == ("Исправленная тема", "sent", "2026-0001")
    assert SearchEntry.objects.get(kind="request", language="ru").title == "Исправленная тема"


def test_a_new_day_off_moves_the_running_dates(office, file):
    file(sent_on=date(2026, 3, 2), at=at(date(2026, 3, 10)))
    calendar = WorkCalendar.objects.get(year=2026)
    office.post(
        change(calendar),
        {
            "year": 2026,
            "source": "Приказ",
            "days-TOTAL_FORMS": 1,
            "days-INITIAL_FORMS": 0,
            "days-0-calendar": calendar.pk,
            "days-0-on": "2026-03-17",
            "days-0-kind": CalendarDay.Kind.MOVED_DAY_OFF,
            "days-0-name_ru": "Перенос",
        },
    )

    assert list(Clock.objects.replies().order_by("pk").values_list("due_on", "closed_why")) == [
        (date(2026, 3, 17), "recounted"),
        (date(2026, 3, 18), ""),
    ]
    assert RequestEvent.objects.last().kind == "recounted"


def test_a_confirmed_year_makes_its_dates_firm(office, file, daniyar):
    WorkCalendar.objects.filter(year=2026).update(is_confirmed=False)
    info_request = file(sent_on=date(2026, 3, 2))
    assert info_request.clocks.replies().get().counting["unconfirmed_years"] == [2026]

    office.post(
        reverse("admin:requests_registry_workcalendar_changelist"),
        {"action": "confirm", "_selected_action": [WorkCalendar.objects.get(year=2026).pk]},
    )

    assert WorkCalendar.objects.get(year=2026).confirmed_by.username == "bota"
    assert info_request.clocks.replies().open().get().counting["unconfirmed_years"] == []


def save_rule(office, rule, **given):
    values = {field.name: getattr(rule, field.name) for field in LegalRule._meta.fields if getattr(rule, field.name)}
    return office.post(change(rule), values | given)


def test_a_rule_that_loses_its_confirmation_makes_its_dates_provisional(office, file, daniyar):
    info_request = register(file(sent_on=date(2026, 3, 2)), daniyar, date(2026, 3, 3))
    assert not info_request.clocks.open().get(kind="reply").is_provisional

    save_rule(office, LegalRule.objects.get(kind="reply"), is_confirmed="")

    assert info_request.clocks.open().get(kind="reply").is_provisional


def test_a_clock_whose_rule_is_over_stays_as_it_was_counted(office, file):
    info_request = file(sent_on=date(2026, 3, 2))
    save_rule(office, LegalRule.objects.get(kind="reply"), valid_to="2025-12-31")

    assert LegalRule.objects.get(kind="reply").valid_to == date(2025, 12, 31)
    assert info_request.clocks.replies().get().due_on == date(2026, 3, 17)


def test_a_rule_that_clocks_rest_on_is_not_deleted(office, file):
    file()
    rule = LegalRule.objects.get(kind="reply")
    office.post(f"{change(rule).removesuffix('change/')}delete/", {"post": "yes"})

    assert LegalRule.objects.filter(pk=rule.pk).exists()
    assert InformationRequest.objects.exists()
