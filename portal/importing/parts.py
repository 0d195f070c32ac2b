"""Columns headed by a part of a period: the months or quarters of the year that stands in the row, the hours of its day.

Bare numbers are such parts only as a whole: 1 to 12, 1 to 24, 0 to 23, I to IV, or every third or sixth hour. A few numbers
in a row may as well be posts.
"""

import re
from dataclasses import dataclass

from portal.importing.problems import Refused
from portal.importing.times import YEAR, joined, month_named, quarter_of
from portal.models import Series

MONTH, QUARTER, HOURS = "month", "quarter", "hours"
AVERAGINGS = {MONTH: Series.Averaging.MONTH, QUARTER: Series.Averaging.QUARTER}
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ON_THE_CLOCK = re.compile(
    r"([01]?\d|2[0-4])(?:[:.]00)(?::00)?|([01]?\d|2[0-4])\s?(?:ч|час\w*|сағ\w*|h|hour)\.?"
).fullmatch
HOUR_SETS = [set(range(1, 25)), set(range(24))]
HOUR_SETS += [set(range(first, 24, step)) for step in (3, 6) for first in range(step)]
YEARS_IN_TITLES = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Part:
    kind: str
    text: str

    def of(self, time):
        """The cell of the row, completed by the heading of the column."""
        if self.kind == HOURS:
            return joined(time, self.text)
        year = YEAR(str(time).strip())
        if not year:
            raise Refused("no_year", text=str(time))
        return f"{year[1]}-{self.text}"


def find(headings):
    """{index: Part} of the columns, all of one kind; `headings`: {index: parts of the name that say nothing else}."""
    for read in (_month, _quarter, _hour):
        found = {
            index: part for index, texts in headings.items() if (part := next(filter(None, map(read, texts)), None))
        }
        if len(found) >= 2:
            return found
    return _bare(headings)


def kind_of(period):
    """Of 2025-09, 2025-Q3 and 2025."""
    return QUARTER if "Q" in period else MONTH if "-" in period else "year"


def year_of(titles):
    """The one year that the titles above a table name; None where they name several or none."""
    years = {year for title in titles for year in YEARS_IN_TITLES.findall(title)}
    return years.pop() if len(years) == 1 else None


def _month(text):
    number = month_named(text)
    return number and Part(MONTH, f"{number:02}")


def _quarter(text):
    number = quarter_of(text)
    return number and Part(QUARTER, f"Q{number}")


def _hour(text):
    found = ON_THE_CLOCK(text.lower())
    return found and Part(HOURS, str(int(found[1] or found[2])))


def _bare(headings):
    numbers = {index: texts[-1].lower() for index, texts in headings.items() if texts and _is_bare(texts[-1].lower())}
    values = {text if text in ROMAN else int(text) for text in numbers.values()}
    if values == set(ROMAN):
        return {index: Part(MONTH, f"{ROMAN.index(text) + 1:02}") for index, text in numbers.items()}
    if values == set(ROMAN[:4]):
        return {index: Part(QUARTER, f"Q{ROMAN.index(text) + 1}") for index, text in numbers.items()}
    if values == set(range(1, 13)):
        return {index: Part(MONTH, f"{int(text):02}") for index, text in numbers.items()}
    if values in HOUR_SETS:
        return {index: Part(HOURS, str(int(text))) for index, text in numbers.items()}
    return {}


def _is_bare(text):
    return text in ROMAN or (text.isascii() and text.isdigit() and len(text) <= 2)
