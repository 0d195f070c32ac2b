"""Readings as files: CSV by COPY, some years of one series at a time, so that memory and first byte do not grow with size."""

import io
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import connection
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from portal.exceedances import words
from portal.exports import Column, saying_when_cut
from portal.geojson import points
from portal.languages import LANGUAGES

YEARS_AT_ONCE = 4  # of readings every 20 minutes: 105,000 rows, 9 MB

COPY = """
COPY (
    SELECT {place} AS station, {parameter} AS parameter, {averaging} AS averaging, {unit} AS unit,
           ts AT TIME ZONE interval '0' AS period_ends_utc, ts AT TIME ZONE {clock} AS period_ends_local, value, flag
    FROM portal_observation WHERE series_id = {series} AND ts > {after} AND ts <= {until} ORDER BY ts
) TO STDOUT WITH (FORMAT csv, HEADER {header}, DELIMITER {delimiter})
"""


def csv_response(name, series, year=None, *, excel=False):
    parts = saying_when_cut(csv_parts(series, year, excel=excel))
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_parts(series, year=None, *, excel=False):
    if excel:
        yield "\ufeff".encode()
    header = True
    for one in series:
        for first, last in _pieces(one, year):
            part = _copy(one, first, last, header, ";" if excel else ",")
            header = False
            if part:
                yield part


def _pieces(series, year):
    """(first, last) of local years that are copied at once: only the first alone, so that it is there at once."""
    if year:
        return [(year, year)]
    first, last = series.first_ts.year - 1, series.last_ts.year + 1
    rest = range(series.first_ts.year + 1, last + 1, YEARS_AT_ONCE)
    return [(first, first + 1), *((begins, min(begins + YEARS_AT_ONCE - 1, last)) for begins in rest)]


def _copy(series, first, last, header, delimiter):
    """Local years of one series."""
    with connection.cursor() as cursor:
        values = {
            "place": series.place.slug,
            "parameter": series.parameter.code,
            "averaging": series.averaging,
            "unit": series.unit.code,
            "clock": _clock(series.zone, first, last),
            "series": series.pk,
            "after": _midnight(first, series.zone),
            "until": _midnight(last + 1, series.zone),
            "header": header,
            "delimiter": delimiter,
        }
        literals = {key: cursor.mogrify("%s", [value]).decode() for key, value in values.items()}
        buffer = io.BytesIO()
        cursor.copy_expert(COPY.format(**literals), buffer)
        return buffer.getvalue()


@lru_cache(maxsize=1000)
def _clock(zone, first, last):
    """The offset of the zone where it does not change in these years: looked up for each row it costs more than the rows."""
    before, after = _midnight(first, zone) - timedelta(days=1), _midnight(last + 1, zone) + timedelta(days=1)
    offsets = {(before + timedelta(days=number)).utcoffset() for number in range((after - before).days + 1)}
    return offsets.pop() if len(offsets) == 1 else zone.key


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


def metadata(page, url):
    """What a machine needs to read the files: series, units, time rule, limits with their acts, licences."""
    station = page.station
    return {
        "station": {"id": station.slug, "name": str(station), "time_zone": station.time_zone, "url": url},
        "time": "period_ends_utc is the end of the averaging period; days are local, midnight belongs to the day before",
        "coverage": "a day, month or year counts from 75 % of its readings on",
        "comparison": "strictly above; a reading equal to its limit keeps it",
        "series": [
            {
                "id": series.pk,
                "parameter": series.parameter.code,
                "name": {code: getattr(series.parameter, f"name_{code}") for code in ("kk", "ru", "en")},
                "averaging": series.averaging,
                "unit": series.unit.code,
                "first": series.first_ts.isoformat(),
                "last": series.last_ts.isoformat(),
                "readings": series.count,
                "source": str(series.source.name),
                "source_url": series.source.url,
                "licence": series.source.licence.code if series.source.licence else None,
            }
            for series in page.measured
        ],
        "limits": [_limit(limit) for limit in page.limits.all if not limit.step],
    }
