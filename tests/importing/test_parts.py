"""Months, quarters and hours as columns, hours of twelve, merged cells of an ODS: each value lands on its own period."""

import csv
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.importing.problems import FileRefused
from portal.models import Observation, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

MONTHS = {
    "in Russian": "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь",
    "in Kazakh": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "short": "янв. фев. мар. апр. май июн. июл. авг. сент. окт. нояб. дек.",
    "in English": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "Roman": "I II III IV V VI VII VIII IX X XI XII",
    "numbers": "1 2 3 4 5 6 7 8 9 10 11 12",
}


def days():
    """{first day of the period: value} of the one series, by the local day on which the period ends."""
    (series,) = {one.series for one in Observation.objects.select_related("series__station")}
    readings = Observation.objects.filter(series=series).values_list("ts", "value")
    return {series.day_of(ts): value for ts, value in readings}


def last_of_month(year, month):
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@pytest.mark.parametrize("name", MONTHS)
def test_months_are_columns_and_years_are_rows(name, do_import):
    months = MONTHS[name].split()
    text = ";".join(["Пост", "Год", *months, "За год"]) + "\n"
    text += "kgmt_32;2024;" + ";".join(f"0,{month:02}" for month in range(1, 13)) + ";0,06\n"
    text += "kgmt_32;2025;" + ";".join("-" if month == 7 else f"1,{month:02}" for month in range(1, 13)) + ";1,06\n"
    run = do_import(text)

    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    assert days() == {
        last_of_month(int(year), month): Decimal(cell.replace(",", "."))
        for _post, year, *cells, _all in rows
        for month, cell in enumerate(cells, start=1)
        if cell != "-"
    }
    assert {one.series.averaging for one in Observation.objects.select_related("series")} == {"month"}
    assert run.report["examples"]["columns"] == [["За год"]]


@pytest.mark.parametrize(
    "text",
    [
        "Концентрации за 2025 год\nПост;Январь;Февраль;Среднее\nkgmt_32;0,1;0,2;0,15\n",
        "Пост;Январь 2025;Февраль 2025 г.;Год\nkgmt_32;0,1;0,2;0,15\n",
        "Пост;2025-01;2025-02\nkgmt_32;0,1;0,2\n",
    ],
)
def test_the_year_of_the_months_may_stand_above_or_beside_them(text, do_import):
    do_import(text)

    assert days() == {date(2025, 1, 31): Decimal("0.1"), date(2025, 2, 28): Decimal("0.2")}


def test_the_year_of_the_months_may_be_said_by_a_person(do_import):
    text = "Пост;Январь;Февраль\nkgmt_32;0,1;0,2\n"
    with pytest.raises(FileRefused) as refused:
        do_import(text)
    assert refused.value.code == "no_time"
    do_import(text, fixed_time="2024")

    assert days() == {date(2024, 1, 31): Decimal("0.1"), date(2024, 2, 29): Decimal("0.2")}


@pytest.mark.parametrize(
    "headings",
    [
        "I кв.;II кв.;III кв.;IV кв.",
        "1 квартал;2 квартал;3 квартал;4 квартал",
        "Q1;Q2;Q3;Q4",
        "I;II;III;IV",
        "1-тоқсан;2-тоқсан;3-тоқсан;4-тоқсан",
    ],
)
def test_quarters_are_columns(headings, do_import):
    run = do_import(f"Год;Пост;{headings}\n2025;kgmt_32;0,1;0,2;0,3;0,4\nвесь;kgmt_32;1;1;1;1\n")

    ends = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
    assert days() == dict(zip(ends, map(Decimal, ("0.1", "0.2", "0.3", "0.4")), strict=True))
    assert set(run.refusals.values_list("code", flat=True)) == {"no_year"}


@pytest.mark.parametrize(
    "cell", ["III квартал 2025 г.", "3 кв. 2025", "2025-Q3", "2025 жылғы 3-тоқсан", "2025 г., III кв."]
)
def test_a_quarter_is_a_value_of_the_column_of_dates(cell, do_import):
    do_import(f"time;station;value\n{cell};kgmt_32;0,1\n", averaging="quarter")

    assert days() == {date(2025, 9, 30): Decimal("0.1")}


HOURS = {
    "1 to 24": (range(1, 25), "{}"),
    "0 to 23": (range(24), "{:02}"),
    "on the clock": (range(24), "{:02}:00"),
    "with a word": (range(24), "{} ч"),
    "every sixth": (range(1, 24, 6), "{:02}"),
}


