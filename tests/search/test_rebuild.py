"""The rows and words of search after a rebuild: what did not change is not written, what was begun is not lost."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from portal.models import Page, SearchEntry, SearchWord
from portal.publishing import publish
from portal.search import collection, index, words

WORDS = ["разлив", "ауыл", "river", "мұнайшылар", "кабыршак", "қайтқандай"]


@pytest.fixture
def pages(db):
    pages = [
        Page.objects.create(slug=slug, title_ru=f"Разлив {slug}", title_en=f"Spill {slug}", body_ru=body)
        for slug, body in [("one", "первый"), ("two", "второй"), ("three", "третий")]
    ]
    for page in pages:
        publish(page, by=None, at=now())
    return pages


def vectors():
    return dict(SearchEntry.objects.filter(kind="page").values_list("pk", "vector"))


def test_what_did_not_change_is_not_written_again(pages):
    assert index.rebuild(Page) == 0
    before = vectors()
    Page.objects.filter(slug="two").update(body_ru="иной")
    SearchEntry.objects.filter(object_id=pages[0].pk, language="en").update(words_version=words.VERSION - 1)
    assert index.rebuild(Page) == 2
    changed = [pk for pk, vector in vectors().items() if vector != before[pk]]
    assert list(SearchEntry.objects.filter(pk__in=changed).values_list("object_id", "language")) == [
        (pages[1].pk, "ru")
    ]


def test_every_row_is_written_when_it_is_asked_for(pages):
    before = vectors()
    SearchEntry.objects.filter(kind="page").update(vector=None)
    call_command("rebuild_search", anew=True)
    assert vectors() == before


def test_a_word_that_moves_from_the_summary_to_the_body_is_written_anew(pages, monkeypatch):
    """The text of both together stays the same, the place of the word does not."""
    moment = now()
    for own in ({"summary": {"ru": "море"}}, {"body": {"ru": "море"}}):
        described = index.Description(title={}, path="/x/", published_at=moment, **own)
        monkeypatch.setattr(index._sources[Page], "describe", lambda page, described=described: described)
        index.rebuild(Page)
        compared = vectors()
        index.rebuild(Page, anew=True)
        assert vectors() == compared


def test_a_text_that_is_cut_is_always_written(pages, monkeypatch):
    monkeypatch.setattr(index, "BODY_LIMIT", 6)
    assert index.rebuild(Page) == 3
    assert index.rebuild(Page) == 3


def test_a_rebuild_that_ends_in_the_middle_leaves_whole_objects_and_their_words(pages, monkeypatch):
    SearchEntry.objects.filter(kind="page").update(words_version=words.VERSION - 1)
    SearchWord.objects.all().delete()
    monkeypatch.setattr(index, "BATCH", 1)
    describe = index._sources[Page].describe
    with monkeypatch.context() as killed:
        killed.setattr(index._sources[Page], "describe", lambda page: describe(page) if page != pages[2] else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            index.rebuild(Page)
    assert index.check(Page).stale == 3
    assert set(SearchWord.objects.filter(word__in=["первый", "второй", "третий"]).values_list("word", flat=True)) == {
        "первый",
        "второй",
    }
    assert index.rebuild(Page) == 3
    assert index.check(Page)
    assert SearchWord.objects.filter(word="третий", is_stem=False).exists()


def test_words_that_nobody_learnt_are_learnt_when_they_are_counted(pages):
    def learnt():
        return set(SearchWord.objects.values_list("word", "is_stem"))

    before = learnt()
    SearchWord.objects.filter(word__startswith="пе").delete()
    SearchWord.objects.filter(word="разлив").update(is_stem=True)
    collection.recount()
    assert learnt() == before
    assert SearchWord.objects.get(word="разлив").entries == 3


def test_words_are_looked_up_in_hashes_also_where_their_table_is_taken_for_empty(pages):
    with connection.cursor() as cursor:
        SearchWord.objects.all().delete()
        cursor.execute("ANALYZE portal_searchword")
        cursor.execute(f"EXPLAIN {collection.RECOUNT}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "hashed SubPlan" in plan
    assert "Anti Join" not in plan


@pytest.mark.django_db
def test_the_database_shortens_words_as_a_query_does():
    collection.learn({f"={word}" for word in WORDS})
    kept = dict(SearchWord.objects.filter(word__in=WORDS).values_list("word", "shortened"))
    assert {word: set(of_word) for word, of_word in kept.items()} == {
        word: set(collection.shortened(word)) for word in WORDS
    }


@pytest.mark.django_db
def test_a_stem_that_is_met_as_a_word_is_one_from_then_on():
    for lexemes, is_stem in [({"kқалам"}, True), ({"=қалам", "kқалам"}, False), ({"rқалам"}, False)]:
        collection.learn(lexemes)
        assert SearchWord.objects.get(word="қалам").is_stem is is_stem


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_processes_that_learn_and_count_at_once_do_not_wait_for_each_other_for_ever():
    learnt = [f"{kind}слово{chr(letter)}{chr(second)}" for kind in "=k" for letter in range(1072, 1090) for second in range(1072, 1090)]  # fmt: skip

    def work(number):
        chance = random.Random(number)
        try:
            for _ in range(8):
                collection.learn(set(chance.sample(learnt, 400)))
                collection.recount()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert not SearchWord.objects.filter(word__startswith="слово").exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_processes_share_a_rebuild_and_leave_out_nothing():
    moment = now()
    pages = Page.objects.bulk_create(
        Page(slug=f"page{number}", title_ru=f"Номер{number}", status="published", published_at=moment)
        for number in range(7)
    )
    gone = SearchEntry.objects.create(
        kind="page", object_id=pages[-1].pk + 1, language="en", path="/x/", title="x", published_at=moment
    )

    call_command("rebuild_search", processes=2)

    assert index.check(Page)
    rows = SearchEntry.objects.filter(kind="page", vector__isnull=False)
    assert sorted(rows.values_list("object_id", "language")) == sorted(
        (page.pk, language) for page in pages for language in ("kk", "ru", "en")
    )
    assert not SearchEntry.objects.filter(pk=gone.pk).exists()
