import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError
from django.http import Http404
from python_calamine import CalamineWorkbook

from portal.exports import Column, respond

COLUMNS = [
    Column("name", "Name", lambda row: row[0]),
    Column("value", "Value", lambda row: row[1]),
    Column("day", "Day", lambda row: row[2]),
]
ROWS = [("Атырау", Decimal("252.50"), date(2026, 3, 7)), ('=HYPERLINK("x")', None, None)]


def body(response):
    return b"".join(response.streaming_content)


def test_csv_keeps_numbers_exact_and_disarms_formulas():
    assert body(respond("csv", "list", COLUMNS, ROWS)).decode() == (
        'name,value,day\r\nАтырау,252.50,2026-03-07\r\n"\'=HYPERLINK(""x"")",,\r\n'
    )


def test_csv_for_excel_has_a_bom_and_semicolons():
    text = body(respond("csv", "list", COLUMNS, ROWS, excel=True)).decode()
    assert text.startswith("\ufeffname;value;day\r\n")


def test_json_has_labels_and_rows():
    answer = json.loads(body(respond("json", "list", COLUMNS, ROWS)))
    assert answer["columns"] == {"name": "Name", "value": "Value", "day": "Day"}
    assert answer["rows"][0] == {"name": "Атырау", "value": 252.5, "day": "2026-03-07"}


def test_xlsx_holds_numbers_dates_and_text_that_is_no_formula():
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(respond("xlsx", "list", COLUMNS, ROWS))))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1] == ["Атырау", 252.5, date(2026, 3, 7)]
    assert rows[2][0] == '=HYPERLINK("x")'


def test_an_unknown_form_is_not_found():
    with pytest.raises(Http404):
        respond("exe", "list", COLUMNS, ROWS)


def test_a_file_that_breaks_off_says_so_in_its_last_line():
    def rows():
        yield from ROWS
        raise DatabaseError("the server went away")

    for fmt in ("csv", "json"):
        text = body(respond(fmt, "list", COLUMNS, rows())).decode()
        assert text.endswith("\r\n# THIS FILE IS CUT\r\n")


def test_a_sheet_that_is_full_says_so(monkeypatch):
    monkeypatch.setattr("portal.exports.XLSX_ROWS", 3)
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(respond("xlsx", "list", COLUMNS, [ROWS[0]] * 9))))
    assert book.get_sheet_by_index(0).to_python()[3][0].startswith("# THIS FILE IS CUT")
