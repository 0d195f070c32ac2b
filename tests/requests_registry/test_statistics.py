"""The figures against a table that says of each request what it is, and sums made by other means than the portal's."""

import statistics as textbook
import uuid
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_registry import lifecycle
from requests_registry.dates import DateNotPossible
from requests_registry.models import InformationRequest
from requests_registry.staff.step_pages import PAGES
from requests_registry.statistics.figures import FEWEST, Statistics, of_holder
from tests.requests_registry.making import answer, at, make_holder, register
from tests.requests_registry.test_steps import HOUSEKEEPING, arguments

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
SENT = date(2026, 4, 6)  # a Monday: the reply is due on 21 April, a refusal on 13 April


def day(text):
    return date.fromisoformat(f"2026-{text}")


def refuse(info_request, by, received_on, grounds=("unclear",)):
    lifecycle.record_refusal(
        info_request,
        by=by,
        at=at(received_on),
        form_key=uuid.uuid4(),
        received_on=received_on,
        grounds=grounds,
        text="Отказано.",
        language="ru",
    )


def forward(info_request, by, to_holder, forwarded_on):
    lifecycle.forward(
        info_request, by=by, at=at(forwarded_on), to_holder=to_holder, forwarded_on=forwarded_on, document="№ 1"
    )


def win_complaint(info_request, by):
    """Complained on 15 April, satisfied on 4 May: the holder's term begins anew."""
    lifecycle.complain(info_request, by=by, at=at(day("04-15")), filed_on=day("04-15"), document="№ 2")
    given = {"served_on": day("05-04"), "decision": "satisfied", "document": "№ 3"}
    lifecycle.record_decision(info_request, by=by, at=at(day("05-04")), **given)


@pytest.fixture
def other(region):
    return make_holder("the-other-department", region=region)


@pytest.fixture
def company(region):
    return make_holder("example-company", region=region, profile="COMPANY", kind="operator")


@pytest.fixture
def asked(file, daniyar):
    def ask(**given):
        info_request = file(**{"sent_on": SENT, "publish_now": True} | given)
        register(info_request, daniyar, info_request.sent_on)
        return info_request

    return ask


@pytest.fixture
def table(asked, file, daniyar, holder, other, company):
    """[(holder, year, standing, days to the first answer, days to the completion)] as a person would write it down."""
    rows = []

    def note(info_request, standing, first=None, completion=None, of=None):
        rows.append((of or info_request.holder, info_request.sent_on.year, standing, first, completion))

    for received_on, standing, days in [
        (day("04-13"), "in_time", 7),
        (day("04-13"), "in_time", 7),
        (day("04-21"), "in_time", 15),
        (day("04-22"), "late", 16),
        (day("05-20"), "late", 44),
    ]:
        info_request = asked()
        answer(info_request, daniyar, received_on)
        note(info_request, standing, days, days)

    info_request = file(sent_on=SENT, publish_now=True)
    answer(info_request, daniyar, SENT)
    note(info_request, "in_time", 0, 0)

    info_request = asked()
    refuse(info_request, daniyar, day("04-13"))
    note(info_request, "in_time", 7)
    info_request = asked()
    refuse(info_request, daniyar, day("04-14"), grounds=("unclear", "restricted"))
    note(info_request, "refused_late", 8)
    info_request = asked(holder=company)
    refuse(info_request, daniyar, day("04-23"))
    note(info_request, "refused_late", 17)

    note(asked(), "silent")
    note(asked(sent_on=day("05-25")), "waiting")
    for on, standing in [(day("04-10"), "ended"), (day("04-22"), "silent")]:
        info_request = asked()
        lifecycle.withdraw(info_request, by=daniyar, at=at(on), on=on, text="Не нужно.")
        note(info_request, standing)
    info_request = asked()
    lifecycle.send_back(info_request, by=daniyar, at=at(day("04-08")), on=day("04-08"), text="Нет подписи.")
    note(info_request, "ended")
    info_request = asked()
    lifecycle.withdraw(info_request, by=daniyar, at=at(day("04-10")), on=day("04-10"), text="Не нужно.")
    lifecycle.reopen(info_request, by=daniyar, at=at(day("04-12")), reason="Нужно.")
    note(info_request, "silent")

    info_request = asked()
    forward(info_request, daniyar, other, day("04-08"))
    answer(info_request, daniyar, day("04-20"))
    note(info_request, "in_time", 12, 14, of=other)

    info_request = asked()
    forward(info_request, daniyar, other, day("04-08"))
    refuse(info_request, daniyar, day("04-20"))
    note(info_request, "in_time", 12, of=other)

    info_request = asked()
    given = {"decided_on": day("04-15"), "noticed_on": day("04-15"), "until": day("05-06"), "document": "№ 4"}
    lifecycle.extend(info_request, by=daniyar, at=at(day("04-15")), **given)
    answer(info_request, daniyar, day("05-05"))
    note(info_request, "in_time", 29, 29)

    info_request = asked()
    refuse(info_request, daniyar, day("04-10"))
    win_complaint(info_request, daniyar)
    answer(info_request, daniyar, day("05-15"))
    note(info_request, "in_time", 4, 39)
    info_request = asked()
    refuse(info_request, daniyar, day("04-10"))
    win_complaint(info_request, daniyar)
    forward(info_request, daniyar, other, day("05-06"))
    note(info_request, "in_time", 4, of=holder)

    info_request = asked()
    answer(info_request, daniyar, day("04-16"))
    lifecycle.close(info_request, by=daniyar, at=at(day("04-20")), reason="Всё.")
    note(info_request, "in_time", 10, 10)
    lifecycle.reopen(info_request, by=daniyar, at=at(day("04-24")), reason="Не всё.")
    answer(info_request, daniyar, day("04-30"), outcome="part")
    rows[-1] = (holder, 2026, "in_time", 10, 24)

    info_request = file(sent_on=SENT, publish_now=True)
    register(info_request, daniyar, day("04-10"))
    answer(info_request, daniyar, day("04-22"))
    given = {"date": "received_on", "day": SENT, "reason": "Опечатка."}
    lifecycle.correct(info_request, by=daniyar, at=at(day("04-24")), **given)
    note(info_request, "late", 16, 16)

    for received_on, days in [(date(2025, 4, 9), 2), (date(2025, 4, 11), 4)]:
        info_request = asked(sent_on=date(2025, 4, 7), holder=company)
        answer(info_request, daniyar, received_on)
        note(info_request, "in_time", days, days)
    for received_on, days in [(day("04-14"), 8), (day("04-15"), 9), (day("04-16"), 10)]:
        info_request = asked(holder=company)
        answer(info_request, daniyar, received_on, outcome="not_held")
        note(info_request, "in_time", days, days)

    hidden = asked(publish_now=False)
    answer(hidden, daniyar, day("04-07"))
    return rows


