"""How often what is looked for, and whether it was found. Nothing about who: no address, no time of day, no session."""

import re

from django.db import connection

from portal.models import SearchedText
from portal.search import words

# An address, or figures as long as a telephone or an identification number: somebody's, so not kept.
PERSONAL = re.compile(r"@|(?:\d[ ()-]*){7,}")

# A lost count harms nobody, a wait for the disk does.
COUNT = f"""
    WITH quickly AS (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO {SearchedText._meta.db_table} AS counted (text, day, times, found) SELECT %s, %s, 1, %s FROM quickly
    ON CONFLICT (text, day) DO UPDATE SET times = counted.times + 1, found = excluded.found"""


def count(text, *, on, found):
    """Add one to the query's count of the day."""
    text = words.normalise(text)[: words.MAX_CHARACTERS]
    if not words.words(text) or PERSONAL.search(text):
        return
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [text, on, found])
