"""Readings as files: the database writes some thousand lines of CSV at a time, so that memory and first byte do not grow."""

import csv
import io
from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from django.db import connection
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from portal.exceedances import words
from portal.exports import Column, formula_safe, saying_when_cut
from portal.geojson import points
from portal.languages import LANGUAGES
from portal.models import Series

ROWS_AT_ONCE = 25_000  # 2 MB, a fiftieth of a second
HEADING = ("station", "parameter", "averaging", "unit", "period_ends_utc", "period_ends_local", "value", "flag")

# Lines come joined, a span in one value: to send each by itself, as COPY does, costs more than to write it.
LINES = """
SELECT s.names || o.lines
FROM (VALUES {spans}) s (names, shift, series, first_ts, last_ts)
CROSS JOIN LATERAL (
    SELECT string_agg(
        concat_ws(%s, ts AT TIME ZONE interval '0', ts AT TIME ZONE s.shift, value, flag), E'\\n' || s.names) AS lines
    FROM (SELECT ts, value, flag FROM portal_observation
          WHERE series_id = s.series AND ts BETWEEN s.first_ts AND s.last_ts ORDER BY ts) readings) o
WHERE o.lines IS NOT NULL
"""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """A part of a series in which its clock is not put back or forward; both ends belong to it."""

    series: Series
    first: datetime
    last: datetime
    shift: timedelta
    rows: int  # about


def csv_response(name, series, year=None, *, excel=False):
    parts = saying_when_cut(csv_parts(series, year, excel=excel))
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_parts(series, year=None, *, excel=False):
    if excel:
        yield "\ufeff".encode()
    delimiter = ";" if excel else ","
    yield f"{delimiter.join(HEADING)}\n".encode()
    for spans in _pieces(_spans(series, year)):
        if part := _lines(spans, delimiter):
            yield part


def _pieces(spans):
    """Spans that are asked for at once: as many as have together the rows of one piece."""
    piece, rows = [], 0
    for span in spans:
        if piece and rows + span.rows > ROWS_AT_ONCE:
            yield piece
            piece, rows = [], 0
        piece.append(span)
        rows += span.rows
    if piece:
        yield piece


