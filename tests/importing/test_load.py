"""What an import stores, that it stores it once, and that an undo leaves nothing behind."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.importing import check, load
from portal.importing.problems import StepRefused
from portal.models import DailyValue, Flag, ImportRun, Observation, Revision, Series
from tests.importing.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

HEADING = "time;station;value\n"
FILE = HEADING + "25.01.2026 08:00;kgmt_32;0,29\n25.01.2026 09:00;kgmt_32;0,008\n"


def counts(run):
    return run.rows_new, run.rows_changed, run.rows_same, run.rows_refused


def stored():
    return list(Observation.objects.order_by("series", "ts").values_list("ts", "value", "flag"))


def test_readings_are_stored_at_the_end_of_their_hour_in_utc(do_import):
    run = do_import(FILE)

    assert counts(run) == (2, 0, 0, 0)
    assert stored() == [
        (datetime(2026, 1, 25, 3, tzinfo=UTC), Decimal("0.29"), Flag.VALID),
        (datetime(2026, 1, 25, 4, tzinfo=UTC), Decimal("0.008"), Flag.VALID),
    ]


def test_the_series_knows_its_latest_reading(do_import):
    do_import(FILE)

    series = Series.objects.get()
    assert (series.count, series.last_value, series.parameter.code) == (2, Decimal("0.008"), "h2s")
    assert series.last_ts == datetime(2026, 1, 25, 4, tzinfo=UTC)


def test_a_check_stores_nothing_but_its_report(do_import):
    run = do_import(FILE, carry_out=load.check)

    assert counts(run) == (2, 0, 0, 0)
    assert (run.report["first"], run.report["last"]) == ("2026-01-25 03:00:00+00", "2026-01-25 04:00:00+00")
    assert run.state == ImportRun.State.CHECKED
    assert not Observation.objects.exists()
    assert not Series.objects.exists()


def test_the_same_file_twice_writes_nothing(do_import):
    do_import(FILE)
    before = load.checksum()

    assert counts(do_import(FILE)) == (0, 0, 2, 0)
    assert load.checksum() == before


def test_a_changed_value_leaves_a_revision(do_import):
    first = do_import(FILE)
    run = do_import(FILE.replace("0,29", "0,31"))

    assert counts(run) == (0, 1, 1, 0)
    revision = Revision.objects.get()
    assert (revision.old_value, revision.old_run) == (Decimal("0.29"), first)
    assert run.report["changes"][0][2:4] == ["0.29", "0.31"]


def test_a_check_shows_old_and_new_values(do_import):
    do_import(FILE)

    assert do_import(FILE.replace("0,29", "0,31"), carry_out=load.check).report["changes"][0][2:4] == ["0.29", "0.31"]


def test_a_check_says_how_many_readings_are_missing(do_import):
    rows = "".join(f"25.01.2026 {hour:02}:00;kgmt_32;0,0{hour}\n" for hour in (1, 2, 5, 10))
    run = do_import(HEADING + rows, carry_out=load.check)

    assert [share[1:] for share in run.report["coverage"]] == [[4, 10]]


def test_regions_that_do_not_add_up_to_the_total_are_said(do_import, source):
    source.places = "region"
    source.mapping = {"unit": "kt", "parameter": "oil_products"}
    source.save()
    run = do_import(";2020;2021;2022\nРеспублика Казахстан;6;7;9\nАтырауская;2;3;4\nШымкент;4;4;4\n", "table.csv")

    assert (run.rows_new, run.report["examples"]["total"]) == (9, [["2022", "8", "9"]])


def test_the_same_number_with_more_zeros_is_no_change(do_import):
    do_import(FILE)

    assert counts(do_import(FILE.replace("0,29", "0,2900"))) == (0, 0, 2, 0)


def test_an_undo_restores_exactly_what_was_there(do_import):
    do_import(FILE)
    before, rows = load.checksum(), stored()
    run = do_import(FILE.replace("0,29", "0,31") + "25.01.2026 10:00;kgmt_33;0,1\n")
    assert load.checksum() != before

    load.undo(run, by=None, at=NOW)

    assert load.checksum() == before
    assert stored() == rows
    assert Series.objects.get(station__slug="atyrau-kgmt-32").count == 2
    assert Series.objects.get(station__slug="atyrau-kgmt-33").last_ts is None


def test_what_a_later_import_has_changed_is_undone_in_order(do_import):
    first = do_import(FILE)
    second = do_import(FILE.replace("0,29", "0,31"))

    with pytest.raises(StepRefused, match=str(second.pk)):
        load.undo(first, by=None, at=NOW)
    load.undo(second, by=None, at=NOW)
    load.undo(first, by=None, at=NOW)
    assert not Observation.objects.exists()


def test_an_import_is_undone_once(do_import):
    run = do_import(FILE)
    load.undo(run, by=None, at=NOW)

    with pytest.raises(StepRefused):
        load.undo(run, by=None, at=NOW)


def test_daily_values_follow_an_import_and_its_undo(do_import):
    run = do_import(HEADING + "25.01.2026 00:00;kgmt_32;1\n25.01.2026 01:00;kgmt_32;1\n")
    assert list(DailyValue.objects.order_by("starts_on").values_list("starts_on", flat=True)) == [
        date(2026, 1, 24),
        date(2026, 1, 25),
    ]

    load.undo(run, by=None, at=NOW)
    assert not DailyValue.objects.exists()


def test_an_older_reading_and_a_newer_one_are_both_new(do_import):
    do_import(FILE)

    assert counts(do_import(HEADING + "24.01.2026 08:00;kgmt_32;0,1\n26.01.2026 08:00;kgmt_32;0,2\n")) == (2, 0, 0, 0)


def test_six_equal_hours_are_marked_and_kept(do_import):
    rows = "".join(f"25.01.2026 {hour:02}:00;kgmt_32;0,004\n" for hour in range(6))
    run = do_import(HEADING + rows + "25.01.2026 06:00;kgmt_32;0,005\n")

    assert run.report["warnings"] == {"stuck": 6}
    assert [flag for _ts, _value, flag in stored()] == [Flag.STUCK] * 6 + [Flag.VALID]
    assert counts(do_import(HEADING + rows)) == (0, 0, 6, 0)


def test_five_equal_hours_are_not_stuck(do_import):
    run = do_import(HEADING + "".join(f"25.01.2026 {hour:02}:00;kgmt_32;0,004\n" for hour in range(5)))

    assert run.report["warnings"] == {}


def test_fine_dust_above_all_dust_is_marked_whichever_comes_first(do_import):
    do_import(HEADING + "25.01.2026 08:00;kgmt_32;0,2\n25.01.2026 09:00;kgmt_32;0,02\n", "pm25.csv")
    before = load.checksum()
    run = do_import(HEADING + "25.01.2026 08:00;kgmt_32;0,1\n25.01.2026 09:00;kgmt_32;0,1\n", "pm10.csv")

    assert run.report["warnings"] == {"contradicted": 1}
    assert Observation.objects.get(flag=Flag.CONTRADICTED).value == Decimal("0.2")
    load.undo(run, by=None, at=NOW)
    assert load.checksum() == before


def test_a_contradiction_is_looked_for_by_the_key_however_empty_the_table_seems():
    """A join compared each reading of one series with each of the other."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portal_observation")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("CREATE TEMP TABLE written (series_id int, ts timestamptz) ON COMMIT DROP")
        mark = load.MARK.format(hits=load.CONTRADICTED)
        cursor.execute(f"EXPLAIN {mark}", {"fine": 1, "coarse": 2, "flag": 6, "run": 1})
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Index Cond: ((series_id = 2) AND (ts = o.ts))" in plan
    assert "Join" not in plan and "Nested Loop" not in plan


