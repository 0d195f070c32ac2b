"""Steps after the registration: what each of them does to the state and the clocks, and what the law refuses."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_registry import counting, folding, lifecycle
from requests_registry.dates import DateNotPossible
from requests_registry.lifecycle import StepNotAllowed
from requests_registry.models import InformationRequest
from requests_registry.recording import RequestChanged
from requests_registry.staff.step_pages import PAGES
from tests.requests_registry.making import answer, at, make_holder, make_registrar, register

SENT = date(2026, 3, 2)
RECEIVED = date(2026, 3, 4)
DUE = date(2026, 3, 19)
LATER = date(2026, 3, 24)


@pytest.fixture
def registered(file, daniyar):
    return register(file(sent_on=SENT), daniyar, RECEIVED)


def extend(info_request, by, **given):
    ordinary = {
        "at": at(date(2026, 3, 18)),
        "decided_on": date(2026, 3, 16),
        "until": date(2026, 4, 3),
        "noticed_on": date(2026, 3, 17),
        "document": "№ 12 от 16.03.2026",
    }
    return lifecycle.extend(info_request, by=by, **ordinary | given)


def refuse(info_request, by, received_on, **given):
    ordinary = {"form_key": uuid.uuid4(), "grounds": ["commercial"], "text": "Отказано.", "language": "ru"}
    return lifecycle.record_refusal(
        info_request, by=by, at=at(received_on), received_on=received_on, **ordinary | given
    )


def open_clocks(info_request):
    return dict(info_request.clocks.open().values_list("kind", "due_on"))


def test_registration_opens_every_term_of_the_holder(registered):
    assert open_clocks(registered) == {
        "reply": DUE,
        "aarhus": date(2026, 4, 2),
        "refusal": date(2026, 3, 12),
        "deemed_refusal": date(2026, 3, 31),
        "forwarding": date(2026, 3, 10),
    }


def test_a_company_owes_no_deemed_refusal(file, daniyar):
    company = make_holder("example-company", profile="COMPANY", kind="operator")

    assert "deemed_refusal" not in open_clocks(register(file(sent_on=SENT, holder=company), daniyar, RECEIVED))


def test_an_extension_runs_thirty_days_from_receipt(registered, daniyar):
    extended = extend(registered, daniyar)

    assert extended.state == "extended"
    assert open_clocks(extended)["extension"] == date(2026, 4, 3)
    assert extended.clocks.get(kind="extension_notice").closed_on == date(2026, 3, 17)


def test_a_holder_may_name_an_earlier_day_and_the_clock_says_so(registered, daniyar):
    clock = extend(registered, daniyar, until=date(2026, 3, 27)).clocks.get(kind="extension")

    assert (clock.due_on, counting.count_of(clock).deadline.due_on) == (date(2026, 3, 27), date(2026, 4, 3))


@pytest.mark.parametrize("until", [DUE, date(2026, 4, 4)])
def test_an_extension_beyond_the_rule_is_refused(registered, daniyar, until):
    with pytest.raises(DateNotPossible):
        extend(registered, daniyar, until=until)

    assert InformationRequest.objects.get().state == "registered"


def test_a_term_that_is_over_is_not_extended(registered, daniyar):
    with pytest.raises(DateNotPossible):
        extend(registered, daniyar, at=at(LATER), decided_on=LATER, noticed_on=LATER)


def test_a_term_is_extended_once(registered, daniyar):
    extend(registered, daniyar)

    with pytest.raises(StepNotAllowed):
        extend(registered, daniyar)


def test_forwarding_keeps_both_holders_and_begins_the_term_anew(registered, daniyar):
    first, second = registered.holder, make_holder("another-body")
    forwarded = lifecycle.forward(
        registered, by=daniyar, at=at(LATER), to_holder=second, forwarded_on=date(2026, 3, 9), document="№ 3"
    )

    assert (forwarded.forwardings.get().from_holder, forwarded.holder) == (first, second)
    assert open_clocks(forwarded) == {"reply": date(2026, 3, 26), "aarhus": date(2026, 4, 9)}
    assert forwarded.is_provisional


def test_a_clarification_stops_no_clock(registered, daniyar):
    before = open_clocks(registered)
    asked = lifecycle.ask_for_clarification(registered, by=daniyar, at=at(DUE), on=DUE, text="Какой год?")

    assert (asked.asked, open_clocks(asked)) == ("clarification", before)
    assert lifecycle.give(asked, by=daniyar, at=at(DUE), on=DUE, text="2025").asked == ""


def test_a_returned_request_owes_nothing_until_it_is_sent_anew(registered, daniyar):
    returned = lifecycle.send_back(registered, by=daniyar, at=at(DUE), on=DUE, text="Нет подписи")
    assert open_clocks(returned) == {}

    again = lifecycle.send_again(returned, by=daniyar, at=at(LATER), resent_on=LATER)

    assert (again.state, open_clocks(again)) == ("sent", {"reply": date(2026, 4, 8), "aarhus": date(2026, 4, 24)})


@pytest.mark.parametrize(("day", "is_late"), [(12, False), (13, True)])
def test_a_refusal_after_five_working_days_is_itself_late(registered, daniyar, day, is_late):
    refuse(registered, daniyar, date(2026, 3, day))

    assert InformationRequest.objects.refused_late().exists() is is_late


def test_a_refusal_is_not_held_against_the_term_of_the_holder_before(registered, daniyar):
    forwarded = lifecycle.forward(
        registered,
        by=daniyar,
        at=at(date(2026, 3, 9)),
        to_holder=make_holder("another-body"),
        forwarded_on=date(2026, 3, 9),
        document="№ 3",
    )
    refuse(forwarded, daniyar, date(2026, 3, 16))

    assert not InformationRequest.objects.refused_late().exists()


@pytest.mark.parametrize(("names_remedy", "due_on"), [(True, date(2026, 6, 10)), (False, date(2026, 9, 10))])
def test_a_refusal_that_names_no_remedy_gives_more_time_to_complain(registered, daniyar, names_remedy, due_on):
    refuse(registered, daniyar, date(2026, 3, 10), names_remedy=names_remedy)

    assert list(open_clocks(registered).values()) == [due_on]


@pytest.mark.parametrize(("day", "is_deemed"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
def test_silence_of_a_state_body_counts_as_a_refusal(registered, day, is_deemed):
    assert InformationRequest.objects.deemed_refused(day).exists() is is_deemed


def test_a_withdrawn_request_has_no_clock_and_comes_back_with_all(registered, daniyar):
    before = open_clocks(registered)
    withdrawn = lifecycle.withdraw(registered, by=daniyar, at=at(DUE), on=DUE, text="Не нужно")
    assert open_clocks(withdrawn) == {}

    assert open_clocks(lifecycle.reopen(withdrawn, by=daniyar, at=at(LATER), reason="Нужно")) == before


def test_a_corrected_date_counts_the_clocks_anew(registered, daniyar):
    corrected = lifecycle.correct(
        registered, by=daniyar, at=at(DUE), date="received_on", day=date(2026, 3, 5), reason="Описка"
    )

    assert corrected.reply_due_on == date(2026, 3, 20)
    assert corrected.events.last().changes["received_on"] == ["2026-03-04", "2026-03-05"]


def test_a_corrected_date_keeps_the_order_of_the_days(registered, daniyar):
    with pytest.raises(DateNotPossible):
        lifecycle.correct(registered, by=daniyar, at=at(DUE), date="received_on", day=date(2026, 3, 1), reason="Описка")


def test_a_corrected_receipt_measures_the_answer_anew(registered, daniyar):
    answer(registered, daniyar, date(2026, 3, 20), outcome="part")
    corrected = lifecycle.correct(
        registered, by=daniyar, at=at(LATER), date="received_on", day=date(2026, 3, 5), reason="Описка"
    )

    assert corrected.reply_due_on == date(2026, 3, 20)
    assert open_clocks(corrected) == {"complaint": date(2026, 6, 22)}


def test_a_complaint_that_is_satisfied_brings_the_request_back_to_the_holder(registered, daniyar):
    refuse(registered, daniyar, DUE)
    lifecycle.complain(registered, by=daniyar, at=at(LATER), filed_on=DUE, document="№ 4")
    back = lifecycle.record_decision(
        registered, by=daniyar, at=at(LATER), served_on=LATER, decision="satisfied", document="№ 5"
    )

    assert (back.state, back.stage, list(open_clocks(back))) == ("sent", "request", ["reply", "aarhus"])


def test_nobody_overwrites_what_he_has_not_seen(registered, daniyar):
    seen = registered.events.count()
    lifecycle.ask_for_clarification(registered, by=daniyar, at=at(DUE), on=DUE, text="Какой год?", seen=seen)

    with pytest.raises(RequestChanged) as refused:
        lifecycle.withdraw(registered, by=daniyar, at=at(DUE), on=DUE, text="Не нужно", seen=seen)

    assert [event.kind for event in refused.value.events] == ["asked"]
    assert InformationRequest.objects.get().state == "registered"


def walk_to_court(info_request, by):
    """Silence, then everything that the law gives this holder's profile, up to the judgment."""
    on = {"overdue": date(2026, 4, 6), "decided": date(2026, 4, 28), "judged": date(2026, 6, 1)}
    if info_request.holder.profile == "STATE":
        lifecycle.complain(info_request, by=by, at=at(on["overdue"]), filed_on=on["overdue"], document="№ 4")
        lifecycle.record_decision(
            info_request, by=by, at=at(on["decided"]), served_on=on["decided"], decision="rejected", document="№ 5"
        )
    lifecycle.go_to_court(
        info_request, by=by, at=at(on["decided"]), filed_on=on["decided"], court="Суд", document="№ 6"
    )
    lifecycle.record_judgment(
        info_request, by=by, at=at(on["judged"]), decided_on=on["judged"], decision="satisfied", document="№ 7"
    )
    return lifecycle.close(info_request, by=by, at=at(on["judged"]), reason="Решение исполнено")


