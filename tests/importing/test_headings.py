"""Tables as offices draw them: headings over two or three rows, merged cells, a column a year, a place or a substance."""

import io
from datetime import datetime

import pytest
import xlsxwriter

from portal.importing.problems import FileRefused
from portal.models import Observation, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

DAY = datetime(2026, 1, 25, 8)


def workbook(rows, *areas):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd.mm.yyyy hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for area in areas:
            top, left, *_rest = area
            sheet.merge_range(*area, rows[top][left])
            if isinstance(rows[top][left], datetime):
                sheet.write_datetime(top, left, rows[top][left])
    return content.getvalue()


def stored():
    """(post, parameter, local hour, value) of each reading."""
    readings = Observation.objects.select_related("series__station", "series__parameter").order_by("series", "ts")
    return [
        (
            one.series.station.slug[-2:],
            one.series.parameter.code,
            one.ts.astimezone(one.series.zone).hour,
            f"{one.value:f}",
        )
        for one in readings
    ]


def by_region():
    readings = Observation.objects.select_related("series__region").order_by("series", "ts")
    return [(one.series.region.iso_3166_2, one.ts.year, f"{one.value:f}") for one in readings]


FOUR = [("32", "so2", 8, "0.1"), ("32", "no2", 8, "0.2"), ("33", "so2", 8, "0.3"), ("33", "no2", 8, "0.4")]
SUBSTANCES_OF_POSTS = {
    "posts over substances": ";kgmt_32;;kgmt_33;\nДата;SO2;NO2;SO2;NO2\n25.01.2026 08:00;0,1;0,2;0,3;0,4\n",
    "substances over posts": "Дата;SO2;;NO2;\n;kgmt_32;kgmt_33;kgmt_32;kgmt_33\n25.01.2026 08:00;0,1;0,3;0,2;0,4\n",
    "merged, with units below": workbook(
        [
            ["Дата", "kgmt_32", "", "kgmt_33", ""],
            ["", "SO2", "NO2", "SO2", "NO2"],
            ["", "мкг/м3", "мг/м3", "мг/м3", "мкг/м3"],
            [DAY, 100, 0.2, 0.3, 400],
        ],
        (0, 0, 2, 0),
        (0, 1, 0, 2),
        (0, 3, 0, 4),
    ),
    "the largest beside the mean": "Дата;Пост;SO2, мг/м3;;NO2, мг/м3;\n;;qмакс;qср;qмакс;qср\n"
    "25.01.2026 08:00;kgmt_32;9;0,1;9;0,2\n25.01.2026 08:00;kgmt_33;9;0,3;9;0,4\n",
}


@pytest.mark.parametrize("name", SUBSTANCES_OF_POSTS)
def test_a_heading_of_several_rows_is_read_part_by_part(name, do_import):
    run = do_import(SUBSTANCES_OF_POSTS[name], "table.csv")

    assert run.rows_refused == 0
    assert sorted((*place, f"{float(value):.1f}") for *place, value in stored()) == sorted(FOUR)


def test_each_column_may_be_a_post(do_import):
    run = do_import("Дата;kgmt_32;kgmt_33;kgmt_99\n25.01.2026 08:00;0,1;0,2;5\n25.01.2026 09:00;-;0,4;5\n")

    assert stored() == [("32", "h2s", 8, "0.1"), ("33", "h2s", 8, "0.2"), ("33", "h2s", 9, "0.4")]
    assert run.report["examples"]["columns"] == [["kgmt_99"]]


