"""The readings of a series row by row: page 1,000 costs what page 1 costs, and each row names the file that brought it."""

from dataclasses import dataclass

from portal.exceedances import words
from portal.exceedances.limits import Limits
from portal.models import Flag, ImportRun, Revision
from portal.paging import page_of

SIZE = 100


@dataclass(frozen=True)
class ReadingRow:
    at: str
    value: str
    is_compared: bool
    against: str
    is_above: bool
    mark: str
    file: str
    before: list[str]  # what it was before a later file changed it


def readings_page(series, params):
    """A page of the newest readings first; its rows in words."""
    page = page_of(series.observations.all(), params, order=("-ts",), size=SIZE)
    runs = ImportRun.objects.in_bulk({reading.run_id for reading in page.rows})
    limits = Limits([series.parameter_id])
    before = _before(series, page.rows)
    page.rows = [_row(series, reading, limits, runs.get(reading.run_id), before) for reading in page.rows]
    return page


def _before(series, readings):
    revisions = Revision.objects.filter(series=series, ts__in=[reading.ts for reading in readings])
    found = {}
    for revision in revisions.order_by("changed_at"):
        found.setdefault(revision.ts, []).append(words.with_unit(revision.old_value, series.unit))
    return found


def _row(series, reading, limits, run, before):
    comparison = limits.of_reading(series, reading.value, series.day_of(reading.ts))
    return ReadingRow(
        at=words.moment_of(series, reading.ts),
        value=words.with_unit(reading.value, series.unit),
        is_compared=comparison is not None,
        against=words.against_limit(comparison),
        is_above=bool(comparison and comparison.is_above),
        mark=str(Flag(reading.flag).label) if reading.flag else "",
        file=run.file_name if run else "",
        before=before.get(reading.ts, []),
    )
