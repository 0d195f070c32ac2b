"""Rows of a workbook (xls, xlsx, ods): the longest sheet, cell by cell as text, dates as dates."""

import zipfile
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from portal.documents import kinds
from portal.importing import opendocument
from portal.importing.merged import Area
from portal.importing.problems import FileRefused

LARGEST_UNPACKED = 150 * 1024 * 1024


def rows(path):
    """(number of the row, cells) of the longest sheet, its merged areas, and the names of the other sheets with rows."""
    _check_size(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    except PasswordError as error:
        raise FileRefused("locked") from error
    except (CalamineError, OSError, ValueError) as error:  # kept files have no ending, and by it calamine knows a lock
        raise FileRefused("locked" if kinds.is_locked(path) else "damaged") from error
    filled = [sheet for sheet in sheets if sheet.height]
    longest = max(filled, key=lambda sheet: sheet.height, default=None)
    if longest is None:
        raise FileRefused("empty")
    merged = longest.merged_cell_ranges
    if merged is None and zipfile.is_zipfile(path):
        merged = opendocument.merged(path, longest.name)
    return _rows(longest), _areas(longest, merged or ()), [sheet.name for sheet in filled if sheet is not longest]


def _rows(sheet):
    """Rows are given from the first of the sheet on, columns from the first that is filled."""
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if any(cell != "" for cell in cells):
            yield number, [_text(cell) for cell in cells]


def _areas(sheet, merged):
    left = sheet.start[1] if sheet.start else 0
    return [
        Area(
            f"{_letters(from_column)}{first + 1}:{_letters(to_column)}{last + 1}",
            first + 1,
            last + 1,
            max(from_column - left, 0),
            to_column - left,
        )
        for (first, from_column), (last, to_column) in merged
    ]


def _letters(column):
    """0 is A, 26 is AA."""
    before, letter = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)


def _check_size(path):
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise FileRefused("too_big_sheet", megabytes=unpacked // 1024 // 1024)


def _text(cell):
    """A date stays a date; 57.0 is written as people write it."""
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, (datetime, date)):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float):
        return format(
            cell, ".15g"
        )  # as the program shows it: 0.008, not 0.008000000000000002, which is above its limit
    return str(cell)