def test_below_detection_is_kept_at_the_limit_and_marked(do_import):
    do_import(HEADING + "25.01.2026 08:00;kgmt_32;<0,005\n")

    assert stored()[0][1:] == (Decimal("0.005"), Flag.BELOW_DETECTION)


def test_an_implausible_value_is_kept_and_marked(do_import):
    do_import(HEADING + "25.01.2026 08:00;kgmt_32;2,1\n")

    assert stored()[0][1:] == (Decimal("2.1"), Flag.IMPLAUSIBLE)


def test_units_are_turned_into_the_unit_of_the_limit(do_import):
    do_import(HEADING + "25.01.2026 08:00;kgmt_32;8\n", unit="мкг/м³")

    assert stored()[0][1] == Decimal("0.008")


def test_of_two_rows_for_one_hour_the_first_stays(do_import):
    rows = "25.01.2026 08:00;kgmt_32;0,1\n25.01.2026 08:00;kgmt_32;0,2\n25.01.2026 08:00;kgmt_32;0,1\n"
    run = do_import(HEADING + rows)

    assert counts(run) == (1, 0, 0, 1)
    assert run.report["warnings"] == {"repeated": 1}
    assert run.refusals.get().row == 3
    assert counts(do_import(HEADING + rows)) == (0, 0, 1, 1)


def test_a_wide_table_is_read_by_the_names_of_its_columns(do_import):
    wide = "Дата;Пост;РМ2,5;РМ10, мкг/м³;Примечание\n25.01.2026 08:00;kgmt_32;0,01;20;тихо\n"
    run = do_import(wide, "table.csv")

    assert counts(run) == (2, 0, 0, 0)
    assert {s.parameter.code: s.last_value for s in Series.objects.all()} == {
        "pm25": Decimal("0.01"),
        "pm10": Decimal("0.02"),
    }


def test_a_column_that_this_file_lacks_is_taken_from_its_heading(do_import, source):
    source.mapping |= {"value": "raw_value", "unit_column": "raw_unit", "latitude": "lat"}

    assert counts(do_import(FILE)) == (2, 0, 0, 0)


