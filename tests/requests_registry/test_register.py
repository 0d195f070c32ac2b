import csv
import io
import json
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.requests_registry.letters import draft, issue, make_letterhead
from tests.requests_registry.making import answer, at, make_holder, register

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def answered(file, daniyar):
    """Answered on the 16th; the answer was due on the 17th."""
    info_request = file(sent_on=date(2026, 3, 2), subject="Отвечено вовремя", publish_now=True)
    answer(info_request, daniyar, date(2026, 3, 16), text="Взято десять.")
    return info_request


def subjects(response):
    return [row.subject for row in response.context["page"].rows]


def export(client, fmt, query=""):
    response = client.get(f"/ru/requests/list.{fmt}{query}")
    return b"".join(response).decode()


def test_an_empty_register_says_what_will_be_here(client):
    response = client.get("/en/requests/")

    assert response.status_code == 200
    assert "No request is published yet" in response.text


def test_the_newest_request_stands_first(client, file):
    file(sent_on=date(2026, 3, 2), subject="Раньше", publish_now=True)
    file(sent_on=date(2026, 3, 10), subject="Позже", publish_now=True)

    assert subjects(client.get("/ru/requests/")) == ["Позже", "Раньше"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ещё есть время", "Просрочено", "Отвечено вовремя"]),
        ("state=waiting", ["Ещё есть время", "Просрочено"]),
        ("state=answered", ["Отвечено вовремя"]),
        ("overdue=on", ["Просрочено"]),
        ("outcome=full", ["Отвечено вовремя"]),
        ("outcome=refused", []),
        ("holder=another-body", ["Ещё есть время"]),
        ("kind=operator", ["Ещё есть время"]),
        ("region=steppe", ["Просрочено"]),
        ("topic=water", ["Просрочено"]),
        ("year=2026", ["Ещё есть время", "Просрочено", "Отвечено вовремя"]),
    ],
)
def test_the_register_is_filtered_by_its_address(client, file, answered, region, water, query, expected):
    file(sent_on=date(2026, 3, 3), subject="Просрочено", topics=[water], regions=[region], publish_now=True)
    another = make_holder("another-body", kind="operator", profile="COMPANY")
    file(sent_on=date(2026, 3, 16), subject="Ещё есть время", holder=another, publish_now=True)

    response = client.get(f"/ru/requests/?{query}")

    assert subjects(response) == expected
    assert response.context["filter"].notes == []


@pytest.mark.parametrize(
    "query",
    ["state=nonsense", "holder=no-such", "year=1999", "region=%00", "topic=');drop", "what=ever", "overdue=" * 9],
)
def test_nonsense_in_the_address_is_left_out(client, file, query):
    file(publish_now=True)
    response = client.get(f"/ru/requests/?{query}")

    assert response.status_code == 200
    assert len(subjects(response)) == 1


def test_the_exports_are_the_filtered_list(client, file, answered):
    file(sent_on=date(2026, 3, 3), subject="Просрочено", publish_now=True)

    (row,) = csv.DictReader(io.StringIO(export(client, "csv", "?overdue=on")))

    assert (row["number"], row["subject"], row["days_late"]) == ("2026-0002", "Просрочено", "2")
    assert [row["number"] for row in json.loads(export(client, "json"))["rows"]] == ["2026-0002", "2026-0001"]


def test_the_spreadsheet_opens(client, answered):
    response = client.get("/kk/requests/list.xlsx")

    assert b"".join(response.streaming_content).startswith(b"PK")


def test_an_unknown_form_of_the_list_is_not_found(client):
    assert client.get("/ru/requests/list.exe").status_code == 404


def test_the_feed_follows_the_filter(client, file, answered):
    file(sent_on=date(2026, 3, 3), subject="Просрочено", publish_now=True)
    feed = client.get("/ru/requests/list.atom?state=answered").text

    assert "2026-0001 Отвечено вовремя" in feed
    assert "Просрочено" not in feed


def test_a_request_page_tells_letter_answer_and_history(client, answered):
    text = client.get(answered.get_absolute_url()).text

    assert "сколько образцов воды" in text
    assert "Взято десять." in text
    assert [entry.on for entry in client.get(answered.get_absolute_url()).context["timeline"]] == [
        date(2026, 3, 2),
        date(2026, 3, 16),
    ]


