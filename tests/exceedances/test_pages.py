import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal import facets
from portal.exceedances import news, words
from portal.exceedances.now import air_now
from portal.exceedances.together import group_years
from portal.models import Flag, ImportRun, Norm, Revision, StationChange, SummationGroup
from tests.exceedances.conftest import local

STATION = "/en/data/stations/post-1/"
LANGUAGES = ("kk", "ru", "en")
NOON = datetime(2025, 3, 7, 12, tzinfo=UTC)


@pytest.fixture
def measured(world):
    """A year with readings above the limit, at it and below it, and a day without enough of them."""
    world.limit("h2s", "0.008")
    world.limit("pm10", "0.3")
    world.limit("pm10", "0.06", averaging="daily")
    world.h2s = world.series("h2s")
    world.pm10 = world.series("pm10")
    world.measure(world.h2s, local(2025, 3, 7, 1), ["0.008", "0.0096", "0.081", *["0.001"] * 21])
    world.measure(world.h2s, local(2025, 3, 8, 1), ["0.001"] * 5)
    world.measure(world.pm10, local(2025, 3, 7, 1), ["0.07"] * 24)
    world.refresh()
    return world


def text(response):
    return response.content.decode()


def body(response):
    return b"".join(response.streaming_content)


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["stations/", "stations/post-1/", "parameters/", "compare/", "exceedances/"])
def test_a_portal_without_readings_says_so(client, world, path, language):
    assert client.get(f"/{language}/data/{path}").status_code == 200


def test_a_station_without_readings_says_nothing_of_its_air(client, world):
    assert "That says nothing about the air or water there" in text(client.get(STATION))


@pytest.mark.parametrize("by", ["day", "month", "year"])
def test_a_station_says_what_its_year_was(client, measured, by):
    page = text(client.get(STATION, {"series": measured.h2s.pk, "by": by}))
    assert "h2s in 2025: 2 readings above the maximum single limit on 1 days, up to 10.1 times." in page
    assert "2 / 1 / 1" in page
    assert "7 March 2025: 2 of 24 readings above the limit, up to 10.1 times" in page
    assert "Daily limit: no norm is set." in page
    assert "Indicative" in page


def test_days_above_the_daily_limit_are_complete_days(client, measured):
    measured.measure(measured.pm10, local(2025, 3, 9, 1), ["0.2"] * 17)
    measured.refresh()
    page = text(client.get(STATION, {"series": measured.pm10.pk}))
    assert "1 of 1 complete days" in page


def test_the_newest_reading_stands_beside_its_limit(client, measured):
    measured.measure(measured.h2s, local(2025, 3, 8, 6), ["0.012"])
    measured.refresh()
    assert "1.50 times the limit of 0.008 mg/m³" in text(client.get(STATION))


def test_nonsense_in_the_address_is_left_out_and_said(client, measured):
    response = client.get(STATION, {"series": "x", "year": "1", "by": "moon", "colour": "red"})
    assert response.status_code == 200
    assert text(response).count("was left out") == 4


def test_a_station_costs_the_same_for_one_and_three_series(client, measured):
    two = queries(client, STATION)
    for code in ("so2", "no2", "co"):
        world_series = measured.series(code)
        measured.limit(code, "0.5")
        measured.measure(world_series, local(2025, 3, 7, 1), ["0.6", "0.1"])
    measured.refresh()
    assert queries(client, STATION) == two <= 10


def test_a_comparison_costs_the_same_for_one_and_three_series(client, measured):
    so2 = measured.series("so2")
    measured.measure(so2, local(2025, 3, 7, 1), ["0.1"])
    one, three = [measured.h2s], [measured.h2s, measured.pm10, so2]
    urls = ["/kk/data/compare/?" + "&".join(f"series={series.pk}" for series in chosen) for chosen in (one, three)]
    assert queries(client, urls[0]) == queries(client, urls[1]) <= 12


def test_lists_cost_the_same_for_one_and_three(client, measured):
    urls = ["/kk/data/stations/", "/kk/data/exceedances/", "/kk/data/parameters/", "/kk/data/parameters/h2s/"]
    before = [queries(client, url) for url in urls]
    for slug in ("post-2", "post-3"):
        other = measured.series("h2s", station=measured.add_station(slug, latitude=47, longitude=51))
        measured.measure(other, local(2025, 3, 7, 1), ["0.1", "0.001", "0.1"])
    measured.refresh()
    assert [queries(client, url) for url in urls] == before
    assert max(before) <= 12


