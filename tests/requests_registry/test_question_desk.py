"""Questions of citizens as registrars work on them."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import User
from portal.models.accounts import LAWYER
from requests_registry.models import FrequentQuestion, OutgoingMail, Question
from requests_registry.questions import asking
from tests.requests_registry.asking import EMAIL, PHONE, ask, ask_and_confirm, ask_by_telephone, letters, make_centre
from tests.requests_registry.making import at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)
LIST = "/ru/staff/questions/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def page(question, name=""):
    return f"{LIST}{question.pk}/{name}"


def listed(response):
    return [question.pk for question in response.context["page"].rows]


@pytest.mark.parametrize("path", ["", "1/", "1/answer/"])
def test_a_visitor_is_asked_to_sign_in_and_other_staff_are_refused(client, aigul, path):
    assert client.get(f"{LIST}{path}").headers["Location"].startswith("/ru/login/")

    client.force_login(aigul)
    assert client.get(f"{LIST}{path}").status_code == 403


def test_a_lawyer_reads_no_questions(client, aigul):
    aigul.groups.create(name=LAWYER)
    client.force_login(aigul)

    assert client.get(page(ask_and_confirm(TODAY))).status_code == 403


def test_an_unconfirmed_question_is_nobodys_to_read(desk):
    question = ask(TODAY)

    assert listed(desk.get(LIST)) == []
    assert desk.get(page(question)).status_code == 404
    assert desk.post(page(question, "answer/"), {"text": "Факел"}).status_code == 404


def test_the_list_is_filtered_by_its_address(desk, water, region, daniyar):
    by_mail = ask_and_confirm(TODAY, topic=water, region=region)
    by_telephone = ask_by_telephone(TODAY, language="kk")
    answered = asking.answer(ask_and_confirm(TODAY), by=daniyar, at=at(TODAY), text="Факел.")

    assert listed(desk.get(LIST)) == [answered.pk, by_telephone.pk, by_mail.pk]
    assert listed(desk.get(f"{LIST}?state=waiting")) == [by_telephone.pk, by_mail.pk]
    assert listed(desk.get(f"{LIST}?topic=water&region=steppe")) == [by_mail.pk]
    assert listed(desk.get(f"{LIST}?language=kk")) == [by_telephone.pk]


def test_the_list_shows_no_addresses(desk):
    ask_and_confirm(TODAY)
    ask_by_telephone(TODAY)
    text = desk.get(LIST).text

    assert EMAIL not in text
    assert PHONE not in text
    assert "по телефону, не подтверждён" in text


def test_the_list_costs_the_same_for_one_row_and_three(desk, water, region):
    costs = []
    for count in (1, 2):
        for _n in range(count):
            ask_and_confirm(TODAY, topic=water, region=region)
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 12


def test_a_centre_without_a_bin_is_told_what_its_consent_lacks(desk):
    assert "нет БИН центра" in desk.get(LIST).text

    make_centre()
    assert "нет БИН центра" not in desk.get(LIST).text


def test_a_question_is_answered(desk):
    question = ask_and_confirm(TODAY)
    response = desk.post(page(question, "answer/"), {"text": "Это был факел."}, follow=True)

    assert response.redirect_chain == [(page(question), 302)]
    assert "Это был факел." in response.text
    assert "Это был факел." in letters()[-1].body


def test_the_page_of_a_question_tells_what_became_of_its_letters(desk):
    question = ask_and_confirm(TODAY)
    OutgoingMail.objects.update(state="bounced", due_at=None, sent_at=at(TODAY))

    assert [letter.state for letter in desk.get(page(question)).context["letters"]] == ["bounced"]


def test_an_answer_says_something(desk):
    question = ask_and_confirm(TODAY)

    assert desk.post(page(question, "answer/"), {"text": " "}).status_code == 422
    assert Question.objects.waiting().exists()


def test_a_draft_cannot_be_offered_as_a_frequent_question(desk):
    draft = FrequentQuestion.objects.create(question_ru="Черновик?", answer_ru="Да.")
    question = ask_and_confirm(TODAY)

    assert desk.post(page(question, "answer/"), {"frequent_question": draft.pk}).status_code == 422


def test_the_second_of_two_answers_is_refused_with_a_sentence(desk):
    question = ask_and_confirm(TODAY)
    desk.post(page(question, "answer/"), {"text": "Первый."})
    response = desk.post(page(question, "answer/"), {"text": "Второй."})

    assert response.status_code == 409
    assert "дан ответ" in response.text
    assert "Второй." not in letters()[-1].body


def test_a_question_is_closed_with_a_reason(desk):
    question = ask_and_confirm(TODAY)
    assert desk.post(page(question, "close/"), {"reason": ""}).status_code == 422
    desk.post(page(question, "close/"), {"reason": "Это к нотариусу."})

    assert Question.objects.get().state == "closed"
    assert "нотариусу" in letters()[-1].body


def test_an_address_is_corrected(desk):
    question = ask_and_confirm(TODAY)
    assert f'value="{EMAIL}"' in desk.get(page(question, "contact/")).text
    assert desk.post(page(question, "contact/"), {"email": "", "phone": ""}).status_code == 422
    desk.post(page(question, "contact/"), {"email": "", "phone": "8 701 999 88 77"})

    assert (Question.objects.get().email, Question.objects.get().phone) == ("", PHONE)


def test_what_was_withdrawn_by_telephone_is_erased_by_a_press_alone(desk):
    question = ask_by_telephone(TODAY)
    desk.get(page(question, "erase/"))
    assert not Question.objects.get().is_erased

    response = desk.post(page(question, "erase/"), follow=True)
    assert Question.objects.get().is_erased
    assert PHONE not in response.text
    assert desk.post(page(question, "contact/"), {"email": EMAIL}).status_code == 409


@pytest.mark.parametrize("path", ["999/", "999/answer/", f"{10**30}/"])
def test_what_does_not_exist_is_not_found(desk, path):
    assert desk.get(f"{LIST}{path}").status_code == 404


def test_a_step_that_is_none_is_not_found(desk):
    assert desk.post(page(ask_and_confirm(TODAY), "dance/")).status_code == 404


@pytest.mark.parametrize("value", ["", "x", "-1", "1e9", "9" * 30, "\x00", "٣"])
def test_the_form_of_filing_ignores_a_question_that_is_none(daniyar, value):
    assert asking.named_in({"question": value}, daniyar) is None


def test_only_who_may_read_a_question_makes_something_of_it(daniyar, aigul):
    question = ask_and_confirm(TODAY)

    assert asking.named_in({"question": str(question.pk)}, daniyar) == question
    assert asking.named_in({"question": str(question.pk)}, aigul) is None
    assert asking.named_in({"question": str(ask(TODAY).pk)}, daniyar) is None


def test_a_frequent_question_is_made_from_an_answer(client):
    client.force_login(User.objects.create_superuser("bota"))
    question = ask_and_confirm(TODAY, may_publish=True)
    client.post(page(question, "answer/"), {"text": f"Пишите на {EMAIL}. Это факел."})
    add = f"{reverse('admin:requests_registry_frequentquestion_add')}?question={question.pk}"
    text = client.get(add).text

    assert "Что горело ночью у завода?" in text
    assert "Пишите на […]. Это факел." in text
    assert EMAIL not in text
    assert add.replace("&", "&amp;") in client.get(page(question)).text
