from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.timezone import now

from portal.models import Organisation, Page, SearchEntry, Topic
from portal.publishing import publish, withdraw
from portal.search import asked, highlight, index, lookup, query, vectors, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = Page.objects.create(
        slug="oil-spills",
        title_kk="Мұнай төгілуі",
        title_ru="Разливы нефти",
        title_en="Oil spills",
        body_kk="Мұнайдың теңізге төгілуінің алдын алу.",
        body_ru="Как предотвращать разливы нефти на море",
        body_en="How to prevent spills at sea.",
    )
    publish(page, by=None, at=now())
    return page


def titles(text, language="ru"):
    return [row.title for row in query.shown(query.find(text, language).hits)]


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("разлив", "ru", "Разливы нефти"),
        ("предотвращать нефть", "ru", "Разливы нефти"),
        ("spill", "en", "Oil spills"),
        ("мұнай", "kk", "Мұнай төгілуі"),
        ("теңіз", "kk", "Мұнай төгілуі"),
        ("мұнайды", "kk", "Мұнай төгілуі"),
    ],
)
def test_a_page_is_found_by_its_words_in_each_language(page, text, language, title):
    assert titles(text, language) == [title]


def test_a_word_of_another_language_than_the_readers_is_found_too(page):
    assert titles("spills", "kk") == ["Oil spills"]


def test_an_object_is_shown_once_by_the_readers_language(page):
    Page.objects.filter(pk=page.pk).update(title_ru="EITI по-русски", title_en="EITI in English")
    index.refresh(page)
    assert titles("EITI", "ru") == ["EITI по-русски"]
    assert titles("EITI", "en") == ["EITI in English"]


def test_a_draft_and_a_withdrawn_page_are_not_found(page):
    withdraw(page, by=None, at=now(), reason="old")
    assert titles("разлив") == []


def test_the_found_words_are_marked_in_the_form_in_which_they_stand(page):
    found = query.find("разливов", "ru")
    row = query.shown(found.hits)[0]
    snippet = highlight.snippet(row.body, highlight.wanted(found.query), "ru")
    assert snippet == f"Как предотвращать {highlight.START}разливы{highlight.STOP} нефти на море"


def test_between_two_passages_there_is_one_gap():
    text = f"Разлив нефти{' и море' * 60} и нефть. {'Море ' * 60}"
    snippet = highlight.snippet(text, highlight.wanted(asked.read("нефть")), "ru")
    assert snippet.count("…") == 2
    assert "… …" not in snippet


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!!!",
        "\x00",
        "'); drop table portal_page; --",
        "а" * 10_000,
        "& | ! ( ) : *",
        '"',
        "-",
        "😀",
        "שלום",
        "и",
        "a:b <-> c",
        "\\",
    ],
)
def test_a_hostile_query_is_answered(page, text):
    assert isinstance(query.find(text, "ru").hits, list)
    assert isinstance(query.nearest(text, "ru"), list)


def test_a_quoted_phrase_needs_the_words_side_by_side(page):
    assert titles('"разливы нефти"') == ["Разливы нефти"]
    assert titles('"нефти разливы"') == []


def test_a_word_with_a_minus_is_left_out(page):
    assert titles("разливы -море") == []


def test_a_slip_of_the_hand_finds_the_nearest_title(page):
    assert [entry.title for entry in query.nearest("Разлвы нефти", "ru")] == ["Разливы нефти"]


def test_a_formula_is_found_in_two_parts_side_by_side_and_not_apart(collection):
    collection.add("en", ["CO2 of the plant", "CO 2 in the air", "2. Green Co. and others"])
    assert sorted(collection.first_ten("CO2", "en")) == ["CO 2 in the air", "CO2 of the plant"]
    assert sorted(collection.first_ten("CO₂", "ru")) == ["CO 2 in the air", "CO2 of the plant"]


def test_a_narrowed_search_is_not_widened_where_the_whole_is_not(collection):
    collection.add("kk", ["көлдің жағасы"]).add("ru", [f"озеро {number}" for number in range(query.FEW)])
    assert query.find("озеро", "ru", [vectors.mark("language", "kk")]).hits == []
    collection.add("kk", ["орманның шеті"]).add("ru", ["лес"])
    assert len(query.find("лес", "ru", [vectors.mark("language", "kk")]).hits) == 1


def test_two_topics_of_one_parent_count_it_once(page):
    water = Topic.objects.create(code="w", name_ru="Вода")
    page.topics.add(*(Topic.objects.create(code=f"w{number}", name_ru="Река", parent=water) for number in range(2)))
    index.refresh(page)
    (hit,) = query.find("нефть", "ru").hits
    assert hit.topics.count(water.pk) == 1


