"""What a letter says before a person edits it: facts, dates, articles, in one language."""

import re
import uuid
from datetime import date

import pytest

from requests_registry import lifecycle
from requests_registry.letters.kinds import KINDS, possible_kinds
from requests_registry.letters.wording import wording_of
from requests_registry.models import LegalRule, Letter
from requests_registry.models.replies import Ground
from tests.requests_registry.letters import draft, issue, make_letterhead
from tests.requests_registry.making import answer, at, make_holder, register

pytestmark = pytest.mark.django_db
LATE = date(2026, 3, 23)  # the reply was due on 19 March
CYRILLIC = re.compile("[а-яё]", re.I)
KAZAKH = re.compile("[әіңғүұқөһ]", re.I)


@pytest.fixture(params=["STATE", "COMPANY"])
def sent(request, file):
    return file(holder=make_holder("body", profile=request.param), subject="Water 2025", text="How many samples?")


@pytest.fixture
def registered(file, daniyar):
    return register(file(), daniyar, date(2026, 3, 4))


def refuse(info_request, by, on, *grounds, **given):
    ordinary = {"at": at(on), "form_key": uuid.uuid4(), "text": "Отказано.", "language": "ru"}
    grounds = list(grounds) or [Ground.COMMERCIAL]
    return lifecycle.record_refusal(info_request, by=by, received_on=on, grounds=grounds, **ordinary | given).request


def thanked(info_request, by, on):
    return answer(info_request, by, on).request


def stories(info_request, by):
    """The request as each kind of letter meets it."""
    yield Letter.Kind.REQUEST, info_request
    register(info_request, by, date(2026, 3, 4), registration_number="17")
    info_request = lifecycle.ask_for_clarification(
        info_request, by=by, at=at(date(2026, 3, 5)), on=date(2026, 3, 5), text="?"
    )
    yield Letter.Kind.CLARIFICATION, info_request
    yield Letter.Kind.REMINDER, info_request
    info_request = refuse(info_request, by, date(2026, 3, 20), *Ground)
    yield Letter.Kind.COMPLAINT, info_request
    if info_request.holder.profile == "STATE":
        yield Letter.Kind.CLAIM, decided(info_request, by)
    else:
        yield Letter.Kind.CLAIM, info_request


def decided(info_request, by):
    info_request = lifecycle.complain(
        info_request, by=by, at=at(date(2026, 3, 25)), filed_on=date(2026, 3, 25), document="No. 5"
    )
    return lifecycle.record_decision(
        info_request,
        by=by,
        at=at(date(2026, 4, 10)),
        served_on=date(2026, 4, 10),
        decision="rejected",
        document="No. 9",
    )


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_letter_is_written_in_one_language(sent, daniyar, language):
    for kind, info_request in stories(sent, daniyar):
        assert KINDS[kind].when(info_request, date(2026, 4, 15)), kind
        words = "\n".join(vars(wording_of(kind, language, info_request, date(2026, 4, 15))).values())

        assert not re.search(r"\{[{%]|\(\)|None|\n\n\n| \.|\(, ", words), words
        assert bool(CYRILLIC.search(words)) == (language != "en"), words
        assert bool(KAZAKH.search(words)) == (language == "kk"), words


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_letter_of_thanks_is_written_in_one_language(sent, daniyar, language):
    answered = thanked(sent, daniyar, date(2026, 3, 10))
    words = wording_of("thanks", language, answered, date(2026, 3, 11)).body

    assert bool(CYRILLIC.search(words)) == (language != "en")
    assert bool(KAZAKH.search(words)) == (language == "kk")


def test_a_reminder_counts_the_days_late_to_the_day(registered):
    body = wording_of("reminder", "ru", registered, LATE).body

    assert "Срок ответа истёк 19 марта 2026 г." in body
    assert "По состоянию на 23 марта 2026 г. ответа нет, просрочка – 4 дня." in body
    assert "зарегистрирован под № ЗТ-17" in body


def test_on_the_last_day_nothing_is_late(registered):
    body = wording_of("reminder", "ru", registered, date(2026, 3, 19)).body

    assert "Ответ ожидаем не позднее 19 марта 2026 г." in body
    assert "просрочка" not in body


def test_the_terms_are_quoted_from_the_rules_of_law(registered):
    LegalRule.objects.filter(kind="complaint_decision").update(length=21, article_ru="ст. 99-1")
    body = wording_of("complaint", "ru", registered, LATE).body

    assert "Срок рассмотрения жалобы – 21 рабочий день" in body
    assert "ст. 99-1" in body


def test_a_rule_that_is_not_there_is_not_quoted(registered):
    LegalRule.objects.exclude(kind="reply").filter(valid_to=None).update(valid_to=date(2026, 1, 1))
    body = wording_of("complaint", "ru", registered, LATE).body

    assert "Срок рассмотрения" not in body
    assert "()" not in body


def test_a_silent_company_reads_what_it_owes_and_risks(file):
    body = wording_of("reminder", "ru", file(holder=make_holder("oil", profile="COMPANY")), LATE).body

    assert "ст. 8 пп. 6)" in body
    assert "ст. 456-1" in body
    assert "прокуратуру" in body