def figures_now():
    return Statistics(InformationRequest.objects.public(), TODAY)


def told(figures):
    """What Figures say, in plain values."""
    return (
        {standing: count for standing, count in figures.standings.items() if count},
        (figures.first.n, figures.first.median),
        (figures.completion.n, figures.completion.median),
        (figures.on_time.count, figures.on_time.of),
    )


def summed(rows):
    """The same from the table of the test."""
    standings = Counter(standing for _holder, _year, standing, _first, _completion in rows)
    first = [days for *_rest, days, _completion in rows if days is not None]
    completion = [days for *_rest, days in rows if days is not None]
    ended = [standing for _holder, _year, standing, *_days in rows if standing not in ("waiting", "ended")]
    return (
        dict(standings),
        (len(first), textbook.median(first) if len(first) >= FEWEST else None),
        (len(completion), textbook.median(completion) if len(completion) >= FEWEST else None),
        (ended.count("in_time"), len(ended)),
    )


def test_the_total_is_that_of_the_table(table):
    assert told(figures_now().total) == summed(table)


def test_each_holder_has_its_own_answers(table, holder, other, company):
    by_holder = figures_now().by_holder

    assert {known: told(figures) for known, figures in by_holder.items()} == {
        known: summed([row for row in table if row[0] == known]) for known in (holder, other, company)
    }


def test_companies_stand_apart_and_years_too(table):
    assert {place: told(figures) for place, figures in figures_now().by_year_and_profile.items()} == {
        (year, profile): summed([row for row in table if (row[1], row[0].profile) == (year, profile)])
        for year, profile in [(2026, "STATE"), (2026, "COMPANY"), (2025, "COMPANY")]
    }
    assert [figures.asked for figures in figures_now().by_profile.values()] == [
        sum(row[0].profile == "STATE" for row in table),
        sum(row[0].profile == "COMPANY" for row in table),
    ]


def test_a_holder_alone_has_the_figures_that_it_has_among_all(table, holder, other, company):
    among_all = figures_now().by_holder

    for known in (holder, other, company):
        assert of_holder(known, TODAY) == among_all[known]


def test_refusals_are_counted_by_ground_and_kind_of_holder(table):
    assert {str(ground.value): dict(counts) for ground, counts in figures_now().refusals.items()} == {
        "unclear": {"STATE": 5, "COMPANY": 1},
        "restricted": {"STATE": 1},
    }