def told(info_request):
    """The kinds of its events; a term that passed by the name of the term."""
    return [
        event.changes["term"][1] if event.kind == "term_passed" else event.kind for event in info_request.events.all()
    ]


@pytest.mark.parametrize(
    ("profile", "dispute"),
    [
        ("STATE", ["deemed_refusal", "extension", "complained", "decided", "claimed", "aarhus_complex", "judged"]),
        ("COMPANY", ["extension", "claimed", "aarhus_complex", "judged"]),
    ],
)
def test_a_request_of_each_profile_goes_through_to_court(file, daniyar, profile, dispute):
    holder = make_holder("example-journey", profile=profile)
    info_request = extend(register(file(sent_on=SENT, holder=holder), daniyar, RECEIVED), daniyar)
    closed = walk_to_court(info_request, daniyar)

    assert told(closed) == ["filed", "registered", "extended", *dispute, "closed"]
    assert (closed.state, closed.stage, open_clocks(closed)) == ("closed", "judged", {})
    call_command("rebuild_requests", check=True)


def test_every_step_of_the_table_has_a_page_whose_form_asks_what_it_needs():
    assert list(PAGES) and {page.step for page in PAGES.values()} == set(lifecycle.STEPS)
    for page in PAGES.values():
        fields = {name for name, field in page.form.base_fields.items() if field.required}
        assert set(page.step.needs) <= fields


