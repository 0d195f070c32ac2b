"""Files as they should not be: each gives its sentence, nothing is stored of a broken one, the good rows of a mixed one are."""

import gzip
import io
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
import xlsxwriter
from django.utils import translation

from portal.importing import load
from portal.importing.problems import FileRefused, sentence
from portal.models import Flag, Observation, Series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

HEADING = "time;station;value\n"
GOOD = "2026-01-25 08:00;kgmt_32;0,29\n"


def zipped(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name.replace("_csv", ".csv"), body)
    return content.getvalue()


def workbook(rows, **options):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **options})
    sheet = book.add_worksheet()
    date_format = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, date_format)
            else:
                sheet.write(number, column, cell)
    book.close()
    return content.getvalue()


ZEROS = gzip.compress(bytes(200 * 1024 * 1024), 1)

REFUSED_FILES = {
    "nothing at all": (b"", "empty"),
    "only blank lines": ("\n\n\n", "empty"),
    "a heading and no row": (HEADING, "no_rows"),
    "no heading within twenty rows": ("x\n" * 30, "no_heading"),
    "a picture named like a table": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "zeros": (bytes(5000), "binary"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "pdf"),
    "a web page named like a workbook": (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
    "half of a gz": (gzip.compress((HEADING + GOOD * 500).encode())[:40], "damaged"),
    "half of a zip": (zipped(a_csv=HEADING + GOOD)[:60], "damaged"),
    "half of a workbook": (workbook([["time", "station"]])[:900], "damaged"),
    "half of an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    "zeros without end, in gz": (ZEROS, "bomb"),
    "zeros without end, in zip": (zipped(a_csv=bytes(200 * 1024 * 1024)), "bomb"),
    "a bomb in a zip in a gz": (gzip.compress(zipped(a_csv=bytes(200 * 1024 * 1024))), "bomb"),
    "a zip with nothing": (zipped() or b"PK\x05\x06" + bytes(18), "binary"),
    "a zip with two tables": (zipped(a_csv=HEADING + GOOD, b_csv=HEADING + GOOD), "many_files_inside"),
    "two columns of one name": ("time;station;value;value\n2026-01-25;kgmt_32;1;2\n", "doubled_columns"),
    "no column of dates": ("station;value\nkgmt_32;1\n", "no_time"),
    "no column of places": ("time;value\n2026-01-25;1\n", "no_place"),
    "no column of values": ("time;station\n2026-01-25;kgmt_32\n", "no_value"),
    "a quotation mark without its pair": (HEADING + '2026-01-25;"' + "x" * 200_000, "long_cell"),
    "merged cells over the heading": (workbook([["Посты", "", ""], ["", "", ""]]), "no_heading"),
    "an empty workbook": (workbook([]), "empty"),
    "posts twice under one substance": (";SO2;;\nДата;kgmt_32;kgmt_32;kgmt_33\n2026-01-25;1;2;3\n", "doubled_columns"),
    "only the largest of each day": ("time;station;H2S макс, мг/м3\n2026-01-25;kgmt_32;1\n", "no_value"),
    "months as columns, of no year": ("Пост;Январь;Февраль;Март\nkgmt_32;1;2;3\n", "no_time"),
    "numbers as columns": ("Дата;Пост;01;02;03;04\n2026-01-25;kgmt_32;1;2;3;4\n", "no_value"),
    "another table below": ("Дата;Пост;SO2;NO2\n;;;\n2026-01-25;kgmt_32;1;2\nДата;Пост;CO;O3\n", "second_table"),
}

REFUSED_ROWS = {
    "30 February": ("2026-02-30 08:00;kgmt_32;1", "no_such_day"),
    "month 13": ("2026-13-01;kgmt_32;1", "no_such_day"),
    "minute 60": ("2026-01-25 08:60;kgmt_32;1", "no_such_day"),
    "hour 24": ("25.01.2026 24:00;kgmt_32;1", "hour_24"),
    "hour 25": ("25.01.2026 25:00;kgmt_32;1", "no_such_day"),
    "hours without minutes, but with a dash": ("25.01.2026 08-00;kgmt_32;1", "bad_time"),
    "no such month by its name": ("25 вчера 2026;kgmt_32;1", "bad_time"),
    "30 February in words": ("30 февраля 2026;kgmt_32;1", "no_such_day"),
    "not found, in other words": ("2026-01-25 08:00;kgmt_32;не обн.", "not_detected"),
    "no date": (";kgmt_32;1", "no_time"),
    "a date in words": ("25 января;kgmt_32;1", "bad_time"),
    "a day number of a spreadsheet": ("46047,33;kgmt_32;1", "day_number"),
    "the future": ("2027-01-25 08:00;kgmt_32;1", "future"),
    "the last day of the calendar": ("9999-12-31 23:59;kgmt_32;1", "future"),
    "the year 1026": ("1026-01-25 08:00;kgmt_32;1", "too_old"),
    "an unknown post": ("2026-01-25 08:00;kgmt_999;1", "unknown_place"),
    "no post": ("2026-01-25 08:00;;1", "no_place"),
    "only blanks for a post": ("2026-01-25 08:00;   ;1", "no_place"),
    "a unit inside the cell": ("2026-01-25 08:00;kgmt_32;12,5 mg", "not_a_number"),
    "two numbers": ("2026-01-25 08:00;kgmt_32;1;5", "ragged"),
    "a cell too few": ("2026-01-25 08:00;kgmt_32", "ragged"),
    "a word": ("2026-01-25 08:00;kgmt_32;много", "not_a_number"),
    "an error of a spreadsheet": ("2026-01-25 08:00;kgmt_32;#DIV/0!", "not_a_number"),
    "a formula": ("2026-01-25 08:00;kgmt_32;=A1+B1", "not_a_number"),
    "two decimal commas": ("2026-01-25 08:00;kgmt_32;1,2,3", "not_a_number"),
    "a range": ("2026-01-25 08:00;kgmt_32;1-2", "not_a_number"),
    "not found, without the limit": ("2026-01-25 08:00;kgmt_32;н/о", "not_detected"),
    "less than nothing": ("2026-01-25 08:00;kgmt_32;-0,1", "below_possible"),
    "a mark of absence": ("2026-01-25 08:00;kgmt_32;-9999", "below_possible"),
    "1e308": ("2026-01-25 08:00;kgmt_32;1e308", "too_large"),
    "infinity": ("2026-01-25 08:00;kgmt_32;inf", "not_a_number"),
    "an Arabic digit": ("2026-01-25 08:00;kgmt_32;٣", "not_a_number"),
    "a half": ("2026-01-25 08:00;kgmt_32;½", "not_a_number"),
    "a power of ten": ("2026-01-25 08:00;kgmt_32;10³", "not_a_number"),
    "about": ("2026-01-25 08:00;kgmt_32;~0,1", "not_a_number"),
    "with its error": ("2026-01-25 08:00;kgmt_32;0,1±0,02", "not_a_number"),
    "more than can be measured": ("2026-01-25 08:00;kgmt_32;>0,5", "not_a_number"),
    "less than less than nothing": ("2026-01-25 08:00;kgmt_32;<-1", "below_possible"),
    "a year for a date": ("2026;kgmt_32;1", "only_year"),
    "a month for a date": ("январь 2026;kgmt_32;1", "only_month"),
    "a quarter for a date": ("I квартал 2026;kgmt_32;1", "only_quarter"),
    "seconds since 1970": ("1769342400;kgmt_32;1", "bad_time"),
    "an hour of thirteen after noon": ("2026-01-25 13:00 PM;kgmt_32;1", "no_such_day"),
    "from hour to hour": ("2026-01-25 22:00–23:00;kgmt_32;1", "bad_time"),
    "day 0": ("00.01.2026;kgmt_32;1", "no_such_day"),
    "a total": ("2026-01-25 08:00;Итого;1", "total"),
    "a name longer than names are": (f"2026-01-25 08:00;{'п' * 151};1", "unknown_place"),
    "the heading again": ("time;station;value", "repeated_heading"),
}

READ = {
    "UTF-8 with a mark": ("\ufeff" + HEADING + GOOD).encode(),
    "Windows Cyrillic": ("Дата;Пост;Значение\n" + GOOD).encode("cp1251"),
    "UTF-16": (HEADING + GOOD).encode("utf-16"),
    "tabs": (HEADING + GOOD).replace(";", "\t"),
    "commas, quoted decimal comma": 'time,station,value\n2026-01-25 08:00,kgmt_32,"0,29"\n',
    "decimal point": HEADING + "2026-01-25T08:00:00;kgmt_32;0.29\n",
    "dots in the date": HEADING + "25.01.2026 08:00;kgmt_32;0,29\n",
    "slashes in the date": HEADING + "25/01/2026 8:00;kgmt_32;0,29\n",
    "year first, with slashes": HEADING + "2026/01/25 08:00;kgmt_32;0,29\n",
    "an offset": HEADING + "2026-01-25 03:00:00+00:00;kgmt_32;0,29\n",
    "an exponent": HEADING + "2026-01-25 08:00;kgmt_32;2,9e-1\n",
    "a title above the heading": "Сероводород\n\n" + HEADING + GOOD,
    "blank columns at the end": "time;station;value;;\n2026-01-25 08:00;kgmt_32;0,29;;\n",
    "blanks around a post": HEADING + "2026-01-25 08:00; kgmt_32 ;0,29\n",
    "no line end": (HEADING + GOOD).strip(),
    "old line ends": (HEADING + GOOD).replace("\n", "\r\n"),
    "gz": gzip.compress((HEADING + GOOD).encode()),
    "zip": zipped(a_csv=HEADING + GOOD),
    "zip in gz": gzip.compress(zipped(a_csv=HEADING + GOOD)),
    "a workbook": workbook([["time", "station", "value"], [datetime(2026, 1, 25, 8), "kgmt_32", 0.29]]),
    "a workbook of 1904": workbook(
        [["time", "station", "value"], [datetime(2026, 1, 25, 8), "kgmt_32", 0.29]], date_1904=True
    ),
    "dates as text in a workbook": workbook([["time", "station", "value"], ["25.01.2026 08:00", "kgmt_32", "0,29"]]),
    "the same row twice": HEADING + GOOD + GOOD,
    "a byte that Windows Cyrillic does not have": "Дата;Пост;Значение;Заметка\n".encode("cp1251")
    + GOOD.encode().strip()
    + b";\x98\n",
    "Kazakh on Windows": "Күні;Бекет;Мәні\n".encode("kz1048") + GOOD.encode(),
    "Cyrillic of DOS": ("Дата;Пост;Значение\n" + GOOD).encode("cp866"),
    "UTF-8 with a broken letter": "Дата;Пост;Значение;Примечание\n".encode() + GOOD.encode().strip() + b";\xd0\n",
    "a year of two digits": HEADING + "25.01.26 08:00;kgmt_32;0,29\n",
    "a month by its name": HEADING + "25 января 2026 г. 08:00;kgmt_32;0,29\n",
    "an English month": HEADING + "25-Jan-2026 08:00;kgmt_32;0,29\n",
    "a Kazakh month": HEADING + "25 қаңтар 2026 8:00;kgmt_32;0,29\n",
    "an hour without minutes": HEADING + "25.01.2026 8;kgmt_32;0,29\n",
    "minutes after a dot": HEADING + "25.01.2026 08.00;kgmt_32;0,29\n",
    "an offset of two digits": HEADING + "2026-01-25 03:00:00+00;kgmt_32;0,29\n",
    "day and hour apart": "Дата;Час;Пост;Значение\n25.01.2026;8;kgmt_32;0,29\n",
    "day and time apart": "date,time,station,value\n2026-01-25,08:00:00,kgmt_32,0.29\n",
    "day and time apart in a workbook": workbook(
        [["Дата", "Время", "Пост", "Значение"], [datetime(2026, 1, 25), "08:00", "kgmt_32", 0.29]]
    ),
    "a title of two cells": "Сероводород;2026\n\ntime;station;note;value\n2026-01-25 08:00;kgmt_32;;0,29\n",
    "a point without a zero": HEADING + "2026-01-25 08:00;kgmt_32;.29\n",
    "an apostrophe of Excel": HEADING + "2026-01-25 08:00;kgmt_32;'0,29\n",
    "a zip with a note beside the table": zipped(a_csv=HEADING + GOOD, **{"README.md": "read me"}),
    "a computed number of a workbook": workbook(
        [["time", "station", "value"], [datetime(2026, 1, 25, 8), "kgmt_32", 0.29000000000000004]]
    ),
    "absent values": HEADING + "2026-01-25 07:00;kgmt_32;-\n" + GOOD + "2026-01-25 09:00;kgmt_32;н/д\n",
}


@pytest.mark.parametrize("name", REFUSED_FILES)
def test_a_broken_file_gives_its_sentence(name, do_import):
    content, code = REFUSED_FILES[name]

    with pytest.raises(FileRefused) as refused:
        do_import(content)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")
    assert not Series.objects.exists()


@pytest.mark.parametrize("name", REFUSED_ROWS)
def test_a_broken_row_gives_its_sentence_and_the_good_rows_are_loaded(name, do_import):
    row, code = REFUSED_ROWS[name]
    run = do_import(HEADING + GOOD + row + "\n" + GOOD.replace("08:00", "09:00"))

    refusal = run.refusals.get()
    assert (run.rows_new, run.rows_refused, refusal.code, refusal.row) == (2, 1, code, 3)
    said = str(sentence(refusal.row, refusal.column, refusal.code, refusal.details))
    assert "3" in said
    assert "%" not in said


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_whatever_its_form(name, do_import):
    run = do_import(READ[name])

    assert (run.rows_new, run.rows_refused) == (1, 0)
    reading = Observation.objects.get()
    assert (f"{reading.value:f}", f"{reading.ts:%Y-%m-%d %H:%M}") == ("0.29", "2026-01-25 03:00")


def test_a_file_without_a_parameter_says_so(do_import):
    with pytest.raises(FileRefused) as refused:
        do_import(HEADING + GOOD, "table.csv")
    assert refused.value.code == "no_parameter"


def test_a_source_without_a_unit_says_so(do_import, source):
    source.mapping = {"averaging": "1h"}

    with pytest.raises(FileRefused) as refused:
        do_import(HEADING + GOOD)
    assert refused.value.code == "no_unit"


def test_mixed_units_are_told_by_their_column(do_import, source):
    source.mapping = {"averaging": "1h", "unit_column": "unit"}
    rows = ["08:00;kgmt_32;8;мкг/м3", "09:00;kgmt_32;0,008;mg/m³", "10:00;kgmt_32;8;ppb", "11:00;kgmt_32;8;kt"]
    run = do_import("time;station;value;unit\n" + "".join(f"2026-01-25 {row}\n" for row in rows))

    assert [f"{value.normalize():f}" for value in Observation.objects.values_list("value", flat=True)] == ["0.008"] * 2
    assert list(run.refusals.values_list("row", "code")) == [(4, "unknown_unit"), (5, "other_unit")]


def test_hours_counted_from_one_to_twenty_four_end_at_midnight(do_import):
    do_import("Дата;Час;Пост;Значение\n31.12.2025;23;kgmt_32;1\n31.12.2025;24;kgmt_32;1,1\n")

    assert [f"{reading.ts:%d %H}" for reading in Observation.objects.order_by("ts")] == ["31 18", "31 19"]


def test_the_midnight_after_the_last_day_of_the_calendar_is_in_the_future(do_import):
    run = do_import("Дата;Час;Пост;Значение\n31.12.9999;24;kgmt_32;1\n")

    assert run.refusals.get().code == "future"


def test_a_byte_that_no_text_has_is_left_out_of_a_workbook(do_import):
    rows = [["time", "station", "value\0"], ["2026-01-25 08:00", "kgmt\0_32", 0.29], ["2026-01-25 09:00", "\0п", 1]]
    run = do_import(workbook(rows))

    assert (run.rows_new, run.refusals.get().details) == (1, {"text": "п"})


def test_of_several_sheets_the_longest_is_read_and_the_others_are_named(do_import):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("О файле").write(0, 0, "Сероводород")
        sheet = book.add_worksheet("Данные")
        for number, row in enumerate((["time", "station", "value"], ["2026-01-25 08:00", "kgmt_32", 0.29])):
            sheet.write_row(number, 0, row)
    run = do_import(content.getvalue())

    assert (run.rows_new, run.report["warnings"], run.report["examples"]) == (
        1,
        {"sheets": 1},
        {"sheets": [["О файле"]]},
    )


def test_of_utf_16_that_was_cut_the_whole_rows_are_loaded(do_import):
    run = do_import((HEADING + GOOD + GOOD.replace("08:00", "09:00")).encode("utf-16")[:-5])

    assert (run.rows_new, run.rows_refused) == (1, 1)


def test_fewer_than_is_a_detection_limit_in_words_too(do_import):
    do_import(HEADING + "2026-01-25 08:00;kgmt_32;менее 0,005\n")

    assert Observation.objects.get().flag == Flag.BELOW_DETECTION


@pytest.mark.parametrize("unit", ["мкг/куб.м", "мкг/м3", "µg/m³", "ug/m3", "μg/m3"])
def test_a_unit_is_known_by_each_of_its_spellings(do_import, source, unit):
    source.mapping = {"averaging": "1h"}
    do_import(f"time;station;PM10, {unit}\n2026-01-25 08:00;kgmt_32;8\n", "table.csv")

    assert Observation.objects.get().value == Decimal("0.008")


def test_the_sentence_names_row_column_and_cell():
    with translation.override("en"):
        said = sentence(57, "value", "not_a_number", {"text": "12,5 mg", "unit": "µg/m³"})

    assert said == "Row 57, column value: “12,5 mg” is not a number in µg/m³."


def test_a_check_of_a_broken_row_tells_the_same_as_a_load(do_import):
    run = do_import(HEADING + "2026-02-30;kgmt_32;1\n", carry_out=load.check)

    assert (run.rows_refused, run.refusals.get().code) == (1, "no_such_day")
