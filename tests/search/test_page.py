import json
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal import remembering
from portal.models import GlossaryTerm, Organisation, Page, Region, SearchedText, SearchEntry, SearchWord, Topic
from portal.models.accounts import EDITOR
from portal.publishing import publish
from portal.search import collection, following, index, query, vectors, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = Page.objects.create(
        slug="oil-spills",
        title_kk="Мұнай төгілуі",
        title_ru="Разливы нефти",
        title_en="Oil spills",
        body_kk="Мұнайдың теңізге төгілуінің алдын алу.",
        body_ru="Как предотвращать разливы нефти на море. Норма предельно допустимой концентрации <b>мала</b>.",
        body_en="How to prevent spills at sea.",
    )
    publish(page, by=None, at=timezone.now())
    return page


@pytest.fixture
def limit_value():
    term = GlossaryTerm.objects.create(
        code="limit_value",
        term_kk="шекті рұқсат етілген шоғыр",
        term_ru="предельно допустимая концентрация",
        term_en="limit value",
        abbreviations="ПДК; ШРШ",
    )
    index.refresh(term)
    return term


def test_what_is_shown_instead_is_said_and_can_be_undone(client, page):
    answer = client.get("/ru/search/", {"q": "hfpkbd"})
    html = answer.content.decode()
    assert answer.context["instead"] == "разлив"
    assert "Вместо него показано" in html
    literal = client.get("/ru/search/", {"q": "hfpkbd", "literal": "on"})
    assert literal.context["rows"] == []


def test_nothing_found_says_what_was_tried_and_offers_to_ask(client, page):
    html = client.get("/ru/search/", {"q": "ghbdtn vbh"}).content.decode()
    assert "<q>привет мир</q>" in html
    assert "?about=ghbdtn%20vbh" in html


def test_a_kazakh_word_typed_on_a_russian_keyboard_is_found(client, page):
    assert client.get("/kk/search/", {"q": "м9най"}).context["instead"] == "мұнай"


def test_words_that_only_look_like_it_are_shown_where_it_is_nowhere_and_said_so(client, page):
    Page.objects.update(body_kk="Жолшылар келді.")
    index.refresh(page)
    answer = client.get("/kk/search/", {"q": "жол"})
    assert [row.path for row in answer.context["rows"]] == ["/oil-spills/"]
    assert answer.context["is_alike"]
    assert not client.get("/kk/search/", {"q": "жолшы"}).context["is_alike"]


def test_of_a_question_that_nothing_answers_whole_the_most_words_are_searched_and_it_is_said(client, page):
    answer = client.get("/ru/search/", {"q": "почему разливы нефти не убирают"})
    assert (answer.context["instead"], len(answer.context["rows"])) == ("разливы нефти", 1)
    assert client.get("/ru/search/", {"q": "почему разливы нефти не убирают", "literal": "on"}).context["rows"] == []
    assert list(SearchedText.objects.values_list("times", "found")) == [(2, 0)]


def test_who_follows_a_question_waits_for_all_its_words(client, page):
    assert len(client.get("/ru/search/", {"q": "разливы нефти убирают"}).context["rows"]) == 1
    assert b"<entry>" not in client.get("/ru/search/list.atom", {"q": "разливы нефти убирают"}).content
    assert b"<entry>" in client.get("/ru/search/list.atom", {"q": "разливы нефти"}).content


def test_the_choices_beside_fewer_words_are_among_the_same(client, page):
    answer = client.get("/ru/search/", {"q": "разливы нефти убирают", "language": "ru"})
    assert (answer.context["instead"], len(answer.context["rows"])) == ("разливы нефти", 1)
    empty = client.get("/ru/search/", {"q": "разливы нефти убирают", "file": "pdf"})
    assert (empty.context["rows"], bool(empty.context["elsewhere_url"])) == ([], True)
    apart = client.get("/ru/search/", {"q": "разливы нефти", "file": "pdf"})
    assert (apart.context["rows"], apart.context["instead"]) == ([], "")


