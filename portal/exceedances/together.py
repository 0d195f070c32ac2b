"""Summation groups: substances that act together, Σ C/limit > 1 at one place and time though each keeps its own."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from portal.exceedances.rollup import BOUNDS
from portal.models import COUNTED_FLAGS, SummationGroup

# A quotient has as many digits as its longer part, which would make a sum of exactly 1 a little more; with these behind the
# point it is exact, and thirds are put right by rounding to fewer.
DIGITS = 60
KEPT = 40

# Readings of all members at the same moment; groups need every member, and a limit for each.
SUMS = f"""
WITH bounds AS ({BOUNDS}),
sums AS (
    SELECT o.ts, round(sum(round(o.value * b.factor, {DIGITS}) / b.bound), {KEPT}) AS total,
           bool_or(o.value * b.factor > b.bound) AS is_above_alone
    FROM portal_observation o
    JOIN bounds b ON b.series_id = o.series_id AND b.averaging = 'max_single' AND b.is_for_readings
         AND b.valid @> ((o.ts - interval '1 microsecond') AT TIME ZONE %(zone)s)::date
    WHERE o.series_id = ANY(%(series)s) AND o.ts > %(after)s AND o.ts <= %(until)s AND o.flag = ANY(%(counted)s)
    GROUP BY o.ts HAVING count(*) = %(members)s)
SELECT count(*), count(*) FILTER (WHERE total > 1), count(*) FILTER (WHERE total > 1 AND NOT is_above_alone),
       max(total), (array_agg(ts ORDER BY total DESC, ts))[1]
FROM sums
"""


@dataclass(frozen=True)
class GroupYear:
    group: SummationGroup
    members: list
    compared: int
    above: int
    only_together: int  # above as a group while each substance keeps its own limit
    highest: object
    highest_at: datetime | None

    @property
    def has_readings(self):
        return self.compared > 0


def group_years(station, series, year):
    """Each group whose members are all measured at the station with one averaging, in a local year."""
    found = []
    groups = SummationGroup.objects.filter(norm__is_binding=True).prefetch_related("members").select_related("norm")
    for group in groups:
        members = list(group.members.all())
        chosen = _same_averaging(members, series)
        if chosen:
            found.append(GroupYear(group, members, *_sums(station, chosen, year)))
    return found


def _same_averaging(members, series):
    wanted = {member.pk for member in members}
    for averaging in ("20min", "1h", "grab"):
        chosen = {one.parameter_id: one for one in series if one.averaging == averaging and one.parameter_id in wanted}
        if chosen.keys() == wanted:
            return list(chosen.values())
    return []


def _sums(station, series, year):
    zone = series[0].zone
    with connection.cursor() as cursor:
        cursor.execute(
            SUMS,
            {
                "zone": station.time_zone,
                "series": [one.pk for one in series],
                "after": datetime(year, 1, 1, tzinfo=zone),
                "until": datetime(year + 1, 1, 1, tzinfo=zone),
                "counted": list(COUNTED_FLAGS),
                "members": len(series),
            },
        )
        return cursor.fetchone()
