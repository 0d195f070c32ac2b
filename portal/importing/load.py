"""From a kept file to observations, all or nothing, and back again.

    run = load.check(source, kept, at=now)      # what would happen; nothing is stored but the report
    run = load.load(source, kept, by=user, at=now)
    load.undo(run, by=user, at=now)             # the table is again what it was, row by row

A check is a load that is rolled back: it cannot say anything else than what the load will do.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from portal.exceedances.tasks import refresh_values
from portal.importing import columns, read, totals
from portal.importing.check import KEPT_REFUSALS, Check, Findings, OutOfOrder
from portal.importing.places import Places
from portal.importing.problems import Refused, StepRefused
from portal.models import Flag, ImportRefusal, ImportRun, Parameter, Series

LOCK = 5  # the first half of our advisory locks' keys
SHOWN_CHANGES = 20
SHOWN_COVERAGE = 20
SHOWN_COLUMNS = 60
MARKS_AT_ONCE = 5_000

STAGE = """
CREATE TEMP TABLE staged (series_id int, ts timestamptz, value numeric, flag smallint, cell bigint) ON COMMIT DROP;
CREATE TEMP TABLE marks (series_id int, first_ts timestamptz, last_ts timestamptz) ON COMMIT DROP;
CREATE TEMP TABLE written (series_id int, ts timestamptz) ON COMMIT DROP;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off
"""

# A chunk is looked up by the key, row by row; the planner, who knows nothing of a new table, might read the big one whole.
UNSTAGE = """
DROP TABLE staged, marks, written;
SET LOCAL enable_hashjoin TO DEFAULT;
SET LOCAL enable_mergejoin TO DEFAULT
"""

# In a file that goes back in time: of rows for one series and time the first stays.
TAKE_DOUBLES_AWAY = """
WITH numbered AS (
    SELECT ctid, cell, series_id, value, row_number() OVER w AS place, first_value(value) OVER w AS first
    FROM staged WINDOW w AS (PARTITION BY series_id, ts ORDER BY cell)
), gone AS (
    DELETE FROM staged s USING numbered n WHERE s.ctid = n.ctid AND n.place > 1
    RETURNING n.cell, n.series_id, n.value, n.value = n.first
)
SELECT * FROM gone ORDER BY cell
"""

# A mark that the portal made itself is not taken away by the same value coming again.
DIFFERS = "(o.value <> s.value OR (s.flag <> 0 AND o.flag = 0))"

COMPARE = f"""
SELECT count(*) FILTER (WHERE o.ts IS NULL), count(*) FILTER (WHERE {DIFFERS})
FROM staged s LEFT JOIN portal_observation o ON o.series_id = s.series_id AND o.ts = s.ts
"""

KEEP_OLD = """
INSERT INTO portal_revision (run_id, series_id, ts, old_value, old_flag, old_run_id, changed_at)
SELECT %(run)s, o.series_id, o.ts, o.value, o.flag, o.run_id, %(at)s
FROM {hits}
ON CONFLICT (series_id, ts, run_id) DO NOTHING
"""
CHANGED = f"staged s JOIN portal_observation o USING (series_id, ts) WHERE {DIFFERS}"

CHANGE = f"""
WITH changed AS (
    UPDATE portal_observation o SET value = s.value, flag = s.flag, run_id = %(run)s
    FROM staged s WHERE o.series_id = s.series_id AND o.ts = s.ts AND {DIFFERS}
    RETURNING o.series_id, o.ts
)
INSERT INTO written SELECT * FROM changed
"""
ADD = """
WITH added AS (
    INSERT INTO portal_observation (ts, series_id, run_id, flag, value)
    SELECT s.ts, s.series_id, %(run)s, s.flag, s.value FROM staged s
    WHERE NOT EXISTS (SELECT FROM portal_observation o WHERE o.series_id = s.series_id AND o.ts = s.ts)
    RETURNING series_id, ts
)
INSERT INTO written SELECT * FROM added
"""
NOTE_WRITTEN = """
SELECT series_id, min(ts), max(ts), count(*) FROM written GROUP BY series_id
"""

DAY = "((w.ts - interval '1 microsecond') AT TIME ZONE coalesce(st.time_zone, 'Asia/Atyrau'))::date"
DIRTY_DAYS = f"""
INSERT INTO portal_dirtyday (series_id, day)
SELECT DISTINCT w.series_id, {DAY}
FROM {{rows}} w JOIN portal_series se ON se.id = w.series_id LEFT JOIN portal_station st ON st.id = se.station_id
ON CONFLICT DO NOTHING
"""
DIRTY_SPANS = """
INSERT INTO portal_dirtyday (series_id, day)
SELECT span.series_id, day::date
FROM unnest(%s::int[], %s::date[], %s::date[]) AS span (series_id, first_day, last_day),
     generate_series(first_day, last_day, interval '1 day') day