def test_names_of_the_glossary_are_added_and_can_be_switched_off(client, page, limit_value):
    found = client.get("/ru/search/", {"q": "ШРШ"})
    assert "/oil-spills/" in [row.path for row in found.context["rows"]]
    assert "ПДК" in [name.text for name in found.context["added"]]
    alone = client.get("/ru/search/", {"q": "ШРШ", "synonyms": "off"})
    assert "/oil-spills/" not in [row.path for row in alone.context["rows"]]


def test_a_name_that_staff_add_is_known_at_the_next_search(client, page, limit_value):
    assert client.get("/ru/search/", {"q": "МАК"}).context["rows"] == []
    limit_value.other_names = "МАК"
    limit_value.save()
    paths = [row.path for row in client.get("/ru/search/", {"q": "МАК"}).context["rows"]]
    assert paths == ["/glossary/#limit_value", "/oil-spills/"]


def test_found_words_are_marked_and_everything_else_is_escaped(client, page):
    html = client.get("/ru/search/", {"q": "разливов"}).content.decode()
    assert "<mark>разливы</mark> нефти" in html
    assert "<b>мала" not in html


def test_found_words_are_marked_in_titles_and_other_languages_are_linked_by_their_names(client, page):
    html = client.get("/ru/search/", {"q": "разлив нефти"}).content.decode()
    assert '<a href="/ru/oil-spills/"><mark>Разливы</mark> <mark>нефти</mark></a>' in html
    assert re.findall(r'hreflang="\w\w" lang="(\w\w)">(.*?)</a>', html) == [("kk", "Қазақша"), ("en", "English")]


def test_filters_never_lead_to_an_empty_page_unannounced(client, page):
    Topic.objects.create(code="air", name_en="Air")
    answer = client.get("/ru/search/", {"q": "нефть", "topic": "air"})
    assert answer.context["rows"] == []
    assert answer.context["elsewhere_url"] == "?q=%D0%BD%D0%B5%D1%84%D1%82%D1%8C"


@pytest.fixture
def narrowed(client):
    """Two publications with the same word and nothing else in common; the numbers of those that a choice leaves."""
    for number, (language, file) in enumerate([("ru", "pdf"), ("en", "csv")], 1):
        entry = SearchEntry(
            kind=["publication", "dataset"][number - 1],
            object_id=number,
            language=language,
            title_lang=language,
            path=f"/{number}/",
            topics=[Topic.objects.create(code=f"topic{number}", name_en="Topic").pk],
            regions=[Region.objects.create(slug=f"region{number}", iso_3166_2=f"XX-{number}", name_en="Region").pk],
            organisations=[Organisation.objects.create(slug=f"body{number}", name_en="Body", kind="operator").pk],
            date=date(2020 + number, 1, 1),
            published_at=timezone.now(),
            formats=[file],
            words_version=words.VERSION,
        )
        entry.vector = vectors.vector(language, "", "barge", marks=vectors.marks(entry))
        index.write([entry])

    def numbers(**choice):
        return [row.object_id for row in client.get("/en/search/", {"q": "barge", **choice}).context["rows"]]

    assert sorted(numbers()) == [1, 2]
    return numbers


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("topic", "topic1", "topic2"),
        ("region", "region1", "region2"),
        ("organisation", "body1", "body2"),
        ("year", "2021", "2022"),
        ("language", "ru", "en"),
        ("file", "pdf", "csv"),
        ("kind", "publication", "dataset"),
    ],
)
def test_each_choice_leaves_its_own(narrowed, name, first, second):
    assert (narrowed(**{name: first}), narrowed(**{name: second})) == ([1], [2])


def test_choices_are_taken_together(narrowed):
    assert narrowed(year="2021", topic="topic1", file="pdf") == [1]
    assert narrowed(year="2021", topic="topic2") == []