def test_a_complaint_goes_to_the_higher_body_through_the_holder(registered):
    registered.holder.higher_body = make_holder("committee").organisation
    wording = wording_of("complaint", "ru", registered, LATE)

    assert wording.addressee == (
        "Вымышленное ведомство «committee»\nчерез обладателя информации: Вымышленное ведомство «example-department»"
    )
    assert "ст. 91 ч. 4" in wording.body


def test_an_unknown_higher_body_is_a_blank_to_fill_in(registered):
    assert wording_of("complaint", "ru", registered, LATE).addressee.startswith("____\n")


def test_each_ground_is_quoted_with_its_articles_and_answered(registered, daniyar):
    refused = refuse(registered, daniyar, date(2026, 3, 10), Ground.COMMERCIAL, Ground.DRAFT)
    body = wording_of("complaint", "ru", refused, LATE).body

    assert "Основание отказа: коммерческая тайна" in body
    assert "Сведения о выбросах и сбросах коммерческой тайной быть не могут" in body
    assert "Экологический кодекс РК, ст. 20 п. 3 пп. 6)" in body
    for article in ("ст. 17 п. 2", "ст. 20 п. 4", "ст. 4 п. 6"):
        assert article in body


def test_a_refusal_after_its_own_term_is_called_late(registered, daniyar):
    body = wording_of("complaint", "ru", refuse(registered, daniyar, date(2026, 3, 16)), LATE).body

    assert "мотивированный отказ следовало направить не позднее 12 марта 2026 г." in body


def test_a_claim_tells_of_the_complaint_and_of_the_last_day(registered, daniyar):
    refused = refuse(registered, daniyar, date(2026, 3, 10))
    body = wording_of("claim", "ru", decided(refused, daniyar), date(2026, 4, 15)).body

    assert "25 марта 2026 г. подана жалоба в вышестоящий орган: No. 5." in body
    assert "последний день – 12 мая 2026 г." in body


def kinds_of(info_request, on):
    return [str(letter_kind.kind) for letter_kind in possible_kinds(info_request, on)]


def test_only_the_letters_that_fit_are_offered(file, daniyar):
    info_request = file()
    assert kinds_of(info_request, date(2026, 3, 5)) == ["request", "reminder"]

    register(info_request, daniyar, date(2026, 3, 4))
    info_request.refresh_from_db()
    assert kinds_of(info_request, date(2026, 3, 5)) == ["reminder"]
    assert kinds_of(info_request, LATE) == ["reminder", "complaint"]

    assert kinds_of(thanked(info_request, daniyar, date(2026, 3, 20)), LATE) == ["complaint", "thanks"]


def test_a_company_is_claimed_against_at_once(file):
    assert kinds_of(file(holder=make_holder("oil", profile="COMPANY")), LATE) == [
        "request",
        "reminder",
        "complaint",
        "claim",
    ]


def test_a_forwarded_request_is_told_with_both_holders(registered, daniyar):
    forwarded = lifecycle.forward(
        registered,
        by=daniyar,
        at=at(date(2026, 3, 6)),
        to_holder=make_holder("competent"),
        forwarded_on=date(2026, 3, 6),
        document="№ 3",
    )
    wording = wording_of("reminder", "ru", forwarded, date(2026, 3, 30))

    assert wording.addressee == "Вымышленное ведомство «competent»"
    assert "2 марта 2026 г. мы направили запрос № 2026-0001" in wording.body
    assert (
        "6 марта 2026 г. вам его переслал другой обладатель (Вымышленное ведомство «example-department»)."
        in wording.body
    )


def test_an_extended_term_is_called_so(registered, daniyar):
    extended = lifecycle.extend(
        registered,
        by=daniyar,
        at=at(date(2026, 3, 16)),
        decided_on=date(2026, 3, 16),
        noticed_on=date(2026, 3, 16),
        until=date(2026, 4, 3),
        document="№ 12",
    )

    assert "Срок ответа, который вы продлили, истёк 3 апреля 2026 г.: закон даёт на ответ 30 календарных дней" in (
        wording_of("reminder", "ru", extended, date(2026, 4, 6)).body
    )


def test_a_complaint_after_its_term_asks_to_restore_it(registered):
    assert "восстановить срок" not in wording_of("complaint", "ru", registered, date(2026, 6, 22)).body
    assert (
        "просим восстановить срок, потому что ____."
        in wording_of("complaint", "ru", registered, date(2026, 6, 23)).body
    )


def test_a_request_in_another_language_waits_for_its_words(file):
    info_request = file(text="Сколько проб?", language="ru")

    assert "Сколько проб?" in wording_of("request", "ru", info_request, LATE).body
    assert "\n\n____\n\n" in wording_of("request", "kk", info_request, LATE).body


def test_a_reminder_names_the_number_under_which_the_request_went_out(file, daniyar):
    make_letterhead()
    info_request = file()
    issue(draft(info_request, daniyar, date(2026, 3, 2), kind="request"), daniyar, date(2026, 3, 2))

    assert "запрос № 2026-0001 (исх. № 1/2026)" in wording_of("reminder", "ru", info_request, LATE).body