ON CONFLICT DO NOTHING
"""

# Of portal_observation o. A subquery and no join of two series, and no join of what was found with the table again: a table that
# was analysed while its first import was not yet committed counts as empty, and PostgreSQL then holds each reading against
# each, half a minute for two years of a pair.
MARKED = """marks m
WHERE o.series_id = m.series_id AND o.ts BETWEEN m.first_ts AND m.last_ts AND o.flag = 0"""
CONTRADICTED = """(VALUES (%(fine)s, %(coarse)s)) AS pair (fine, coarse)
WHERE o.series_id = pair.fine AND o.flag = 0 AND o.value > (
    SELECT c.value FROM portal_observation c WHERE c.series_id = pair.coarse AND c.ts = o.ts
)"""
MARK = """
WITH marked AS (
    UPDATE portal_observation o SET flag = %(flag)s, run_id = %(run)s FROM {hits} RETURNING o.series_id, o.ts
)
INSERT INTO written SELECT * FROM marked
"""

REFRESH_SERIES = """
UPDATE portal_series se SET
    first_ts = (SELECT ts FROM portal_observation WHERE series_id = se.id ORDER BY ts LIMIT 1),
    (last_ts, last_value, last_flag) =
        (SELECT ts, value, flag FROM portal_observation WHERE series_id = se.id ORDER BY ts DESC LIMIT 1),
    count = se.count + added.rows
FROM unnest(%s::int[], %s::bigint[]) AS added (series_id, rows) WHERE se.id = added.series_id
"""

CYCLE = """
SELECT p.code, extract(hour FROM (o.ts - interval '1 microsecond') AT TIME ZONE st.time_zone)::int AS hour,
       avg(o.value), count(*)
FROM portal_series se JOIN portal_station st ON st.id = se.station_id JOIN portal_parameter p ON p.id = se.parameter_id
JOIN portal_observation o ON o.series_id = se.id AND o.ts > se.last_ts - interval '60 days'
WHERE se.id = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 2
"""


class _RolledBack(Exception):
    pass


def check(source, kept, *, at, mapping=None, by=None, offer=None):
    """An ImportRun in the state `checked` with counts, refusals and report of what a load would do."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                run, findings = _carry_out(source, kept, mapping, by, at, offer)
                raise _RolledBack
        except _RolledBack:
            run.state = ImportRun.State.CHECKED
            run.save(force_insert=True)
            _keep_refusals(run, findings)
    return run


@transaction.atomic
def load(source, kept, *, at, mapping=None, by=None, offer=None):
    """An ImportRun in the state `loaded`; the rows, their history and the run appear together or not at all."""
    run, findings = _carry_out(source, kept, mapping, by, at, offer)
    run.save()
    _keep_refusals(run, findings)
    refresh_values.enqueue()
    return run


@transaction.atomic
def undo(run, *, at, by=None):
    """Take back what a run wrote; StepRefused where a later run has built on it."""
    _lock(run.source)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.LOADED:
        raise StepRefused(_("This import is not loaded."))
    later = ImportRun.objects.filter(revisions__old_run=run, state=ImportRun.State.LOADED).distinct().order_by("-pk")
    if later:
        raise StepRefused(_("Undo import %(later)s first: it changed rows of this one.") % {"later": later[0].pk})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE undone (series_id int, ts timestamptz, is_deleted bool) ON COMMIT DROP")
        cursor.execute(DELETE_ADDED, {"run": run.pk})
        cursor.execute(RESTORE_CHANGED, {"run": run.pk})
        cursor.execute(DIRTY_DAYS.format(rows="undone"))
        cursor.execute("SELECT series_id, -count(*) FILTER (WHERE is_deleted) FROM undone GROUP BY 1")
        _refresh_series(cursor, cursor.fetchall())
        cursor.execute("DROP TABLE undone")
    run.mark_undone(by=by, at=at)
    refresh_values.enqueue()
    return run


