"""Rows of `make bench` on search: time in the database, suggestions, an edit, sizes, and pages under eight connections."""

import statistics
import time
from urllib.parse import quote

from benchmarks import entries
from benchmarks.load import measure

RUNS = 20
CONNECTIONS = 8
DIFFERENT = 1000  # words that are asked one after the other, so that nothing is asked twice
ALIKE = 100  # queries of a kind, asked in turn: none is remembered because it was just asked


def queries(language):
    """Name -> what is typed: words by their frequency, two of them, a phrase, one mistyped, one that is nowhere."""
    words = entries.by_frequency(language)
    return {
        **words,
        "two words": f"{words['common']} {words['middling']}",
        "a phrase": f'"{entries.a_phrase(language)}"',
        "a rare word mistyped": words["rare"][:2] + words["rare"][3:],
        "nothing": "зщшгнекуц",
    }


def in_the_database(languages):
    """Time in the database for a whole page of results with its facets."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()  # what a page was made from is read off its context
    client = Client(headers={"host": "localhost"})
    print(f"\n| search, time in the database | median, ms | p95 of {RUNS}, ms | found |\n|---|---:|---:|---:|")
    for language in languages:
        for name, text in queries(language).items():
            response, spent = _timed(lambda text=text: client.get(f"/{language}/search/", {"q": text}))  # noqa: B023
            found = f"{response.context['count']}{'+' if response.context['is_capped'] else ''}"
            _show(f"{language}, {name}", spent, found)
        begun = entries.by_frequency(language)["middling"][:4]
        response, spent = _timed(lambda text=begun: client.get(f"/{language}/search/suggest/", {"q": text}))  # noqa: B023
        _show(f"{language}, suggestions for “{begun}”", spent, len(response.json()["suggestions"]))


def _timed(fetch):
    """The last answer and the milliseconds in the database of each run."""
    from django.db import connection

    spent = []
    for _ in range(RUNS):
        timer = Timer()
        with connection.execute_wrapper(timer):
            response = fetch()
        spent.append(timer.milliseconds)
    return response, sorted(spent)


def _show(name, spent, found):
    print(f"| {name} | {statistics.median(spent):.1f} | {spent[int(0.95 * (RUNS - 1))]:.1f} | {found} |", flush=True)


class Timer:
    """Adds up the time that queries take, as the code that asks them sees it."""

    def __init__(self):
        self.milliseconds = 0.0

    def __call__(self, execute, sql, params, many, context):
        before = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.milliseconds += (time.perf_counter() - before) * 1000


def alike(language):
    """Name -> queries of one kind: the commonest words, those a fiftieth down, rare ones, two of them, and so on."""
    words = {name: entries.words_like(word, language, ALIKE) for name, word in entries.by_frequency(language).items()}
    return {
        **words,
        "two words": [f"{common} {other}" for common, other in zip(words["common"], words["middling"], strict=True)],
        "a phrase": [f'"{phrase}"' for phrase in entries.phrases(language, ALIKE)],
        "a rare word mistyped": [word[:2] + word[3:] for word in words["rare"]],
        "nothing": [f"зщшгнек{letter}ц" for letter in "уйфячыэъ"],
    }


def under_load(port, language, seconds):
    """Whole pages, as eight connections at once get them."""
    print(f"\n| search, {CONNECTIONS} connections | pages/s | median, ms | p95, ms |\n|---|---:|---:|---:|")
    asked = alike(language) | {"words of every frequency": entries.different_words(language, DIFFERENT)}
    for name, texts in asked.items():
        paths = [f"/{language}/search/?q={quote(text)}" for text in texts]
        result = measure(port, *paths, clients=CONNECTIONS, seconds=seconds)
        print(
            f"| {language}, {name} | {result.per_second:.0f} | {result.percentile(0.5):.0f} "
            f"| {result.percentile(0.95):.0f} |",
            flush=True,
        )


def an_edit():
    """From saving an organisation to its being found."""
    from django.db import transaction

    from portal.models import Organisation
    from portal.search import index, query

    organisation = Organisation.objects.order_by("pk").first()
    before, text = organisation.description_ru, "зыбкотопь"
    started = time.perf_counter()
    with transaction.atomic():
        organisation.description_ru = text
        organisation.save(update_fields=["description_ru"])
        index.refresh(organisation)
    written = time.perf_counter()
    found = [hit.object_id for hit in query.find(text, "ru").hits] == [organisation.pk]
    done = time.perf_counter()
    organisation.description_ru = before
    organisation.save(update_fields=["description_ru"])
    index.refresh(organisation)
    print(
        f"\nAn edit is written in {(written - started) * 1000:.0f} ms and {'found' if found else 'NOT found'} "
        f"{(done - written) * 1000:.0f} ms later."
    )


def sizes():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('search_vector'), pg_indexes_size('portal_searchentry'), "
            "pg_table_size('portal_searchentry'), pg_total_relation_size('portal_searchword')"
        )
        vector, indexes, table, words = (f"{size / 1e6:,.0f} MB" for size in cursor.fetchone())
    print(f"Index of words {vector}, all indexes {indexes}, the rows {table}, the collection's words {words}.")