def test_an_unknown_post_becomes_a_station_where_the_source_may_bring_it(do_import, source):
    source.makes_stations = True
    source.mapping |= {"place_name": "name", "latitude": "lat", "longitude": "lon"}
    run = do_import("time;station;name;lat;lon;value\n2026-01-25 08:00;kgmt_7;PCP #7;47.0967;51.9427;1\n")

    station = Series.objects.get().station
    assert (station.name_en, f"{station.latitude:.4f}") == ("PCP #7 (kgmt_7)", "47.0967")
    assert run.report["warnings"] == {"new_places": 1, "twin": 1}


def test_a_table_of_years_is_read_for_regions(do_import, source):
    source.places = "region"
    source.mapping = {"unit": "kt", "parameter": "oil_products"}
    source.save()
    run = do_import(";2020.0;2021.0;2022.0\nАтырауская;153,9;160,3;-\nШымкент;1;2;3\n", "table.csv")

    assert counts(run) == (5, 0, 0, 0)
    series = Series.objects.get(region__iso_3166_2="KZ-23")
    assert (series.averaging, series.count, series.last_value) == ("year", 2, Decimal("160.3"))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("г. Алматы", "KZ-75"),
        ("Алматы қаласы", "KZ-75"),
        ("Алматы", "KZ-75"),
        ("Алматинская", "KZ-19"),
        ("Алматы облысы", "KZ-19"),
        ("Алматы обл.", "KZ-19"),
        ("г.Шымкент", "KZ-79"),
        ("Туркестанская ", "KZ-61"),
        ("Республика Казахстан", "KZ"),
        ("KZ-23", "KZ-23"),
    ],
)
def test_a_city_and_the_region_of_its_name_are_told_apart(do_import, source, written, code):
    source.places = "region"
    source.mapping = {"unit": "kt", "parameter": "oil_products"}
    source.save()
    run = do_import(f";2020;2021;2022\n{written};1;2;3\n", "table.csv")

    assert counts(run) == (3, 0, 0, 0)
    assert Series.objects.get().region.iso_3166_2 == code


def test_a_new_post_may_come_while_the_rows_before_it_are_being_stored(do_import, source, monkeypatch):
    monkeypatch.setattr(check, "ROWS_AT_ONCE", 2000)
    source.makes_stations = True
    start = datetime(2025, 1, 1)
    hours = [f"{start + timedelta(hours=hour):%Y-%m-%d %H:%M}" for hour in range(2000)]
    run = do_import("time;station;value\n" + "".join(f"{hour};post_{post};1\n" for post in range(4) for hour in hours))

    assert counts(run) == (8000, 0, 0, 0)
    assert Series.objects.count() == 4


def test_a_daily_value_ends_at_the_midnight_of_its_place(do_import):
    do_import(HEADING + "2024-02-29;kgmt_32;0,1\n", averaging="day")

    assert stored()[0][0] == datetime(2024, 2, 29, 19, tzinfo=UTC)


def test_a_failure_half_way_leaves_nothing(do_import, monkeypatch):
    monkeypatch.setattr(load, "_report", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        do_import(FILE)
    assert not Observation.objects.exists()
    assert not ImportRun.objects.exists()


def test_two_imports_of_one_source_wait_for_each_other(do_import, source):
    do_import(FILE)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s",
            [load.LOCK, source.pk],
        )
        assert cursor.fetchone() == (1,)


readings = st.dictionaries(
    st.tuples(st.sampled_from(["kgmt_32", "kgmt_33"]), st.integers(0, 60)),
    st.decimals(0, 2, places=4),
    min_size=1,
    max_size=40,
)


@given(first=readings, second=readings, chance=st.randoms(use_true_random=False))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_any_import_is_idempotent_and_its_undo_is_exact(do_import, monkeypatch, first, second, chance):
    """Whatever the files say and in whatever order their rows stand."""
    monkeypatch.setattr(load, "refresh_values", Mock())  # a third of the time; what it computes has tests of its own

    def text(readings):
        rows = [
            f"2026-01-{1 + hour // 24:02} {hour % 24:02}:00;{post};{value}\n"
            for (post, hour), value in readings.items()
        ]
        chance.shuffle(rows)
        return HEADING + "".join(rows)

    one, two = text(first), text(second)
    before = load.checksum()
    run_one = do_import(one)
    between = load.checksum()
    run_two = do_import(two)
    after = load.checksum()
    again = do_import(two)

    assert (again.rows_new, again.rows_changed) == (0, 0)
    assert load.checksum() == after
    load.undo(run_two, by=None, at=NOW)
    assert load.checksum() == between
    load.undo(run_one, by=None, at=NOW)
    assert load.checksum() == before


@pytest.mark.parametrize("zone", ["UTC+5", "Asia/Atirau", "+05:00", ""])
def test_a_clock_of_no_known_zone_is_not_saved(source, zone):
    station = source.station_aliases.first().station
    for thing in (source, station):
        thing.time_zone = zone
        with pytest.raises(ValidationError) as refused:
            thing.full_clean()
        assert set(refused.value.message_dict) == {"time_zone"}