def counts_of(facets):
    return {str(label): {value.label: value.count for value in values} for label, values in facets}


def test_lists_of_stations_and_exceedances_say_what_each_choice_leaves(client, measured):
    other = measured.series("h2s", station=measured.add_station("post-2"))
    measured.measure(other, local(2025, 3, 7, 1), ["0.1", "0.001", "0.1"])
    measured.refresh()
    measured.add_station("post-3", medium="water")
    found = counts_of(client.get("/en/data/stations/?parameter=h2s").context["facets"])
    assert found["Region"] == {"Atyrau Region": 2}
    assert found["Medium"] == {"air": 2}
    assert found["Parameter"] == {"h2s": 2, "pm10": 1}
    found = counts_of(client.get("/en/data/exceedances/?station=post-2").context["facets"])
    assert found == {
        "Region": {"Atyrau Region": 2},
        "Parameter": {"h2s": 2},
        "Station": {"Atyrau, Post post-2": 2, "Atyrau, Post post-1": 1},
    }


@pytest.mark.parametrize("path", ["stations/?region=atyrau&parameter=h2s", "exceedances/?parameter=h2s&station=post-1"])
def test_lists_that_cannot_be_counted_in_time_offer_their_choices_all_the_same(client, measured, monkeypatch, path):
    def too_long(*args):
        raise facets.TooLong

    monkeypatch.setattr(facets, "_counted", too_long)
    page = text(client.get(f"/en/data/{path}"))
    assert "Too many to count just now" in page
    assert 'aria-current="true" rel="nofollow">h2s' in page


def test_a_station_whose_place_no_source_names_is_said_to_be_off_the_map(client, measured):
    measured.add_station("post-2", latitude=47, longitude=51)
    assert "1 more stands only in the list: no source names its place." in text(client.get("/en/data/stations/"))
    assert "No source names its place" in text(client.get(STATION))
    assert "No source names its place" not in text(client.get("/en/data/stations/post-2/"))


def test_an_empty_comparison_offers_what_is_measured_in_several_places(client, measured):
    assert "#places" not in text(client.get("/en/data/compare/"))
    other = measured.series("h2s", station=measured.add_station("post-2"))
    measured.measure(other, local(2025, 3, 7, 1), ["0.001"])
    page = text(client.get("/en/data/compare/"))
    assert "/en/data/parameters/h2s/#places" in page
    assert "2 stations" in page
    assert "parameters/pm10/#places" not in page


def test_what_is_known_of_a_comparison_is_data_too(client, measured):
    url = f"/en/data/compare.metadata.json?series={measured.h2s.pk}&series={measured.pm10.pk}"
    found = json.loads(client.get(url).content)
    assert found["columns"] == [
        "period_starts",
        f"post-1:h2s:{measured.h2s.pk}",
        f"post-1:pm10:{measured.pm10.pk}",
    ]
    assert (found["year"], found["value"], found["unit"]) == (2025, "mean of a month", "mg/m3")
    assert [series["source"] for series in found["series"]] == ["A source", "A source"]
    assert client.get("/en/data/compare.metadata.json").status_code == 404


def test_csv_has_every_reading_as_stored(client, measured):
    response = client.get("/en/data/stations/post-1.csv")
    rows = list(csv.DictReader(io.StringIO(body(response).decode())))
    assert len(rows) == 24 + 5 + 24
    assert rows[2] == {
        "station": "post-1",
        "parameter": "h2s",
        "averaging": "1h",
        "unit": "mg/m3",
        "period_ends_utc": "2025-03-06 22:00:00",
        "period_ends_local": "2025-03-07 03:00:00",
        "value": "0.081",
        "flag": "0",
    }


def test_csv_for_excel_of_one_series_and_year(client, measured):
    query = {"series": measured.h2s.pk, "year": "2025", "excel": "1"}
    response = client.get("/en/data/stations/post-1.csv", query)
    assert 'filename="post-1-h2s-2025.csv"' in response["Content-Disposition"]
    content = body(response)
    assert content.startswith("\ufeffstation;parameter".encode())
    assert content.count(b"\n") == 30


