import pytest
from django.http import QueryDict

from portal.models import Topic
from portal.paging import page_of

pytestmark = pytest.mark.django_db
ORDER = ("order", "-pk")


@pytest.fixture
def topics():
    return [Topic.objects.create(code=f"t{n}", name_en=f"Topic {n}", order=n // 3) for n in range(10)]


def walk(params=""):
    codes = []
    while True:
        page = page_of(Topic.objects.all(), QueryDict(params), order=ORDER, size=4)
        codes.append([topic.code for topic in page.rows])
        if not page.has_next:
            return codes, page
        params = page.next_url[1:]


def test_pages_show_every_row_once_in_order(topics):
    codes, _last = walk()
    expected = [topic.code for topic in Topic.objects.order_by(*ORDER)]
    assert [code for page in codes for code in page] == expected
    assert [len(page) for page in codes] == [4, 4, 2]


def test_the_way_back_shows_the_same_pages(topics):
    codes, last = walk()
    back = page_of(Topic.objects.all(), QueryDict(last.previous_url[1:]), order=ORDER, size=4)
    assert [topic.code for topic in back.rows] == codes[1]
    first = page_of(Topic.objects.all(), QueryDict(back.previous_url[1:]), order=ORDER, size=4)
    assert [topic.code for topic in first.rows] == codes[0]
    assert (first.has_previous, first.has_next) == (False, True)


def test_the_filters_stay_in_the_addresses_of_pages(topics):
    page = page_of(Topic.objects.all(), QueryDict("name=x&after=nonsense"), order=ORDER, size=4)
    assert page.next_url.startswith("?name=x&after=")
    assert page.next_url.count("after=") == 1


@pytest.mark.parametrize(
    "cursor",
    ["nonsense", "!!!", "W10", "WzFd", "eyJhIjoxfQ", "WyJ4IiwgIngiXQ", "bnVsbA", "WzFlOTk5LDFd", "a" * 5000, "\x00"],
)
def test_a_cursor_that_cannot_be_read_gives_the_first_page(topics, cursor):
    query = QueryDict(mutable=True)
    query["after"] = cursor
    page = page_of(Topic.objects.all(), query, order=ORDER, size=4)
    assert [topic.code for topic in page.rows] == [topic.code for topic in Topic.objects.order_by(*ORDER)[:4]]


def test_the_count_is_capped(topics, monkeypatch):
    monkeypatch.setattr("portal.paging.COUNT_LIMIT", 5)
    page = page_of(Topic.objects.all(), QueryDict(), order=ORDER, size=4)
    assert (page.count, page.is_capped) == (6, True)
