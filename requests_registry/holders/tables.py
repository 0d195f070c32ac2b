"""The directory of holders as a table for staff: what goes out comes in again, cell by cell.

`organisation` is the slug. In `channels` each line is one way to write, `email|office@…|signature|note kk|note ru|note en`;
in `mailboxes` each line is an address or a domain. A cell that a spreadsheet would run as a formula, or that begins with an
apostrophe, gets an apostrophe more on the way out and loses it on the way in.
"""

import csv
import io
from contextlib import contextmanager

from django.utils.translation import gettext as _

from portal.exports import formula_safe
from portal.importing import read, text
from portal.importing.problems import FileRefused
from portal.languages import columns

ORGANISATION_COLUMNS = (*columns("name"), "kind", "region")
HOLDER_COLUMNS = ("profile", "legal_basis", "higher_body", "language", *columns("office_hours"), "note")
COLUMNS = ("organisation", *ORGANISATION_COLUMNS, *HOLDER_COLUMNS, "channels", "mailboxes")
CHANNEL_FIELDS = ("kind", "address", "needs", *columns("note"))


class TableRefused(Exception):
    """The file is no table of holders: the message is a sentence for the person."""


def cells_of(holder):
    """A holder as the row of the table, without anything done for spreadsheets."""
    return cells_of_organisation(holder.organisation) | {
        **{name: plain(getattr(holder, name)) for name in HOLDER_COLUMNS if name != "higher_body"},
        "higher_body": holder.higher_body.slug if holder.higher_body else "",
        "channels": channels_as_text(
            [[getattr(way, name) for name in CHANNEL_FIELDS] for way in holder.channels.all()]
        ),
        "mailboxes": "\n".join(sorted(mailbox.address for mailbox in holder.mailboxes.all())),
    }


def cells_of_organisation(organisation):
    return {
        "organisation": organisation.slug,
        **{name: plain(getattr(organisation, name)) for name in ORGANISATION_COLUMNS if name != "region"},
        "region": organisation.region.iso_3166_2 if organisation.region else "",
    }


def as_csv(holders):
    """The whole table as text, with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for holder in holders:
        cells = cells_of(holder)
        writer.writerow([_safe(cells[name]) for name in COLUMNS])
    return buffer.getvalue()


def rows_of(path, name):
    """[(number of the row, {column: text})] of a file in any usual encoding and with any usual delimiter.

    Raises TableRefused with what is wrong with the file as a whole; a row that is wrong is left to the import.
    """
    try:
        with _opened(path, name) as (heading, rows):
            heading = [cell.strip().lower() for cell in heading]
            _check_heading(heading)
            found = [(number, _cells(heading, cells)) for number, cells in rows if any(map(plain, cells))]
            if not found:
                raise FileRefused("no_rows")
            return found
    except FileRefused as problem:
        raise TableRefused(str(problem)) from problem
    except UnicodeDecodeError as problem:
        raise TableRefused(
            _("The file is in an encoding that the portal does not know. Save it as UTF-8.")
        ) from problem


def plain(value):
    """A text as it is compared: without blanks around it, with one kind of line ends."""
    return "\n".join(str(value).strip().splitlines())


def channels_as_text(channels):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter="|", lineterminator="\n")
    for fields in sorted([plain(field) for field in fields] for fields in channels):
        while fields and not fields[-1]:
            fields.pop()
        writer.writerow(fields)
    return buffer.getvalue().strip()


def channels_in(cell):
    """The lines of a cell as {field: text}; raises csv.Error or ValueError where a line has too many parts."""
    lines = csv.reader(io.StringIO(cell, newline=""), delimiter="|", skipinitialspace=True, strict=True)
    return [
        dict(
            zip(
                CHANNEL_FIELDS,
                [plain(field) for field in fields] + [""] * (len(CHANNEL_FIELDS) - len(fields)),
                strict=True,
            )
        )
        for fields in lines
        if fields
    ]


@contextmanager
def _opened(path, name):
    """(heading, rows). The heading tells the delimiter: a note full of semicolons does not. Workbooks are read as any."""
    delimiter = _delimiter_of(path)
    if delimiter is None:
        with read.table(path, name) as table:
            yield table.heading, table.rows
        return
    with open(path, encoding=text.encoding_of(path), newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            yield next(cells for cells in reader if any(cells)), ((reader.line_num, cells) for cells in reader)
        except csv.Error as problem:
            raise FileRefused("long_cell", row=reader.line_num) from problem


def _delimiter_of(path):
    """None where the file is no text, or its first line no heading of this table."""
    try:
        with open(path, encoding=text.encoding_of(path), newline="") as file:
            heading = next((line for line in file if line.strip()), "")
    except FileRefused:
        return None
    for delimiter in text.DELIMITERS:
        if "organisation" in [cell.strip(' "\r\n').lower() for cell in heading.split(delimiter)]:
            return delimiter
    return None


def _check_heading(heading):
    doubled = [name for name in heading if name and heading.count(name) > 1]
    if doubled:
        places = [number for number, name in enumerate(heading, start=1) if name == doubled[0]]
        raise TableRefused(
            _("Columns %(first)d and %(second)d have the same name, “%(name)s”. Rename one of them.")
            % {"first": places[0], "second": places[1], "name": doubled[0]}
        )
    unknown = [name for name in heading if name and name not in COLUMNS]
    if unknown:
        raise TableRefused(
            _("The column “%(name)s” is not one of this table. The columns are: %(names)s.")
            % {"name": unknown[0], "names": ", ".join(COLUMNS)}
        )
    if "organisation" not in heading:
        raise TableRefused(_("The column “organisation” with the addresses of the holders is missing."))


def _cells(heading, cells):
    """A cell beyond the heading is kept under no name, for the import to refuse the row."""
    named = {name: _unsafe(plain(cell)) for name, cell in zip(heading, cells, strict=False) if name}
    beyond = [plain(cell) for cell in cells[len(heading) :] if plain(cell)]
    return named | {"": beyond[0]} if beyond else named


def _safe(text):
    return f"'{text}" if text.startswith("'") else formula_safe(text)


def _unsafe(text):
    """A single apostrophe that somebody typed himself stays."""
    rest = text[1:]
    return rest if text.startswith("'") and (rest.startswith("'") or formula_safe(rest) != rest) else text