def test_csv_tells_local_time_before_and_after_the_clock_of_almaty_went_back(client, world):
    station = world.add_station("almaty")
    station.time_zone = "Asia/Almaty"
    station.save()
    world.measure(world.series("h2s", station=station), datetime(2024, 2, 29, 17, tzinfo=UTC), ["1", "2", "3"])
    world.refresh()

    rows = list(csv.DictReader(io.StringIO(body(client.get("/en/data/stations/almaty.csv")).decode())))

    assert [row["period_ends_local"] for row in rows] == [
        "2024-02-29 23:00:00",
        "2024-02-29 23:00:00",
        "2024-03-01 00:00:00",
    ]


@pytest.mark.parametrize("fmt", ["xlsx", "json", "geojson", "svg", "metadata.json"])
def test_the_address_of_a_station_has_other_forms(client, measured, fmt):
    response = client.get(f"/en/data/stations/post-1.{fmt}", {"series": measured.h2s.pk})
    assert response.status_code == 200
    content = body(response) if response.streaming else response.content
    if "json" in fmt:
        assert json.loads(content)
    if fmt == "svg":
        assert b"limit, single 0.008" in content


def test_metadata_names_units_times_and_limits(client, measured):
    data = client.get("/en/data/stations/post-1.metadata.json").json()
    assert {limit["value"] for limit in data["limits"]} == {"0.008", "0.3", "0.06"}
    assert data["series"][0]["unit"] == "mg/m3"


def test_unknown_stations_and_forms_are_not_found(client, world):
    for path in ("stations/nowhere/", "stations/nowhere.csv", "stations/post-1.exe", "stations/post-1.csv"):
        assert client.get(f"/en/data/{path}").status_code == 404


def test_a_feed_tells_of_episodes_with_their_limit(client, measured):
    news.tell(at=NOON)
    feed = text(client.get("/en/data/exceedances/list.atom"))
    assert "up to 10.1 times the limit" in feed
    assert feed.count("<entry") == 1


def test_series_of_another_unit_do_not_share_an_axis(client, measured):
    other = measured.series("rn", station=measured.add_station("post-2"))
    other.unit = type(measured.unit).objects.create(code="bq", kind="activity", name_en="becquerel", symbol_en="Bq")
    other.save()
    measured.measure(other, local(2025, 3, 7, 1), ["5"])
    page = text(client.get("/en/data/compare/", {"series": [measured.h2s.pk, other.pk]}))
    assert "Series in another unit than the first were left out" in page


def test_a_group_is_broken_though_each_keeps_its_limit(measured):
    measured.limit("so2", "0.5")
    so2 = measured.series("so2")
    measured.measure(so2, local(2025, 3, 7, 4), ["0.4375", "0.43750001", None, "0.6"])
    group = SummationGroup.objects.create(
        norm=measured.norm, number=44, valid=measured.h2s.parameter.limit_values.get().valid
    )
    group.members.set([so2.parameter, measured.h2s.parameter])
    measured.h2s.observations.filter(ts__in=[local(2025, 3, 7, 4), local(2025, 3, 7, 5)]).update(value=Decimal("0.001"))
    year = group_years(measured.station, [measured.h2s, so2], 2025)[0]
    assert (year.compared, year.above, year.only_together) == (3, 2, 1)
    assert year.highest_at == local(2025, 3, 7, 7)


def test_air_today_shows_only_what_is_not_older_than_its_rhythm(measured):
    newest = local(2025, 3, 8, 5)
    fresh = air_now(measured.region, at=newest + timedelta(hours=2))
    assert [reading.series for reading in fresh.readings] == [measured.h2s]
    stale = air_now(measured.region, at=newest + timedelta(hours=2, seconds=1))
    assert (stale.readings, stale.newest) == ([], words.moment(newest, measured.h2s.zone))


def test_air_today_begins_with_what_is_nearest_to_its_limit_and_folds_the_rest(measured):
    now = local(2025, 3, 8, 6)
    for code, value in (("so2", "0.9"), ("no2", "0.4"), ("co", "0.1"), ("nh3", "0.2")):
        measured.limit(code, "0.5")
        measured.measure(measured.series(code), now, [value])
    air = air_now(measured.region, at=now)
    assert [reading.series.parameter.code for reading in air.in_sight] == ["so2", "no2", "nh3"]
    assert [reading.series.parameter.code for reading in air.folded] == ["co", "h2s"]


