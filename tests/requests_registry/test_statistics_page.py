import csv
import io
import json
from datetime import date

import pytest
import time_machine
from django.utils import translation

from tests.requests_registry.making import answer, at, make_holder, register
from tests.requests_registry.test_register import queries
from tests.requests_registry.test_statistics import refuse

pytestmark = pytest.mark.django_db
ADDRESS = "/en/requests/statistics/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(date(2026, 6, 1)), tick=False):
        yield


@pytest.fixture
def answered(file, daniyar):
    """Six answers of one holder and one of another."""

    def ask(holder, received_on, sent_on=date(2026, 4, 6)):
        info_request = file(holder=holder, sent_on=sent_on, publish_now=True)
        register(info_request, daniyar, sent_on)
        answer(info_request, daniyar, received_on)
        return info_request

    return ask


@pytest.fixture
def six_and_one(answered, holder):
    for received_on in (8, 9, 10, 13, 14, 24):
        answered(holder, date(2026, 4, received_on))
    few = make_holder("seldom-asked")
    answered(few, date(2026, 4, 7))
    return holder, few


def rows(client, name="figures", fmt="csv"):
    text = b"".join(client.get(f"{ADDRESS}{name}.{fmt}")).decode()
    return list(csv.DictReader(io.StringIO(text))) if fmt == "csv" else json.loads(text)["rows"]


def test_without_requests_the_page_tells_how_it_will_count(client, rules):
    text = client.get(ADDRESS).text

    assert "there is nothing to count" in text
    assert "How these figures are counted" in text


def test_a_holder_with_few_requests_is_named_without_figures(client, six_and_one):
    page = client.get(ADDRESS).context["page"]
    (_state, _label, told, named), *_companies = page.holders_by_profile

    assert [row.key for row in told] == ["example-department"]
    assert [row.key for row in named] == ["seldom-asked"]


def test_the_files_hold_what_the_page_shows(client, six_and_one):
    total, state, company, year, told, named = rows(client)

    assert (told["key"], told["requests"], told["in_time"], told["first_median"]) == (
        "example-department",
        "6",
        "5",
        "5.5",
    )
    assert (told["first_low"], told["first_high"], told["on_time_share"]) == ("2", "18", "0.8333")
    assert {named[column] for column in named if column not in ("level", "key", "label", "profile")} == {""}
    assert (total["requests"], state["requests"], company["requests"], year["key"]) == ("7", "7", "0", "2026")
    assert rows(client, fmt="json")[4]["first_median"] == 5.5


def test_grounds_have_a_file_of_their_own(client, file, daniyar):
    refuse(file(sent_on=date(2026, 4, 6), publish_now=True), daniyar, date(2026, 4, 8))

    assert rows(client, "grounds") == [
        {
            "ground": "the request is not clear",
            "articles": "Law No. 401-V, art. 11(16)(1); Environmental Code, art. 20(3)(1); Aarhus Convention, art. 4(3)(b)",
            "state": "1",
            "companies": "0",
        }
    ]


@pytest.mark.parametrize("path", ["figures.exe", "nothing.csv", "figures.csv/"])
def test_other_files_are_not_found(client, path):
    assert client.get(ADDRESS + path).status_code == 404


def test_the_chart_begins_with_two_years(client, answered, holder):
    for number in range(5):
        answered(holder, date(2026, 4, 8 + number))
    assert client.get(ADDRESS).context["page"].chart == ""

    for number in range(5):
        answered(holder, date(2025, 4, 9 + number), sent_on=date(2025, 4, 7))
    with translation.override("kk"):
        chart = client.get("/kk/requests/statistics/").context["page"].chart

    assert chart.count("<svg") == 2
    assert "2026: 4" in chart


def test_the_page_costs_the_same_for_one_holder_and_three(client, answered, file, daniyar, holder):
    answered(holder, date(2026, 4, 8))
    refuse(file(sent_on=date(2026, 4, 6), publish_now=True), daniyar, date(2026, 4, 8))
    costs = [queries(lambda: client.get(ADDRESS))]
    for slug in ("second", "third"):
        answered(make_holder(slug, profile="COMPANY"), date(2025, 4, 8), sent_on=date(2025, 4, 7))
        refuse(file(sent_on=date(2026, 4, 6), publish_now=True), daniyar, date(2026, 4, 9), grounds=("form", "draft"))
    costs.append(queries(lambda: client.get(ADDRESS)))

    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_stands_in_three_languages(client, six_and_one, language):
    assert client.get(f"/{language}/requests/statistics/").status_code == 200


def test_a_hidden_request_is_in_no_figure_and_no_file(client, file, daniyar):
    hidden = file(sent_on=date(2026, 4, 6), holder=make_holder("secret-holder"))
    refuse(hidden, daniyar, date(2026, 4, 8), grounds=("location",))
    client.force_login(daniyar)

    assert "secret-holder" not in client.get(ADDRESS).text
    assert rows(client, "grounds") == []
    assert [row["requests"] for row in rows(client)] == ["0", "0", "0"]