def test_titles_that_take_long_to_find_are_left_out(page, monkeypatch):
    monkeypatch.setattr(query, "TrigramWordSimilarity", lambda text, title: RawSQL("pg_sleep(5)::text", []))
    monkeypatch.setattr(query, "PATIENCE_MS", 20)
    assert query.nearest("Разлвы нефти", "ru") == []
    assert Page.objects.exists(), "the connection is as good as before"


def test_facets_count_objects_not_rows(page):
    topic = Topic.objects.create(code="water", name_en="Water")
    page.topics.add(topic)
    index.refresh(page)
    found = query.find("нефти", "ru")
    assert (found.kinds, [hit.topics for hit in found.hits]) == ({"page": 1}, [[topic.pk]])


def test_a_common_word_is_ranked_by_title_first(page, monkeypatch):
    monkeypatch.setattr(query, "CANDIDATES", 3)
    for number in range(6):
        organisation = Organisation.objects.create(
            slug=f"o{number}", name_ru="Завод", description_ru="нефть " * 3, kind="operator"
        )
        index.refresh(organisation)
    late = Organisation.objects.create(slug="oil", name_ru="Нефть и газ", kind="operator")
    index.refresh(late)
    found = query.find("нефть", "ru")
    assert found.is_capped
    assert late.pk in [hit.object_id for hit in found.hits if hit.kind == SearchEntry.Kind.ORGANISATION][:2]


def test_rebuilding_writes_the_same_rows(page):
    before = list(SearchEntry.objects.order_by("language").values_list("language", "title", "body", "vector"))
    index.rebuild(Page)
    after = list(SearchEntry.objects.order_by("language").values_list("language", "title", "body", "vector"))
    assert before == after
    assert len(after) == 3


def test_of_a_common_word_in_a_large_collection_the_newest_months_are_read(collection, monkeypatch):
    for module, name, value in [(query, "CANDIDATES", 2), (lookup, "LARGE", -2), (lookup, "NEWEST", (1, 3, 9))]:
        monkeypatch.setattr(module, name, value)
    collection.add("ru", ["старая нефть", "древняя нефть и мазут"], published_at=datetime(2019, 5, 31, tzinfo=UTC))
    collection.add("ru", ["нефть", "новая нефть", "река", "море"], published_at=datetime(2026, 1, 1, tzinfo=UTC))
    SearchEntry.objects.filter(body="река").update(published_at=datetime(2025, 12, 1, tzinfo=UTC))
    found = query.find("нефть", "ru")
    assert found.is_capped
    assert sorted(collection.first_ten("нефть", "ru")) == ["нефть", "новая нефть"]
    assert collection.first_ten("мазут", "ru") == ["древняя нефть и мазут"]


def test_a_word_known_to_be_common_is_first_looked_for_among_the_newest(collection, monkeypatch):
    for module, name, value in [(query, "CANDIDATES", 2), (lookup, "LARGE", -2), (lookup, "NEWEST", (1, 5, 7))]:
        monkeypatch.setattr(module, name, value)
    for month in range(1, 10):
        collection.add("ru", [f"нефть {month}"], published_at=datetime(2025, month, 5, tzinfo=UTC))
    monkeypatch.setattr(lookup, "shares", dict)
    assert sorted(collection.first_ten("нефть", "ru")) == ["нефть 2", "нефть 3"]
    monkeypatch.setattr(lookup, "shares", lambda: {"=нефть": 0.9})
    assert sorted(collection.first_ten("нефть", "ru")) == ["нефть 4", "нефть 5"]


def test_how_common_a_word_is_says_the_planner(collection):
    collection.add("ru", [f"{word} нефти" for word in ("река", "море", "лес")])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portal_searchentry (vector)")
    assert 0 < lookup.shares()["rнефть"] <= 1


def test_a_row_stands_in_one_level_only(collection, monkeypatch):
    for module, name, value in [(query, "CANDIDATES", 9), (lookup, "LARGE", -2), (lookup, "NEWEST", (2, 3, 4))]:
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(lookup, "share", lambda *asked: 99)  # as if it were very common
    for year in range(2019, 2025):
        collection.add("ru", [f"кодекс {year}"], published_at=datetime(year, 3, 5, tzinfo=UTC), title="Кодекс")
    asking = asked.read("кодекс")
    levels = query._levels(asking, ["#kind=page"], lookup.newest_rows(), newest_first=False)
    rows = query._ranked(asking, levels, newest_first=False)
    assert len(levels) == 8
    assert sorted(hit.published_at.year for hit in rows) == [2019, 2020, 2021, 2022, 2023, 2024]
    assert {hit.published_at.year for hit in rows[:3]} == {2022, 2023, 2024}