@pytest.mark.parametrize(
    ("hour", "value", "flag", "said"),
    [
        (6, "0.012", 0, "Now above its limit: h2s 1.50 times."),
        (6, "0.008", 0, "None of the newest readings is above its limit. Nearest to its limit: h2s, 1.00 of it."),
        (6, "0.012", Flag.INVALID, "No fresh readings"),
        (9, "0.012", 0, "No fresh readings"),
    ],
)
def test_a_station_answers_in_its_first_sentence(client, measured, hour, value, flag, said):
    measured.measure(measured.h2s, local(2025, 3, 8, 6), [value], flag=flag)
    with time_machine.travel(local(2025, 3, 8, hour)):
        page = text(client.get(STATION))
    assert said in page
    assert page.index(said) < page.index("Newest readings, and the year")


def test_the_calendar_stops_at_this_month(client, measured):
    with time_machine.travel(local(2025, 3, 8, 6)):
        assert text(client.get(STATION)).count('class="day-month"') == 3
    with time_machine.travel(local(2026, 3, 8, 6)):
        assert text(client.get(STATION)).count('class="day-month"') == 12


def test_the_home_page_never_shows_an_old_reading_as_todays(client, measured, settings):
    settings.HOME_REGION = "atyrau"
    page = text(client.get("/en/"))
    assert "the newest is of 8 March 2025" in page
    assert "0.001 mg/m³" not in page


def test_recommendations_are_named_as_such(client, measured):
    who = Norm.objects.create(code="WHO", title_en="WHO guidelines", is_binding=False)
    measured.limit("pm10", "0.045", averaging="daily", norm=who, since=date(2021, 9, 22))
    page = text(client.get(STATION, {"series": measured.pm10.pk}))
    assert "WHO guidelines recommends at most 0.045 mg/m³ (daily mean): a recommendation, not a limit." in page


def test_the_clock_of_a_reading_is_the_stations(measured):
    assert measured.h2s.day_of(datetime(2025, 3, 7, 19, tzinfo=UTC)) == date(2025, 3, 7)


def test_a_post_that_was_moved_says_so(client, measured):
    StationChange.objects.create(
        station=measured.station, changed_on=date(2025, 1, 1), kind="moved", note_en="Across the river."
    )
    assert "Across the river." in text(client.get(STATION))


# --- Rows and forms ---


def test_readings_are_read_page_by_page_and_each_once(client, measured):
    series = measured.series("so2")
    measured.measure(series, local(2025, 1, 1), [str(number) for number in range(1, 231)])
    measured.refresh()
    url, seen = f"{STATION}readings/?series={series.pk}", []
    while url:
        page = client.get(url).context["page"]
        seen += [row.value for row in page.rows]
        url = f"{STATION}readings/{page.next_url}" if page.has_next else None
    assert seen == [f"{number} mg/m³" for number in range(230, 0, -1)]


def test_a_reading_names_its_file_and_what_it_was_before(client, measured):
    run = ImportRun.objects.create(source=measured.source, file_name="march.csv", sha256="0" * 64, size=1)
    highest = measured.h2s.observations.order_by("-value").first()
    measured.h2s.observations.update(run=run)
    Revision.objects.create(
        run=run,
        series=measured.h2s,
        ts=highest.ts,
        old_value="0.5",
        old_flag=0,
        old_run=run,
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    rows = client.get(f"{STATION}readings/?series={measured.h2s.pk}").context["page"].rows
    changed = next(row for row in rows if row.before)
    assert (changed.value, changed.before, changed.file) == ("0.081 mg/m³", ["0.5 mg/m³"], "march.csv")
    assert changed.is_above


def test_a_page_of_readings_costs_the_same_for_few_and_many(client, measured):
    url = f"{STATION}readings/?series={measured.h2s.pk}"
    before = queries(client, url)
    measured.measure(measured.h2s, local(2025, 4, 1), ["0.01"] * 150)
    assert queries(client, url) == before <= 12


def test_a_comparison_is_also_a_file_and_a_picture(client, measured):
    chosen = f"series={measured.h2s.pk}&series={measured.pm10.pk}&by=day"
    rows = list(csv.DictReader(io.StringIO(body(client.get(f"/en/data/compare.csv?{chosen}")).decode())))
    assert len(rows) == 365
    day = next(row for row in rows if row["period_starts"] == "2025-03-07")
    assert day[f"post-1:pm10:{measured.pm10.pk}"] == "0.07"
    assert rows[0][f"post-1:pm10:{measured.pm10.pk}"] == ""
    assert client.get(f"/en/data/compare.svg?{chosen}").content.startswith(b"<svg")
    assert client.get("/en/data/compare.csv").status_code == 404


def test_the_limits_of_a_parameter_are_a_file_with_their_act(client, measured):
    rows = list(csv.DictReader(io.StringIO(body(client.get("/en/data/parameters/pm10.csv")).decode())))
    assert [(row["averaging"], row["value"], row["norm"]) for row in rows] == [
        ("max_single", "0.3", "KZ"),
        ("daily", "0.06", "KZ"),
    ]


def test_a_mean_of_a_day_is_dated_with_its_day_and_not_the_next_one(client, world):
    daily = world.series("so2", averaging="day")
    world.measure(daily, local(2025, 3, 8), ["0.1"], step=timedelta(days=1))
    world.refresh()
    page = text(client.get(STATION))
    assert "7 March 2025" in page
    assert page.count("8 March 2025") == page.count("8 March 2025: no readings")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (59, "59 минут"),
        (60, "1 сағат"),
        (47 * 60, "47 сағат"),
        (48 * 60, "2 күн"),
        (61 * 1440, "2 ай"),
        (800 * 1440, "2 жыл"),
    ],
)
def test_a_reading_says_how_old_it_is_in_kazakh(minutes, said):
    with override("kk"):
        assert words.age(NOON, NOON + timedelta(minutes=minutes)) == said