STATISTICS = {
    "years as rows": "Год;Атырауская область;г. Алматы;РК\n2021;1,5;2;9\n2022;1,6;3;9,5\n",
    "years as rows, the corner empty": "\tАтырау облысы\tАлматы қаласы\tҚазақстан\n2021\t1.5\t2\t9\n2022\t1.6\t3\t9.5\n",
    "two years as columns": "Регион;2021 г.;2022*\nАтырауская*;1,5;1,6\nг.Алматы;2;3 1)\nВсего по республике;9;9,5\n",
    "years under one word": "Регион;Годы;\n;2021;2022\nАтырауская;1,5;1,6\nАлматы;2;3\nКазахстан;9;9,5\n",
    "a row for each": "region,year,value\nAtyrau,2021.0,1.5\nAtyrau,2022.0,1.6\nAlmaty City,2021.0,2\nAlmaty City,2022.0,3\n"
    "Kazakhstan,2021.0,9\nKazakhstan,2022.0,9.5\n",
    "a unit above": "Выбросы (тыс. тонн);;\nРегион;2021;2022\nАтырауская;1,5;1,6\nАлматы;2;3\nКазахстан;9;9,5\n",
    "an old name of the capital aside": "Регион;2021;2022\nАтырауская обл.;1,5;1,6\nгород Алматы;2;3\nҚР;9;9,5\nИтого;9;9\n",
}


@pytest.mark.parametrize("name", STATISTICS)
def test_statistics_are_read_however_they_lie(name, do_import):
    do_import(STATISTICS[name], "table.csv", into=Source.objects.get(code="statistics-emissions"))

    assert sorted(by_region()) == [
        ("KZ", 2021, "9"),
        ("KZ", 2022, "9.5"),
        ("KZ-23", 2021, "1.5"),
        ("KZ-23", 2022, "1.6"),
        ("KZ-75", 2021, "2"),
        ("KZ-75", 2022, "3"),
    ]