@pytest.mark.parametrize("name", HOURS)
def test_hours_are_columns(name, do_import):
    hours, form = HOURS[name]
    text = ";".join(["Дата", "Пост", *map(form.format, hours)]) + "\n"
    text += "25.01.2026;kgmt_32;" + ";".join(f"0,{hour:03}" for hour in hours) + "\n"
    run = do_import(text)

    stored = Observation.objects.select_related("series__station").order_by("ts")
    assert [(one.ts.astimezone(one.series.zone).isoformat()[:13], one.value) for one in stored] == [
        (f"2026-01-{25 + hour // 24}T{hour % 24:02}", Decimal(hour) / 1000) for hour in hours
    ]
    assert run.rows_refused == 0
    assert [name for name, role, _said in run.report["taken"] if role == "value"] == [
        form.format(hour) for hour in hours
    ]


def test_hours_stand_under_a_substance(do_import):
    head = "Дата;Пост;SO2, мкг/м3;;;;NO2, мкг/м3;;;\n;;01;07;13;19;01;07;13;19\n"
    do_import(f"{head}25.01.2026;kgmt_32;10;20;30;40;50;60;70;80\n", "table.csv")

    stored = Observation.objects.select_related("series__station", "series__parameter").order_by(
        "series__parameter", "ts"
    )
    assert sorted(
        (one.series.parameter.code, one.ts.astimezone(one.series.zone).hour, one.value) for one in stored
    ) == [
        (code, hour, Decimal(value) / 1000)
        for code, values in (("no2", (50, 60, 70, 80)), ("so2", (10, 20, 30, 40)))
        for hour, value in zip((1, 7, 13, 19), values, strict=True)
    ]


@pytest.mark.parametrize("headings", ["1;2;3;4", "5;6;7", "01;02;03;04"])
def test_a_few_numbers_may_be_posts_and_are_no_hours(headings, do_import):
    with pytest.raises(FileRefused) as refused:
        do_import(f"Дата;Пост;{headings}\n25.01.2026;kgmt_32;{headings}\n")
    assert refused.value.code == "no_value"


@pytest.mark.parametrize(
    ("cell", "hour"),
    [("12:00 AM", 0), ("01:00 am", 1), ("12:00 PM", 12), ("4:00:00 PM", 16), ("11 p.m.", 23)],
)
def test_hours_of_twelve_are_read(cell, hour, do_import):
    do_import(f"time;station;value\n2026-01-25 {cell};kgmt_32;0,1\n")

    reading = Observation.objects.select_related("series__station").get()
    assert reading.ts.astimezone(reading.series.zone).hour == hour


def ods(*rows):
    """A sheet of text cells; (text, rows, columns) is merged over as many."""

    def cell(content):
        text, down, right = content if isinstance(content, tuple) else (content, 1, 1)
        if not text:
            return "<table:table-cell/>"
        spans = f'table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"' if down * right > 1 else ""
        return f'<table:table-cell office:value-type="string" {spans}><text:p>{text}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="other"><table:table-row>{cell(("x", 2, 2))}</table:table-row></table:table>'
            '<table:table table:name="values"><table:table-row table:number-rows-repeated="2"><table:table-cell '
            f'table:number-columns-repeated="9"/></table:table-row>{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def test_merged_cells_of_an_ods_hold_for_their_rows_and_a_merged_number_for_none(do_import):
    run = do_import(
        ods(
            ["", "Дата", "Час", "Пост", "Значение"],
            ["", ("25.01.2026", 4, 1), "1", ("kgmt_32", 2, 1), "0,1"],
            ["", "", "2", "", "0,2"],
            ["", "", "3", ("kgmt_33", 2, 1), ("0,3", 2, 1)],
            ["", "", "4", "", ""],
        ),
        "h2s.ods",
    )

    stored = Observation.objects.select_related("series__station").order_by("ts")
    assert [(one.series.station.slug[-2:], f"{one.value:f}") for one in stored] == [("32", "0.1"), ("32", "0.2")]
    assert [(row.row, row.code, row.details["cells"]) for row in run.refusals.all()] == [
        (6, "merged", "E6:E7"),
        (7, "merged", "E6:E7"),
    ]


def test_a_quarter_of_statistics_is_no_year(do_import):
    text = "Регион;I кв.;II кв.\nАтырауская;1;2\n"
    statistics = Source.objects.get(code="statistics-emissions")
    do_import(text, "t.csv", into=statistics, fixed_time="2025")

    assert {one.series.averaging for one in Observation.objects.select_related("series")} == {"quarter"}
