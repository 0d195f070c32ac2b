"""The rows of a list as CSV, XLSX or JSON: streamed in constant memory, the same columns in each form."""

import csv
import io
import json
import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils import timezone

FORMATS = ("csv", "xlsx", "json")
XLSX_ROWS = 1_048_575  # what a sheet holds below its heading
CHUNK = 2000
CUT = "# THIS FILE IS CUT"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    value: Callable[[Any], Any]


def respond(fmt, filename, columns, rows, *, excel=False):
    """A download of `rows` (a queryset or any iterable). `excel=True`: a BOM and semicolons, as Excel here expects."""
    if fmt not in FORMATS:
        raise Http404(f"no such form of a list: {fmt}")
    rows = rows.iterator(chunk_size=CHUNK) if hasattr(rows, "iterator") else iter(rows)
    if fmt == "xlsx":
        return _xlsx(filename, columns, rows)
    lines = saying_when_cut(_csv_lines(columns, rows, excel) if fmt == "csv" else _json_lines(columns, rows))
    content_type = "text/csv; charset=utf-8" if fmt == "csv" else "application/json"
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}.{fmt}"'
    return response


def saying_when_cut(parts):
    """The status has long been sent when a file breaks off: its last line says so instead."""
    try:
        yield from parts
    except DatabaseError:
        log.exception("a download was cut")
        yield f"\r\n{CUT}\r\n".encode()


def plain(value):
    """Numbers stay numbers with a point, dates are ISO, texts are text: files are read by machines."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return str(value)
    return formula_safe(str(value).replace("\x00", ""))


def formula_safe(text):
    """A cell that a spreadsheet would run as a formula starts with an apostrophe instead."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _csv_lines(columns, rows, excel):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if excel else ",", lineterminator="\r\n")
    if excel:
        buffer.write("\ufeff")
    writer.writerow([column.key for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([plain(column.value(row)) for column in columns])
        if number % 500 == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer):
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _json_lines(columns, rows):
    head = json.dumps({column.key: str(column.label) for column in columns}, ensure_ascii=False)
    yield f'{{"columns": {head},\n"rows": [\n'.encode()
    separator = ""
    for row in rows:
        record = {column.key: _json_value(column.value(row)) for column in columns}
        yield f"{separator}{json.dumps(record, ensure_ascii=False, cls=DjangoJSONEncoder)}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def _json_value(value):
    """Decimals as numbers with all their digits where a double keeps them, else as text."""
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else format(value, "f")
    return str(value) if value is not None and not isinstance(value, (str, int, float, bool, list)) else value


def _xlsx(filename, columns, rows):
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- FileResponse closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.label), bold)
    for number, row in enumerate(rows, start=1):
        if number > XLSX_ROWS:
            sheet.write_string(XLSX_ROWS, 0, f"{CUT}: a sheet holds {XLSX_ROWS} rows, take the CSV")
            break
        for place, column in enumerate(columns):
            _write_cell(sheet, number, place, column.value(row), day)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{filename}.xlsx")


def _write_cell(sheet, number, place, value, day):
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        sheet.write_datetime(number, place, value, day)
    elif isinstance(value, date):
        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(number, place, value)
    elif value not in (None, ""):
        sheet.write_string(number, place, str(value).replace("\x00", "")[:32_767])
