"""Whether the regions of a table add up to its own line for the whole country."""

from decimal import Decimal

from django.db import connection

from portal.models import Region

TOLERANCE = Decimal("0.005")  # of the total: tables are rounded

SUMS = """
SELECT extract(year FROM o.ts - interval '1 microsecond')::int,
       sum(o.value) FILTER (WHERE r.kind <> %(country)s) AS parts, max(o.value) FILTER (WHERE r.kind = %(country)s) AS total
FROM portal_observation o JOIN portal_series se ON se.id = o.series_id JOIN portal_region r ON r.id = se.region_id
WHERE o.series_id = ANY(%(series)s)
GROUP BY se.parameter_id, o.ts
HAVING abs(sum(o.value) FILTER (WHERE r.kind <> %(country)s) - max(o.value) FILTER (WHERE r.kind = %(country)s))
       > %(tolerance)s * abs(max(o.value) FILTER (WHERE r.kind = %(country)s))
ORDER BY o.ts
"""


def differences(series):
    """[year, sum of the regions, total] of each year in which they differ."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"country": Region.Kind.COUNTRY, "series": series, "tolerance": TOLERANCE})
        return [[str(year), f"{parts:f}", f"{total:f}"] for year, parts, total in cursor.fetchall()]
