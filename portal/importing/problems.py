"""What can be wrong with a file or a row, and the sentence that says so."""

from django.utils.translation import gettext_lazy as _

LONGEST_SAID = 200

FILE = {
    "no_room": _("The server could not keep the file now; nothing was saved. Try again in a few minutes."),
    "gone": _("The file is no longer on the server. Give it once more."),
    "empty": _("The file is empty."),
    "no_rows": _("The file has a heading but no rows under it."),
    "no_heading": _("No heading was found in the first %(rows)d rows: a row with the names of the columns is needed."),
    "binary": _("This is not a table: the file has bytes that no text has. Save it as CSV, XLS, XLSX or ODS."),
    "pdf": _("This is a PDF. A table in a PDF cannot be read as rows: ask the publisher for the table itself."),
    "web_page": _("This is a web page that is only named like a table. Open it and save it as XLSX or CSV."),
    "damaged": _("The file is damaged or was cut off on the way. Copy it again."),
    "locked": _("The file is locked with a password. Save it without one."),
    "bomb": _("Unpacked, the file grows more than %(times)d times: that is no table. It was not read further."),
    "too_big_sheet": _(
        "The workbook is too large to be read safely (%(megabytes)d MB unpacked). Save the sheet as CSV."
    ),
    "no_file_inside": _("The archive holds no table."),
    "many_files_inside": _("The archive holds several files (%(names)s). Import them one by one."),
    "long_cell": _("Row %(row)d has a cell that does not end: a quotation mark is probably missing."),
    "doubled_columns": _(
        "Row %(row)d: columns %(first)d and %(second)d have the same name, “%(name)s”. Rename one, so that it is clear which "
        "is which."
    ),
    "second_table": _(
        "Row %(row)d is the heading of another table, with other columns. Save each table as a file or sheet of its own."
    ),
    "same_columns": _(
        "The columns “%(first)s” and “%(second)s” are of the same parameter, place and time. Say in the mapping which one is "
        "read and which one is ignored."
    ),
    "month_first": _(
        "Row %(row)d: “%(text)s” has the month before the day, so no date of this file is certain. Write the dates as 2026-01-25 or "
        "25.01.2026."
    ),
    "other_unit_above": _(
        "Above the table stands “%(title)s”, but the values are to be read in %(unit)s. Correct the unit in the mapping of the "
        "source, or the title."
    ),
    "no_time": _(
        "No column of dates was found or named. Where all rows are of one month or year, name it in the mapping of the source "
        "(period of all rows) or in the command with --period. The columns are: %(names)s."
    ),
    "bad_period": _(
        "“%(text)s” is not a period that all rows can be of. Write 2006 for values of a year, 2006-04 for those of a month, "
        "2006-04-25 for those of a day."
    ),
    "limits": _(
        "This is a table of limit values (column “%(name)s”), not of readings: it has no place and no time. Load it as a table of limit "
        "values: there you say of which act it is."
    ),
    "no_limits": _("No column of limit values was found. The columns are: %(names)s."),
    "no_column": _("No column “%(name)s” was found. The columns are: %(names)s."),
    "two_amounts": _("Both “%(first)s” and “%(second)s” may be the amount. Rename the column that is not meant."),
    "too_many_rows": _("The table has more than %(most)d rows. Divide it by years or regions."),
    "same_limits": _(
        "The columns “%(first)s” and “%(second)s” are limit values of the same averaging. Save the one that is meant as a file of its "
        "own."
    ),
    "no_place": _("No column of places was found or named. The columns are: %(names)s."),
    "no_value": _("No column of values was found or named. The columns are: %(names)s."),
    "several_months": _(
        "The column “%(name)s” is of several months together. Ask the publisher for the months one by one, or subtract from each "
        "such column the one before it, and name each column by its one month, quarter or year."
    ),
    "no_parameter": _("It is not said what was measured. Name the parameter or the column that holds it."),
    "no_averaging": _("It is not said over which time the values are averaged."),
    "no_unit": _("It is not said in which unit the values of “%(name)s” are."),
    "unknown_column": _("The mapping names the column “%(name)s”, which the file does not have."),
    "unknown_unit": _("The unit “%(unit)s” is not known. Add it to the units or write it as one of them."),
}

