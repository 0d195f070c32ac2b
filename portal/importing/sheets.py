"""Rows of a workbook (xls, xlsx, ods): the first sheet that has any, cell by cell as text, dates as dates."""

import zipfile
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from portal.importing.problems import FileRefused

LARGEST_UNPACKED = 150 * 1024 * 1024


def rows(path):
    """(number of the row, cells) of the first sheet with rows."""
    _check_size(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.height:
                first = (sheet.start or (0, 0))[0]
                for number, cells in enumerate(sheet.iter_rows(), start=first + 1 if sheet.start else 1):
                    if any(cell != "" for cell in cells):
                        yield number, [_text(cell) for cell in cells]
                return
    except PasswordError as error:
        raise FileRefused("locked") from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused("damaged") from error


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
    return str(cell)
