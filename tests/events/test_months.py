from datetime import date, time

import pytest
import time_machine

from events import months

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_march():
    with time_machine.travel("2026-03-01 12:00+05:00", tick=False):
        yield


def days(response):
    return {
        day.on.day: [event.slug for event in day.events]
        for week in response.context["weeks"]
        for day in week
        if day.events
    }


def test_a_week_starts_on_monday_and_a_month_is_whole_weeks():
    grid = months.weeks(2026, 11, [], today=date(2026, 11, 5))
    assert (grid[0][0].on, grid[-1][-1].on) == (date(2026, 10, 26), date(2026, 12, 6))
    assert {len(week) for week in grid} == {7}
    assert [day.on for week in grid for day in week if day.is_today] == [date(2026, 11, 5)]


def test_an_event_stands_on_each_of_its_days(client, make_event):
    make_event("from-february", date_precision="day", starts_on=date(2026, 2, 27), ends_on=date(2026, 3, 2))
    make_event("at-three")
    make_event("at-ten", starts_time=time(10), ends_time=None)
    assert days(client.get("/ru/events/calendar/2026/3/")) == {
        1: ["from-february"],
        2: ["from-february"],
        10: ["at-ten", "at-three"],
    }


def test_an_event_of_the_month_stands_below_the_days(client, make_event):
    make_event("some-day", date_precision="month")
    make_event("some-month", date_precision="year")
    response = client.get("/kk/events/calendar/2026/3/")
    assert days(response) == {}
    assert [event.slug for event in response.context["without_day"]] == ["some-month", "some-day"]


def test_the_calendar_opens_on_this_month(client):
    assert client.get("/kk/events/calendar/").headers["Location"] == "/kk/events/calendar/2026/3/"


def test_the_month_takes_the_filters_of_the_list(client, make_event):
    make_event("lecture", kind="lecture")
    make_event("seminar", kind="seminar")
    response = client.get("/ru/events/calendar/2026/3/?type=lecture&nonsense=1")
    assert days(response) == {10: ["lecture"]}
    assert len(response.context["filter"].notes) == 1
    assert 'href="/ru/events/calendar/2026/4/?type=lecture"' in response.content.decode()


@pytest.mark.parametrize("path", ["2026/13", "2026/0", "0/1", "1899/12", "2200/1", "99999999999999999999/1", "x/1"])
def test_there_is_no_such_month(client, path):
    assert client.get(f"/kk/events/calendar/{path}/").status_code == 404


@pytest.mark.parametrize(("path", "link"), [("1900/1", "1900/2"), ("2199/12", "2199/11"), ("2025/12", "2026/1")])
def test_the_first_and_the_last_month_have_one_neighbour(client, path, link):
    page = client.get(f"/en/events/calendar/{path}/").content.decode()
    assert f'href="/en/events/calendar/{link}/"' in page


def test_the_month_costs_the_same_for_one_event_and_three(make_event, cost):
    make_event("first")
    for_one = cost("/ru/events/calendar/2026/3/")
    make_event("second")
    make_event("third", date_precision="month")
    assert cost("/ru/events/calendar/2026/3/") == for_one <= 12


def test_kazakh_months_and_days_are_named_in_kazakh(client):
    page = client.get("/kk/events/calendar/2026/11/").content.decode()
    assert "2026 жылғы қараша" in page
    assert "дүйсенбі" in page.lower()