def test_what_each_facet_says_of_a_kind_is_what_it_leaves(client, page):
    index.refresh(Organisation.objects.create(slug="oil", name_ru="Завод: нефть", name_kk="Зауыт", kind="operator"))
    SearchEntry.objects.filter(kind="page").update(formats=["pdf"])
    answer = client.get("/ru/search/", {"q": "нефть", "kind": "organisation"})
    facets = [(value.label, value.count) for _label, values in answer.context["facets"] for value in values]
    assert (len(answer.context["rows"]), facets) == (1, [("Завод: нефть", 1), ("Русский", 1)])


def test_of_a_rare_kind_among_many_results_all_are_counted(client, page, monkeypatch):
    monkeypatch.setattr(query, "CANDIDATES", 1)
    index.refresh(Organisation.objects.create(slug="oil", name_ru="Завод: нефть", kind="operator"))
    assert client.get("/ru/search/", {"q": "нефть"}).context["is_capped"]
    answer = client.get("/ru/search/", {"q": "нефть", "kind": "organisation"})
    assert (answer.context["count"], answer.context["is_capped"]) == (1, False)


def test_a_long_query_is_searched_by_its_first_whole_words_and_makes_no_long_links(client, page):
    answer = client.get("/ru/search/", {"q": "разлив нефти " * 1500})
    assert answer.context["was_cut"]
    assert len(answer.context["rows"]) == 1
    assert answer.context["text"].endswith("разлив нефти")
    assert len(answer.context["tabs"][0].url) < 2_000


def test_an_exclusion_alone_is_no_search(client, page):
    html = client.get("/ru/search/", {"q": "-нефть"}).content.decode()
    assert "Напишите, что ищете" in html
    assert "Проверили" not in html


def test_facets_name_language_and_file(client, page):
    SearchEntry.objects.update(formats=["pdf"])
    facets = dict(client.get("/ru/search/", {"q": "нефть"}).context["facets"])
    assert [(value.label, value.count) for values in facets.values() for value in values] == [
        ("Русский", 1),
        ("PDF", 1),
    ]
    narrowed = client.get("/ru/search/", {"q": "нефть", "file": "csv"})
    assert narrowed.context["rows"] == []


@pytest.mark.parametrize("typed", ["120240021112", "БИН 120240021112", "120240021112 БСН"])
def test_an_organisation_is_found_by_its_bin(client, typed):
    index.refresh(Organisation.objects.create(slug="oil", name_ru="Завод", bin="120240021112", kind="operator"))
    rows = client.get("/kk/search/", {"q": typed}).context["rows"]
    assert [row.path for row in rows] == ["/organisations/oil/"]


def test_on_paper_stands_what_was_searched(client, page):
    html = client.get("/ru/search/", {"q": "<разлив>"}).content.decode()
    assert '<p class="print-only"><q>&lt;разлив&gt;</q></p>' in html


def test_newest_first(client, page):
    newer = Organisation.objects.create(slug="oil", name_ru="Завод: нефть была", kind="operator")
    index.refresh(newer)
    paths = [row.path for row in client.get("/ru/search/", {"q": "нефть", "sort": "date"}).context["rows"]]
    assert paths == ["/organisations/oil/", "/oil-spills/"]


def test_a_search_is_a_feed_and_data(client, page):
    feed = client.get("/ru/search/list.atom", {"q": "разлив"})
    assert feed.status_code == 200
    assert re.findall(r"<title>(.*?)</title>", feed.content.decode())[1] == "Разливы нефти"
    data = json.loads(client.get("/ru/search/list.json", {"q": "разлив"}).content)
    assert [(row["title"], row["languages"]) for row in data["results"]] == [("Разливы нефти", ["kk", "ru", "en"])]


