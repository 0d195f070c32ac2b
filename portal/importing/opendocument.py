"""The merged cells of an ODS, which the reader of workbooks does not tell: from the file's own content.xml, row by row."""

import zipfile
from xml.etree.ElementTree import ParseError, iterparse

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def merged(path, sheet):
    """((first row, first column), (last row, last column)) of each area of the sheet, counted from 0."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            return list(_merged(content, sheet))
    except (KeyError, ParseError, zipfile.BadZipFile):
        return []


def _merged(content, sheet):
    row, is_sheet = 0, False
    for event, element in iterparse(content, ("start", "end")):
        if event == "start":
            if element.tag == f"{TABLE}table":
                row, is_sheet = 0, element.get(f"{TABLE}name") == sheet
        elif element.tag == f"{TABLE}table-row":
            if is_sheet:
                yield from _of_row(element, row)
            row += int(element.get(f"{TABLE}number-rows-repeated", 1))
            element.clear()


def _of_row(element, row):
    column = 0
    for cell in element:
        if cell.tag not in CELLS:
            continue
        rows, columns = (int(cell.get(f"{TABLE}number-{name}-spanned", 1)) for name in ("rows", "columns"))
        if rows > 1 or columns > 1:
            yield (row, column), (row + rows - 1, column + columns - 1)
        column += int(cell.get(f"{TABLE}number-columns-repeated", 1))