def test_in_a_large_collection_an_old_title_is_found_beside_new_mentions(collection, monkeypatch):
    for module, name, value in [(query, "CANDIDATES", 3), (lookup, "LARGE", -2), (lookup, "NEWEST", (2, 4, 9))]:
        monkeypatch.setattr(module, name, value)
    collection.add("ru", ["кодекс"], published_at=datetime(2021, 1, 2, tzinfo=UTC))
    SearchEntry.objects.update(
        title="Экологический кодекс", vector=vectors.vector("ru", "Экологический кодекс", "кодекс")
    )
    collection.add("ru", [f"{word} кодекса" for word in ("река", "море", "лес", "степь")])
    hits = query.find("кодекс", "ru").hits
    assert (len(hits), SearchEntry.objects.get(pk=hits[0].entry_id).title) == (3, "Экологический кодекс")


def test_in_a_very_large_collection_titles_are_looked_for_among_many_and_then_everywhere(collection, monkeypatch):
    for module, name, value in [(query, "CANDIDATES", 2), (lookup, "LARGE", -2), (lookup, "NEWEST", (1, 2, 3))]:
        monkeypatch.setattr(module, name, value)
    collection.add("ru", ["первый"], published_at=datetime(2019, 1, 2, tzinfo=UTC), title="Кодекс")
    collection.add("ru", ["второй"], published_at=datetime(2025, 3, 2, tzinfo=UTC), title="Кодекс")
    collection.add("ru", ["третий кодекс"], published_at=datetime(2025, 3, 14, tzinfo=UTC))
    collection.add("ru", ["статья кодекса", "кодексы"], published_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert collection.first_ten("кодекс", "ru")[0] == "второй"
    assert "первый" not in collection.first_ten("кодекс", "ru")
    monkeypatch.setattr(query, "CANDIDATES", 9)
    assert len(collection.first_ten("кодекс", "ru")) == 5
    assert collection.first_ten("первый", "ru") == ["первый"]


def test_of_a_common_phrase_only_those_are_found_that_have_it(collection, monkeypatch):
    monkeypatch.setattr(query, "CANDIDATES", 2)
    collection.add("ru", ["река", "море", "озеро"], title="Завод и нефть")
    collection.add("ru", ["степь", "лес", "берег"], title="Нефть, завод")
    found = query.find('"нефть завод"', "ru")
    assert found.is_capped
    assert {row.title for row in query.shown(found.hits)} == {"Нефть, завод"}


def test_words_side_by_side_have_a_sign_of_their_own():
    side_by_side = words.pair("=нефть", "=завод")
    written = vectors.vector("ru", "Нефть", "завод", "у моря нефть, завод; море").split()
    assert side_by_side in written
    assert {words.pair("=моря", "=нефть"), words.pair("=завод", "=море")} < set(written)
    assert words.pair("=завод", "=у") not in written, "two texts"
    assert side_by_side not in vectors.vector("ru", "Нефть", "завод").split()
    assert f"'{side_by_side}'" in asked.read('"нефть завод"').tsquery()


def test_of_many_the_newest_are_read_where_they_are_asked_for(collection, monkeypatch):
    monkeypatch.setattr(query, "CANDIDATES", 2)
    days = {"море нефти": 3, "нефть": 1, "река нефти": 2, "нефть и газ": 4}
    for body, day in days.items():
        collection.add("ru", [body], published_at=datetime(2026, 1, day, tzinfo=UTC))
    hits = query.find("нефть", "ru", newest_first=True).hits
    bodies = SearchEntry.objects.in_bulk([hit.entry_id for hit in hits])
    assert {bodies[hit.entry_id].body for hit in hits} == {"море нефти", "нефть и газ"}


def test_a_time_is_told_in_tens_of_days_months_or_years_in_utc():
    first = datetime(2025, 11, 21, 2, tzinfo=timezone(timedelta(hours=5)))
    last = datetime(2025, 12, 5, tzinfo=UTC)
    assert vectors.periods(first, last) == ["@202511.2", "@202511.3", "@202512"]
    assert vectors.periods(last, last) == ["@202512.1"]
    assert vectors.periods(first - timedelta(days=120), last)[::5] == ["@202507", "@202512"]
    assert vectors.periods(first - timedelta(days=120), last + timedelta(days=60)) == [
        *(f"@2025{month:02}" for month in range(7, 13)),
        "@2026",
    ]
    assert vectors.periods(first - timedelta(days=700), last) == ["@2023", "@2024", "@2025"]
    entry = SearchEntry(kind="page", language="ru", published_at=first)
    assert vectors.marks(entry) == ["#kind=page", "#language=ru", "@2025", "@202511", "@202511.2"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("читый", "чистый"),  # a letter left out is likelier than one in the place of another (битый)
        ("палкал", "плакал"),  # and is no form of палка, whatever the dictionary guesses
        ("двреи", "двери"),
        ("чат-бойт", "чат-боты"),  # a part of four letters has no nearest word, the whole has
    ],
)
def test_a_mistyped_word_is_read_as_the_likeliest_of_those_near(collection, typed, meant):
    collection.add("ru", ["битый", "чистый", "палка", "плакал", "звери", "двери", "чат-боты"])
    assert collection.first_ten(typed, "ru") == [meant]