def test_an_old_reading_of_a_station_is_not_todays(client, measured):
    with time_machine.travel(local(2025, 3, 8, 6)):
        assert "not today" not in text(client.get(STATION, {"series": measured.h2s.pk})).split("pm10")[0]
    with time_machine.travel(local(2025, 3, 11, 5)):
        assert text(client.get(STATION)).count("not today") == 2


def test_a_parameter_says_where_it_was_worst_and_draws_it(client, measured):
    page = text(client.get("/en/data/parameters/h2s/"))
    assert "Most in 2025: Atyrau, Post post-1, up to 10.1 times the limit." in page
    assert 'href="/en/data/parameters/h2s/places.csv?year=2025"' in page
    assert 'href="/en/data/parameters/h2s.svg?year=2025"' in page
    assert b"10.1 \xc3\x97 the limit" in client.get("/en/data/parameters/h2s.svg?year=2025").content


def test_places_where_nothing_is_compared_are_folded_under_those_that_are(client, measured):
    other = measured.series("h2s", averaging="day", station=measured.add_station("post-2"))
    measured.measure(other, local(2025, 3, 8, 0), ["0.02"], step=timedelta(days=1))
    measured.refresh()
    page = text(client.get("/en/data/parameters/h2s/"))
    assert "1 place where it was measured, but no norm is set for such readings" in page
    assert page.index("Post post-1") < page.index("1 place where") < page.index("Post post-2")


def test_the_places_of_a_parameter_are_a_file_and_points(client, measured):
    rows = list(csv.DictReader(io.StringIO(body(client.get("/en/data/parameters/h2s/places.csv")).decode())))
    assert [(row["station"], row["year"], row["above"], row["largest"]) for row in rows] == [
        ("post-1", "2025", "2", "0.081")
    ]
    measured.station.latitude, measured.station.longitude = 47, 51
    measured.station.save()
    points = client.get("/en/data/parameters/h2s/places.geojson").json()["features"]
    assert [point["properties"]["id"] for point in points] == ["post-1"]


def test_what_is_known_of_a_parameter_is_data_too(client, measured):
    about = client.get("/en/data/parameters/h2s.metadata.json").json()
    assert (about["parameter"]["unit"], about["years"], about["stations"]) == ("mg/m3", [2025], ["post-1"])
    assert [limit["value"] for limit in about["limits"]] == ["0.008"]
    measured.parameter("quiet")
    assert client.get("/en/data/parameters/quiet.svg").status_code == 404
    assert client.get("/en/data/parameters/nothing.metadata.json").status_code == 404


@pytest.fixture
def daily(world):
    """A year of daily means with a daily limit: one at it, one above it, one above it ten times."""
    world.limit("so2", "0.05", averaging="daily")
    series = world.series("so2", averaging="day")
    world.measure(series, local(2025, 3, 8), ["0.05", "0.06", "0.51"], step=timedelta(days=1))
    world.refresh()
    return series


