"""Daily, monthly and yearly values and episodes, written anew for the days that are marked as dirty, in SQL.

Days are local days of the station; a reading is stamped with the end of its period, so midnight belongs to the day
before. Comparisons multiply both sides into the base unit and never divide: a reading equal to its limit keeps it.
"""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from portal.models import COUNTED_FLAGS, DirtyDay

DAYS_AT_ONCE = 200_000
SHARES = 2  # of the series; after a large import each is computed by a connection of its own, at the same time
DAYS_FOR_ONE = 20_000  # fewer are not worth another connection
LOCK = 511_003  # one refresh of a share at a time: two of them would each sum a month without the other's day

# Which limit holds for a series on a day. Only of binding norms; a later norm takes over from an earlier one.
BOUNDS = """
SELECT s.id AS series_id, l.id AS limit_id, l.averaging,
       l.value * lu.factor_to_base AS bound, su.factor_to_base AS factor,
       CASE l.averaging
            WHEN 'max_single' THEN s.averaging IN ('20min', '1h', 'grab')
            WHEN 'daily' THEN s.averaging = 'day' END AS is_for_readings,
       daterange(lower(l.valid), least(upper(l.valid), lead(lower(l.valid)) OVER (
           PARTITION BY s.id, l.averaging ORDER BY lower(l.valid) NULLS FIRST, l.id))) AS valid
FROM portal_series s
JOIN portal_station st ON st.id = s.station_id
JOIN portal_unit su ON su.id = s.unit_id
JOIN portal_limitvalue l ON l.parameter_id = s.parameter_id AND l.medium = st.medium
     AND l.use IN ('settlement', 'any') AND l.step = ''
JOIN portal_norm n ON n.id = l.norm_id AND n.is_binding
JOIN portal_unit lu ON lu.id = l.unit_id AND lu.kind = su.kind
WHERE l.averaging IN ('max_single', 'daily')
"""

# Here and below rows are deleted by their places: joined by key, a table whose statistics are from before an import would be
# compared row by row, which took minutes.
TAKE = """
CREATE TEMP TABLE dirty (series_id int, day date) ON COMMIT DROP;
WITH taken AS (
    DELETE FROM portal_dirtyday WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM portal_dirtyday WHERE series_id %% %(shares)s = %(share)s
        ORDER BY series_id, day LIMIT %(limit)s))
    RETURNING series_id, day)
INSERT INTO dirty SELECT series_id, day FROM taken;
"""

# The longest time from a reading to the next; the day on which a clock goes back has 25 hours.
PREPARE = f"""
CREATE TEMP TABLE bounds ON COMMIT DROP AS
SELECT * FROM ({BOUNDS}) every WHERE series_id IN (SELECT series_id FROM dirty);
CREATE TEMP TABLE places ON COMMIT DROP AS
SELECT s.id AS series_id, coalesce(st.time_zone, %(zone)s) AS zone,
       coalesce(s.readings_a_day, CASE s.averaging WHEN '20min' THEN 72 WHEN '1h' THEN 24 WHEN 'day' THEN 1 END)
           AS expected,
       CASE s.averaging WHEN '20min' THEN interval '20 minutes' WHEN '1h' THEN interval '1 hour'
            WHEN 'day' THEN interval '30 hours' ELSE interval '0' END AS step,
       d.first_day::timestamp AT TIME ZONE coalesce(st.time_zone, %(zone)s) AS after,
       (d.last_day + 1)::timestamp AT TIME ZONE coalesce(st.time_zone, %(zone)s) AS until
FROM (SELECT series_id, min(day) AS first_day, max(day) AS last_day FROM dirty GROUP BY series_id) d
JOIN portal_series s ON s.id = d.series_id LEFT JOIN portal_station st ON st.id = s.station_id;
CREATE TEMP TABLE days ON COMMIT DROP AS
SELECT d.series_id, d.day, d.day::timestamp AT TIME ZONE p.zone AS after,
       (d.day + 1)::timestamp AT TIME ZONE p.zone AS until, p.expected, b.bound, b.factor
FROM dirty d JOIN places p USING (series_id)
LEFT JOIN bounds b ON b.series_id = d.series_id AND b.is_for_readings AND b.valid @> d.day
ORDER BY d.series_id, d.day;
ANALYZE days; ANALYZE bounds; ANALYZE places;
SET LOCAL enable_memoize = off;
"""