ROW = {
    "repeated_heading": _("the heading stands here again"),
    "ragged": _("the row has %(found)s cells, the heading has %(expected)s"),
    "no_time": _("there is no date"),
    "bad_time": _("“%(text)s” is not a date and time that can be read"),
    "no_such_day": _("“%(text)s”: there is no such day or hour"),
    "hour_24": _("“%(text)s”: write 00:00 of the next day instead of 24:00"),
    "day_number": _("“%(text)s” looks like a day number of a spreadsheet; format the column as a date"),
    "no_hour": _("there is no hour"),
    "only_year": _("“%(text)s” names a year, but no day"),
    "only_month": _("“%(text)s” names a month, but no day"),
    "only_quarter": _("“%(text)s” names a quarter, but no day or month"),
    "several_months": _("“%(text)s” is several months together: each month, quarter or year needs a row of its own"),
    "no_year": _("“%(text)s” is not a year, and the columns are its months or quarters"),
    "merged": _("“%(text)s” stands in the merged cells %(cells)s: it is not clear to which of them it belongs"),
    "no_offset": _("“%(text)s” does not say its offset from UTC, and this source is read by it"),
    "future": _("“%(text)s” is in the future"),
    "too_old": _("“%(text)s” is before 1900"),
    "no_place": _("there is no place"),
    "no_region": _("there is no region, and “%(text)s” may lie in several"),
    "long_place": _("the name of the place is longer than %(most)s letters"),
    "total": _("“%(text)s” is a total of other rows, not a place"),
    "unknown_place": _("the place “%(text)s” is not known for this source"),
    "no_parameter": _("there is a value, but it is not said of what"),
    "unknown_parameter": _("the parameter “%(text)s” is not known"),
    "unknown_unit": _("the unit “%(text)s” is not known"),
    "other_unit": _("values in %(text)s cannot be turned into %(unit)s"),
    "not_a_number": _("“%(text)s” is not a number in %(unit)s"),
    "not_detected": _("“%(text)s” says that nothing was found, but not from which concentration on it would have been"),
    "below_possible": _("“%(text)s” is less than possible (%(smallest)s)"),
    "too_large": _("“%(text)s” is too large for any measurement"),
    "too_small": _("“%(text)s” is too small for any measurement"),
    "no_limit": _("“%(text)s” is no limit value"),
    "limit_twice": _("“%(text)s” stands in the table twice"),
    "limit_confirmed": _("%(text)s here, but %(old)s is confirmed: a person must correct it in the administration"),
    "limits_of_several_times": _("“%(text)s” has several limit values in the time of this table"),
    "empty_cell": _("the cell is empty"),
    "unknown_facility": _("the facility “%(text)s” is not known: enter it in the administration first"),
    "several_facilities": _("several facilities are called “%(text)s”: name the operator or its BIN"),
    "other_operator": _("the facility is known with another operator than “%(text)s”"),
    "bad_year": _("“%(text)s” is not a year from %(first)d to %(last)d"),
    "unknown_medium": _("“%(text)s” is not air, water or soil"),
    "waste": _("“%(text)s” is no release: transfers of waste are entered in the administration, one by one"),
    "unknown_pollutant": _("“%(text)s” is no pollutant of the register, neither by number, CAS nor name"),
    "unknown_weight": _("“%(text)s” is no unit of weight: write kg or t"),
    "unknown_method": _("“%(text)s” is no method: write M, C or E"),
    "only_below": _("“%(text)s” only says below which amount it is: write the amount itself, or leave the row out"),
    "negative": _("“%(text)s” is less than nothing"),
    "more_accidental": _("more is accidental than was released in all"),
    "twice": _("the same release stands in row %(row)d with another amount"),
    "contradicts": _("the same place and time as an earlier row, with another value: “%(text)s”"),
}

ROLES = {
    "time": _("date and time"),
    "hours": _("hour"),
    "place": _("place of measurement"),
    "place_within": _("region of the place"),
    "place_name": _("name of the place"),
    "latitude": _("latitude"),
    "longitude": _("longitude"),
    "parameter": _("parameter"),
    "unit": _("unit"),
    "value": _("values"),
}

WARNINGS = {
    "stuck": _("the same value for six hours or longer"),
    "implausible": _("larger than is plausible"),
    "contradicted": _("PM2.5 above PM10 of the same hour"),
    "below_detection": _("below the detection limit"),
    "repeated": _("the same row again"),
    "empty": _("no value"),
    "trimmed": _("a name of a place with blanks at its ends"),
    "twin": _("stations that are probably the same"),
    "total": _("regions that do not add up to the total (year, sum, total)"),
    "sheets": _("sheets of the workbook that were not read"),
    "columns": _("columns that were not read"),
    "period": _("readings whose period no row says: it is that of the mapping or of the heading"),
    "footnotes": _("values with the mark of a footnote, which was left out"),
    "coordinates": _("coordinates that are not on the globe and were left out"),
    "new_places": _("places that are new to the portal"),
}


class FileRefused(Exception):
    """The file as a whole cannot be read; nothing of it is stored."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details

    def __str__(self):
        return str(FILE[self.code] % self.details)


class StepRefused(Exception):
    """What was read cannot be loaded or undone now; the message says why."""


class Refused(Exception):
    """A cell or row that is not taken; the others are."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = {
            name: value[:LONGEST_SAID] if isinstance(value, str) else value for name, value in details.items()
        }


def sentence(row, column, code, details):
    """Row 57, column value: “12,5 mg” is not a number in µg/m³."""
    what = ROW[code] % details
    if column:
        return _("Row %(row)d, column %(column)s: %(what)s.") % {"row": row, "column": column, "what": what}
    return _("Row %(row)d: %(what)s.") % {"row": row, "what": what}
