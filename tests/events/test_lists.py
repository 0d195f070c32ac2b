import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import pytest
import time_machine

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def first_of_march():
    with time_machine.travel("2026-03-01 12:00+05:00", tick=False):
        yield


def headings(response):
    return [(section.key, [event.slug for event in section.rows]) for section in response.context["sections"]]


def slugs(response):
    return [event.slug for section in response.context["sections"] for event in section.rows]


def test_what_is_to_come_stands_first_then_what_was_then_what_has_no_date(client, make_event):
    make_event("in-april", starts_on=date(2026, 4, 1))
    make_event("in-march", starts_on=date(2026, 3, 10))
    make_event("in-2024", starts_on=date(2024, 3, 10))
    make_event("in-2025", starts_on=date(2025, 3, 10))
    make_event("undated", date_precision="unknown", state="held")
    assert headings(client.get("/ru/events/")) == [
        ("upcoming", ["in-march", "in-april"]),
        ("past", ["in-2025", "in-2024"]),
        ("undated", ["undated"]),
    ]


def test_an_event_is_to_come_until_its_last_day_has_passed(client, make_event):
    make_event("going-on", date_precision="day", starts_on=date(2026, 2, 27), ends_on=date(2026, 3, 1))
    make_event("this-month", date_precision="month", starts_on=date(2026, 3, 1))
    make_event("yesterday", date_precision="day", starts_on=date(2026, 2, 28))
    assert sorted(slugs(client.get("/ru/events/?when=upcoming"))) == ["going-on", "this-month"]
    assert slugs(client.get("/ru/events/?when=past")) == ["yesterday"]


def test_a_draft_is_in_no_list(client, make_event, aigul):
    make_event("draft", is_public=False)
    client.force_login(aigul)
    assert slugs(client.get("/ru/events/")) == []
    assert b"draft" not in client.get("/ru/events/list.csv").getvalue()


def test_each_filter_chooses(client, make_event, with_parts):
    with_parts(make_event("chosen", kind="seminar", starts_on=date(2027, 1, 5)))
    make_event("other")
    for query in ("type=seminar", "topic=waste", "region=atyrau", "organisation=iied", "year=2027"):
        assert slugs(client.get(f"/ru/events/?{query}")) == ["chosen"], query


def test_a_topic_holds_its_subtopics(client, make_event, waste):
    event = make_event("about-epr")
    event.topics.add(waste.subtopics.create(code="waste.epr", name_ru="РОП"))
    assert slugs(client.get("/ru/events/?topic=waste")) == ["about-epr"]


def test_an_event_of_two_years_is_in_both(client, make_event):
    make_event("winter", date_precision="day", starts_on=date(2025, 12, 30), ends_on=date(2026, 1, 3))
    make_event("later", date_precision="day", starts_on=date(2026, 5, 1))
    assert slugs(client.get("/ru/events/?year=2026")) == ["later", "winter"]
    assert slugs(client.get("/ru/events/?year=2025")) == ["winter"]


@pytest.mark.parametrize(
    "query",
    [
        "when=yesterday",
        "type=party",
        "topic=nothing",
        "region=mars",
        "organisation=%27)%3B+drop",
        "year=20x6",
        "year=99999999999999999999",
        "colour=red",
    ],
)
def test_nonsense_is_left_out_and_said_so(client, event, query):
    response = client.get(f"/ru/events/?{query}")
    assert slugs(response) == [event.slug]
    assert len(response.context["filter"].notes) == 1


@pytest.mark.parametrize("query", ["type=%00", "after=%00", "after=bm9uc2Vuc2U", "before=W10", "year=" + "9" * 10_000])
def test_no_query_breaks_the_list(client, event, query):
    for address in ("/kk/events/", "/kk/events/list.csv", "/kk/events/list.atom", "/kk/events/list.ics"):
        assert client.get(f"{address}?{query}").status_code == 200
    assert client.get(f"/kk/events/calendar/2026/3/?{query}").status_code == 200


def test_a_long_past_is_read_page_by_page(client, make_event):
    made = [make_event(f"event-{day}", starts_on=date(2025, 1, day)) for day in range(1, 26)]
    first = client.get("/ru/events/?when=past")
    (section,) = first.context["sections"]
    second = client.get(f"/ru/events/{section.page.next_url}")
    assert slugs(first) + slugs(second) == [event.slug for event in reversed(made)]
    assert second.context["sections"][0].page.next_url == ""


def test_ten_to_come_are_shown_with_a_link_to_all(client, make_event):
    for day in range(1, 13):
        make_event(f"event-{day}", starts_on=date(2026, 5, day), kind="training")
    (section,) = client.get("/ru/events/?type=training").context["sections"]
    assert (len(section.rows), section.more_url) == (10, "?type=training&when=upcoming")


def test_the_list_costs_the_same_for_one_event_and_three(make_event, with_parts, cost):
    first = with_parts(make_event("first"))
    for_one = cost("/ru/events/")
    for slug in ("second", "third"):
        make_event(slug).regions.set(first.regions.all())
        make_event(f"{slug}-past", starts_on=date(2020, 1, 1)).regions.set(first.regions.all())
    assert cost("/ru/events/") == for_one <= 12


def test_the_list_with_every_filter_stays_under_twelve_queries(make_event, with_parts, cost):
    with_parts(make_event("chosen", kind="seminar"))
    assert cost("/ru/events/?type=seminar&topic=waste&region=atyrau&organisation=iied&year=2026") <= 12


def test_the_same_rows_as_csv_and_json_and_xlsx(client, make_event, with_parts):
    with_parts(make_event("chosen", kind="seminar"))
    make_event("month", date_precision="month")
    text = client.get("/ru/events/list.csv?type=seminar").getvalue().decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["slug"], row["starts_on"], row["starts_time"], row["regions"], row["organisations"]) == (
        "chosen",
        "2026-03-10",
        "15:00",
        "Атырауская область",
        "Институт IIED",
    )
    rows = json.loads(client.get("/ru/events/list.json").getvalue())["rows"]
    assert [(row["slug"], row["date_precision"]) for row in rows] == [("chosen", "time"), ("month", "month")]
    assert client.get("/ru/events/list.xlsx").getvalue()[:2] == b"PK"
    assert client.get("/ru/events/list.pdf").status_code == 404


@pytest.mark.parametrize("fmt", ["csv", "json", "xlsx", "atom", "ics"])
def test_files_and_feeds_cost_the_same_for_one_event_and_three(make_event, with_parts, cost, fmt):
    with_parts(make_event("first"))
    for_one = cost(f"/ru/events/list.{fmt}")
    make_event("second")
    make_event("third")
    assert cost(f"/ru/events/list.{fmt}") == for_one <= 12


def test_the_feed_has_the_same_filters_and_says_when(client, make_event):
    make_event("lecture", kind="lecture", summary_ru="О разливах\x0b нефти")
    make_event("seminar", kind="seminar")
    feed = ElementTree.fromstring(client.get("/ru/events/list.atom?type=lecture").content)
    (entry,) = feed.findall("{*}entry")
    assert entry.find("{*}title").text == "Круглый стол lecture"
    assert entry.find("{*}summary").text.startswith("10 марта 2026")