DELETE_ADDED = """
WITH gone AS (
    DELETE FROM portal_observation o USING portal_runseries w
    WHERE w.run_id = %(run)s AND o.series_id = w.series_id AND o.ts BETWEEN w.first_ts AND w.last_ts
      AND o.run_id = %(run)s
      AND NOT EXISTS (SELECT FROM portal_revision r WHERE r.run_id = %(run)s AND r.series_id = o.series_id AND r.ts = o.ts)
    RETURNING o.series_id, o.ts
)
INSERT INTO undone SELECT series_id, ts, true FROM gone
"""
RESTORE_CHANGED = """
WITH restored AS (
    UPDATE portal_observation o SET value = r.old_value, flag = r.old_flag, run_id = r.old_run_id
    FROM portal_revision r WHERE r.run_id = %(run)s AND o.series_id = r.series_id AND o.ts = r.ts
    RETURNING o.series_id, o.ts
)
INSERT INTO undone SELECT series_id, ts, false FROM restored
"""


def checksum():
    """A sum over all observations that changes with any of them: proves that an undo is exact."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(hashtextextended(concat_ws('|', series_id, ts, trim_scale(value), flag, run_id), 0)"
            "::numeric), 0) FROM portal_observation"
        )
        return cursor.fetchone()


def _carry_out(source, kept, mapping, by, at, offer):
    """Read, check and store inside the caller's transaction; a file that goes back in time is read again, with care."""
    run = ImportRun(
        pk=_next_run(),
        source=source,
        file_name=kept.name,
        sha256=kept.sha256,
        size=kept.size,
        mapping=mapping or {},
        offer=offer,
        state=ImportRun.State.LOADED,
        made_by=by,
        made_at=at,
    )
    _lock(source)
    try:
        with transaction.atomic():
            return run, _attempt(run, kept, at, is_careful=False)
    except OutOfOrder:
        return run, _attempt(run, kept, at, is_careful=True)


def _attempt(run, kept, at, is_careful):
    with (
        read.table(kept.path, kept.name) as table,
        _Store(run, at, is_careful) as store,
        connection.execute_wrapper(store.after_the_copy),
    ):
        vocabulary, places = columns.Vocabulary(run.source), Places(run.source, Findings())
        plan = columns.plan(table, run.mapping, run.source, vocabulary, places.knows)
        checked = Check(run.source, table, plan, vocabulary, places, store, at=at, is_careful=is_careful)
        store.findings = checked.findings
        store.heading = table.heading
        checked.read()
        store.note_progress(checked.by_series)
        store.mark_stuck(checked.stuck)
        store.mark_contradicted(checked.by_series)
        for difference in totals.differences(list(checked.by_series)):
            checked.findings.warn("total", 1, difference)
        if table.left_out:
            checked.findings.warn("sheets", len(table.left_out), table.left_out)
        if plan.fixed_time:
            checked.findings.warn("period", checked.findings.readings, [plan.fixed_time])
        if plan.left_out:
            checked.findings.warn("columns", len(plan.left_out), list(plan.left_out))
        store.finish()
    run.report = _report(checked, store) | {"taken": plan.taken(table.heading)[:SHOWN_COLUMNS]}
    run.rows_new, run.rows_changed = store.new, store.changed + store.marked_before
    run.rows_same = checked.findings.readings - store.new - store.changed - store.doubled
    run.rows_refused = checked.findings.refused
    return checked.findings


