import csv
import json

import pytest
from django.urls import reverse

from portal.models import Topic

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    response = client.get(f"/ru/publications/?{query}")
    assert response.status_code == 200
    return [publication.title for publication in response.context["page"].rows]


def test_drafts_are_not_listed(client, make):
    make("draft", title_ru="Черновик", is_published=False)
    make("manual", title_ru="Пособие")
    assert titles(client) == ["Пособие"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=manual", {"С файлом", "Без файла"}),
        ("type=law", set()),
        ("language=ru", {"С файлом"}),
        ("language=kk", set()),
        ("article=6bis", {"Без файла"}),
        ("year=2012", {"Без файла"}),
        ("file=yes", {"С файлом"}),
        ("file=no", {"Без файла"}),
        ("topic=governance", {"С файлом"}),
    ],
)
def test_every_filter_narrows_the_list(client, make, query, found):
    parent = Topic.objects.create(code="governance", name_ru="Управление")
    with_file = make("with-file", title_ru="С файлом", ru=["Текст"])
    with_file.topics.add(Topic.objects.create(code="governance.aarhus", name_ru="Орхус", parent=parent))
    record = make("record", title_ru="Без файла", kk=None, year=2012)
    record.articles = ["6bis"]
    record.save()
    assert set(titles(client, query)) == found


@pytest.mark.parametrize(
    "query",
    ["type=novel", "topic=nothing", "language=xx", "article=99", "year=20x4", "file=maybe", "after=nonsense", "a=b"],
)
def test_nonsense_is_left_out_and_said_so(client, make, query):
    make()
    response = client.get(f"/ru/publications/?{query}")
    assert [row.slug for row in response.context["page"].rows] == ["handbook"]
    assert response.context["filter"].notes or query.startswith("after")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, make, count, django_assert_num_queries):
    for number in range(count):
        make(f"manual-{number}", ru=["Текст"], kk=["Мәтін"])
    with django_assert_num_queries(6):
        client.get("/kk/publications/")


def test_the_list_as_csv_holds_the_rows_of_the_filter(client, make):
    make("with-file", ru=["Текст"])
    make("record", kk=None)
    body = b"".join(client.get("/ru/publications/list.csv?file=yes")).decode()
    (row,) = csv.DictReader(body.splitlines())
    assert (row["id"], row["languages"], row["files"], row["year"]) == ("with-file", "ru", "ru", "2024")


def test_the_list_as_json_and_xlsx(client, make):
    make()
    data = json.loads(b"".join(client.get("/ru/publications/list.json")))
    assert [row["id"] for row in data["rows"]] == ["handbook"]
    assert b"".join(client.get("/ru/publications/list.xlsx")).startswith(b"PK")


def test_an_unknown_form_of_the_list_is_not_found(client):
    assert client.get("/ru/publications/list.exe").status_code == 404


def test_the_feed_has_the_rows_of_the_filter(client, make):
    make("with-file", title_ru="С файлом", ru=["Текст"])
    make("record", title_ru="Без файла")
    feed = client.get(reverse("publications:feed"), {"file": "yes"}).content.decode()
    assert ("С файлом" in feed, "Без файла" in feed) == (True, False)