HOUSEKEEPING = {"publish", "unpublish", "correction"}


def draft(*, sent_on, holder):
    written = {"subject": "Тема", "text": "Прошу сообщить.", "language": "ru"}
    return lifecycle.draft(
        by=make_registrar(uuid.uuid4().hex), at=at(sent_on), form_key=uuid.uuid4(), holder=holder, **written
    )


def arguments(step, info_request, day, pick, other):
    """Good facts for any step: everything happens on the day it is recorded."""
    facts = dict.fromkeys(("on", "received_on", "decided_on", "noticed_on", "forwarded_on", "resent_on"), day)
    facts |= dict.fromkeys(("filed_on", "served_on", "day"), day)
    facts |= dict.fromkeys(("registration_number", "document", "text", "reason", "court"), "слово")
    facts |= {"channel": "post", "sent_on": day}
    facts |= {"to_holder": other, "language": "ru", "grounds": ["draft"], "date": "sent_on"}
    facts |= {"decision": pick(["satisfied", "rejected"]), "outcome": pick(["full", "part"])}
    if step is lifecycle.EXTENSION:
        facts["until"] = counting.count_extension(info_request).due_on
    if step.event == "replied":
        return {name: facts[name] for name in step.needs} | {"form_key": uuid.uuid4()}
    return {name: facts[name] for name in step.needs}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_walk_leaves_a_way_out_and_no_clock_in_a_closed_request(data, file, daniyar, holder, profile_holders):
    def pick(choices):
        return data.draw(st.sampled_from(choices))

    day = SENT
    info_request = pick([draft, file])(sent_on=day, holder=pick(profile_holders))
    for _n in range(8):
        day += timedelta(days=pick([0, 1, 9, 40]))
        info_request = InformationRequest.objects.get(pk=info_request.pk)
        ways = [step for step in lifecycle.possible_steps(info_request, day) if step.name not in HOUSEKEEPING]
        assert ways
        step = pick(ways)
        other = next(other for other in profile_holders if other != info_request.holder)
        try:
            PAGES[step.name].take(
                info_request, by=daniyar, at=at(day), **arguments(step, info_request, day, pick, other)
            )
        except DateNotPossible:
            continue
        check_stands_well(InformationRequest.objects.get(pk=info_request.pk))


def check_stands_well(info_request):
    running = set(open_clocks(info_request))
    if info_request.state in ("closed", "withdrawn", "returned"):
        assert not running & {"reply", "extension", "refusal", "deemed_refusal"}
    if info_request.state in ("closed", "withdrawn"):
        assert not running
    assert bool(running & {"reply", "extension"}) is info_request.is_waiting
    assert folding.differences(info_request) == []


@pytest.fixture
def profile_holders(rules):
    return [make_holder("walk-state"), make_holder("walk-company", profile="COMPANY", kind="operator")]
