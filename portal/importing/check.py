"""Each row of a file becomes readings of known series, or a sentence why it does not; doubts become marks.

The rows are read once, in chunks, with constant memory. A reading that is later than everything known of its series is
`ahead`: nothing it could collide with exists. Any other is `behind` and must be compared with what is stored.
"""

from bisect import insort
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter

from portal.importing.merged import Shared, filled
from portal.importing.numbers import number, without_note
from portal.importing.places import is_total
from portal.importing.problems import FileRefused, Refused
from portal.importing.times import PERIODS, STEPS, YEAR, Clock, joined
from portal.models import Flag, Series

ROWS_AT_ONCE = 10_000
KEPT_REFUSALS = 10_000
REMEMBERED = 100_000
STUCK_SECONDS = 6 * 3600
STUCK_READINGS = 6
NEVER = -(10**12)
OF_THE_ROW = ("repeated_heading", "no_place", "no_region", "long_place", "total", "unknown_place")


class OutOfOrder(Exception):
    """A series goes back in time within the file, so that one of its rows may stand there twice."""


class Scale:
    """Cells of one parameter in one unit as numbers in the unit of the series; remembers what it has read."""

    def __init__(self, parameter, unit, series_unit):
        self.parameter = parameter
        self.unit = unit
        self.factor = None if unit == series_unit else unit.factor_to_base / series_unit.factor_to_base
        self.smallest = parameter.smallest
        self.largest = parameter.largest_plausible
        self.known = {}
        self.noted = set()  # cells with the mark of a footnote

    def read(self, cell):
        """(text for the database, flag), (None, 0) where there is no value."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        found = self.known[cell] = self._read(cell)
        return found

    def _read(self, cell):
        if isinstance(cell, Shared):
            raise Refused("merged", text=str(cell), cells=cell.area)
        cell = str(cell)
        try:
            found = number(cell)
        except Refused as refused:
            refused.details.setdefault("unit", self.unit.symbol_en or self.unit.code)
            raise
        if found is None:
            return None, 0
        value, is_limit = found
        if without_note(cell) != cell:
            self.noted.add(cell)
        if self.factor is not None:
            value *= self.factor
        if self.smallest is not None and value < self.smallest:
            raise Refused("below_possible", text=cell, smallest=f"{self.smallest:f}")
        if self.largest is not None and value > self.largest:
            return f"{value:f}", Flag.IMPLAUSIBLE.value
        return f"{value:f}", (Flag.BELOW_DETECTION if is_limit else Flag.VALID).value


@dataclass(slots=True)
class Progress:
    """How far a series has been read."""

    series: Series
    series_id: int
    clock: Clock
    known_until: int  # the last second that the database or this file has
    step: int  # seconds between readings; 0 where equal values mean nothing
    first_ts: str = "9999"
    first: int = -NEVER
    last: int = NEVER
    readings: int = 0
    seen: int = NEVER
    seen_ts: str = ""
    equal_text: str | None = None
    equal_since: str = ""
    equal_from: int = 0
    equals: int = 0
    ahead: int = 0
    ahead_from: str = ""
    ahead_until: str = ""
    days: list = field(default_factory=list)  # [first, last] of consecutive local days

    @property
    def expected(self):
        """How many readings there would be from the first to the last without a gap; None where samples are taken."""
        step = PERIODS.get(self.series.averaging)
        return step and round((self.last - self.first) / step.total_seconds()) + 1

    def is_stuck(self):
        return self.equals >= STUCK_READINGS and self.seen - self.equal_from + self.step >= STUCK_SECONDS

    def add_day(self, day):
        if self.days and self.days[-1][1] == day - 1:
            self.days[-1][1] = day
        else:
            insort(self.days, [day, day])


@dataclass
class Findings:
    """What a run has to say of its file."""

    rows: int = 0
    readings: int = 0
    refused: int = 0
    refusals: list = field(default_factory=list)
    warnings: dict = field(default_factory=dict)
    examples: dict = field(default_factory=dict)

    def refuse(self, row, column, refused, raw):
        self.refused += 1
        if len(self.refusals) < KEPT_REFUSALS:
            details = {key: str(value)[:200] for key, value in refused.details.items()}
            self.refusals.append((row, column, refused.code, details, raw))

    def warn(self, code, count=1, example=None):
        self.warnings[code] = self.warnings.get(code, 0) + count
        if example is not None and len(self.examples.setdefault(code, [])) < 20:
            self.examples[code].append(example)


class Check:
    """One reading of one file. `store` takes the chunks: portal/importing/load.py."""

    def __init__(self, source, table, plan, vocabulary, places, store, *, at, is_careful):
        self.source = source
        self.table = table
        self.width = len(table.heading)
        self.is_parted = any(column.part for column in plan.values)
        self.plan = plan
        self.vocabulary = vocabulary
        self.store = store
        self.at = at
        self.is_careful = is_careful
        self.findings = places.findings
        self.places = places
        self.progress = {}  # by what the file writes
        written = [index for index in (plan.place, plan.place_within, plan.parameter, plan.unit) if index is not None]
        self._key = itemgetter(*written) if written else lambda cells: None
        self.by_series = {}
        self.scales = {}
        self.clocks = {}
        self.stuck = []

    def read(self):
        values = self.plan.values
        is_wide = len(values) > 1
        for row, cells in self._rows():
            self.findings.rows += 1
            if len(cells) != self.width:
                cells = self._mended(row, cells)
                if cells is None:
                    continue
            for column in values:
                cell = cells[column.index]
                if cell == "" and is_wide:
                    continue
                try:
                    self._read_cell(row, cells, column, cell)
                except Refused as problem:
                    if self._refuse(row, cells, column, problem):
                        break
                except FileRefused as problem:
                    problem.details["row"] = row
                    raise
            if not self.findings.rows % ROWS_AT_ONCE:
                self.store.flush()
        self._finish()

    def _rows(self):
        if not self.table.areas:
            return self.table.rows
        return filled(self.table.rows, self.table.areas, {column.index for column in self.plan.values})

    def _read_cell(self, row, cells, column, cell):
        key = self._key(cells), column.index
        found = self.progress.get(key)
        if found is None:
            if cell == "" and self._names_no_parameter(cells):
                self._note_empty(row, column)
                return
            found = self._begin(key, cells, column)
        progress, scale = found
        time = column.time or self.plan.fixed_time or cells[self.plan.time]
        if self.is_parted:
            time = column.part.of(time)
        elif self.plan.hours is not None:
            time = joined(time, cells[self.plan.hours])
        seconds, ts, day = progress.clock.known.get(time) or progress.clock.read(time)
        text, flag = scale.known.get(cell) or scale.read(cell)
        if text is None:
            self._note_empty(row, column)
            return
        if flag:
            self.findings.warn(
                "below_detection" if flag == Flag.BELOW_DETECTION else "implausible", 1, [row, column.name, str(cell)]
            )
        if scale.noted and cell in scale.noted:
            self.findings.warn("footnotes", 1, [row, column.name, str(cell)])
        self.findings.readings += 1
        progress.readings += 1
        if seconds > progress.last:
            progress.last = seconds
        if seconds < progress.first:
            progress.first, progress.first_ts = seconds, ts
        self._follow(progress, seconds, ts, text)
        if seconds > progress.known_until and not self.is_careful:
            progress.known_until = seconds
            progress.ahead += 1
            progress.ahead_from = progress.ahead_from or ts
            progress.ahead_until = ts
            if not progress.days or progress.days[-1][1] != day:
                progress.add_day(day)
            self.store.ahead(progress.series_id, ts, text, flag)
        else:
            self.store.behind(progress.series_id, ts, text, flag, row * self.width + column.index)

    def _names_no_parameter(self, cells):
        return self.plan.parameter is not None and not str(cells[self.plan.parameter]).strip()

    def _note_empty(self, row, column):
        self.findings.warn("empty", example=[row, column.name] if "empty" not in self.findings.examples else None)

    def _follow(self, progress, seconds, ts, text):
        """Runs of one value, and whether the series goes forward."""
        if seconds <= progress.seen:
            if not self.is_careful:
                raise OutOfOrder
            self._end_run(progress)
        elif text == progress.equal_text and seconds - progress.seen <= 1.5 * progress.step:
            progress.equals += 1
            progress.seen, progress.seen_ts = seconds, ts
            return
        else:
            self._end_run(progress)
        progress.seen, progress.seen_ts = seconds, ts
        progress.equal_text, progress.equal_since, progress.equal_from, progress.equals = text, ts, seconds, 1

    def _end_run(self, progress):
        if progress.is_stuck():
            example = [str(progress.series.place), progress.equal_text, progress.equal_since, progress.equals]
            self.findings.warn("stuck", progress.equals, example)
            self.stuck.append((progress.series_id, progress.equal_since, progress.seen_ts))
        progress.equals = 0

    def _refuse(self, row, cells, column, problem):
        """Whether the other cells of the row need not be looked at."""
        if self._is_heading(cells):
            problem = Refused("repeated_heading")
        elif self._names_columns(cells):
            raise FileRefused("second_table", row=row)
        self.findings.refuse(row, column.name, problem, _raw(cells))
        return problem.code in OF_THE_ROW and not column.place

    def _begin(self, key, cells, column):
        """The first row of a place, parameter and unit: which series it is."""
        plan = self.plan
        parameter = column.parameter if plan.parameter is None else self._parameter(str(cells[plan.parameter]))
        unit = column.unit if plan.unit is None else self._unit(str(cells[plan.unit]))
        series_unit = parameter.unit or unit
        _check_converts(unit, series_unit)
        place = self.places.find(self._place(cells, column), self._label(cells), *self._position(cells))
        series = self.store.series_of(place, parameter, series_unit, self.plan.averaging)
        _check_converts(unit, series.unit)
        progress = self.by_series.get(series.pk)
        if progress is None:
            step = STEPS.get(self.plan.averaging)
            progress = self.by_series[series.pk] = Progress(
                series,
                series.pk,
                self._clock(series),
                known_until=int(series.last_ts.timestamp()) if series.last_ts else NEVER,
                step=int(step.total_seconds()) if step else 0,
            )
        elif not self.is_careful:  # a second spelling or unit of one series: its hours may stand in the file twice
            raise OutOfOrder
        self.progress[key] = progress, self._scale(parameter, unit, series.unit)
        return self.progress[key]

    def _parameter(self, text):
        if not text.strip():
            raise Refused("no_parameter")
        found = self.vocabulary.parameter(text)
        if found is None:
            raise Refused("unknown_parameter", text=text)
        return found

    def _unit(self, text):
        found = self.vocabulary.unit(text)
        if found is None:
            raise Refused("unknown_unit", text=text)
        return found

    def _place(self, cells, column):
        if column.place or self.plan.fixed_place:
            return column.place or self.plan.fixed_place
        name = str(cells[self.plan.place])
        if self.plan.place_within is None or not name.strip() or is_total(name):
            return name
        return self._within(name, str(cells[self.plan.place_within]))

    def _within(self, name, region):
        """Ural, West Kazakhstan: a name that two regions may have."""
        if not region.strip():
            raise Refused("no_region", text=name.strip())
        if name != name.strip() or region != region.strip():
            self.findings.warn("trimmed", 1, [name, region])
        return f"{name.strip()}, {region.strip()}"

    def _label(self, cells):
        """What the file calls the place, where it has a column of names beside one of codes."""
        return "" if self.plan.place_name is None else str(cells[self.plan.place_name]).strip()

    def _position(self, cells):
        plan = self.plan
        if plan.latitude is None or plan.longitude is None:
            return None, None
        written = [str(cells[index]).strip() for index in (plan.latitude, plan.longitude)]
        try:
            latitude, longitude = (Decimal(cell.replace(",", ".")) for cell in written)
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return latitude, longitude
        except ArithmeticError:
            pass
        if any(written):
            self.findings.warn("coordinates", 1, written)
        return None, None

    def _clock(self, series):
        zone = series.zone.key
        if zone not in self.clocks:
            self.clocks[zone] = Clock(self.source, self.plan.averaging, zone, at=self.at)
        return self.clocks[zone]

    def _scale(self, parameter, unit, series_unit):
        key = (parameter.pk, unit.pk, series_unit.pk)
        if key not in self.scales:
            self.scales[key] = Scale(parameter, unit, series_unit)
        return self.scales[key]

    def _mended(self, row, cells):
        """Blank cells at the end are added or taken away; any other number of cells makes the row ragged."""
        expected = self.width
        if len(cells) > expected and all(str(cell).strip() == "" for cell in cells[expected:]):
            return cells[:expected]
        if all(str(cell).strip() == "" for cell in cells):
            return None
        self.findings.refuse(row, "", Refused("ragged", found=len(cells), expected=expected), _raw(cells))
        return None

    def _is_heading(self, cells):
        return [str(cell).strip() for cell in cells] in self.table.heading_rows

    def _names_columns(self, cells):
        """Years one after another, or parameters, where this table has its values: what follows is under other names."""
        texts = [str(cells[column.index]).strip() for column in self.plan.values]
        if len(texts) < 2:
            return False
        years = [int(found[1]) for found in map(YEAR, texts) if found]
        if len(years) == len(texts):
            return all(later == year + 1 for year, later in pairwise(years))
        return all(self.vocabulary.heading(text)[0] for text in texts)

    def _finish(self):
        for progress in self.by_series.values():
            self._end_run(progress)
        self.store.flush()


def _check_converts(unit, other):
    if unit.kind != other.kind:
        raise Refused("other_unit", text=unit.code, unit=other.code)


def _raw(cells):
    return " | ".join(map(str, cells))[:1000]
