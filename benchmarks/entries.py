"""Search entries of three languages, 120 words each by Zipf's law, of the portal's own words and their likeness."""

import datetime
import io
import itertools
import random
import re
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django.db import connection

from portal.languages import LANGUAGES
from portal.models import GlossaryTerm, Organisation, Page, Region, SearchEntry, Topic
from portal.runtime import children
from portal.search import collection, words
from portal.search.vectors import marks, vector

WORDS_EACH = 120
SEED = 20261122
FIRST_ID = 1_000_000  # beyond any real object
BATCH = 1000
DISTINCT = 100_000


def fill(count, texts=DISTINCT):
    """Bring the table to `count` synthetic entries; what an earlier run wrote is kept when it is as many.

    Of more than `texts` entries each text stands several times: the database has as much to do, the loader less.

    Returns (seconds of loading, seconds of building the indexes, seconds of this process), or None.
    """
    synthetic = SearchEntry.objects.filter(object_id__gte=FIRST_ID, words_version=words.VERSION)
    if synthetic.count() == count:
        return None
    remove()
    some = min(count, texts)
    spent = load(list(invented(some)), times=count // some)
    tidy()
    return spent


def remove():
    SearchEntry.objects.filter(object_id__gte=FIRST_ID).delete()


def load(entries, times=1, processes=1):
    """All that makes texts findable; the words of the collection are learnt where they are counted.

    Returns (seconds of loading, seconds of building the indexes, seconds of this process).
    """
    batches = [entries[first : first + BATCH] for first in range(0, len(entries), BATCH)]
    started, worked = time.monotonic(), time.process_time()
    with _indexed_afterwards():
        with _computing(processes) as compute:
            for batch, vectors in zip(batches, compute(_vectors, map(_texts, batches)), strict=True):
                _copy(batch, vectors)
        work = time.process_time() - worked
        _multiply(times)
        loaded = time.monotonic() - started
    built = time.monotonic() - started - loaded
    collection.recount()
    return loaded, built, work


def tidy():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _indexed_afterwards():
    """An index that is built over rows that stand is several times quicker than one that grows with them."""
    with connection.schema_editor() as editor:
        for made in SearchEntry._meta.indexes:
            editor.remove_index(SearchEntry, made)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
    with connection.schema_editor() as editor:
        for made in SearchEntry._meta.indexes:
            editor.add_index(SearchEntry, made)


@contextmanager
def _computing(processes):
    """`map`, in this process or in several."""
    if processes == 1:
        yield map
        return
    with ProcessPoolExecutor(processes, get_context("fork"), children.end_with_parent) as pool:
        yield pool.map


def _texts(entries):
    return [(entry.language, entry.title, entry.body, marks(entry)) for entry in entries]


def _vectors(texts):
    return [vector(language, title, "", body, marks=its_marks) for language, title, body, its_marks in texts]


def _copy(entries, vectors):
    columns = [column for column in SearchEntry._meta.concrete_fields if column.name not in ("id", "vector")]
    rows = io.StringIO()
    for entry, lexemes in zip(entries, vectors, strict=True):
        rows.write("\t".join([*(_as_copied(getattr(entry, column.attname)) for column in columns), lexemes]) + "\n")
    rows.seek(0)
    names = ", ".join([*(column.column for column in columns), "vector"])
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {SearchEntry._meta.db_table} ({names}) FROM STDIN", rows)


def _as_copied(value):
    if value is None:
        return "\\N"
    return "{" + ",".join(map(str, value)) + "}" if isinstance(value, list) else str(value)


def _multiply(times):
    names = [column.column for column in SearchEntry._meta.concrete_fields if column.name not in ("id", "object_id")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO portal_searchentry (object_id, {', '.join(names)}) "
            f"SELECT object_id + n * {FIRST_ID}, {', '.join(names)} FROM portal_searchentry, generate_series(1, %s) n "
            f"WHERE object_id >= {FIRST_ID}",
            [times - 1],
        )


def invented(count):
    """Entries without their vectors, which are the work that is measured."""
    chance = random.Random(SEED)
    vocabularies = {language: _vocabulary(language, chance) for language in LANGUAGES}
    topics, regions, organisations = (
        list(model.objects.values_list("pk", flat=True)) for model in (Topic, Region, Organisation)
    )
    for number in range(count):
        place, language_place = divmod(number, 3)
        language = LANGUAGES[language_place]
        vocabulary, weights = vocabularies[language]
        text = chance.choices(vocabulary, cum_weights=weights, k=WORDS_EACH)
        title, body = " ".join(text[:8]), " ".join(text[8:])
        published_at = datetime.datetime(
            2015 + place % 12, 1 + place % 9, 1 + place % 28, place % 24, tzinfo=datetime.UTC
        )
        yield SearchEntry(
            kind=("request", "request", "event", "publication", "dataset")[place % 5],
            object_id=FIRST_ID + place,
            language=language,
            path=f"/bench/{place}/",
            title=title[:400],
            title_lang=language,
            body=body,
            topics=[topics[place % len(topics)]],
            regions=[regions[place % len(regions)]],
            organisations=[organisations[place % len(organisations)]],
            date=datetime.date(2015 + place % 12, 1 + place % 9, 11),
            published_at=published_at,
            words_version=words.VERSION,
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
    vocabulary = own + sorted(invented)
    return vocabulary, list(itertools.accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))


def by_frequency(language):
    """One word in many entries of a language, one in some, one in few, read off 10,000 objects."""
    found = _commonest_first(language)
    return {"common": found[0], "middling": found[len(found) // 50], "rare": found[len(found) // 3]}


def different_words(language, number):
    """Words of every frequency."""
    found = _commonest_first(language)
    return found[:: max(1, len(found) // number)][:number]


def _commonest_first(language):
    sample = f"""SELECT to_tsvector('simple', body) FROM portal_searchentry WHERE language = '{language}'
                 AND object_id BETWEEN {FIRST_ID} AND {FIRST_ID + 10_000}"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM ts_stat(%s) WHERE length(word) > 4 ORDER BY ndoc DESC, word", [sample])
        return [word for (word,) in cursor.fetchall()]


def words_like(word, language, number):
    """Words about as frequent as this one, which is the first."""
    found = _commonest_first(language)
    place = found.index(word)
    return found[place : place + number]


def phrases(language, number):
    """Two words that stand side by side in a text, of as many texts."""
    bodies = SearchEntry.objects.filter(object_id__range=(FIRST_ID + 7, FIRST_ID + 6 + number), language=language)
    return [" ".join(body.split()[20:22]) for body in bodies.order_by("object_id").values_list("body", flat=True)]


def a_phrase(language):
    return phrases(language, 1)[0]
