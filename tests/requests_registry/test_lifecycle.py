import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from portal.models import SearchEntry
from requests_registry import lifecycle, passing, recording
from requests_registry.dates import DateNotPossible
from requests_registry.lifecycle import StepNotAllowed
from requests_registry.models import Clock, InformationRequest, LegalRule, RequestCounter, RequestEvent, WorkCalendar
from tests.requests_registry.making import answer, at, register

SENT = date(2026, 3, 2)
RECEIVED = date(2026, 3, 4)
REPLIED = date(2026, 3, 16)


def test_a_request_counts_from_sending_until_it_is_registered(file):
    clock = file(sent_on=SENT).clocks.replies().get()

    assert (clock.started_on, clock.due_on) == (SENT, date(2026, 3, 17))
    assert clock.is_provisional


def test_registration_closes_the_provisional_clock_and_opens_the_true_one(file, daniyar):
    info_request = register(file(sent_on=SENT), daniyar, RECEIVED)
    provisional, true = info_request.clocks.replies()

    assert (provisional.closed_on, provisional.closed_why) == (RECEIVED, "registered")
    assert (true.started_on, true.due_on, true.is_provisional) == (RECEIVED, date(2026, 3, 19), False)
    assert true.closed_on is None


def test_a_reply_closes_the_clock_and_the_request(file, daniyar):
    reply = answer(register(file(sent_on=SENT), daniyar, RECEIVED), daniyar, REPLIED)
    info_request = InformationRequest.objects.get()

    assert (info_request.state, info_request.outcome, info_request.answered_on) == ("answered", "full", REPLIED)
    assert not info_request.clocks.open().exists()
    assert info_request.events.last().reply == reply


def test_a_reply_may_come_before_the_registration_is_known(file, daniyar):
    answer(file(sent_on=SENT), daniyar, REPLIED)

    assert InformationRequest.objects.get().state == "answered"


def test_a_second_reply_mends_the_outcome_and_keeps_the_first_day(file, daniyar):
    info_request = file(sent_on=SENT)
    answer(info_request, daniyar, REPLIED, outcome="refused")
    answer(info_request, daniyar, date(2026, 4, 20), outcome="full")
    info_request.refresh_from_db()

    assert (info_request.outcome, info_request.answered_on) == ("full", REPLIED)
    assert info_request.replies.count() == 2


def test_every_step_is_one_event_in_order(file, daniyar):
    info_request = file(sent_on=SENT, publish_now=True)
    register(info_request, daniyar, RECEIVED)
    answer(info_request, daniyar, REPLIED)
    lifecycle.unpublish(info_request, by=daniyar, at=at(REPLIED), reason="Персональные данные")

    assert list(info_request.events.values_list("sequence", "kind")) == [
        (1, "filed"),
        (2, "published"),
        (3, "registered"),
        (4, "replied"),
        (5, "hidden"),
    ]
    assert info_request.events.last().note == "Персональные данные"


def test_the_event_of_a_registration_keeps_old_and_new(file, daniyar):
    info_request = register(file(sent_on=SENT), daniyar, RECEIVED)

    assert info_request.events.last().changes == {
        "state": ["sent", "registered"],
        "received_on": [None, "2026-03-04"],
        "registration_number": ["", "ЗТ-17"],
        "reply_due_on": ["2026-03-17", "2026-03-19"],
        "clocks_closed": [["reply", "2026-03-17"]],
        "clocks_opened": [
            ["reply", "2026-03-04", "2026-03-19"],
            ["refusal", "2026-03-04", "2026-03-12"],
            ["deemed_refusal", "2026-03-04", "2026-03-31"],
            ["forwarding", "2026-03-04", "2026-03-10"],
        ],
    }


def test_an_answered_request_cannot_be_registered(file, daniyar):
    info_request = file(sent_on=SENT)
    answer(info_request, daniyar, REPLIED)

    with pytest.raises(StepNotAllowed):
        register(info_request, daniyar, REPLIED)


def test_a_request_is_registered_once(file, daniyar):
    info_request = file(sent_on=SENT)
    register(info_request, daniyar, RECEIVED)

    with pytest.raises(StepNotAllowed):
        register(info_request, daniyar, RECEIVED)


def test_only_a_registrar_takes_a_step(file, aigul):
    with pytest.raises(PermissionDenied):
        register(file(sent_on=SENT), aigul, RECEIVED)


def test_nothing_is_filed_before_it_was_sent(file):
    with pytest.raises(DateNotPossible):
        file(sent_on=date(2026, 3, 3), at=at(SENT))


def test_a_registration_is_not_before_the_request(file, daniyar):
    with pytest.raises(DateNotPossible):
        register(file(sent_on=SENT), daniyar, date(2026, 3, 1))


def test_a_reply_is_not_from_tomorrow(file, daniyar):
    with pytest.raises(DateNotPossible):
        answer(file(sent_on=SENT), daniyar, RECEIVED, at=at(SENT))