COUNTED = "(o.flag = 0 OR o.flag = ANY(%(counted)s))"  # an array is searched for the few rows only that have a mark

# A day is a short piece of the key, read in its order: no row is told its day, nothing is sorted or hashed. Readings are
# held against the limit only on a day whose largest is above it.
DAILY = f"""
DELETE FROM portal_dailyvalue WHERE ctid = ANY (ARRAY(
    SELECT v.place FROM days d CROSS JOIN LATERAL (
        SELECT ctid AS place FROM portal_dailyvalue WHERE series_id = d.series_id AND starts_on = d.day OFFSET 0) v));
INSERT INTO portal_dailyvalue (series_id, starts_on, count, expected, compared, above_single, above_five_single,
    above_ten_single, highest_multiple, total, mean, smallest, largest)
SELECT d.series_id, d.day, r.count, d.expected, CASE WHEN d.bound IS NULL THEN 0 ELSE r.count END,
       CASE WHEN d.bound IS NOT NULL THEN a.once END, CASE WHEN d.bound IS NOT NULL THEN a.five END,
       CASE WHEN d.bound IS NOT NULL THEN a.ten END,
       r.largest * d.factor / d.bound, r.total, r.total / r.count, r.smallest, r.largest
FROM days d
CROSS JOIN LATERAL (
    SELECT count(*) AS count, sum(o.value) AS total, min(o.value) AS smallest, max(o.value) AS largest
    FROM portal_observation o
    WHERE o.series_id = d.series_id AND o.ts > d.after AND o.ts <= d.until AND {COUNTED}) r
CROSS JOIN LATERAL (
    SELECT count(*) AS once, count(*) FILTER (WHERE o.value * d.factor > 5 * d.bound) AS five,
           count(*) FILTER (WHERE o.value * d.factor > 10 * d.bound) AS ten
    FROM portal_observation o
    WHERE r.largest * d.factor > d.bound AND o.series_id = d.series_id AND o.ts > d.after AND o.ts <= d.until
      AND {COUNTED} AND o.value * d.factor > d.bound) a
WHERE r.count > 0;
"""

LONGER = """
DELETE FROM {table} v USING (SELECT DISTINCT series_id, date_trunc('{unit}', day)::date AS starts_on FROM days) d
WHERE v.series_id = d.series_id AND v.starts_on = d.starts_on;
INSERT INTO {table} (series_id, starts_on, count, expected, compared, above_single, above_five_single,
    above_ten_single, highest_multiple, total, mean, smallest, largest)
SELECT v.series_id, d.starts_on, sum(v.count),
       p.expected * ((d.starts_on + interval '1 {unit}')::date - d.starts_on), sum(v.compared),
       sum(v.above_single), sum(v.above_five_single), sum(v.above_ten_single), max(v.highest_multiple),
       sum(v.total), sum(v.total) / sum(v.count), min(v.smallest), max(v.largest)
FROM (SELECT DISTINCT series_id, date_trunc('{unit}', day)::date AS starts_on FROM days) d
JOIN places p USING (series_id)
JOIN {parts} v ON v.series_id = d.series_id AND v.starts_on >= d.starts_on
     AND v.starts_on < d.starts_on + interval '1 {unit}'
GROUP BY v.series_id, d.starts_on, p.expected
ORDER BY v.series_id, d.starts_on;
"""
MONTHLY = LONGER.format(table="portal_monthlyvalue", unit="month", parts="portal_dailyvalue")
YEARLY = LONGER.format(table="portal_yearlyvalue", unit="year", parts="portal_monthlyvalue")