REFUSED = {
    "tonnes above, thousand tonnes in the mapping": (
        "Выбросы, тонн;;\nРегион;2021;2022\nАтырауская;1500;1\n",
        "other_unit_above",
    ),
    "tonnes in the corner": ("Регион, тонн;2021;2022\nАтырауская;1500;1\n", "other_unit_above"),
    "another table below": ("Регион;2021;2022\nАтырауская;1;2\nРегион;2018;2019\nАлматы;3;4\n", "second_table"),
    "one year twice": ("Регион;2021;2021\nАтырауская;1;2\n", "doubled_columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_statistics_that_would_be_read_wrongly_are_not_read(name, do_import):
    content, code = REFUSED[name]

    with pytest.raises(FileRefused) as refused:
        do_import(content, "table.csv", into=Source.objects.get(code="statistics-emissions"))
    assert refused.value.code == code
    assert "%" not in str(refused.value)
    assert not Observation.objects.exists()


def test_of_two_columns_of_one_parameter_somebody_must_say_which(do_import):
    with pytest.raises(FileRefused) as refused:
        do_import("Дата;Пост;SO2;\n;;утро;вечер\n25.01.2026 08:00;kgmt_32;0,1;0,2\n", "table.csv")

    assert refused.value.details == {"first": "SO2 / утро", "second": "SO2 / вечер"}


def test_a_saved_parameter_gives_way_to_a_column_of_parameters(do_import):
    table = "Регион;Показатель;2021;2022\nАтырауская;диоксид серы;1;2\n"
    run = do_import(table, "table.csv", into=Source.objects.get(code="statistics-emissions"))

    assert (run.rows_new, [row.code for row in run.refusals.all()]) == (0, ["other_unit"] * 2)


def test_a_merged_post_or_day_holds_for_its_rows_and_a_merged_number_for_none(do_import):
    rows = [
        ["Дата", "Час", "Пост", "Значение"],
        ["25.01.2026", 1, "kgmt_32", 0.1],
        ["", 2, "", 0.2],
        ["", 3, "", 0.3],
        ["", 4, "kgmt_33", ""],
        ["", 5, "", "н/д"],
        ["", 6, "", ""],
    ]
    run = do_import(workbook(rows, (1, 0, 6, 0), (1, 2, 3, 2), (4, 2, 6, 2), (3, 3, 4, 3), (5, 3, 6, 3)))

    assert stored() == [("32", "h2s", 1, "0.1"), ("32", "h2s", 2, "0.2")]
    refusals = [(row.row, row.code, row.details["cells"]) for row in run.refusals.all()]
    assert refusals == [(4, "merged", "D4:D5"), (5, "merged", "D4:D5")]


def test_rows_are_counted_from_the_first_of_the_sheet(do_import):
    run = do_import(workbook([[""], [""], ["", "", "time", "station", "value"], ["", "", DAY, "kgmt_32", "много"]]))

    assert (run.refusals.get().row, run.refusals.get().column) == (4, "value")


def test_the_column_of_a_contradiction_is_its_own(do_import):
    table = "Дата;Пост;SO2;NO2\n25.01.2026 08:00;kgmt_32;1;2\n25.01.2026 08:00;kgmt_32;1;3\n"
    run = do_import(table, "table.csv")

    refusal = run.refusals.get()
    assert (refusal.row, refusal.column, refusal.details) == (3, "NO2", {"text": "3"})


def test_columns_without_a_name_or_a_meaning_are_said(do_import):
    run = do_import("Дата;Пост;РМ2,5, мкг/м3;Висмут;\n25.01.2026 08:00;kgmt_32;10;5;6\n", "table.csv")

    assert stored() == [("32", "pm25", 8, "0.010")]
    assert run.report["examples"]["columns"] == [["Висмут", "5"]]


def test_a_unit_in_the_heading_of_the_values_is_the_unit(do_import):
    do_import("Дата;Пост;Среднее, мкг/м3\n25.01.2026 08:00;kgmt_32;8\n")

    assert stored() == [("32", "h2s", 8, "0.008")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("2025", "only_year"), ("2025-09", "only_month"), ("09.2025", "only_month"), ("сентябрь 2025", "only_month")],
)
def test_a_month_or_year_is_none_of_its_days(cell, code, do_import):
    run = do_import(f"time;station;value\n{cell};kgmt_32;1\n", averaging="day")

    assert (run.rows_new, run.refusals.get().code) == (0, code)


@pytest.mark.parametrize("cell", ["2025-09", "09.2025", "Сентябрь 2025 г.", "2025 қыркүйек", "Sep 2025", "01.09.2025"])
def test_months_are_read_in_each_style(cell, do_import):
    do_import(f"time;station;value\n{cell};kgmt_32;1\n", averaging="month")

    assert f"{Observation.objects.get().ts:%Y-%m-%d %H:%M}" == "2025-09-30 19:00"


def test_the_month_before_the_day_makes_all_dates_of_a_file_uncertain(do_import):
    with pytest.raises(FileRefused) as refused:
        do_import("time;station;value\n12/02/2025;kgmt_32;1\n12/25/2025;kgmt_32;2\n", averaging="day")

    assert (refused.value.code, refused.value.details) == ("month_first", {"text": "12/25/2025", "row": 3})


def test_places_that_differ_only_in_capitals_are_one_and_totals_are_none(do_import):
    towns = Source.objects.get(code="airdata-daily")
    rows = ["2021-12-02,Kulsary,8.1", "2021-12-03,KULSARY ,8.2", "2021-12-03,Итого:,9", f"2021-12-03,{'x' * 151},9"]
    run = do_import("date,city,avg_ugm3\n" + "".join(f"{row}\n" for row in rows), into=towns)

    assert [row.code for row in run.refusals.all()] == ["total", "long_place"]
    assert set(Observation.objects.values_list("series__station__name_en", flat=True)) == {"Kulsary"}


def test_coordinates_that_are_not_on_the_globe_are_left_out_and_said(do_import):
    posts = Source.objects.get(code="airdata-hourly")
    heading = "datetime_utc,station_id,station_name,lat,lon,raw_value,raw_unit\n"
    run = do_import(f"{heading}2026-01-02 11:00,kgmt_999,P,499.8,720000.8,0.008,mg/m3\n", into=posts)

    assert run.report["examples"]["coordinates"] == [["499.8", "720000.8"]]
    assert Observation.objects.get().series.station.latitude is None


@pytest.mark.parametrize(
    ("cell", "value"), [("0,29*", "0.29"), ("0,29¹", "0.29"), ("<0,29**", "0.29"), ("0,29 1)", "0.29")]
)
def test_the_mark_of_a_footnote_is_left_out_and_said(cell, value, do_import):
    run = do_import(f"time;station;value\n2026-01-25 08:00;kgmt_32;{cell}\n")

    assert [reading[3] for reading in stored()] == [value]
    assert run.report["examples"]["footnotes"] == [[2, "value", cell]]