class _Store:
    """Takes readings in chunks into the table of observations, within one transaction, and counts what it does."""

    def __init__(self, run, at, is_careful):
        self.run = run
        self.run_id = run.pk
        self.is_careful = is_careful
        self.parameters = {"run": run.pk, "at": at}
        self.lines_ahead, self.lines_behind = [], []
        self.new = self.changed = self.doubled = self.marked_before = 0
        self.series = self._known_series()
        self.ranges = {}  # series: [first, last, rows written, rows added]

    def __enter__(self):
        self.cursor = connection.cursor()
        self.cursor.execute(STAGE)
        self.copier = ThreadPoolExecutor(1)  # the database takes a chunk while the next one is read
        self.copying = None
        return self

    def __exit__(self, *error):
        self.copier.shutdown()
        if error[0] is None:
            self.cursor.execute(UNSTAGE)
        self.cursor.close()

    def ahead(self, series_id, ts, text, flag):
        self.lines_ahead.append(f"{ts}\t{series_id}\t{self.run_id}\t{flag}\t{text}\n")

    def behind(self, series_id, ts, text, flag, cell):
        self.lines_behind.append(f"{series_id}\t{ts}\t{text}\t{flag}\t{cell}\n")

    def series_of(self, place, parameter, unit, averaging):
        places = self.run.source.places
        key = place.pk, parameter.pk, averaging
        if key not in self.series:
            self.series[key] = Series.objects.create(
                source=self.run.source, parameter=parameter, averaging=averaging, unit=unit, **{places: place}
            )
        return self.series[key]

    def _known_series(self):
        source = self.run.source
        known = Series.objects.filter(source=source).select_related("station", "section", "region", "parameter", "unit")
        return {(getattr(one, f"{source.places}_id"), one.parameter_id, one.averaging): one for one in known}

    def flush(self):
        self._wait()
        self.new += len(self.lines_ahead)
        if self.lines_ahead:
            target = "portal_observation (ts, series_id, run_id, flag, value)"
            self.copying = self.copier.submit(self._copy, target, self.lines_ahead)
        if self.lines_behind:
            self._wait()
            self._copy("staged", self.lines_behind)
            if not self.is_careful:
                self._store_staged()
        self.lines_ahead, self.lines_behind = [], []

    def _wait(self):
        if self.copying:
            copying, self.copying = self.copying, None
            copying.result()

    def after_the_copy(self, execute, *statement):
        """Wraps every statement of the reading: one that starts while the connection copies would break the copy off."""
        self._wait()
        return execute(*statement)

    def mark_stuck(self, periods):
        for start in range(0, len(periods), MARKS_AT_ONCE):
            lines = ["\t".join(map(str, period)) + "\n" for period in periods[start : start + MARKS_AT_ONCE]]
            self._copy("marks", lines)
            self._mark(MARKED, Flag.STUCK)
            self.cursor.execute("TRUNCATE marks")

    def mark_contradicted(self, by_series):
        """PM2.5 is a part of PM10 and cannot be more; looked at where this run wrote either."""
        codes = {parameter.code: parameter for parameter in Parameter.objects.filter(code__in=["pm25", "pm10"])}
        touched = [by_series[pk].series for pk in self.ranges if pk in by_series]
        places = {(s.station_id, s.averaging) for s in touched if s.station_id and s.parameter.code in codes}
        for station_id, averaging in places:
            pair = {
                series.parameter_id: series.pk
                for series in Series.objects.filter(
                    source=self.run.source, station=station_id, averaging=averaging, parameter__in=codes.values()
                )
            }
            if len(pair) == 2:
                fine, coarse = pair[codes["pm25"].pk], pair[codes["pm10"].pk]
                marked = self._mark(CONTRADICTED, Flag.CONTRADICTED, fine=fine, coarse=coarse)
                if marked:
                    self.findings.warn("contradicted", marked)

    def note_progress(self, by_series):
        self._wait()
        if self.is_careful:
            self._store_staged()
        spans = []
        for pk, progress in by_series.items():
            if progress.ahead:
                self._note(pk, progress.ahead_from, progress.ahead_until, progress.ahead, progress.ahead)
                spans += [(pk, date.fromordinal(first), date.fromordinal(last)) for first, last in progress.days]
        if spans:
            self.cursor.execute(DIRTY_SPANS, [list(column) for column in zip(*spans, strict=True)])

    def finish(self):
        written = [
            f"{self.run.pk}\t{pk}\t{first}\t{last}\t{rows}\n" for pk, (first, last, rows, _added) in self.ranges.items()
        ]
        self.run.save(force_insert=True)
        self._copy("portal_runseries (run_id, series_id, first_ts, last_ts, rows)", written)
        _refresh_series(self.cursor, [(pk, added) for pk, (_first, _last, _rows, added) in self.ranges.items()])

    def _store_staged(self):
        if self.is_careful:
            self._take_doubles_away()
        self.cursor.execute(COMPARE)
        new, changed = self.cursor.fetchone()
        if changed:
            self.cursor.execute(KEEP_OLD.format(hits=CHANGED), self.parameters)
            self.cursor.execute(CHANGE, self.parameters)
            self._note_written(are_added=False)
        if new:
            self.cursor.execute(ADD, self.parameters)
            self._note_written(are_added=True)
        self.new += new
        self.changed += changed
        self.cursor.execute("TRUNCATE staged")

    def _take_doubles_away(self):
        self.cursor.execute(TAKE_DOUBLES_AWAY)
        for cell, _series_id, value, is_equal in self.cursor.fetchall():
            self.doubled += 1
            row, column = divmod(cell, len(self.heading))
            if is_equal:
                self.findings.warn("repeated", 1, [row])
            else:
                self.findings.refuse(row, self.heading[column], Refused("contradicts", text=f"{value:f}"), "")

    def _mark(self, hits, flag, **parameters):
        parameters = {**self.parameters, "flag": flag.value, **parameters}
        self.cursor.execute(KEEP_OLD.format(hits=f"portal_observation o, {hits} AND o.run_id <> %(run)s"), parameters)
        self.marked_before += self.cursor.rowcount
        self.cursor.execute(MARK.format(hits=hits), parameters)
        marked = self.cursor.rowcount
        self._note_written(are_added=False)
        return marked

    def _note_written(self, are_added):
        self.cursor.execute(NOTE_WRITTEN)
        for pk, first, last, rows in self.cursor.fetchall():
            self._note(
                pk, f"{first:%Y-%m-%d %H:%M:%S+00}", f"{last:%Y-%m-%d %H:%M:%S+00}", rows, rows if are_added else 0
            )
        self.cursor.execute(DIRTY_DAYS.format(rows="written"))
        self.cursor.execute("TRUNCATE written")

    def _note(self, pk, first, last, rows, added):
        known = self.ranges.setdefault(pk, [first, last, 0, 0])
        known[0], known[1] = min(known[0], first), max(known[1], last)
        known[2] += rows
        known[3] += added

    def _copy(self, target, lines):
        if lines:
            self.cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO("".join(lines)))


