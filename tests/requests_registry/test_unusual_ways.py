"""Steps in an order that is rare and lawful: dates, terms and states that must still be right."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from requests_registry import dates, lifecycle, passing, timeline
from requests_registry.letters.wording import wording_of
from requests_registry.models import InformationRequest
from requests_registry.questions import asking
from requests_registry.staff import desk
from requests_registry.standing import days_late
from requests_registry.statistics.figures import Statistics
from tests.requests_registry.asking import ask_and_confirm
from tests.requests_registry.making import answer, at, make_holder, register

pytestmark = pytest.mark.django_db
SENT, RECEIVED = date(2026, 3, 2), date(2026, 3, 3)  # an answer was due on 18 March


@pytest.fixture
def registered(file, daniyar):
    return register(file(sent_on=SENT), daniyar, RECEIVED)


def march(day):
    return date(2026, 3, day)


def april(day):
    return date(2026, 4, day)


def running(info_request):
    return set(info_request.clocks.open().values_list("kind", flat=True))


def fresh(info_request):
    return InformationRequest.objects.get(pk=info_request.pk)


def complain(info_request, by, day):
    return lifecycle.complain(info_request, by=by, at=at(day), filed_on=day, document="№ 4")


def decide(info_request, by, day, decision):
    given = {"served_on": day, "decision": decision, "document": "№ 5"}
    return lifecycle.record_decision(info_request, by=by, at=at(day), **given)


def correct(info_request, by, recorded, name, day):
    return lifecycle.correct(info_request, by=by, at=at(recorded), date=name, day=day, reason="Описка")


def passed(info_request):
    with translation.override("en"):
        told = timeline.public(info_request)
        return [(entry.on, entry.details) for entry in told if entry.label == "A term passed"]


@pytest.fixture
def disputed(registered, daniyar):
    answer(registered, daniyar, march(10), outcome="refused")
    return complain(registered, daniyar, march(12))


@pytest.fixture
def given_back(disputed, daniyar):
    """The complaint was satisfied: the holder has the case anew since 3 April."""
    return register(decide(disputed, daniyar, april(1), "satisfied"), daniyar, april(3))


def test_what_is_opened_again_has_the_terms_of_its_dispute(disputed, daniyar):
    lifecycle.withdraw(disputed, by=daniyar, at=at(march(13)), on=march(13), text="x")
    lifecycle.reopen(disputed, by=daniyar, at=at(march(14)), reason="x")
    assert "complaint_decision" in running(disputed)

    decide(disputed, daniyar, april(1), "rejected")
    due = disputed.clocks.open().get(kind="court").due_on
    lifecycle.close(disputed, by=daniyar, at=at(april(2)), reason="x")
    lifecycle.reopen(disputed, by=daniyar, at=at(april(3)), reason="x")
    assert disputed.clocks.open().get(kind="court").due_on == due
    call_command("rebuild_requests", check=True)


def test_who_withdrew_and_closed_can_come_back_step_by_step(registered, daniyar):
    lifecycle.withdraw(registered, by=daniyar, at=at(march(4)), on=march(4), text="x")
    lifecycle.close(registered, by=daniyar, at=at(march(5)), reason="x")
    states = [lifecycle.reopen(registered, by=daniyar, at=at(march(day)), reason="x").state for day in (6, 7)]

    assert states == ["withdrawn", "registered"]


def test_the_second_round_is_measured_by_its_own_answer(given_back, daniyar):
    answer(given_back, daniyar, april(30), outcome="refused")

    assert InformationRequest.objects.refused_late().get() == given_back
    assert days_late(fresh(given_back), date(2026, 5, 4)) == 10
    with pytest.raises(dates.DateNotPossible):
        lifecycle.complain(given_back, by=daniyar, at=at(date(2026, 5, 4)), filed_on=march(15), document="№ 6")
    correct(given_back, daniyar, date(2026, 5, 4), "received_on", april(2))


def test_a_case_that_was_given_back_keeps_its_first_answer_in_the_statistics(given_back):
    figures = Statistics(InformationRequest.objects.all(), april(4)).total

    assert (figures.answered, figures.silent) == (1, 0)


def test_a_holder_that_got_the_case_during_a_complaint_can_be_complained_of(registered, daniyar):
    complain(registered, daniyar, april(1))
    given = {"to_holder": make_holder("other"), "forwarded_on": april(3), "document": "№ 1"}
    lifecycle.forward(registered, by=daniyar, at=at(april(3)), **given)
    decide(registered, daniyar, april(20), "rejected")
    assert lifecycle.COMPLAINT not in lifecycle.possible_steps(fresh(registered), april(20))

    may = date(2026, 5, 4)
    passing.note_all_passed_terms(at=at(may))
    assert {"complaint", "court"} <= running(registered)
    complain(fresh(registered), daniyar, may)
    assert {"complaint_decision", "court"} <= running(registered)
    call_command("rebuild_requests", check=True)


def test_a_decided_complaint_is_not_filed_again(disputed, daniyar):
    decide(disputed, daniyar, april(1), "rejected")

    assert lifecycle.COMPLAINT not in lifecycle.possible_steps(fresh(disputed), april(2))


@pytest.mark.parametrize("way", ["extended", "returned"])
def test_what_came_in_time_and_was_recorded_late_ends_the_term_to_complain(registered, daniyar, way):
    passing.note_all_passed_terms(at=at(april(1)))
    if way == "extended":
        given = {"decided_on": march(16), "until": april(2), "noticed_on": march(18), "document": "№ 1"}
        lifecycle.extend(registered, by=daniyar, at=at(april(1)), **given)
    else:
        lifecycle.send_back(registered, by=daniyar, at=at(april(1)), on=march(10), text="x")

    assert "complaint" not in running(registered)


def test_a_correction_takes_back_the_silence_that_was_none(registered, daniyar):
    passing.note_all_passed_terms(at=at(april(20)))
    correct(registered, daniyar, april(20), "received_on", april(15))

    assert "reply" not in [term for _day, term in passed(registered)]


def test_a_term_that_is_counted_again_is_told_once(registered, daniyar):
    passing.note_all_passed_terms(at=at(april(20)))
    told = passed(registered)
    lifecycle.withdraw(registered, by=daniyar, at=at(april(21)), on=april(21), text="x")
    lifecycle.reopen(registered, by=daniyar, at=at(april(22)), reason="x")
    passing.note_all_passed_terms(at=at(april(23)))

    assert len(told) == 3
    assert passed(registered) == told


def test_a_holder_is_not_blamed_for_the_term_of_the_one_before(registered, daniyar):
    other = make_holder("other")
    given = {"to_holder": other, "forwarded_on": march(5), "document": "№ 1"}
    lifecycle.forward(registered, by=daniyar, at=at(march(5)), **given)
    answer(registered, daniyar, march(13), outcome="refused", grounds=["unclear"])

    assert "опоздал" not in wording_of("complaint", "ru", fresh(registered), march(16)).body


@pytest.mark.parametrize("answered", [True, False])
def test_a_correction_leaves_no_extension_beyond_the_law(file, daniyar, answered):
    late = register(file(sent_on=SENT), daniyar, march(20))
    given = {"decided_on": march(30), "until": april(20), "noticed_on": march(30), "document": "№ 1"}
    lifecycle.extend(late, by=daniyar, at=at(march(30)), **given)
    if answered:
        answer(late, daniyar, april(18))

    with pytest.raises(dates.DateNotPossible):
        correct(late, daniyar, april(22), "received_on", RECEIVED)


def test_a_receipt_after_the_end_of_the_extension_is_refused(registered, daniyar):
    given = {"decided_on": march(10), "until": march(20), "noticed_on": march(10), "document": "№ 1"}
    lifecycle.extend(registered, by=daniyar, at=at(march(10)), **given)

    with pytest.raises(dates.DateNotPossible):
        correct(registered, daniyar, april(14), "received_on", april(1))


def test_a_reply_that_was_found_later_and_came_first_is_the_first(registered, daniyar):
    answer(registered, daniyar, april(10), outcome="part")
    answer(registered, daniyar, march(16), at=at(april(11)))

    assert fresh(registered).answered_on == march(16)


def test_what_was_forwarded_is_chased_forwarded_on_and_corrected(registered, daniyar):
    for day, slug in ((5, "second"), (6, "third")):
        given = {"to_holder": make_holder(slug), "forwarded_on": march(day), "document": "№ 1"}
        lifecycle.forward(registered, by=daniyar, at=at(march(day)), **given)
    correct(registered, daniyar, march(9), "resent_on", march(5))

    assert registered.forwardings.last().forwarded_on == march(5)
    assert [item.object_id for item in desk.unregistered(march(9))] == []
    assert [item.object_id for item in desk.unregistered(march(16))] == [registered.pk]


def test_a_letter_that_never_left_sets_no_day(registered, daniyar):
    due = registered.reply_due_on
    lifecycle.send_back(registered, by=daniyar, at=at(march(6)), on=march(6), text="x")
    lifecycle.send_again(registered, by=daniyar, at=at(april(6)), resent_on=april(6))
    lifecycle.take_back(registered.events.last(), by=daniyar, at=at(april(6)))

    assert fresh(registered).reply_due_on == due


def test_the_complaint_about_a_company_goes_to_the_prosecutor(file, daniyar):
    company = make_holder("company", profile="COMPANY", kind="operator")
    silent = register(file(sent_on=SENT, holder=company), daniyar, RECEIVED)
    lifecycle.appeal_to_prosecutor(silent, by=daniyar, at=at(april(1)), on=april(1), document="№ 1")

    assert "complaint" not in running(silent)


def test_a_company_has_no_term_of_state_bodies_after_its_profile_was_mended(registered, holder, daniyar):
    answer(registered, daniyar, march(9), outcome="refused", names_remedy=False)
    holder.profile = "COMPANY"
    holder.save()
    passing.follow_profile(holder, by=daniyar, at=at(march(10)))

    assert running(registered) & {"complaint", "complaint_no_remedy"} == {"complaint"}


def test_the_asker_hears_of_every_turn(registered, daniyar):
    question = ask_and_confirm(SENT)
    asking.link(question, registered, by=daniyar, at=at(RECEIVED))
    before = question.mails.count()
    given = {"to_holder": make_holder("other"), "forwarded_on": march(5), "document": "№ 1"}
    lifecycle.forward(registered, by=daniyar, at=at(march(5)), **given)
    lifecycle.withdraw(registered, by=daniyar, at=at(march(6)), on=march(6), text="внутренняя заметка")
    mails = [mail.body for mail in question.mails.order_by("pk")[before:]]

    assert len(mails) == 2
    assert "20 марта 2026" in mails[0]
    assert "внутренняя заметка" not in mails[1]


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", ""])
def test_a_month_outside_the_calendar_is_this_one(client, daniyar, rules, month):
    client.force_login(daniyar)
    page = client.get(reverse("staff:calendar"), {"month": month})

    assert page.context["month"] == timezone.localdate().replace(day=1)


def test_a_forged_key_of_another_form_changes_nothing(client, file, registered, daniyar):
    client.force_login(daniyar)
    key = answer(registered, daniyar, march(5)).form_key
    other = file(sent_on=SENT)
    typed = {"received_on": "2026-03-06", "outcome": "full", "text": "x", "language": "ru", "form_key": str(key)}
    page = client.post(reverse("staff:step", args=[other.number, "reply"]), {"seen": "1", **typed})

    assert page.status_code == 409
    assert not other.replies.exists()


def test_a_question_of_endless_digits_is_none(client, rules, daniyar):
    client.force_login(daniyar)

    assert client.get(reverse("staff:draft"), {"question": "9" * 5000}).status_code == 200
