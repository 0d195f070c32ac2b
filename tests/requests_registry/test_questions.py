"""The life of a citizen's question: each step, what it tells the asker, and what is left of it."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from portal.encryption import decrypt
from requests_registry import attempts
from requests_registry.forms import FilingForm
from requests_registry.mail import outbox
from requests_registry.models import Attempt, ConsentText, FrequentQuestion, OutgoingMail, Question
from requests_registry.questions import asking, notices
from tests.requests_registry.asking import (
    EMAIL,
    PHONE,
    ask,
    ask_and_confirm,
    ask_by_telephone,
    letters,
    link_in,
    link_of,
    make_centre,
)
from tests.requests_registry.making import answer, at

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
LATER = date(2026, 3, 12)


def kinds(question):
    return [event.kind for event in question.events.all()]


def test_a_question_by_mail_waits_for_its_confirmation():
    question = ask(DAY)

    assert question.state == "unconfirmed"
    assert list(Question.objects.waiting()) == []
    assert [letter.to for letter in letters()] == [EMAIL]


def test_a_question_by_telephone_goes_straight_to_the_staff():
    question = ask_by_telephone(DAY)

    assert list(Question.objects.waiting()) == [question]
    assert question.is_by_telephone
    assert letters() == []


def test_confirming_brings_it_to_the_staff_and_confirming_again_does_nothing():
    question = ask_and_confirm(DAY)
    asking.confirm(question, at=at(LATER))

    assert list(Question.objects.waiting()) == [question]
    assert kinds(question) == ["asked", "confirmed"]


def test_it_cannot_be_confirmed_when_the_days_are_over():
    with pytest.raises(asking.TooLateToConfirm):
        asking.confirm(ask(DAY), at=at(DAY) + timedelta(days=3, seconds=1))


def test_the_same_form_again_is_the_same_question_and_one_letter():
    key = uuid.uuid4()
    first, second = ask(DAY, form_key=key), ask(DAY, form_key=key)

    assert first == second
    assert len(letters()) == 1


def test_what_tells_who_asked_is_unreadable_in_the_database():
    question = ask(DAY, phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, phone, text FROM requests_registry_question")
        stored = cursor.fetchone()

    assert not {EMAIL, PHONE, question.text} & set(stored)
    assert [decrypt(value) for value in stored] == [EMAIL, PHONE, question.text]


def test_no_address_and_no_link_stands_in_a_table_in_the_clear():
    ask(DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM requests_registry_outgoingmail m")
        (row,) = cursor.fetchone()

    assert EMAIL not in row
    assert link_in(letters()[0]) not in row


def test_the_consent_is_kept_word_for_word():
    make_centre()
    question = ask(DAY, language="kk")

    assert "Ойдан шығарылған орталық" in question.consent.text
    assert "123456789012" in question.consent.text
    assert question.consent.language == "kk"


def test_two_people_agree_to_the_same_words_and_the_words_stay():
    first, second = ask(DAY), ask(DAY, email="another@example.kz")

    assert first.consent == second.consent
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentText.objects.update(text="Другое")


def test_an_answer_goes_out_in_the_language_of_the_question(daniyar):
    question = asking.answer(ask_and_confirm(DAY, language="kk"), by=daniyar, at=at(LATER), text="Факел жанды.")
    letter = letters()[-1]

    assert question.state == "answered"
    assert "Факел жанды." in letter.body
    assert letter.language == "kk"
    assert link_in(letter).startswith("/kk/")


def test_a_frequent_question_answers_with_its_words_and_address(daniyar):
    frequent = FrequentQuestion.objects.create(
        question_ru="Что такое факел?", answer_ru="Сжигание газа.", status="published", published_at=at(DAY)
    )
    asking.answer(ask_and_confirm(DAY), by=daniyar, at=at(LATER), frequent_question=frequent)

    assert "Сжигание газа." in letters()[-1].body
    assert f"/ru/requests/faq/{frequent.pk}/" in letters()[-1].body


def test_an_answered_question_is_not_answered_again(daniyar):
    question = ask_and_confirm(DAY)
    asking.answer(question, by=daniyar, at=at(LATER), text="Факел.")

    with pytest.raises(asking.QuestionMovedOn):
        asking.answer(question, by=daniyar, at=at(LATER), text="Ещё раз.")
    assert len(letters()) == 2


def test_closing_tells_the_reason(daniyar):
    asking.close(ask_and_confirm(DAY), by=daniyar, at=at(LATER), reason="Это вопрос к нотариусу.")

    assert "нотариусу" in letters()[-1].body


def test_a_request_made_of_a_question_is_told_and_so_is_its_answer(file, daniyar):
    question, info_request = ask_and_confirm(DAY), file(sent_on=DAY)
    asking.link(question, info_request, by=daniyar, at=at(DAY))
    answer(info_request, daniyar, LATER)
    asked, requested, replied = letters()

    assert info_request.number in requested.body
    assert "25 марта 2026" not in asked.body
    assert info_request.number in replied.body
    assert kinds(question) == ["asked", "confirmed", "requested", "replied"]


def test_the_history_of_a_request_says_nothing_of_its_asker(file, daniyar):
    question, info_request = ask_and_confirm(DAY), file(sent_on=DAY)
    asking.link(question, info_request, by=daniyar, at=at(DAY))

    assert EMAIL not in str(list(info_request.events.values()))
    assert not OutgoingMail.objects.filter(request=info_request).exists()


def test_a_question_withdrawn_while_the_request_was_written_stays_erased(file, daniyar):
    question = asking.withdraw_consent(ask_and_confirm(DAY), at=at(LATER))
    asking.link(question, file(sent_on=DAY), by=daniyar, at=at(LATER))

    assert Question.objects.get().is_erased


def test_withdrawing_erases_the_data_and_the_letters_and_stops_all_telling(file, daniyar):
    question, info_request = ask_and_confirm(DAY, phone=PHONE), file(sent_on=DAY)
    asking.link(question, info_request, by=daniyar, at=at(DAY))
    asking.withdraw_consent(question, at=at(LATER))
    question.refresh_from_db()

    assert (question.email, question.phone, question.text, question.answer) == ("", "", "", "")
    assert letters() == []
    assert kinds(question)[-1] == "withdrawn"


def test_the_database_keeps_no_address_in_an_erased_question():
    question = asking.withdraw_consent(ask(DAY), at=at(LATER))

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(email=EMAIL)


def test_what_was_never_confirmed_is_deleted_after_its_term_and_its_letter_with_it():
    ask(DAY)
    before = asking.tidy(at=at(DAY) + timedelta(days=2))
    after = asking.tidy(at=at(DAY) + timedelta(days=30))

    assert (before["deleted"], after["deleted"]) == (0, 1)
    assert not Question.objects.exists()
    assert letters() == []


def test_a_settled_question_is_erased_when_the_consent_has_ended(daniyar):
    answered, waiting = ask_and_confirm(DAY), ask_and_confirm(DAY, email="another@example.kz")
    asking.answer(answered, by=daniyar, at=at(LATER), text="Факел.")

    assert asking.tidy(at=at(LATER) + timedelta(days=365))["erased"] == 0
    assert asking.tidy(at=at(LATER) + timedelta(days=366))["erased"] == 1
    assert asking.tidy(at=at(LATER) + timedelta(days=367))["erased"] == 0
    assert Question.objects.get(pk=answered.pk).is_erased
    assert not Question.objects.get(pk=waiting.pk).is_erased


def test_a_question_is_kept_while_its_request_is_awaited(file, daniyar):
    question, info_request = ask_and_confirm(DAY), file(sent_on=DAY)
    asking.link(question, info_request, by=daniyar, at=at(DAY))
    years_later = at(DAY) + timedelta(days=800)
    assert asking.tidy(at=years_later)["erased"] == 0

    answer(info_request, daniyar, LATER)
    assert asking.tidy(at=years_later)["erased"] == 1


def test_the_command_runs_twice(capsys):
    ask(date(2020, 1, 1))
    call_command("tidy_questions")
    call_command("tidy_questions")

    assert capsys.readouterr().out == "1 questions deleted, 0 erased\n0 questions deleted, 0 erased\n"


def test_one_contact_asks_three_times_a_day():
    for _n in range(3):
        ask(DAY, sender="192.0.2.7")

    with pytest.raises(attempts.TooManyAttempts):
        ask(DAY, sender="192.0.2.8")
    assert Question.objects.count() == 3
    ask(DAY + timedelta(days=1), sender="192.0.2.8")


def test_one_address_asks_twenty_times_an_hour_and_its_whole_network_is_one():
    for n in range(20):
        ask(DAY, sender=f"2001:db8:1:2::{n:x}", email=f"person{n}@example.kz")

    with pytest.raises(attempts.TooManyAttempts):
        ask(DAY, sender="2001:db8:1:2:ffff::1", email="last@example.kz")
    ask(DAY, sender="2001:db8:1:3::1", email="last@example.kz")


def test_the_counting_keeps_no_address_and_forgets():
    ask(DAY)

    assert EMAIL not in str(list(Attempt.objects.values()))
    assert attempts.forget_old(at=at(LATER)) == 2


def test_where_mail_cannot_be_queued_nothing_is_half_done(monkeypatch):
    def fail(**_given):
        raise OSError

    monkeypatch.setattr(notices, "queue_mail", fail)
    with pytest.raises(OSError):
        ask(DAY)

    assert not Question.objects.exists()


def test_while_the_mail_server_is_down_the_question_and_its_letter_wait(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    question = ask(DAY)
    outbox.send_due(at=at(DAY))

    assert Question.objects.get() == question
    assert [letter.state for letter in letters()] == ["queued"]


def test_a_letter_that_was_leaving_while_its_question_was_erased_is_deleted_later():
    question, letter = ask(DAY), letters()[0]
    asking.withdraw_consent(question, at=at(LATER))
    letter.pk = None
    letter.save(force_insert=True)
    question.mails.add(letter)
    asking.tidy(at=at(LATER))

    assert letters() == []


def test_a_request_starts_with_the_words_of_the_question_without_contacts(water, region):
    question = ask_and_confirm(
        DAY, text=f"Чем пахнет вода? Пишите на {EMAIL} или 8 701 999 88 77.", topic=water, region=region
    )
    initial = asking.prefill(question)

    assert initial["text"] == "Чем пахнет вода? Пишите на […] или […]."
    assert (initial["topics"], initial["region"], initial["language"]) == ([water], "steppe", "ru")


def test_a_frequent_question_takes_the_askers_words_only_where_he_agreed(daniyar):
    silent, open_ = ask_and_confirm(DAY), ask_and_confirm(DAY, may_publish=True)
    for question in (silent, open_):
        asking.answer(question, by=daniyar, at=at(LATER), text=f"Звоните {PHONE}. Это факел.")
        question.refresh_from_db()

    assert asking.as_frequent(silent)["question_ru"] == ""
    assert asking.as_frequent(open_)["question_ru"] == "Что горело ночью у завода?"
    assert asking.as_frequent(open_)["answer_ru"] == "Звоните […]. Это факел."


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_letter_is_written_in_three_languages(file, daniyar, language):
    question, info_request = ask_and_confirm(DAY, language=language), file(sent_on=DAY)
    for stage in (notices.ANSWERED, notices.CLOSED):
        notices.tell(question, stage, at=at(DAY))
    question.request = info_request
    for stage in (notices.REQUESTED, notices.REPLIED):
        notices.tell(question, stage, at=at(DAY))

    assert {letter.language for letter in letters()} == {language}
    assert all(link_in(letter).startswith(f"/{language}/") for letter in letters())
    assert len({letter.subject for letter in letters()}) == 5


def test_every_letter_brings_a_link_of_its_own_and_the_old_ones_stay_good(client, daniyar):
    question = asking.answer(ask_and_confirm(DAY), by=daniyar, at=at(LATER), text="Факел.")
    first, second = [link_in(letter) for letter in letters()]

    assert first != second
    assert client.get(first).status_code == client.get(second).status_code == 200
    assert client.get(link_of(question, LATER)).status_code == 200


def test_the_form_of_filing_takes_what_a_question_gives(rules, holder, water, region):
    question = ask_and_confirm(DAY, topic=water, region=region)
    with translation.override("ru"):
        shown = FilingForm(at=at(DAY), initial=asking.prefill(question)).as_div()

    assert "Что горело ночью у завода?" in shown
    assert '<option value="steppe" selected>' in shown
    assert f'value="{water.pk}" id="id_topics_0" checked' in shown


def test_a_corrected_address_gets_the_next_letter(daniyar):
    question = asking.correct_contact(
        ask_and_confirm(DAY), by=daniyar, at=at(LATER), email="right@example.kz", phone=""
    )
    asking.answer(question, by=daniyar, at=at(LATER), text="Факел.")

    assert letters()[-1].to == "right@example.kz"
    assert question.events.get(kind="corrected").by == daniyar


def test_a_registrar_erases_what_was_withdrawn_by_telephone(daniyar):
    question = asking.withdraw_consent(ask_by_telephone(DAY), by=daniyar, at=at(LATER))

    assert question.is_erased
    assert question.events.get(kind="withdrawn").by == daniyar
