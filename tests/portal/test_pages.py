import pytest
from django.urls import reverse
from django.utils import timezone, translation

from portal.models import Direction, Organisation, Page, Region, StatusFact, Topic, User
from portal.publishing import publish, withdraw
from portal.search import index

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
MOST_QUERIES = 12


def make_page(slug="air-quality", **kwargs):
    page = Page.objects.create(slug=slug, **{"title_ru": "Воздух", "title_en": "Air", "body_ru": "## Текст", **kwargs})
    publish(page, by=None, at=timezone.now())
    return page


@pytest.fixture
def world():
    """A topic, a region, an organisation and a direction that one page is about."""
    topic = Topic.objects.create(code="air", name_en="Air")
    region = Region.objects.create(
        slug="testland", iso_3166_2="KZ-00", kind="region", name_en="Testland", tile_row=1, tile_column=1
    )
    organisation = Organisation.objects.create(slug="mill", name_en="Paper mill", kind="operator", region=region)
    direction = Direction.objects.create(slug="education", name_en="Education")
    index.refresh(organisation)
    return {"topic": topic, "region": region, "organisation": organisation, "direction": direction}


def fill(world, count):
    for number in range(count):
        page = make_page(f"page-{number}")
        page.topics.add(world["topic"])
        page.regions.add(world["region"])
        page.directions.add(world["direction"])
        index.refresh(page)


PATHS = [
    "/en/", "/en/topics/", "/en/topics/air/", "/en/regions/", "/en/regions/testland/", "/en/organisations/",
    "/en/organisations/mill/", "/en/glossary/", "/en/search/?q=Air", "/en/page-0/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_one_row_and_three_rows_cost_the_same_queries(client, world, path, django_assert_max_num_queries):
    fill(world, 1)
    client.get(path)
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        assert client.get(path).status_code == 200
    fill_more = Page.objects.count()
    for number in range(fill_more, fill_more + 2):
        page = make_page(f"page-{number}")
        page.topics.add(world["topic"])
        page.regions.add(world["region"])
        index.refresh(page)
        index.refresh(Organisation.objects.create(slug=f"mill-{number}", name_en="Paper mill", kind="operator"))
    with django_assert_max_num_queries(len(one.captured_queries)) as three:
        client.get(path)
    assert len(three.captured_queries) == len(one.captured_queries)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "topic-list", "region-list", "organisation-list", "glossary", "search"])
def test_every_page_stands_in_every_language(client, name, language):
    with translation.override(language):
        response = client.get(reverse(name))
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/ru/topics/none/",
        "/ru/regions/none/",
        "/ru/organisations/none/",
        "/ru/no-such-page/",
        "/ru/topics/%00/",
        "/ru/topics/" + "x" * 3000 + "/",
    ],
)
def test_an_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/ru/topics/air/", "/ru/regions/testland/", "/ru/organisations/", "/ru/search/"])
@pytest.mark.parametrize(
    "query",
    [
        "kind=dragon",
        "after=x&before=y",
        "q=%00",
        "q='); drop",
        "q=" + "а" * 10_000,
        "page=-1",
        "page=9999999999",
        "region=%F0%9F%92%A5&topic=1&year=x",
        "year=99999999999999",
    ],
)
def test_nonsense_in_the_query_never_breaks_a_page(client, world, path, query):
    assert client.get(f"{path}?{query}").status_code == 200


def test_topic_region_and_direction_pages_show_what_is_about_them(client, world):
    fill(world, 1)
    for path in ("/en/topics/air/", "/en/regions/testland/"):
        assert 'href="/en/page-0/"' in client.get(path).content.decode()


def test_a_direction_page_lists_what_belongs_to_it_below_its_text(client, world):
    make_page("education", title_en="Education")
    organisation = world["organisation"]
    assert client.get("/en/education/").context["listing"].page.rows == []
    assert organisation.get_absolute_url()


def test_what_happened_comes_before_organisations(client, world):
    fill(world, 1)
    listing = client.get("/en/regions/testland/").context["listing"]
    assert [(tab.label, tab.count) for tab in listing.tabs] == [("All", 1), ("Page", 1), ("Organisation", 1)]
    assert [row.kind for row in listing.page.rows] == ["page"]


def test_a_draft_is_for_staff_only(client, admin_client):
    page = make_page()
    withdraw(page, by=None, at=timezone.now())
    assert client.get("/ru/air-quality/").status_code == 404
    assert admin_client.get("/ru/air-quality/").status_code == 200


def test_a_text_that_fell_back_says_its_language(client):
    make_page(title_ru="Воздух", title_en="", body_ru="Текст")
    html = client.get("/kk/air-quality/").content.decode()
    assert '<h1><span lang="ru">Воздух</span></h1>' in html
    assert '<div class="prose measure" lang="ru">' in html


def test_a_status_fact_that_nobody_confirmed_says_so(client):
    page = make_page()
    StatusFact.objects.create(page=page, subject_ru="ГМО", status_ru="не проверено", is_confirmed=False)
    assert "ещё не подтверждено" in client.get("/ru/air-quality/").content.decode()


@pytest.mark.parametrize(
    ("cookie", "header", "expected"),
    [
        (None, "", "/ru/"),
        (None, "kk,ru;q=0.5", "/kk/"),
        ("en", "kk", "/en/"),
        (None, "de", "/ru/"),
        ("xx", "", "/ru/"),
        (None, "\x00;;q=z", "/ru/"),
    ],
)
def test_the_root_goes_by_cookie_then_browser_then_russian(client, cookie, header, expected):
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/", headers={"accept-language": header} if header else {})
    assert (response.status_code, response["Location"]) == (302, expected)


def test_a_choice_against_the_browser_is_remembered(client):
    response = client.get("/kk/", headers={"accept-language": "ru"})
    assert response.cookies["django_language"].value == "kk"


def test_a_choice_that_the_browser_asks_for_needs_no_cookie(client):
    assert "django_language" not in client.get("/kk/", headers={"accept-language": "kk"}).cookies


def test_the_language_switch_keeps_the_page_and_its_query(client):
    html = client.get("/ru/search/?q=%D0%BD%D0%B5%D1%84%D1%82%D1%8C&kind=event").content.decode()
    assert 'href="/kk/search/?q=%D0%BD%D0%B5%D1%84%D1%82%D1%8C&amp;kind=event"' in html


def test_publishing_twice_keeps_the_first_time(django_user_model):
    editor = User.objects.create(username="aigul")
    page = make_page()
    first = page.published_at
    publish(page, by=editor, at=timezone.now())
    page.refresh_from_db()
    assert (page.published_at, page.published_by) == (first, None)


def test_another_centre_runs_the_portal_under_its_own_name(client, settings):
    settings.CENTRE_NAME = {"kk": "Басқа орталық", "ru": "Другой центр", "en": "Another centre"}
    html = client.get("/ru/").content.decode()
    assert "Другой центр</title>" in html
    assert "Жайык" not in html