def test_suggestions_begin_with_what_was_typed(client, page, limit_value):
    def offered(text):
        return client.get("/ru/search/suggest/", {"q": text}).json()["suggestions"]

    assert "разливы" in offered("разл")
    assert "нефти разливы" in offered("нефти разл")
    assert "предельно допустимая концентрация" in offered("предельно доп")
    assert offered("р") == []
    assert offered("\x00'") == []


def test_searches_are_counted_without_anything_personal(client, page):
    for text in ("Разливы", "разливы ", "зщшгнекуц", "aigul@example.kz", "+7 701 123 45 67"):
        client.get("/ru/search/", {"q": text})
    counted = SearchedText.objects.order_by("text").values_list("text", "day", "times", "found")
    today = timezone.localdate()
    assert list(counted) == [("зщшгнекуц", today, 1, 0), ("разливы", today, 2, 1)]
    assert isinstance(today, date)
    assert {field.name for field in SearchedText._meta.fields} == {"id", "text", "day", "times", "found"}


def test_the_check_names_what_is_stale_missing_and_no_longer_public(page, capsys):
    call_command("rebuild_search")
    SearchEntry.objects.filter(language="kk").update(words_version=words.VERSION - 1)
    Page.objects.bulk_create([Page(slug="new", title_en="New", status="published", published_at=timezone.now())])
    SearchEntry.objects.create(
        kind="page", object_id=999_999, language="en", path="/x/", title="x", published_at=timezone.now()
    )
    health = index.check(Page)
    assert (health.stale, health.missing, health.orphaned) == (2, 1, 1)
    call_command("rebuild_search", stale=True)
    assert index.check(Page)


def test_a_rebuild_forgets_the_words_that_stand_nowhere(page):
    SearchWord.objects.create(word="фамилия", shortened=collection.shortened("фамилия"))
    call_command("rebuild_search")
    assert not SearchWord.objects.filter(word="фамилия").exists()
    assert SearchWord.objects.get(word="разливы").entries == 1


@pytest.mark.parametrize(
    "text", ["", "'", "а" * 10_000, "- -", '"', "\x00", "😀", "שלום", "&|!:*", "-море", "0-=9", "мұнaйשלוםoil"]
)
@pytest.mark.parametrize("path", ["", "suggest/", "list.json", "list.atom"])
def test_hostile_queries_get_an_answer(client, page, path, text):
    assert client.get(f"/kk/search/{path}", {"q": text}).status_code == 200


