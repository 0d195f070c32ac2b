"""A term that passes is told once, as of the day after it, whenever somebody looks; and it opens the right that it gives."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils.formats import date_format

from requests_registry import lifecycle, passing, timeline
from requests_registry.models import InformationRequest, RequestEvent
from requests_registry.staff import desk
from tests.requests_registry.making import answer, at, make_holder, register

pytestmark = pytest.mark.django_db
SENT, RECEIVED, DUE = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 19)


@pytest.fixture
def registered(file, daniyar):
    return register(file(sent_on=SENT, publish_now=True), daniyar, RECEIVED)


def passed(info_request):
    events = info_request.events.filter(kind="term_passed").order_by("sequence")
    return [(event.changes["term"][1], event.effective_on) for event in events]


def run_daily(*days):
    for day in days:
        passing.note_all_passed_terms(at=at(day))


EVERY_DAY = [DUE + timedelta(days=n) for n in range(40)]


@pytest.mark.parametrize(
    "runs", [EVERY_DAY, EVERY_DAY[::5] + EVERY_DAY[-1:], EVERY_DAY[-1:] * 3], ids=["daily", "gaps", "late"]
)
def test_however_often_the_daily_job_runs_it_tells_the_same(registered, runs):
    run_daily(*runs)

    assert passed(registered) == [
        ("reply", date(2026, 3, 20)),
        ("deemed_refusal", date(2026, 4, 1)),
        ("aarhus", date(2026, 4, 3)),
    ]
    assert registered.clocks.get(kind="complaint").due_on == date(2026, 6, 22)
    call_command("rebuild_requests", check=True)


def test_on_its_last_day_a_term_has_not_passed(registered):
    run_daily(DUE)

    assert passed(registered) == []


def test_a_step_tells_what_passed_before_it_even_without_the_daily_job(registered, daniyar):
    lifecycle.complain(registered, by=daniyar, at=at(date(2026, 3, 25)), filed_on=date(2026, 3, 25), document="№ 4")

    assert passed(registered) == [("reply", date(2026, 3, 20))]
    assert registered.clocks.get(kind="complaint").closed_on == date(2026, 3, 25)


def test_an_answer_in_time_that_was_recorded_late_is_not_told_as_silence(registered, daniyar):
    run_daily(date(2026, 3, 24))
    answer(registered, daniyar, DUE, at=at(date(2026, 3, 25)))

    assert passed(registered) == [("reply", date(2026, 3, 20))]
    assert RequestEvent.Kind.TERM_PASSED.label not in [entry.label for entry in timeline.public(registered)]


def test_silence_is_told_to_the_public(registered):
    run_daily(date(2026, 3, 24))

    assert [entry.label for entry in timeline.public(registered)][-1] == RequestEvent.Kind.TERM_PASSED.label


def test_silence_on_a_complaint_opens_the_way_to_court(registered, daniyar):
    lifecycle.complain(registered, by=daniyar, at=at(date(2026, 3, 25)), filed_on=date(2026, 3, 25), document="№ 4")
    decision_due = registered.clocks.get(kind="complaint_decision").due_on
    run_daily(decision_due + timedelta(days=1))

    assert registered.clocks.get(kind="court").started_on == decision_due


def test_that_a_term_passed_is_no_news_that_stops_a_step(registered, daniyar):
    seen = registered.events.count()
    run_daily(date(2026, 3, 24))
    lifecycle.withdraw(
        registered, by=daniyar, at=at(date(2026, 3, 24)), on=date(2026, 3, 24), text="Не нужно", seen=seen
    )

    assert registered.events.last().kind == "withdrawn"


def test_a_media_request_has_a_shorter_term_beside(file, daniyar):
    asked = register(file(sent_on=SENT, outlet="Ойдан шығарылған газет"), daniyar, RECEIVED)

    clock = asked.clocks.get(kind="media")
    assert (clock.due_on, clock.is_provisional) == (date(2026, 3, 12), True)


def test_an_extension_lengthens_the_term_of_the_convention(registered, daniyar):
    lifecycle.extend(
        registered,
        by=daniyar,
        at=at(date(2026, 3, 17)),
        decided_on=date(2026, 3, 16),
        until=date(2026, 4, 3),
        noticed_on=date(2026, 3, 17),
        document="№ 1",
    )

    running = dict(registered.clocks.open().values_list("kind", "due_on"))
    assert ("aarhus" in running, running["aarhus_complex"]) == (False, date(2026, 5, 4))


def test_an_appeal_to_the_prosecutor_moves_nothing_and_is_answered_once(registered, daniyar):
    late = {"by": daniyar, "at": at(date(2026, 3, 25)), "on": date(2026, 3, 25), "document": "№ 9"}
    lifecycle.appeal_to_prosecutor(registered, **late)
    before = (registered.state, registered.stage)
    lifecycle.record_supervision(registered, **late)

    assert (registered.state, registered.stage) == before
    with pytest.raises(lifecycle.StepNotAllowed):
        lifecycle.record_supervision(registered, **late)


def test_an_ended_procedure_can_be_complained_of(registered, daniyar):
    lifecycle.record_termination(
        registered,
        by=daniyar,
        at=at(DUE),
        form_key="00000000-0000-4000-8000-000000000001",
        received_on=DUE,
        text="Прекращено.",
        language="ru",
    )

    assert (registered.replies.get().outcome, registered.clocks.filter(kind="complaint").count()) == ("terminated", 1)


def test_a_company_has_no_procedure_to_end(file, daniyar):
    company = make_holder("example-company", profile="COMPANY", kind="operator")
    asked = register(file(sent_on=SENT, holder=company), daniyar, RECEIVED)

    assert lifecycle.TERMINATION not in lifecycle.possible_steps(asked, DUE)


def test_silence_on_a_complaint_lies_on_the_desk_until_a_claim_or_a_decision(registered, daniyar):
    lifecycle.complain(registered, by=daniyar, at=at(date(2026, 3, 25)), filed_on=date(2026, 3, 25), document="№ 4")
    over = registered.clocks.get(kind="complaint_decision").due_on + timedelta(days=1)
    assert not list(desk.undecided(over - timedelta(days=1)))
    assert not list(desk.overdue(over))  # one request is not in two piles for one reason

    run_daily(over)
    (item,) = desk.undecided(over)
    court_due = registered.clocks.get(kind="court").due_on
    assert item.object_id == registered.pk
    assert date_format(court_due, "DATE_FORMAT") in item.detail

    filed = {"filed_on": over, "court": "Ойдан шығарылған сот", "document": "№ 5"}
    lifecycle.go_to_court(registered, by=daniyar, at=at(over), **filed)
    assert not list(desk.undecided(over))


def test_a_claim_is_possible_from_the_silence_to_the_last_day_of_its_term(registered, daniyar):
    lifecycle.complain(registered, by=daniyar, at=at(date(2026, 3, 25)), filed_on=date(2026, 3, 25), document="№ 4")
    over = registered.clocks.get(kind="complaint_decision").due_on + timedelta(days=1)
    assert not InformationRequest.objects.court_open(over).exists()

    run_daily(over)
    last = registered.clocks.get(kind="court").due_on
    assert InformationRequest.objects.court_open(last).get() == registered
    assert not InformationRequest.objects.court_open(last + timedelta(days=1)).exists()
