"""Merged cells of a workbook: a place or a day that is written once stands for all its rows, a number for none.

A number over several cells may be their sum, their mean or the value of one of them; nobody can say from the file.
"""

from dataclasses import dataclass

from portal.importing.numbers import ABSENT


@dataclass(frozen=True)
class Area:
    """Rows from 1 on, columns from 0 on, all inclusive; `name` as the program shows it: B4:B6."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Shared(str):
    """A cell of values that is part of an area."""

    __slots__ = ("area",)


def filled(rows, areas, value_columns):
    """The rows with the content of each area in all its cells, marked as shared in columns of values."""
    waiting = sorted(areas, key=lambda area: area.first_row, reverse=True)
    contents = {}
    for number, cells in rows:
        while waiting and waiting[-1].first_row <= number:
            area = waiting.pop()
            if area.first_row == number and area.first_column < len(cells):
                contents[area] = cells[area.first_column]
        contents = {area: content for area, content in contents.items() if number <= area.last_row}
        for area, content in contents.items():
            for column in range(area.first_column, min(area.last_column + 1, len(cells))):
                cells[column] = _shared(content, area) if column in value_columns else content
        yield number, cells


def _shared(content, area):
    if str(content).strip().lower() in ABSENT:
        return content
    shared = Shared(content)
    shared.area = area.name
    return shared
