from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import pytest

from events import lifecycle
from events.models import Event

pytestmark = pytest.mark.django_db


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def entries(calendar):
    return {str(entry["url"]).rstrip("/").rpartition("/")[2]: entry for entry in calendar.walk("VEVENT")}


def test_one_event_is_read_back_as_it_was_written(client, make_event):
    title = "«За рамками Инициативы; прозрачности, отраслей: региональные\\перспективы»"
    event = make_event(title_ru=title, place_ru="Акимат, зал 2", summary_ru="Первая строка\nвторая")
    (entry,) = read(client, "/ru/events/round-table.ics").walk("VEVENT")
    assert str(entry["summary"]) == title
    assert str(entry["location"]) == "Акимат, зал 2"
    assert str(entry["uid"]) == str(event.uid)
    assert (entry["sequence"], str(entry["status"])) == (0, "CONFIRMED")
    assert entry.decoded("dtstart") == datetime(2026, 3, 10, 15, tzinfo=ZoneInfo("Asia/Atyrau"))
    assert entry.decoded("dtend") == datetime(2026, 3, 10, 17, tzinfo=ZoneInfo("Asia/Atyrau"))


def test_lines_are_folded_by_bytes_and_end_as_the_standard_says(client, make_event):
    make_event(title_kk="Өндіруші салалар қызметінің ашықтығы " * 5)
    body = client.get("/kk/events/round-table.ics").content
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("zone", "on", "utc_hour"),
    [
        ("Asia/Almaty", date(2024, 2, 28), 9),  # +06 until 29 February 2024
        ("Asia/Almaty", date(2024, 3, 2), 10),  # +05 from 1 March 2024
        ("Asia/Atyrau", date(2024, 2, 28), 10),
        ("Asia/Atyrau", date(2024, 3, 2), 10),
    ],
)
def test_the_wall_clock_is_right_on_both_sides_of_the_change_of_2024(client, make_event, zone, on, utc_hour):
    make_event(zone=zone, starts_on=on)
    calendar = read(client, "/ru/events/round-table.ics")
    (entry,) = calendar.walk("VEVENT")
    assert entry["dtstart"].params["TZID"] == zone
    assert entry.decoded("dtstart").replace(tzinfo=None) == datetime.combine(on, time(15))
    assert entry.decoded("dtstart").astimezone(ZoneInfo("UTC")).hour == utc_hour


@pytest.mark.parametrize(("on", "hours"), [(date(2024, 2, 28), 6), (date(2024, 3, 2), 5)])
def test_the_rules_of_the_zone_in_the_file_say_the_same(client, make_event, on, hours):
    """A program without a time zone table of its own goes by VTIMEZONE."""
    make_event(zone="Asia/Almaty", starts_on=on)
    (rules,) = read(client, "/ru/events/round-table.ics").walk("VTIMEZONE")
    assert "comment" not in rules
    own_zone = rules.to_tz(lookup_tzid=False)
    assert datetime.combine(on, time(15), own_zone).utcoffset().total_seconds() == hours * 3600


def test_a_day_without_a_time_is_a_whole_day(client, make_event):
    make_event(date_precision="day", ends_on=date(2026, 3, 12))
    (entry,) = read(client, "/ru/events/round-table.ics").walk("VEVENT")
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2026, 3, 10), date(2026, 3, 13))


def test_a_cancelled_event_stays_with_its_uid_and_a_higher_sequence(client, event):
    lifecycle.cancel(event, by=None, reason={"ru": "Болезнь докладчика"})
    (entry,) = read(client, "/ru/events/list.ics").walk("VEVENT")
    assert str(entry["uid"]) == str(event.uid)
    assert (entry["sequence"], str(entry["status"])) == (1, "CANCELLED")
    assert str(entry["summary"]).endswith(event.title)
    assert "Болезнь докладчика" in str(entry["description"])


def test_the_list_holds_what_the_filter_chooses_and_what_has_a_day(client, make_event):
    make_event("lecture", kind="lecture")
    make_event("seminar", kind="seminar")
    make_event("some-day-in-march", kind="lecture", date_precision="month")
    make_event("undated", kind="lecture", date_precision="unknown")
    make_event("draft", kind="lecture", is_public=False)
    assert set(entries(read(client, "/ru/events/list.ics?type=lecture"))) == {"lecture"}
    assert set(entries(read(client, "/ru/events/list.ics"))) == {"lecture", "seminar"}


@pytest.mark.parametrize("slug", ["draft", "undated", "no-such-event"])
def test_what_is_no_public_event_of_a_known_day_has_no_calendar_file(client, make_event, slug):
    make_event("draft", is_public=False)
    make_event("undated", date_precision="unknown")
    assert client.get(f"/ru/events/{slug}.ics").status_code == 404


def test_control_characters_do_not_reach_a_calendar(client, make_event):
    make_event(title_ru="Круглый\x0b стол\x1f")
    (entry,) = read(client, "/ru/events/round-table.ics").walk("VEVENT")
    assert str(entry["summary"]) == "Круглый стол"


def test_an_empty_list_is_a_calendar_without_entries(client):
    assert Event.objects.count() == 0
    assert read(client, "/kk/events/list.ics").walk("VEVENT") == []