# An episode that touches the days is found anew as a whole, so that it may grow, shrink, split or meet another. Its
# readings are looked for only on days whose largest is above the limit.
EPISODES = f"""
CREATE TEMP TABLE spans ON COMMIT DROP AS
SELECT p.series_id, p.zone, p.step, least(p.after, min(e.first_ts)) AS first, greatest(p.until, max(e.last_ts)) AS last
FROM places p LEFT JOIN portal_episode e
     ON e.series_id = p.series_id AND e.last_ts >= p.after - p.step AND e.first_ts <= p.until + p.step
GROUP BY p.series_id, p.zone, p.step, p.after, p.until;
DELETE FROM portal_episode e USING spans s
WHERE e.series_id = s.series_id AND e.last_ts >= s.first AND e.first_ts <= s.last;
CREATE TEMP TABLE hot ON COMMIT DROP AS
SELECT s.series_id, b.limit_id, b.bound, b.factor, s.step,
       greatest(s.first - interval '1 microsecond', v.starts_on::timestamp AT TIME ZONE s.zone) AS after,
       least(s.last, (v.starts_on + 1)::timestamp AT TIME ZONE s.zone) AS until
FROM spans s
JOIN bounds b ON b.series_id = s.series_id AND b.is_for_readings
JOIN portal_dailyvalue v ON v.series_id = s.series_id AND b.valid @> v.starts_on AND v.largest * b.factor > b.bound
     AND v.starts_on >= ((s.first - interval '1 microsecond') AT TIME ZONE s.zone)::date
     AND v.starts_on <= (s.last AT TIME ZONE s.zone)::date;
ANALYZE hot;
INSERT INTO portal_episode
    (series_id, limit_value_id, first_ts, last_ts, readings, peak_ts, peak_value, peak_multiple)
WITH above AS (
    SELECT h.series_id, h.limit_id, o.ts, o.value, h.bound, h.factor, h.step,
           lag(o.ts) OVER (PARTITION BY h.series_id, h.limit_id ORDER BY o.ts) AS previous
    FROM hot h JOIN portal_observation o ON o.series_id = h.series_id AND o.ts > h.after AND o.ts <= h.until
    WHERE {COUNTED} AND o.value * h.factor > h.bound),
numbered AS (
    SELECT *, count(*) FILTER (WHERE previous IS NULL OR ts - previous > step)
                  OVER (PARTITION BY series_id, limit_id ORDER BY ts) AS number FROM above)
SELECT series_id, limit_id, min(ts), max(ts), count(*), (array_agg(ts ORDER BY value DESC, ts))[1],
       max(value), max(value * factor / bound)
FROM numbered GROUP BY series_id, limit_id, number;
"""

TABLES = ("dirty", "bounds", "places", "days", "spans", "hot")


def refresh(*, zone):
    """Bring the values of all dirty days up to date; returns how many days that were. `zone`: where no station says."""
    shares = [(zone, share) for share in range(SHARES)]
    if connection.in_atomic_block or not _is_much():
        return sum(_refresh_share(*share) for share in shares)
    with ThreadPoolExecutor(SHARES) as pool:
        return sum(pool.map(lambda share: _in_a_thread(*share), shares))


def _is_much():
    return DirtyDay.objects.order_by()[DAYS_FOR_ONE : DAYS_FOR_ONE + 1].exists()


def _in_a_thread(zone, share):
    try:
        return _refresh_share(zone, share)
    finally:
        connection.close()  # the thread's own


def _refresh_share(zone, share):
    refreshed = 0
    while days := _refresh_some(zone, share):
        refreshed += days
    return refreshed


@transaction.atomic
def _refresh_some(zone, share):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s, %s)", [LOCK, LOCK, share])
        cursor.execute(TAKE, {"share": share, "shares": SHARES, "limit": DAYS_AT_ONCE})
        days = cursor.rowcount
        if days:
            cursor.execute(PREPARE, {"zone": zone})
            cursor.execute(DAILY, {"counted": list(COUNTED_FLAGS)})
            cursor.execute(MONTHLY)
            cursor.execute(YEARLY)
            cursor.execute(EPISODES, {"counted": list(COUNTED_FLAGS)})
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
        return days


def mark_dirty(series):
    """Mark all days of these series: a limit value or the meaning of a flag has changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO portal_dirtyday (series_id, day)
            SELECT s.id, day::date
            FROM portal_series s JOIN portal_station st ON st.id = s.station_id,
                 generate_series(date_trunc('day', (s.first_ts - interval '1 microsecond') AT TIME ZONE st.time_zone),
                                 (s.last_ts - interval '1 microsecond') AT TIME ZONE st.time_zone, interval '1 day') day
            WHERE s.id = ANY(%s)
            ON CONFLICT DO NOTHING
            """,
            [[one.pk for one in series]],
        )
