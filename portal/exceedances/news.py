"""Who wants to hear of exceedances reads ExceedanceNews: here it is written, after each computing of values."""

from django.db import connection, transaction

from portal.exceedances.rollup import LOCK

# An episode that grew, shrank or was split overlaps what was told of it, and is no news.
TELL = """
INSERT INTO portal_exceedancenews (series_id, limit_value_id, first_ts, last_ts, told_at)
SELECT e.series_id, e.limit_value_id, e.first_ts, e.last_ts, %(at)s
FROM portal_episode e JOIN portal_series s ON s.id = e.series_id AND s.is_public
WHERE NOT EXISTS (
    SELECT FROM portal_exceedancenews n
    WHERE n.series_id = e.series_id AND n.limit_value_id = e.limit_value_id
      AND n.first_ts <= e.last_ts AND n.last_ts >= e.first_ts)
ORDER BY e.last_ts, e.id
"""


@transaction.atomic
def tell(*, at):
    """Record each exceedance that nobody was told of; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])  # nobody computes values meanwhile
        cursor.execute(TELL, {"at": at})
        return cursor.rowcount