def test_daily_means_are_held_against_the_daily_limit(client, world, daily):
    page = text(client.get(STATION))
    assert "above the daily limit on 2 of 3 days, up to 10.2 times." in page
    assert "highest daily mean of the year: 10.2 times the limit of 0.05 mg/m³" in page
    assert 'class="day day--within"' in page
    assert 'class="day day--above"' in page
    assert 'class="day day--ten"' in page
    assert "no limit to compare with" not in page.split("day-months")[1]


def test_the_year_and_the_month_of_daily_means_say_on_how_many_days_they_were_above(client, daily):
    page = text(client.get(STATION))
    assert "10.2 times the limit of 0.05 mg/m³; above it on 2 of 3 days" in page
    assert "Days above 1, 5 and 10 limits</dt><dd>2 / 1 / 1" in page
    for by in ("month", "year"):
        table = text(client.get(f"{STATION}?by={by}")).split("<thead><tr>")[2]
        assert "Days above the limit" in table
        assert '<td class="number">2</td>' in table


def test_what_is_larger_than_is_plausible_is_shown_and_marked_but_leads_no_list(client, world):
    world.parameter("so2", largest_plausible=Decimal(10))
    world.limit("so2", "0.05", averaging="daily")
    doubtful = world.series("so2", averaging="day", station=world.add_station("post-2"))
    world.measure(doubtful, local(2025, 3, 8), ["11"], flag=Flag.IMPLAUSIBLE)
    world.measure(doubtful, local(2025, 3, 9), ["0.06"])
    world.measure(world.series("so2", averaging="day"), local(2025, 3, 8), ["0.07"])
    world.refresh()

    page = text(client.get("/en/data/parameters/so2/"))
    assert "Most in 2025: Atyrau, Post post-1, up to 1.40 times the limit." in page
    places = page.split('id="places"')[1].split("<tbody>")[1]
    assert places.index("post-1") < places.index("post-2")
    assert "220.0 times the limit of 0.05 mg/m³; above it on 2 of 2 days; larger than is plausible" in places
    assert "1.40 times the limit" in text(client.get("/en/regions/atyrau/"))
    assert "220" not in text(client.get("/en/regions/atyrau/")).split("<tbody>")[1].split("</tbody>")[0]
    page = text(client.get("/en/data/stations/post-2/"))
    assert "nobody has looked at it yet" in page
    worst = page.split("Highest readings of the year</caption>")[1]
    assert worst.index("0.06") < worst.index("11 mg/m³")


def test_daily_means_without_a_daily_limit_borrow_none(client, world):
    world.limit("h2s", "0.008")
    world.measure(world.series("h2s", averaging="day"), local(2025, 3, 8), ["0.5"], step=timedelta(days=1))
    world.refresh()
    page = text(client.get(STATION))
    assert "no norm is set for these readings, so nothing is compared" in page
    for one in (page.split('id="worst"')[1], text(client.get(f"{STATION}readings/"))):
        assert one.count("No norm is set for such readings, so nothing is compared.") == 1
        assert "Against the limit" not in one
    assert "no norm is set for such readings" in text(client.get("/en/data/parameters/h2s/"))


def test_a_daily_limit_that_changed_within_the_year_judges_days_and_not_the_year(client, world):
    world.limit("so2", "0.05", averaging="daily", since=date(2025, 3, 8))
    world.measure(world.series("so2", averaging="day"), local(2025, 3, 8), ["0.5", "0.5"], step=timedelta(days=1))
    world.refresh()
    page = text(client.get(STATION))
    assert "on 1 of 1 days" in page
    assert "highest daily mean of the year" not in page


def test_a_parameter_and_a_region_know_daily_means(client, world, daily):
    page = text(client.get("/en/data/parameters/so2/"))
    assert "Most in 2025: Atyrau, Post post-1, up to 10.2 times the limit." in page
    assert "10.2 times the limit" in text(client.get("/en/regions/atyrau/"))


def test_the_list_of_stations_dates_a_mean_of_a_day_with_its_day(client, world):
    world.measure(world.series("so2", averaging="day"), local(2025, 3, 8), ["0.1"])
    page = text(client.get("/en/data/stations/"))
    assert "7 March 2025</time>" in page
    assert "8 March 2025" not in page