def test_a_request_page_is_a_question_with_its_answer_for_machines(client, answered):
    block = client.get(answered.get_absolute_url()).context["structured"]["mainEntity"]

    assert (block["name"], block["acceptedAnswer"]["text"]) == ("Отвечено вовремя", "Взято десять.")


def test_a_date_explains_itself(client, file):
    info_request = file(sent_on=date(2026, 3, 6), publish_now=True)
    with translation.override("en"):
        response = client.get(info_request.get_absolute_url())

    assert response.context["explanation"] == [
        "The rule: a reply within 15 calendar days (Law of the Republic of Kazakhstan of 16.11.2015 No. 401-V “On Access "
        "to Information”, art. 11(10), text as of 11 June 2026).",
        "The request was sent on 6 March 2026; that day is not counted.",
        "The count of 15 calendar days ends on 21 March 2026, a day off.",
        "Day off: 21 March 2026, Saturday: Nauryz.",
        "Day off: 22 March 2026, Sunday: Nauryz.",
        "Day off: 23 March 2026, Monday: Nauryz.",
        "Day off: 24 March 2026, Tuesday: In lieu of 21 Mar.",
        "Day off: 25 March 2026, Wednesday: In lieu of 22 Mar.",
        "So the last day is 26 March 2026, Thursday (Civil Code of the Republic of Kazakhstan, art. 173 and 175).",
        "The date is provisional: the day of receipt is not known yet, so it is counted from the day of sending. It will be "
        "counted anew when the holder's registration number and date are recorded.",
    ]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", ["list", "ask"])
def test_the_pages_stand_in_three_languages(client, language, name, answered):
    with translation.override(language):
        assert client.get(reverse(f"requests:{name}")).status_code == 200
        assert client.get(answered.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("number", ["2026-0009", "1-1", "2026-99999999", "none", "2026-0001x"])
def test_an_unknown_number_is_not_found(client, number):
    assert client.get(f"/ru/requests/{number}/").status_code == 404


def test_the_letter_keeps_its_own_language(client, answered):
    assert '<div class="letter" lang="ru">' in client.get(f"/kk/requests/{answered.number}/").text


def test_a_registrar_sees_what_is_hidden_and_that_it_is(client, file, daniyar):
    hidden = file()
    client.force_login(daniyar)

    assert "seen by staff only" in client.get("/en/requests/").text
    assert client.get(hidden.get_absolute_url()).status_code == 200


def queries(ask):
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.mark.parametrize("fmt", ["html", "csv", "atom"])
def test_a_list_costs_the_same_for_one_row_and_three(client, file, water, region, fmt):
    def ask():
        return client.get("/ru/requests/") if fmt == "html" else export(client, fmt)

    costs = []
    for count in (1, 2):
        for n in range(count):
            file(subject=f"Вопрос {n}", topics=[water], regions=[region], publish_now=True)
        costs.append(queries(ask))

    assert costs[0] == costs[1] <= 12


def test_a_request_page_costs_at_most_twelve_queries(client, answered, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(answered.get_absolute_url())


def test_the_history_of_a_request_is_a_feed_of_its_own(client, file, daniyar):
    info_request = register(file(sent_on=date(2026, 3, 2), publish_now=True), daniyar, date(2026, 3, 4))
    text = client.get(reverse("requests:history", args=[info_request.number])).content.decode()

    assert text.count("<entry>") == 2
    assert text.index("2026-03-04") < text.index("2026-03-02")
    assert "daniyar" not in text


def test_a_hidden_request_has_no_feed(client, file):
    assert client.get(reverse("requests:history", args=[file().number])).status_code == 404


def test_a_request_says_how_it_is_cited(client, file):
    info_request = file(publish_now=True)

    assert f"{info_request.number}: «{info_request.subject}»" in client.get(info_request.get_absolute_url()).text


def test_a_letter_of_ours_is_no_news_of_the_register(file, daniyar):
    info_request = file(sent_on=date(2026, 3, 2), publish_now=True)
    before = info_request.changed_at
    make_letterhead()
    issue(draft(info_request, daniyar, date(2026, 3, 23)), daniyar, date(2026, 3, 23))

    info_request.refresh_from_db()
    assert info_request.changed_at == before