def test_a_request_refused_twice_on_one_ground_counts_once(asked, daniyar):
    info_request = asked()
    refuse(info_request, daniyar, day("04-08"))
    refuse(info_request, daniyar, day("04-10"))

    assert list(figures_now().refusals.values()) == [{"STATE": 1}]


@pytest.mark.parametrize(("count", "median"), [(4, None), (5, 2), (6, 2.5)])
def test_below_five_no_median_and_no_share_is_told(asked, daniyar, count, median):
    for number in range(count):
        answer(asked(), daniyar, day(f"04-{6 + number:02d}"))
    figures = figures_now().total

    assert figures.first.median == median
    assert figures.on_time.value == (None if count < FEWEST else 1)
    assert figures.is_enough == (count >= FEWEST)


def test_silence_begins_the_day_after_the_last_one(asked):
    asked()

    assert Statistics(InformationRequest.objects.public(), day("04-21")).total.standings == {"waiting": 1}
    assert Statistics(InformationRequest.objects.public(), day("04-22")).total.standings == {"silent": 1}


def by_hand(info_request, on):
    """(holder, standing, days) read off the history alone, without a look at the clocks."""
    term = refusal_due = ended_on = first = None
    holder = info_request.events.first().changes["holder"][1]
    for event in info_request.events.select_related("reply").order_by("sequence"):
        if event.kind == "replied" and first is None:
            first = {"on": event.effective_on, "outcome": event.reply.outcome, "holder": holder}
            first |= {"term": term, "refusal_due": refusal_due}
        for kind, _due in event.changes.get("clocks_closed", []):
            ended_on = event.effective_on if kind in ("reply", "extension") else ended_on
            refusal_due = None if kind == "refusal" else refusal_due
        for kind, *days in event.changes.get("clocks_opened", []) + event.changes.get("clocks_passed", []):
            if kind in ("reply", "extension"):
                term, ended_on = days, None
            if kind == "refusal":
                refusal_due = days[1]
        if event.kind == "corrected" and first:
            first |= {"term": term, "refusal_due": refusal_due, "on": info_request.answered_on}
        holder = event.changes.get("holder", [None, holder])[1]
    if first is None:
        is_over = (ended_on or on) > date.fromisoformat(term[1])
        return holder, "silent" if is_over else "ended" if ended_on else "waiting", None
    started_on, due_on = map(date.fromisoformat, first["term"])
    is_late_refusal = (
        first["outcome"] == "refused" and first["refusal_due"] and first["on"].isoformat() > first["refusal_due"]
    )
    standing = "refused_late" if is_late_refusal else "late" if first["on"] > due_on else "in_time"
    return first["holder"], standing, (first["on"] - started_on).days


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_walk_counts_as_its_history_tells(data, file, daniyar, holder, company):
    def pick(choices):
        return data.draw(st.sampled_from(choices))

    with transaction.atomic():
        walked = file(sent_on=SENT, holder=pick([holder, company]), publish_now=True)
        today = SENT
        for _n in range(6):
            today += timedelta(days=pick([1, 4, 20]))
            walked = InformationRequest.objects.get(pk=walked.pk)
            step = pick([step for step in lifecycle.possible_steps(walked, today) if step.name not in HOUSEKEEPING])
            other = company if walked.holder == holder else holder
            given = arguments(step, walked, today, pick, other)
            with suppress(DateNotPossible), transaction.atomic():
                PAGES[step.name].take(walked, by=daniyar, at=at(today), **given)
        today += timedelta(days=pick([0, 1, 30]))
        told = [
            (pk, standing, next(iter(figures.first_days), None))
            for (pk, _year), figures in Statistics(InformationRequest.objects.public(), today).cells.items()
            for standing in figures.standings
        ]
        expected = by_hand(InformationRequest.objects.get(pk=walked.pk), today)
        transaction.set_rollback(True)

    assert told == [expected]


def test_nothing_asked_gives_no_figures(db):
    figures = figures_now()

    assert (figures.total.asked, figures.by_holder, figures.refusals) == (0, {}, {})


@pytest.mark.parametrize("hidden", [True, False])
def test_a_hidden_request_counts_nowhere(asked, daniyar, hidden, django_assert_num_queries):
    info_request = asked(publish_now=False)
    refuse(info_request, daniyar, day("04-08"))
    if not hidden:
        lifecycle.publish(info_request, by=daniyar, at=at(TODAY))

    assert figures_now().total.asked == (0 if hidden else 1)
    assert len(figures_now().refusals) == (0 if hidden else 1)
    assert of_holder(info_request.holder, TODAY).asked == (0 if hidden else 1)
