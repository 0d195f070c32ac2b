"""A cell as the end of an averaging period, in UTC: styles of dates, clocks of sources, beginnings and ends."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from portal.importing.problems import FileRefused, Refused
from portal.models import Series, Source

ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]+(.+))?").fullmatch
DAY_FIRST = re.compile(r"(\d{1,2})([-./])(\d{1,2})[-./](\d{4})(?: ?г\.?)?(?:[T ,]+(.+))?").fullmatch
MONTH = re.compile(r"(\d{4})[-/](\d{1,2})").fullmatch
MONTH_FIRST = re.compile(r"(\d{1,2})[-./](\d{4})").fullmatch
NAMED_MONTH = re.compile(r"([^\W\d_]{3,})\.?,? (\d{4})(?: г\.?| года?| ж\.?| жыл)?").fullmatch
NAMED_MONTH_LAST = re.compile(r"(\d{4})(?: г\.?| ж\.?| жыл(?:ғы)?)?,? ([^\W\d_]{3,})\.?").fullmatch
YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?(?:\s*(?:год|г\.?|жылы?|ж\.?))?\s*(?:\*+|[¹²³]|[1-9]\))?").fullmatch
SHORT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2})(?:[T ,]+(.+))?").fullmatch
WITH_A_NAME = re.compile(r"(\d{1,2})[ -]([^\W\d_]{3,})\.?[ -](\d{4})(?: г\.?| ж\.?)?(?:[T ,]+(.+))?").fullmatch
MONTHS = (
    ("янв", "қаң", "jan"),
    ("фев", "ақп", "feb"),
    ("мар", "нау", "mar"),
    ("апр", "сәу", "apr"),
    ("ма", "мам", "may"),
    ("июн", "мау", "jun"),
    ("июл", "шіл", "jul"),
    ("авг", "там", "aug"),
    ("сен", "қыр", "sep"),
    ("окт", "қаз", "oct"),
    ("ноя", "қар", "nov"),
    ("дек", "жел", "dec"),
)
MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "январь янв jan january қаңтар қаң",
            "февраль фев feb february ақпан ақп",
            "март мар mar march наурыз нау",
            "апрель апр apr april сәуір сәу",
            "май may мамыр мам",
            "июнь июн jun june маусым мау",
            "июль июл jul july шілде шіл",
            "август авг aug august тамыз там",
            "сентябрь сен сент sep sept september қыркүйек қыр",
            "октябрь окт oct october қазан қаз",
            "ноябрь ноя нояб nov november қараша қар",
            "декабрь дек dec december желтоқсан жел",
        ),
        start=1,
    )
    for name in names.split()
}
QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
QUARTER = re.compile(
    r"q([1-4])|(?:(?:квартал|тоқсан|quarter)\s+)?(iv|i{1,3}|[1-4])(?:-?(?:й|ый|ой|ий|ші|шы))?"
    r"(?(2)\s*-?\s*(?:кв\.?|квартал|тоқсан|quarter))"
).fullmatch
QUARTER_FIRST = re.compile(r"(?P<quarter>.{2,12}?),? (?P<year>(?:19|20)\d\d)(?: г\.?| года?| ж\.?| жыл\w*)?").fullmatch
YEAR_FIRST = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?: г\.?,? | год,? | ж\.?,? | жыл\w*,? |[- ])(?P<quarter>.{2,12})"
).fullmatch
MONTHS_TOGETHER = re.compile(
    r"(?P<first>[^\W\d_]{3,})\.?\s*[-–—]\s*(?P<last>[^\W\d_]{3,})\b.*|(?:[2-9]|1[01])\s*-?\s*(?:мес|ай\b|month).*"
    r"|.*(?:полугод|жарты\s?жыл|half.?year).*",
    re.IGNORECASE,
).fullmatch
DAY_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?").fullmatch
HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?").fullmatch
HALF_DAY = re.compile(r"(.+?)\s*([ap])\.?\s?m\.?", re.IGNORECASE).fullmatch  # 4:00 PM
OLDEST, LATEST = 1900, 2200

PERIODS = {
    Series.Averaging.TWENTY_MINUTES: timedelta(minutes=20),
    Series.Averaging.HOUR: timedelta(hours=1),
    Series.Averaging.DAY: timedelta(days=1),
}
WHOLE_DAYS = {Series.Averaging.DAY, Series.Averaging.MONTH, Series.Averaging.QUARTER, Series.Averaging.YEAR}
STEPS = {Series.Averaging.TWENTY_MINUTES: timedelta(minutes=20), Series.Averaging.HOUR: timedelta(hours=1)}


def moment(cell):
    """A datetime as the cell writes it, with an offset only if the cell has one."""
    found = _written(cell)
    if found.year > LATEST:  # what follows such a day may be behind the end of the calendar
        raise Refused("future", text=str(cell))
    return found


def _written(cell):
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    text = str(cell).strip()
    if not text:
        raise Refused("no_time")
    try:
        return _parsed(text)
    except ValueError as error:
        raise Refused("no_such_day", text=text) from error


def _parsed(text):
    if found := ISO(text):
        year, month, day, hours = found.groups()
    elif found := DAY_FIRST(text):
        day, sign, month, year, hours = found.groups()
        if sign == "/" and int(day) <= 12 < int(month) <= 31:
            raise FileRefused("month_first", text=text)
    elif found := SHORT_YEAR(text):
        day, month, year, hours = found[1], found[2], f"20{found[3]}", found[4]
    elif (found := WITH_A_NAME(text)) and (month := _month(found[2])):
        day, year, hours = found[1], found[3], found[4]
    elif found := _month_and_year(text) or _quarter_and_year(text) or _year(text):
        year, month, day, hours = *found, 1, None
    elif DAY_NUMBER(text):
        raise Refused("day_number", text=text)
    elif names_several_months(text):
        raise Refused("several_months", text=text)
    else:
        raise Refused("bad_time", text=text)
    midnight = datetime(int(year), int(month), int(day))
    return _with_hours(midnight, hours, text) if hours else midnight


def _month_and_year(text):
    """(year, month) of a cell that names no day: 2025-09, 09.2025, сентябрь 2025, 2025 қыркүйек."""
    if found := MONTH(text):
        return found[1], found[2]
    if found := MONTH_FIRST(text):
        return found[2], found[1]
    if (found := NAMED_MONTH(text)) and (month := _month(found[1])):
        return found[2], month
    if (found := NAMED_MONTH_LAST(text)) and (month := _month(found[2])):
        return found[1], month
    return None


def month_named(word):
    """1 to 12 where the word is a month's name or its short form, and nothing else: a heading may be about manganese."""
    return MONTH_NAMES.get(word.lower().strip(" ."))