def _spans(series, year):
    """All of the series one after another, each in its order; a long one in parts of equal time."""
    for one in series:
        if one.first_ts is None:
            continue
        first, last = one.first_ts, one.last_ts
        if year:
            first, last = max(first, _midnight(year, one.zone) + INSTANT), min(last, _midnight(year + 1, one.zone))
        if first > last:
            continue
        share = (last - first + INSTANT) / (one.last_ts - one.first_ts + INSTANT)
        rows = int(one.count * share)
        parts = 1 + rows // ROWS_AT_ONCE
        step = (last - first) / parts
        edges = [first + step * number for number in range(parts)] + [last + INSTANT]
        edges += [change for change in _changes(one.zone, first.year, last.year) if first < change <= last]
        for begins, ends in pairwise(sorted(set(edges))):
            yield Span(one, begins, ends - INSTANT, begins.astimezone(one.zone).utcoffset(), rows // parts)


def _lines(spans, delimiter):
    values = [value for span in spans for value in _values(span, delimiter)]
    with connection.cursor() as cursor:
        cursor.execute(LINES.format(spans=",".join(["(%s,%s,%s,%s,%s)"] * len(spans))), [*values, delimiter])
        return "".join(f"{lines}\n" for (lines,) in cursor).encode()


def _values(span, delimiter):
    one = span.series
    names = io.StringIO()
    texts = map(formula_safe, (one.place.slug, one.parameter.code, one.averaging, one.unit.code))
    csv.writer(names, delimiter=delimiter, lineterminator="").writerow([*texts, ""])
    return names.getvalue(), span.shift, one.pk, span.first, span.last


@lru_cache(maxsize=1000)
def _changes(zone, first_year, last_year):
    """The instants at which the clock of a zone is put forward or back."""
    found = []
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    while day.year <= last_year:
        next_day = day + timedelta(days=1)
        if _shift(zone, day) != _shift(zone, next_day):
            minutes = range(1, 24 * 60 + 1)
            place = bisect(
                minutes,
                False,
                key=lambda minute, day=day: _shift(zone, day + timedelta(minutes=minute)) != _shift(zone, day),
            )
            found.append(day + timedelta(minutes=minutes[place]))
        day = next_day
    return found


def _shift(zone, at):
    return at.astimezone(zone).utcoffset()


def _midnight(year, zone):
    return datetime(year, 1, 1, tzinfo=zone)


def within_year(zone, year):
    return Q(ts__gt=_midnight(year, zone), ts__lte=_midnight(year + 1, zone))


def columns(series):
    """The same columns for rows of Observation; `series` are those of the rows, so that no row asks for its own."""
    by_key = {one.pk: one for one in series}
    return [
        Column("station", _("Station"), lambda row: by_key[row.series_id].station.slug),
        Column("parameter", _("Parameter"), lambda row: by_key[row.series_id].parameter.code),
        Column("averaging", _("Averaging"), lambda row: by_key[row.series_id].averaging),
        Column("unit", _("Unit"), lambda row: by_key[row.series_id].unit.code),
        Column("period_ends_utc", _("End of the period, UTC"), lambda row: f"{row.ts:%Y-%m-%d %H:%M:%S}"),
        Column("value", _("Value"), lambda row: row.value),
        Column("flag", _("Mark"), lambda row: row.flag),
    ]


def limit_columns():
    return [
        Column("norm", _("Norm"), lambda row: row.norm.code),
        Column("act", _("Act"), lambda row: words.act(row.norm)),
        Column("article", _("Article"), lambda row: row.article),
        Column("binding", _("Binding"), lambda row: row.norm.is_binding),
        Column("medium", _("Medium"), lambda row: row.medium),
        Column("use", _("For"), lambda row: row.use),
        Column("averaging", _("Averaging"), lambda row: row.averaging),
        Column("step", _("Interim target"), lambda row: row.step),
        Column("value", _("At most"), lambda row: row.value),
        Column("unit", _("Unit"), lambda row: row.unit.code),
        Column("valid_from", _("Valid from"), lambda row: row.valid.lower),
        Column("valid_until", _("Valid until"), lambda row: row.valid.upper),
        Column("confirmed", _("Compared with the act"), lambda row: row.is_confirmed),
        Column("edition", _("Edition of the act"), lambda row: row.table.edition if row.table else ""),
        Column("source", _("Where the table comes from"), lambda row: row.table.source if row.table else ""),
        Column("url", _("Link"), lambda row: row.norm.url),
    ]


def place_columns():
    """Where a parameter was measured in a year, and how that stood to the limit."""
    return [
        Column("station", _("Station"), lambda row: row.series.station.slug),
        Column("averaging", _("Averaging"), lambda row: row.series.averaging),
        Column("source", _("Source"), lambda row: row.series.source.code),
        Column("year", _("Year"), lambda row: row.value.starts_on.year),
        Column("readings", _("Readings"), lambda row: row.value.count),
        Column("expected", _("Readings expected"), lambda row: row.value.expected),
        Column("mean", _("Mean"), lambda row: row.value.mean),
        Column("largest", _("Highest"), lambda row: row.value.largest),
        Column("unit", _("Unit"), lambda row: row.series.unit.code),
        Column("compared", _("Readings compared with a limit"), lambda row: row.value.compared),
        Column("above", _("Readings above the limit"), lambda row: row.value.above_single),
        Column("highest_multiple", _("Times the limit"), lambda row: row.value.highest_multiple),
    ]


def parameter_metadata(page, url):
    """What a machine needs to read the files of a parameter: names, unit, limits with their acts, places."""
    parameter = page.parameter
    return {
        "parameter": {
            "id": parameter.code,
            "name": {code: getattr(parameter, f"name_{code}") for code in LANGUAGES},
            "formula": parameter.formula or None,
            "cas": parameter.cas_number or None,
            "unit": parameter.unit.code,
            "url": url,
        },
        "comparison": "strictly above; a reading equal to its limit keeps it; no limit, no comparison",
        "limits": [_limit(limit) for limit in page.limits.all if not limit.step],
        "years": page.years,
        "stations": sorted({value.series.station.slug for value in page.values}),
    }


def _limit(limit):
    return {
        "parameter": limit.parameter.code,
        "norm": limit.norm.code,
        "binding": limit.norm.is_binding,
        "averaging": limit.averaging,
        "value": str(limit.value),
        "unit": limit.unit.code,
        "from": limit.valid.lower,
        "until": limit.valid.upper,
        "article": limit.article,
        "confirmed": limit.is_confirmed,
        "act": limit.norm.url,
    }


def geojson(stations, url_of):
    """Stations with coordinates, as points."""
    return points(
        stations,
        lambda one: {
            "id": one.slug,
            "name_kk": one.name_kk,
            "name_ru": one.name_ru,
            "name_en": one.name_en,
            "settlement_kk": one.settlement_kk,
            "settlement_ru": one.settlement_ru,
            "settlement_en": one.settlement_en,
            "region": one.region.iso_3166_2 if one.region else None,
            "medium": one.medium,
            "kind": one.kind,
            "url": url_of(one),
        },
    )


TIME = "period_ends_utc is the end of the averaging period; days are local, midnight belongs to the day before"
COVERAGE = "a day, month or year counts from 75 % of its readings on"


def metadata(page, url):
    """What a machine needs to read the files: series, units, time rule, limits with their acts, licences."""
    station = page.station
    return {
        "station": {"id": station.slug, "name": str(station), "time_zone": station.time_zone, "url": url},
        "time": TIME,
        "coverage": COVERAGE,
        "comparison": "strictly above; a reading equal to its limit keeps it",
        "series": [_series(series) for series in page.measured],
        "limits": [_limit(limit) for limit in page.limits.all if not limit.step],
    }


def comparison_metadata(page, url):
    """The same of a comparison: which series stand in its columns, over what they are averaged, where each is from."""
    return {
        "url": url,
        "year": page.year,
        "value": f"mean of a {page.by}",
        "unit": page.series[0].unit.code,
        "coverage": COVERAGE,
        "columns": ["period_starts", *(page.column_of(series) for series in page.series)],
        "series": [
            {"station": series.station.slug, "time_zone": series.station.time_zone, **_series(series)}
            for series in page.series
        ],
    }


def _series(series):
    return {
        "id": series.pk,
        "parameter": series.parameter.code,
        "name": {code: getattr(series.parameter, f"name_{code}") for code in LANGUAGES},
        "averaging": series.averaging,
        "unit": series.unit.code,
        "first": series.first_ts.isoformat(),
        "last": series.last_ts.isoformat(),
        "readings": series.count,
        "source": str(series.source.name),
        "source_url": series.source.url,
        "licence": series.source.licence.code if series.source.licence else None,
    }