def test_a_failed_step_leaves_neither_change_nor_event(file, daniyar, monkeypatch):
    info_request = file(sent_on=SENT)
    monkeypatch.setattr(recording.RequestEvent.objects, "create", fail)

    with pytest.raises(ZeroDivisionError):
        register(info_request, daniyar, RECEIVED)

    info_request.refresh_from_db()
    assert info_request.state == "sent"
    assert info_request.clocks.replies().get().closed_on is None
    assert info_request.events.count() == 1


def fail(*args, **kwargs):
    raise ZeroDivisionError


def test_the_same_form_sent_twice_makes_one_request(file):
    key = uuid.uuid4()

    assert file(form_key=key) == file(form_key=key)
    assert RequestCounter.objects.get().last == 1


@pytest.mark.parametrize("change", [{"note": "nothing happened"}, {"kind": "hidden"}])
def test_the_database_refuses_to_change_an_event(file, change):
    file()

    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.update(**change)


def test_the_database_refuses_to_delete_an_event(file):
    file()

    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.all()._raw_delete("default")


def test_the_database_refuses_to_change_a_clock(file):
    file()

    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.update(due_on=date(2026, 12, 31))


def test_the_database_refuses_to_open_a_closed_clock_again(file, daniyar):
    answer(file(sent_on=SENT), daniyar, REPLIED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.update(closed_on=None, closed_why="")


def test_the_database_refuses_an_answered_request_without_an_outcome(file):
    info_request = file()

    with pytest.raises(IntegrityError), transaction.atomic():
        InformationRequest.objects.filter(pk=info_request.pk).update(state="answered")


def test_the_database_refuses_two_rules_for_one_clock_at_a_time(rules):
    rule = LegalRule.objects.get(kind="reply")
    rule.pk = None

    with pytest.raises(DatabaseError), transaction.atomic():
        rule.save()


def test_a_hidden_request_is_in_no_search_row(file, daniyar):
    info_request = file(publish_now=True)
    assert SearchEntry.objects.filter(kind="request").count() == 3

    lifecycle.unpublish(info_request, by=daniyar, at=at(SENT), reason="Проверка")

    assert not SearchEntry.objects.filter(kind="request").exists()


def test_a_search_row_tells_the_due_date_while_the_holder_is_to_answer(file, daniyar):
    info_request = file(publish_now=True)
    waiting = SearchEntry.objects.get(kind="request", language="kk")
    answer(info_request, daniyar, REPLIED)
    answered = SearchEntry.objects.get(kind="request", language="kk")

    assert (waiting.due_on, waiting.state) == (date(2026, 3, 17), "sent")
    assert (answered.due_on, answered.state) == (None, "answered")
    assert waiting.organisations == [info_request.holder.organisation.pk]
    assert (waiting.title, waiting.title_lang) == ("Сколько образцов взято", "ru")


def test_publishing_again_keeps_the_first_time(file, daniyar):
    info_request = file(publish_now=True)
    first = info_request.published_at
    lifecycle.unpublish(info_request, by=daniyar, at=at(RECEIVED), reason="Проверка")

    assert lifecycle.publish(info_request, by=daniyar, at=at(REPLIED)).published_at == first


def test_a_changed_calendar_moves_a_running_date_by_a_new_clock(file, daniyar):
    info_request = register(file(sent_on=SENT), daniyar, RECEIVED)
    WorkCalendar.objects.get(year=2026).days.create(on=date(2026, 3, 19), kind="moved_day_off", name_ru="Перенос")

    assert passing.recount(info_request, by=daniyar, at=at(REPLIED))
    assert list(info_request.clocks.replies().values_list("due_on", "closed_why")) == [
        (date(2026, 3, 17), "registered"),
        (date(2026, 3, 19), "recounted"),
        (date(2026, 3, 20), ""),
    ]


def test_an_unchanged_calendar_changes_nothing(file, daniyar):
    info_request = file()

    assert not passing.recount(info_request, by=daniyar, at=at(REPLIED))
    assert info_request.clocks.replies().count() == 1


@pytest.mark.parametrize(("day", "is_overdue"), [(17, False), (18, True)])
def test_a_request_is_overdue_the_day_after_its_last_day(file, day, is_overdue):
    file(sent_on=SENT)

    assert InformationRequest.objects.overdue(date(2026, 3, day)).exists() is is_overdue


def test_an_answered_request_is_not_overdue(file, daniyar):
    answer(file(sent_on=SENT), daniyar, REPLIED)

    assert not InformationRequest.objects.overdue(date(2026, 6, 1)).exists()


@pytest.mark.parametrize(("day", "is_soon"), [(13, False), (14, True), (17, True), (18, False)])
def test_a_reply_due_in_three_days_is_due_soon(file, day, is_soon):
    file(sent_on=SENT)

    assert InformationRequest.objects.due_soon(date(2026, 3, day)).exists() is is_soon
