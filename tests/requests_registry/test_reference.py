import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from portal.languages import LANGUAGES, columns
from portal.models import Organisation
from requests_registry.models import CalendarDay, InformationHolder, LegalRule, WorkCalendar
from requests_registry.models.clocks import ClockKind
from requests_registry.reference.load import FOLDER, load, rows, seeded_days
from tests.requests_registry.making import answer, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(db):
    slugs = {row[key] for row in rows(FOLDER / "holders.csv") for key in ("organisation", "higher_body") if key in row}
    Organisation.objects.bulk_create(Organisation(slug=slug, name_en=slug) for slug in slugs)


def test_a_second_load_changes_nothing_that_staff_changed(organisations):
    load()
    LegalRule.objects.filter(kind="media").update(length=7)
    InformationHolder.objects.update(note="Наша заметка")
    WorkCalendar.objects.get(year=2026).days.first().delete()
    before = CalendarDay.objects.count()

    assert set(load().values()) == {0}
    assert LegalRule.objects.get(kind="media").length == 7
    assert CalendarDay.objects.count() == before


def test_the_reply_rule_is_the_one_of_the_law(rules):
    rule = LegalRule.objects.in_force("reply", on=date(2026, 3, 2))

    assert (rule.length, rule.unit, rule.starts_from, rule.edition_on) == (
        15,
        "calendar_days",
        "receipt",
        date(2026, 6, 11),
    )
    assert rule.is_confirmed


def test_every_clock_has_a_rule_in_three_languages(rules):
    assert set(LegalRule.objects.values_list("kind", flat=True)) == set(ClockKind.values)
    for column in [*columns("law"), *columns("article")]:
        assert not LegalRule.objects.filter(**{column: ""}).exists()


def test_what_nobody_checked_is_not_confirmed(rules):
    unconfirmed = LegalRule.objects.filter(is_confirmed=False, valid_to=None)
    assert list(unconfirmed.values_list("kind", flat=True)) == ["media"]


def test_a_request_of_2025_follows_the_code_of_its_time_to_the_end(file, daniyar):
    """LAW.md §1: Law 241-VIII of 17.12.2025 rewrote the code; what was asked before 2026 keeps the earlier text."""
    old = register(file(sent_on=date(2025, 12, 30)), daniyar, date(2026, 1, 5))
    new = register(file(sent_on=date(2026, 1, 5)), daniyar, date(2026, 1, 5))
    rules = {one: one.clocks.open().get(kind="deemed_refusal").rule for one in (old, new)}

    assert rules[old].valid_to == date(2025, 12, 31)
    assert rules[new].valid_from == date(2026, 1, 1)
    assert old.clocks.open().get(kind="deemed_refusal").is_provisional  # nobody has confirmed the earlier text yet
    assert not new.clocks.open().get(kind="deemed_refusal").is_provisional

    answer(old, daniyar, date(2026, 1, 20), outcome="part", names_remedy=False)
    assert old.clocks.open().get(kind="complaint_no_remedy").rule.valid_to == date(2025, 12, 31)


def test_every_text_of_the_code_is_there_twice_and_without_a_gap(rules):
    ended = LegalRule.objects.exclude(valid_to=None)
    assert set(ended.values_list("kind", flat=True)) == {
        "deemed_refusal", "complaint_no_remedy", "complaint_passed_on", "complaint_decision", "court",
    }  # fmt: skip
    for rule in ended:
        assert LegalRule.objects.in_force(rule.kind, on=date(2026, 1, 1), profile="STATE").valid_to is None


def test_silence_of_a_company_is_no_refusal(rules):
    on = date(2026, 3, 2)

    assert LegalRule.objects.in_force("deemed_refusal", on=on, profile="STATE").length == 15
    assert LegalRule.objects.in_force("deemed_refusal", on=on, profile="COMPANY") is None


def test_a_rule_ends_where_the_next_begins(rules):
    old = LegalRule.objects.get(kind="reply")
    old.valid_to = date(2026, 12, 31)
    old.save()
    LegalRule.objects.create(
        kind="reply", length=10, unit="working_days", starts_from="receipt", law_en="A new law", article_en="art. 1",
        valid_from=date(2027, 1, 1),
    )  # fmt: skip

    assert LegalRule.objects.in_force("reply", on=date(2026, 12, 31)).length == 15
    assert LegalRule.objects.in_force("reply", on=date(2027, 1, 1)).length == 10


def test_the_checked_year_agrees_with_the_seed(rules):
    checked = set(CalendarDay.objects.filter(on__year=2026).values_list("on", flat=True))

    assert checked == {day["on"] for day in seeded_days(2026)}


@pytest.mark.parametrize("year", range(2016, 2030))
def test_a_seeded_year_has_each_day_once_in_three_languages(year):
    days = list(seeded_days(year))

    assert len({day["on"] for day in days}) == len(days) >= 15
    assert all(day[f"name_{language}"] for day in days for language in LANGUAGES)


def explained(*args, **options):
    out = io.StringIO()
    call_command("explain_deadline", *args, stdout=out, no_color=True, **options)
    return out.getvalue().splitlines()


def test_a_computation_is_printed_step_by_step(rules):
    lines = explained("2025-03-07", language="en")

    assert "Day off: 22 March 2025, Saturday: Nauryz." in lines
    assert "2025-03-26" in lines


def test_the_clocks_of_a_request_are_printed(file):
    info_request = file(sent_on=date(2026, 3, 2))
    printed = explained(info_request.number)
    assert "2026-03-17" in printed


@pytest.mark.parametrize("start", ["yesterday", "2026-13-01", "1999-01-01", "2026-0009"])
def test_a_start_that_is_none_gets_a_sentence(rules, start):
    with pytest.raises(CommandError):
        explained(start)