def names_several_months(text):
    """Январь–март, 9 месяцев, I полугодие: what grows from the beginning of the year."""
    found = MONTHS_TOGETHER(text.strip())
    return bool(found and (not found["first"] or (month_named(found["first"]) and month_named(found["last"]))))


def quarter_of(text):
    """1 to 4 of Q1, I кв., 2 квартал, 3-тоқсан; None for anything else."""
    found = QUARTER(" ".join(text.lower().split()))
    return found and QUARTERS[found[1] or found[2]]


def month_or_quarter(text):
    """A heading that names a month or quarter with its year, as 2025-09 or 2025-Q3; None for any other."""
    if (found := NAMED_MONTH(text)) and month_named(found[1]):
        return f"{found[2]}-{month_named(found[1]):02}"
    if (found := MONTH(text)) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02}"
    return (found := _quarter_and_year(text)) and f"{found[0]}-Q{(found[1] + 2) // 3}"


def _quarter_and_year(text):
    """(year, its first month) of a cell that names a quarter: 2025-Q1, I квартал 2025 года, 2025 г., 1 кв."""
    found = QUARTER_FIRST(text) or YEAR_FIRST(text)
    number = found and quarter_of(found["quarter"])
    return (found["year"], 3 * number - 2) if number else None


def _year(text):
    found = YEAR(text)
    return found and (found[1], 1)


def _month(name):
    """1 to 12 by how the name begins in Russian, Kazakh or English; None for any other word."""
    name = name.lower()
    beginnings = ((number, start) for number, starts in enumerate(MONTHS, start=1) for start in starts)
    return max(((len(start), number) for number, start in beginnings if name.startswith(start)), default=(0, None))[1]


def newest_month(names):
    """The newest month that headings name, as 2006-04: wpi_march_2006, wpi_april_2006. None where none names any."""
    words = [re.findall(r"[^\W_]+", name) for name in names]
    pairs = [f"{first} {second}" for line in words for first, second in pairwise(line)]
    return max((f"{year}-{month:0>2}" for year, month in filter(None, map(_month_and_year, pairs))), default=None)


