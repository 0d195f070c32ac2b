"""Files without a column of dates: who says of which period their rows are, and what such a file is not."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils.translation import override

from portal.importing.problems import FileRefused
from portal.models import Observation, Parameter, Series, Source, Station

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

RIVERS = """rivers,type,regions,wpi_march_2006,wpi_april_2006,ingredients_and_indicators,avg_concentration_mg/l,classes
Nura,river,Akmola,1.9,1.17,sulfates,170,III class
Nura,river,Akmola,1.9,1.17,sulfates,170,III class
Nura,river,Akmola,1.9,1.17,Copper,0.11,III class
Nura,river, Karaganda,2.7,1.9,sulfates,205,III class
Tobol,river,Kostanay,0.46,0.63,,,II class
Uba,river,,0.46,0.63,Copper,0.0053,IV class
Total,river,Akmola,0.46,0.63,Copper,0.01,IV class
Ishim,river,Akmola,0.46,0.63,,0.2,III class
Ishim,river,Akmola,0.46,0.63,Unobtainium,0.2,III class
"""


@pytest.fixture
def rivers():
    return Source.objects.get(code="rivers-monthly")


def test_two_rivers_of_one_name_are_two_places_and_all_rows_of_the_newest_month_named(do_import, rivers):
    run = do_import(RIVERS, "water.csv", into=rivers)

    series = Series.objects.filter(source=rivers)
    assert {(one.station.name_en, one.parameter.code, one.last_value) for one in series} == {
        ("Nura, Akmola", "sulphates", Decimal(170)),
        ("Nura, Akmola", "copper", Decimal("0.11")),
        ("Nura, Karaganda", "sulphates", Decimal(205)),
    }
    assert {one.day_of(one.last_ts) for one in series} == {date(2006, 4, 30)}
    assert set(Station.objects.filter(series__in=series).values_list("medium", flat=True)) == {"water"}
    assert list(run.refusals.values_list("row", "code")) == [
        (7, "no_region"),
        (8, "total"),
        (9, "no_parameter"),
        (10, "unknown_parameter"),
    ]
    examples = run.report["examples"]
    assert examples["columns"] == [["type", "wpi_march_2006", "wpi_april_2006", "classes"]]
    assert (examples["period"], examples["repeated"], examples["empty"]) == (
        [["2006-04"]],
        [[3]],
        [[6, "avg_concentration_mg/l"]],
    )


def test_a_period_that_a_person_names_is_that_of_all_rows(do_import, rivers):
    do_import(RIVERS, "water.csv", into=rivers, fixed_time="2006-03")
    do_import(RIVERS, "water.csv", into=rivers, fixed_time="2005", averaging="year")

    days = {(one.averaging, one.day_of(one.last_ts)) for one in Series.objects.filter(source=rivers)}
    assert days == {("month", date(2006, 3, 31)), ("year", date(2005, 12, 31))}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"time_from": ""}, "no_time"),
        ({"fixed_time": "2006"}, "bad_period"),
        ({"fixed_time": "spring"}, "bad_period"),
        ({"fixed_time": "2006-04", "averaging": "day"}, "bad_period"),
    ],
)
def test_without_a_clear_period_the_file_is_refused(do_import, rivers, answers, code):
    with pytest.raises(FileRefused) as refused:
        do_import(RIVERS, "water.csv", into=rivers, **answers)

    assert refused.value.code == code
    with override("en"):
        assert "2006-04" in str(refused.value) or "--period" in str(refused.value)


def test_the_dates_of_a_file_are_stronger_than_a_period_saved_with_its_source(do_import, source):
    source.mapping |= {"fixed_time": "2006-04-01", "averaging": "day"}
    source.save()
    run = do_import("date;station;value\n2026-01-25;kgmt_32;0,29\n")

    assert [f"{Series.objects.get().day_of(ts)}" for ts in Observation.objects.values_list("ts", flat=True)] == [
        "2026-01-25"
    ]
    assert "period" not in run.report["warnings"]


@pytest.mark.parametrize(
    "table",
    [
        "Вещество;ПДК м.р., мг/м3;Класс опасности\nсероводород;0,008;2\nфенол;0,01;2\n",
        "substance;standards_mpc_not_more_than_mg/l;hazard_index\nhardness;7.0 (mg-eq./L);\nBoron;0.5;II\n",
    ],
)
def test_a_table_of_limits_is_called_by_its_name(do_import, rivers, source, table):
    for into in (source, rivers):
        with pytest.raises(FileRefused) as refused:
            do_import(table, "limits.csv", into=into)
        assert refused.value.code == "limits"


@pytest.mark.parametrize("heading", ["date;station;ПДК;value", ";kgmt_32;kgmt_33;ПДК"])
def test_a_limit_beside_readings_makes_no_table_of_limits(do_import, heading):
    place = "kgmt_32" if "station" in heading else "0,1"
    do_import(f"{heading}\n2026-01-25 08:00;{place};0,008;0,29\n")

    assert Observation.objects.exists()


def test_a_second_file_in_another_unit_is_turned_into_the_unit_of_the_series(do_import):
    statistics = Source.objects.get(code="statistics-emissions")
    assert Parameter.objects.get(code="stationary_emissions").unit is None
    do_import("region;2020;2021\nАтырауская;150;151\n", "t.csv", into=statistics)
    run = do_import("region;2020;2021\nАтырауская;150000;151500\n", "t.csv", into=statistics, unit="t")

    assert (run.rows_same, run.rows_changed) == (1, 1)
    assert Series.objects.get(source=statistics).last_value == Decimal("151.5")


def test_the_command_takes_the_period(settings, tmp_path, rivers, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "water.csv").write_text(RIVERS.replace("_2006", ""))
    call_command("import_observations", tmp_path / "water.csv", source="rivers-monthly", load=True, period="2006-04")

    assert "3 new, 0 changed, 0 same, 4 refused" in capsys.readouterr().out
    assert {one.day_of(one.last_ts) for one in Series.objects.filter(source=rivers)} == {date(2006, 4, 30)}
