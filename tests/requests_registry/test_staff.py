import uuid
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import User
from portal.models.accounts import LAWYER
from requests_registry.models import InformationRequest, LegalRule, Reply
from tests.requests_registry.making import answer, at, make_holder

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)
FILE = "/ru/staff/requests/new/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def typed(**given):
    """What a registrar types into the form; `given` is what is special."""
    return {
        "form_key": str(uuid.uuid4()),
        "holder": "Вымышленное ведомство «example-department»",
        "subject": "Сколько проб воды",
        "text": "Прошу сообщить, сколько проб взято.",
        "language": "ru",
        "channel": "email",
        "sent_on": "2026-03-06",
        "publication": "now",
    } | given


def step(info_request, name):
    return reverse("staff:step", args=[info_request.number, name])


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/ru/staff/").headers["Location"].startswith("/ru/login/")


@pytest.mark.parametrize(
    "path", ["/ru/staff/", FILE, "/ru/staff/requests/2026-0001/", "/ru/staff/requests/2026-0001/reply/"]
)
def test_staff_who_are_not_registrars_are_told_so(client, aigul, path):
    client.force_login(aigul)

    assert client.get(path).status_code == 403


def test_filing_gives_a_number_and_a_date(desk, rules, holder, water, region):
    response = desk.post(FILE, typed(topics=[water.pk], region="steppe"), follow=True)
    filed = InformationRequest.objects.get()

    assert filed.number == "2026-0001"
    assert filed.is_public
    assert (list(filed.topics.all()), list(filed.regions.all())) == ([water], [region])
    assert response.redirect_chain == [(f"/ru/staff/requests/{filed.number}/", 302)]
    assert "26 марта 2026" in response.text


def test_a_request_may_be_published_later(desk, rules, holder):
    desk.post(FILE, typed(publication="later"))

    assert not InformationRequest.objects.get().is_public


