"""Rows of a workbook (xls, xlsx, ods): the longest sheet, cell by cell as text, dates as dates."""

import zipfile
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from portal.importing.problems import FileRefused

LARGEST_UNPACKED = 150 * 1024 * 1024


def rows(path):
    """(number of the row, cells) of the longest sheet, and the names of the other sheets that have rows."""
    _check_size(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    except PasswordError as error:
        raise FileRefused("locked") from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused("damaged") from error
    filled = [sheet for sheet in sheets if sheet.height]
    longest = max(filled, key=lambda sheet: sheet.height, default=None)
    if longest is None:
        raise FileRefused("empty")
    return _rows(longest), [sheet.name for sheet in filled if sheet is not longest]


def _rows(sheet):
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, cells in enumerate(sheet.iter_rows(), start=first):
        if any(cell != "" for cell in cells):
            yield number, [_text(cell) for cell in cells]


def _check_size(path):
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise FileRefused("too_big_sheet", megabytes=unpacked // 1024 // 1024)


def _text(cell):
    """A date stays a date; 57.0 is written as people write it."""
    if isinstance(cell, (str, datetime, date)):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float):
        return format(
            cell, ".15g"
        )  # as the program shows it: 0.008, not 0.008000000000000002, which is above its limit
    return str(cell)