def test_a_page_costs_as_many_queries_for_three_rows_as_for_one(client, page, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(11) as asked:  # with the two that begin and end the reading
            client.get("/ru/search/", {"q": "нефть"})
        return len(asked)

    client.get("/ru/search/", {"q": "нефть"})
    one = queries()
    for slug in ("a", "b"):
        organisation = Organisation.objects.create(slug=slug, name_ru=f"Нефть {slug}", kind="operator")
        index.refresh(organisation)
    client.get("/ru/search/", {"q": "нефть"})
    assert queries() == one


@pytest.mark.parametrize("text", ["разлевы", "розливы нефтт", "зщшгнекуц", "hfpkbds", "нигде-нет и-тут тоже"])
def test_a_mistyped_and_an_empty_page_cost_no_more(client, page, text, django_assert_max_num_queries):
    client.get("/ru/search/", {"q": text})
    with django_assert_max_num_queries(18):  # four of them only begin, limit and end the look for such titles
        client.get("/ru/search/", {"q": text})


def test_a_question_of_which_words_are_left_out_costs_little_more(
    client, page, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(remembering, "SECONDS", 60)
    client.get("/ru/search/", {"q": "почему разливы нефти не убирают"})
    with django_assert_max_num_queries(16):  # with the two that begin and end the reading
        client.get("/ru/search/", {"q": "почему разливы нефти не убирают"})


def test_an_object_with_two_topics_of_one_theme_counts_once_in_it(client, page):
    theme = Topic.objects.create(code="water", name_ru="Вода")
    for code in ("sea", "river"):
        page.topics.add(Topic.objects.create(code=f"water.{code}", name_ru=code, parent=theme))
    index.refresh(page)
    facets = dict(client.get("/ru/search/", {"q": "нефть"}).context["facets"])
    assert {(value.label, value.count) for value in next(iter(facets.values()))} == {
        ("Вода", 1),
        ("sea", 1),
        ("river", 1),
    }


def test_beside_a_chosen_topic_stand_only_its_parts(client, page):
    theme = Topic.objects.create(code="water", name_ru="Вода")
    page.topics.add(Topic.objects.create(code="water.sea", name_ru="Море", parent=theme))
    page.topics.add(Topic.objects.create(code="air", name_ru="Воздух"))
    index.refresh(page)

    def offered(**chosen):
        facets = client.get("/ru/search/", {"q": "нефть", **chosen}).context["facets"]
        return {value.label for value in facets[0][1]}

    assert offered() == {"Вода", "Море", "Воздух"}
    assert offered(topic="water") == {"Вода", "Море"}
    assert offered(topic="water.sea") == {"Море"}


def test_facets_name_their_values_without_reading_the_objects(client, page):
    topic = Topic.objects.create(code="water", name_ru="Вода")
    page.topics.add(topic)
    index.refresh(page)
    facets = dict(client.get("/ru/search/", {"q": "нефть", "topic": "water"}).context["facets"])
    (value,) = next(iter(facets.values()))
    assert (value.label, value.label.lang, value.count, value.is_current) == ("Вода", "ru", 1, True)


def test_where_nothing_is_found_the_nearest_words_of_the_collection_are_named(client, page):
    answer = client.get("/ru/search/", {"q": "разлевы", "literal": "on"})
    assert answer.context["rows"] == []
    assert "разливы" in answer.context["near_words"]
    assert 'href="?q=%D1%80%D0%B0%D0%B7%D0%BB%D0%B8%D0%B2%D1%8B"' in answer.content.decode()


def test_another_way_to_follow_a_search_stands_beside_its_feed(client, page, monkeypatch):
    monkeypatch.setattr(following, "_ways", [])
    following.register("by e-mail", lambda kept: f"/subscribe/?{kept}")
    feeds = client.get("/ru/search/", {"sort": "date", "q": "разлив", "kind": "page"}).context["feeds"]
    assert feeds[-1] == ("by e-mail", "/subscribe/?kind=page&q=%D1%80%D0%B0%D0%B7%D0%BB%D0%B8%D0%B2")


def test_what_is_new_in_a_search_since_a_moment(page):
    hits = query.find("разлив", "ru").hits
    (hit,) = following.new_in(hits, page.published_at - timedelta(seconds=1))
    assert hit.object_id == page.pk
    assert following.new_in(hits, page.published_at) == []


def test_staff_see_what_was_not_found_summed_over_days(client, django_user_model):
    today = timezone.localdate()
    for text, days_ago, times, found in [
        ("шлам", 0, 2, 0),
        ("шлам", 3, 5, 0),
        ("хлор", 1, 9, 0),
        ("газ", 1, 9, 0),
        ("газ", 0, 1, 4),
        ("давно", 200, 50, 0),
    ]:
        SearchedText.objects.create(text=text, day=today - timedelta(days=days_ago), times=times, found=found)
    aigul = django_user_model.objects.create_user("aigul")
    client.force_login(aigul)
    assert client.get("/kk/staff/searches/").status_code == 403
    aigul.groups.add(Group.objects.get_or_create(name=EDITOR)[0])
    answer = client.get("/kk/staff/searches/")
    assert [(term["text"], term["total"]) for term in answer.context["terms"]] == [("хлор", 9), ("шлам", 7)]
    assert "шлам" in answer.content.decode()


def test_the_list_of_searches_leads_to_what_was_not_found(admin_client):
    answer = admin_client.get(reverse("admin:portal_searchedtext_changelist"))
    assert f'href="{reverse("unfound-searches")}"' in answer.content.decode()