def check_period(text, averaging):
    """FileRefused where rows averaged over `averaging` cannot all be of the period that a person or a heading names."""
    try:
        moment(text)
        _check_precision(text, averaging)
    except Refused as refused:
        raise FileRefused("bad_period", text=text) from refused


def _check_precision(text, averaging):
    """A cell that names only a month or a year is none of the days in it."""
    if averaging == Series.Averaging.YEAR:
        return
    if _year(text):
        raise Refused("only_year", text=text)
    if averaging != Series.Averaging.MONTH and _month_and_year(text):
        raise Refused("only_month", text=text)
    if averaging != Series.Averaging.QUARTER and _quarter_and_year(text):
        raise Refused("only_quarter", text=text)


def joined(day, hours):
    """One cell of a day and one of its hours: `8`, `08:00` or a time of a spreadsheet."""
    if isinstance(day, (date, datetime)):
        day = f"{day:%Y-%m-%d}"
    hours = str(hours).strip()
    if not hours:
        raise Refused("no_hour")
    if hours in ("24", "24:00", "24:00:00"):  # hours counted from 1 to 24, as readings at the end of the hour are
        return f"{_next_day(day)} 00:00"
    return f"{str(day).strip()} {hours}"


def _next_day(day):
    return f"{moment(day).replace(tzinfo=None) + timedelta(days=1):%Y-%m-%d}"


def _with_hours(midnight, hours, text):
    half = HALF_DAY(hours.strip())
    found = HOURS(half[1] if half else hours.strip())
    if not found:
        raise Refused("bad_time", text=text)
    if found[1] == "24":
        raise Refused("hour_24", text=text)
    hour = _of_half_day(int(found[1]), half[2]) if half else int(found[1])
    moment = midnight.replace(hour=hour, minute=int(found[2] or 0), second=int(found[3] or 0))
    if found[4]:
        offset = found[4].replace(":", "").replace("Z", "+0000").ljust(5, "0")
        moment = moment.replace(tzinfo=datetime.strptime(offset, "%z").tzinfo)
    return moment


def _of_half_day(hour, half):
    """12 AM is midnight, 12 PM is noon."""
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half.lower() == "p" else 0)


class Clock:
    """Cells of one source as ends of periods at places of one zone; remembers what it has read."""

    REMEMBERED = 200_000

    def __init__(self, source, averaging, zone, *, at):
        self.rule = source.clock
        self.zone = ZoneInfo(source.time_zone if source.clock == Source.Clock.WALL else zone)
        self.local = ZoneInfo(zone)
        self.averaging = averaging
        self.is_beginning = source.stamp == Source.Stamp.BEGINNING
        self.latest = at + timedelta(days=1)
        self.known = {}

    def read(self, cell):
        """(seconds, text for the database, number of the local day) of the end of the period."""
        found = self.known.get(cell)
        if found is None:
            if len(self.known) > self.REMEMBERED:
                self.known.clear()
            found = self.known[cell] = self._read(cell)
        return found

    def _read(self, cell):
        moment_ = moment(cell)
        if isinstance(cell, str):
            _check_precision(cell.strip(), self.averaging)
        if moment_.year < OLDEST:
            raise Refused("too_old", text=str(cell))
        end = self._end(moment_, str(cell))
        if end > self.latest:
            raise Refused("future", text=str(cell))
        day = (end - timedelta(microseconds=1)).astimezone(self.local).date()
        return int(end.timestamp()), end.strftime("%Y-%m-%d %H:%M:%S+00"), day.toordinal()

    def _end(self, moment, text):
        """Days, months and years end at midnight of the place, whatever the offset; hours end an hour later."""
        if self.averaging in WHOLE_DAYS:
            begins = moment.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
            return _next(begins, self.averaging).replace(tzinfo=self.local).astimezone(UTC)
        instant = self._instant(moment, text)
        return instant + STEPS.get(self.averaging, timedelta(0)) if self.is_beginning else instant

    def _instant(self, moment, text):
        if self.rule == Source.Clock.INSTANT and moment.tzinfo is None:
            raise Refused("no_offset", text=text)
        if self.rule == Source.Clock.WALL or moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone)
        return moment.astimezone(UTC)


def _next(day, averaging):
    if averaging == Series.Averaging.DAY:
        return day + timedelta(days=1)
    if averaging == Series.Averaging.MONTH:
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    if averaging == Series.Averaging.QUARTER:
        return day.replace(year=day.year + day.month // 10, month=(day.month + 2) // 3 * 3 % 12 + 1, day=1)
    return day.replace(year=day.year + 1, month=1, day=1)
