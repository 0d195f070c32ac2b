"""Search entries of three languages, 120 words each by Zipf's law, of the portal's own words and their likeness."""

import itertools
import random
import re

from django.db import connection
from psycopg2.extras import execute_values

from portal.models import GlossaryTerm, Organisation, Page, Region, SearchEntry, Topic
from portal.search.index import CONFIGURATION

WORDS_EACH = 120
SEED = 20261122
FIRST_ID = 1_000_000  # beyond any real object
LANGUAGES = list(CONFIGURATION)

RAW = """CREATE TEMP TABLE raw (kind text, object_id bigint, language text, path text, title text, body text,
         topics bigint[], regions bigint[], organisations bigint[], date date, published_at timestamptz)"""
INTO_INDEX = """
    INSERT INTO portal_searchentry (kind, object_id, language, page, path, title, title_lang, summary, summary_lang,
        body, topics, regions, organisations, directions, state, date, published_at, vector, title_vector)
    SELECT kind, object_id, language, 0, path, title, language, '', '',
        body, topics, regions, organisations, '{{}}', '', date, published_at,
        setweight(to_tsvector('{configuration}', title), 'A') || setweight(to_tsvector('{configuration}', body), 'C'),
        setweight(to_tsvector('{configuration}', title), 'A')
    FROM raw WHERE language = %s"""


def fill(count):
    """Bring the table to `count` synthetic entries; what an earlier run wrote is kept when it is as many."""
    synthetic = SearchEntry.objects.filter(object_id__gte=FIRST_ID)
    if synthetic.count() == count:
        return
    synthetic.delete()
    with connection.cursor() as cursor:
        cursor.execute(RAW)
        execute_values(cursor.cursor, "INSERT INTO raw VALUES %s", _rows(count), page_size=1000)
        for language, configuration in CONFIGURATION.items():
            cursor.execute(INTO_INDEX.format(configuration=configuration), [language])
        cursor.execute("DROP TABLE raw")
        cursor.execute("VACUUM ANALYZE portal_searchentry")


def _rows(count):
    chance = random.Random(SEED)
    vocabularies = {language: _vocabulary(language, chance) for language in LANGUAGES}
    topics, regions, organisations = (
        list(model.objects.values_list("pk", flat=True)) for model in (Topic, Region, Organisation)
    )
    for number in range(count):
        place, language = divmod(number, 3)
        words, weights = vocabularies[LANGUAGES[language]]
        text = chance.choices(words, cum_weights=weights, k=WORDS_EACH)
        yield (
            ("request", "request", "event", "publication", "dataset")[place % 5],
            FIRST_ID + place,
            LANGUAGES[language],
            f"/bench/{place}/",
            " ".join(text[:8]),
            " ".join(text[8:]),
            [topics[place % len(topics)]],
            [regions[place % len(regions)]],
            [organisations[place % len(organisations)]],
            f"{2015 + place % 12}-0{1 + place % 9}-11",
            f"{2015 + place % 12}-0{1 + place % 9}-11 {place % 24:02}:00+00",
        )


def _vocabulary(language, chance):
    """Words, commonest first, with Zipf's cumulative weights: the portal's own and inventions of their parts."""
    texts = itertools.chain(
        Page.objects.values_list(f"body_{language}", flat=True),
        GlossaryTerm.objects.values_list(f"term_{language}", flat=True),
        Organisation.objects.values_list(f"name_{language}", flat=True),
    )
    own = sorted(set(re.findall(r"[^\W\d_]{3,}", " ".join(texts).lower())))
    chance.shuffle(own)
    invented = {chance.choice(own)[:4] + chance.choice(own)[-4:] for _ in range(20_000)} - set(own)
    words = own + sorted(invented)
    return words, list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))


def by_frequency(language):
    """One word in many entries of a language, one in some, one in few, read off 10,000 objects."""
    sample = f"""SELECT to_tsvector('simple', body) FROM portal_searchentry WHERE language = '{language}'
                 AND object_id BETWEEN {FIRST_ID} AND {FIRST_ID + 10_000}"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM ts_stat(%s) WHERE length(word) > 4 ORDER BY ndoc DESC, word", [sample])
        words = [word for (word,) in cursor.fetchall()]
    return {"common": words[0], "middling": words[len(words) // 50], "rare": words[len(words) // 3]}
