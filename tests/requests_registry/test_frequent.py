from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import SearchEntry
from portal.publishing import publish, withdraw
from requests_registry.models import FrequentQuestion
from tests.requests_registry.making import at

pytestmark = pytest.mark.django_db
LIST = "/ru/requests/faq/"


@pytest.fixture
def make(daniyar):
    def make_one(question="Что такое факел?", is_public=True, **given):
        frequent = FrequentQuestion.objects.create(question_ru=question, answer_ru="**Сжигание** газа & пара.", **given)
        if is_public:
            publish(frequent, by=daniyar, at=at(date(2026, 3, 10)))
        return frequent

    return make_one


def test_an_empty_list_says_what_will_be_here(client):
    assert "задают чаще всего" in client.get(LIST).text


def test_the_list_shows_what_is_published_and_is_filtered_by_topic(client, make, water):
    public, about_water = make(), make("Чистая ли вода?", topic=water)
    make("Черновик?", is_public=False)

    assert [row.pk for row in client.get(LIST).context["page"].rows] == [public.pk, about_water.pk]
    assert [row.pk for row in client.get(f"{LIST}?topic=water").context["page"].rows] == [about_water.pk]
    assert client.get(f"{LIST}?topic=nonsense").status_code == 200


def test_a_question_has_a_page_with_its_answer(client, make):
    response = client.get(make().get_absolute_url())

    assert "<strong>Сжигание</strong> газа &amp; пара." in response.text
    assert response.context["structured"]["mainEntity"]["acceptedAnswer"]["text"] == "Сжигание газа & пара."


def test_a_text_in_another_language_is_marked(client, make):
    text = client.get(f"/kk/requests/faq/{make().pk}/").text

    assert '<h1><span lang="ru">Что такое факел?</span></h1>' in text


def test_a_draft_and_a_withdrawn_one_are_not_found(client, make, daniyar):
    draft, withdrawn = make(is_public=False), make()
    withdraw(withdrawn, by=daniyar, at=at(date(2026, 3, 11)))

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(withdrawn.get_absolute_url()).status_code == 404
    assert not SearchEntry.objects.filter(kind="question").exists()


def test_the_search_finds_it(client, make):
    frequent = make()

    assert f"/ru/requests/faq/{frequent.pk}/" in client.get("/ru/search/?q=факел").text


def test_the_list_costs_the_same_for_one_row_and_three(client, make, water):
    costs = []
    for count in (1, 2):
        for _n in range(count):
            make(topic=water)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 12