def test_pressing_the_button_twice_files_once(desk, rules, holder):
    form = typed()
    first, second = desk.post(FILE, form), desk.post(FILE, form)

    assert InformationRequest.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("holder", ""),
        ("holder", "Кого нет"),
        ("subject", ""),
        ("subject", "х" * 201),
        ("text", " "),
        ("language", "xx"),
        ("channel", "pigeon"),
        ("sent_on", "2026-03-21"),
        ("sent_on", "31.02.2026"),
        ("sent_on", "1999-01-01"),
        ("topics", ["99999"]),
        ("region", "atlantis"),
        ("publication", "sometimes"),
        ("form_key", "not-a-key"),
    ],
)
def test_what_cannot_be_filed_gets_a_sentence_and_what_was_typed_stays(desk, rules, holder, name, value):
    response = desk.post(FILE, typed(text="Сохранить этот текст") | {name: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [name]
    assert name == "text" or "Сохранить этот текст" in response.text
    assert not InformationRequest.objects.exists()


def test_a_part_of_the_name_is_enough_where_it_fits_one_holder(desk, rules, holder):
    desk.post(FILE, typed(holder="EXAMPLE-depart"))

    assert InformationRequest.objects.get().holder == holder


def test_a_part_of_the_name_that_fits_two_is_answered_with_both(desk, rules, holder):
    make_holder("example-of-another")
    response = desk.post(FILE, typed(holder="example"))

    assert response.status_code == 422
    assert "example-of-another" in response.context["form"].errors["holder"][0]


def test_without_a_rule_of_law_nothing_is_promised(desk, rules, holder):
    LegalRule.objects.all().delete()

    assert desk.get(FILE).status_code == 200
    assert desk.get("/ru/staff/").status_code == 200
    assert list(desk.post(FILE, typed()).context["form"].errors) == ["sent_on"]


def test_the_registration_is_recorded(desk, file):
    info_request = file(sent_on=date(2026, 3, 6))
    response = desk.post(
        step(info_request, "registration"),
        {"seen": 1, "received_on": "2026-03-10", "registration_number": "ЗТ-5"},
    )
    info_request.refresh_from_db()

    assert response.headers["Location"] == info_request.get_staff_url().replace("/kk/", "/ru/")
    assert (info_request.state, info_request.registration_number) == ("registered", "ЗТ-5")


@pytest.mark.parametrize("day", ["2026-03-05", "2026-03-21", "", "yesterday"])
def test_a_registration_on_an_impossible_day_is_refused(desk, file, day):
    info_request = file(sent_on=date(2026, 3, 6))
    response = desk.post(
        step(info_request, "registration"),
        {"seen": info_request.events.count()} | {"received_on": day, "registration_number": "ЗТ-5"},
    )

    assert response.status_code == 422
    assert 'value="ЗТ-5"' in response.text
    assert info_request.clocks.replies().count() == 1


def reply_form(**given):
    return {
        "form_key": str(uuid.uuid4()),
        "received_on": "2026-03-18",
        "outcome": "part",
        "text": "Взято десять проб.",
        "language": "ru",
        "reference": "№ 1",
    } | given


def test_a_reply_is_recorded_once_however_often_the_button_is_pressed(desk, file):
    info_request = file(sent_on=date(2026, 3, 6))
    form = reply_form()
    desk.post(step(info_request, "reply"), {"seen": info_request.events.count()} | form)
    desk.post(step(info_request, "reply"), {"seen": info_request.events.count()} | form)

    assert Reply.objects.get().outcome == "part"
    assert info_request.events.count() == 2


@pytest.mark.parametrize(
    "wrong", [{"received_on": "2026-03-01"}, {"outcome": "perhaps"}, {"text": ""}, {"language": ""}]
)
def test_a_reply_that_cannot_be_is_refused(desk, file, wrong):
    info_request = file(sent_on=date(2026, 3, 6))

    assert (
        desk.post(step(info_request, "reply"), {"seen": info_request.events.count()} | reply_form(**wrong)).status_code
        == 422
    )
    assert not Reply.objects.exists()


def test_publishing_and_taking_off(desk, file):
    info_request = file()
    desk.post(step(info_request, "publish"), {"seen": info_request.events.count()})
    assert InformationRequest.objects.get().is_public

    desk.post(step(info_request, "unpublish"), {"seen": info_request.events.count()} | {"reason": "Имя гражданина"})
    assert not InformationRequest.objects.get().is_public
    assert "Имя гражданина" in desk.get(f"/ru/staff/requests/{info_request.number}/").text


def test_taking_off_needs_a_reason(desk, file):
    info_request = file(publish_now=True)

    assert desk.post(step(info_request, "unpublish"), {"reason": " "}).status_code == 422
    assert InformationRequest.objects.get().is_public


def test_a_step_out_of_turn_changes_nothing(desk, file):
    info_request = file(publish_now=True)
    response = desk.post(step(info_request, "publish"), {"seen": info_request.events.count()})

    assert response.status_code == 409
    assert info_request.events.count() == 2


@pytest.mark.parametrize("path", ["2026-0009/", "2026-0001/dance/", "2026-0009/reply/"])
def test_what_does_not_exist_is_not_found(desk, file, path):
    file()

    assert desk.get(f"/ru/staff/requests/{path}").status_code == 404


def piles(client):
    return {pile.source.key: [item.title for item in pile.items] for pile in client.get("/ru/staff/").context["piles"]}


def test_the_desk_shows_what_needs_a_person_worst_first(desk, file, daniyar):
    file(sent_on=date(2026, 3, 2), subject="Просрочен")
    file(sent_on=date(2026, 3, 5), subject="Скоро")
    file(sent_on=date(2026, 3, 13), subject="Без номера")
    file(sent_on=date(2026, 3, 17), subject="Только что")
    hidden = file(sent_on=date(2026, 3, 2), subject="Отвечен, но скрыт")
    answer(hidden, daniyar, TODAY)

    assert piles(desk) == {
        "overdue": ["Просрочен"],
        "soon": ["Скоро"],
        "unregistered": ["Без номера"],
        "hidden": ["Отвечен, но скрыт"],
    }


def test_the_desk_costs_the_same_for_one_row_and_three(desk, file):
    costs = []
    for count in (1, 2):
        for _n in range(count):
            file(sent_on=date(2026, 3, 2))
            file(sent_on=date(2026, 3, 13))
        with CaptureQueriesContext(connection) as captured:
            desk.get("/ru/staff/")
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[0] <= 32


def test_a_lawyer_reads_what_is_hidden_but_takes_no_step(client, file):
    lawyer = User.objects.create_user("saule")
    lawyer.groups.add(Group.objects.get_or_create(name=LAWYER)[0])
    client.force_login(lawyer)
    hidden = file()

    assert client.get(hidden.get_absolute_url()).status_code == 200
    assert client.post(step(hidden, "publish")).status_code == 403
