"""A new exceedance is told once, whatever is computed anew afterwards."""

from datetime import timedelta

import pytest

from portal.exceedances import news
from portal.models import Episode, ExceedanceNews
from tests.exceedances.conftest import local

AT = local(2025, 3, 9)
FEED = "/en/data/exceedances/list.atom"


@pytest.fixture
def h2s(world):
    world.limit("h2s", "0.008")
    series = world.series("h2s")
    world.measure(series, local(2025, 3, 7, 3), ["0.02", "0.03"])
    world.refresh()
    return series


def entries(client, **query):
    return client.get(FEED, query).content.decode().count("<entry")


def test_an_exceedance_is_told_once(h2s):
    assert news.tell(at=AT) == 1
    assert news.tell(at=AT + timedelta(days=1)) == 0
    assert ExceedanceNews.objects.get().told_at == AT


def test_what_grows_splits_or_is_computed_anew_is_no_news(world, h2s):
    news.tell(at=AT)
    world.measure(h2s, local(2025, 3, 7, 1), ["0.01", "0.009", "0.02", "0.03", "0.05"])
    world.refresh()
    assert (Episode.objects.count(), news.tell(at=AT)) == (1, 0)
    world.measure(h2s, local(2025, 3, 7, 4), ["0.001"])
    world.refresh()
    assert (Episode.objects.count(), news.tell(at=AT)) == (2, 1)  # the later part lies beyond what was told


def test_a_second_exceedance_is_news_and_comes_first_in_the_feed(client, world, h2s):
    news.tell(at=AT)
    world.measure(h2s, local(2024, 1, 7, 3), ["0.5"])
    world.refresh()
    assert news.tell(at=AT + timedelta(days=1)) == 1
    feed = client.get(FEED).content.decode()
    assert feed.index("62.5 times") < feed.index("3.75 times")
    assert "One reading, 7 January 2024" in feed
    assert "<published>2025-03-09T19:00:00" in feed


def test_a_private_series_is_not_told_and_not_in_the_feed(client, world, h2s):
    news.tell(at=AT)
    assert entries(client) == 1
    h2s.is_public = False
    h2s.save()
    assert entries(client) == 0
    other = world.series("h2s", station=world.add_station("post-2"), is_public=False)
    world.measure(other, local(2025, 3, 7, 3), ["0.02"])
    world.refresh()
    assert news.tell(at=AT) == 0


def test_what_an_undone_import_had_brought_leaves_the_feed_and_is_not_told_again(client, world, h2s):
    news.tell(at=AT)
    world.measure(h2s, local(2025, 3, 7, 3), ["0.001", "0.001"])
    world.refresh()
    assert entries(client) == 0
    world.measure(h2s, local(2025, 3, 7, 3), ["0.02", "0.03"])
    world.refresh()
    assert (news.tell(at=AT), entries(client)) == (0, 1)


def test_the_feed_is_narrowed_as_the_list(client, world, h2s):
    news.tell(at=AT)
    assert entries(client, parameter="h2s", region="atyrau", station="post-1") == 1
    world.limit("so2", "0.5")
    assert entries(client, parameter="so2") == 0


def test_the_feed_costs_the_same_for_one_and_three(client, world, h2s, django_assert_num_queries):
    news.tell(at=AT)
    with django_assert_num_queries(2):
        client.get(FEED)
    for month in (4, 5):
        world.measure(h2s, local(2025, month, 7, 3), ["0.02"])
    world.refresh()
    news.tell(at=AT)
    with django_assert_num_queries(2):
        assert entries(client) == 3