def _refresh_series(cursor, added):
    """Bring first, last and number of readings up to date; `added` holds (series, rows more than before)."""
    if added:
        cursor.execute(REFRESH_SERIES, [list(column) for column in zip(*added, strict=True)])


def _report(checked, store):
    findings = checked.findings
    series = [progress.series for progress in checked.by_series.values()]
    return {
        "rows": findings.rows,
        "readings": findings.readings,
        "series": len(series),
        "places": len({str(one.place) for one in series}),
        "parameters": sorted({one.parameter.code for one in series}),
        "first": min((seen.first_ts for seen in checked.by_series.values()), default=None),
        "last": max((seen.seen_ts for seen in checked.by_series.values()), default=None),
        "warnings": findings.warnings,
        "examples": findings.examples,
        "changes": _changes(store.run),
        "cycle": _cycle(series),
        "coverage": _coverage(checked.by_series.values()),
        "refusals_kept": min(findings.refused, KEPT_REFUSALS),
    }


def _changes(run):
    """Some changed values, old and new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.series_id, r.ts, r.old_value, o.value, r.old_flag, o.flag FROM portal_revision r "
            "JOIN portal_observation o USING (series_id, ts) WHERE r.run_id = %s ORDER BY r.ts LIMIT %s",
            [run.pk, SHOWN_CHANGES],
        )
        rows = cursor.fetchall()
    names = {series.pk: str(series) for series in Series.objects.filter(pk__in={row[0] for row in rows})}
    return [
        [names[pk], f"{ts:%Y-%m-%d %H:%M}", f"{old:f}", f"{new:f}", old_flag, flag]
        for pk, ts, old, new, old_flag, flag in rows
    ]


def _coverage(seen):
    """[series, readings in the file, readings there would be without a gap], those with the largest gaps first."""
    counted = [(progress.readings, progress.expected, progress.series) for progress in seen if progress.expected]
    counted.sort(key=lambda one: one[0] / one[1])
    return [[str(series), readings, expected] for readings, expected, series in counted[:SHOWN_COVERAGE]]


def _cycle(series):
    """Means by hour of the local day over the last 60 days, by parameter: the peaks tell whether the clock is right."""
    hourly = [one.pk for one in series if one.station_id and one.averaging in ("1h", "20min")][:30]
    with connection.cursor() as cursor:
        cursor.execute(CYCLE, [hourly])
        cycle = {}
        for code, hour, mean, _count in cursor.fetchall():
            cycle.setdefault(code, {})[hour] = float(mean)
    return cycle


def _keep_refusals(run, findings):
    ImportRefusal.objects.bulk_create(
        ImportRefusal(run=run, row=row, column=column[:100], code=code, details=details, raw=raw.replace("\0", ""))
        for row, column, code, details, raw in findings.refusals
    )


def _lock(source):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, source.pk])


def _next_run():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('portal_importrun', 'id'))")
        return cursor.fetchone()[0]
