"""A result as it stands in the list."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from portal.search.query import Result
from portal.views.search_results import as_items

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEARING = Result(1, "event", 1, "kk", 0, "/events/a/", "Тыңдау", "kk", "", None, NOON, "", ["kk"])


def item(language="kk", **changes):
    row = replace(HEARING, **changes)
    with override(language):
        return " ".join(as_items([row], frozenset({"=мұнай"}), language).split())


def test_a_result_leads_to_its_page_in_the_readers_language():
    assert '<a href="/kk/events/a/">Тыңдау</a>' in item()
    assert '<a href="/ru/events/a/" lang="kk">Тыңдау</a>' in item("ru")


def test_it_says_what_it_is_of_which_day_and_on_which_page():
    about = '<p class="entry__meta">Event · <time datetime="2026-03-04">4 March 2026</time> · page 3</p>'
    assert about in item("en", date=date(2026, 3, 4), page=3)
    assert '<p class="entry__meta">Event</p>' in item("en")


def test_found_words_are_marked_and_all_else_is_shown_as_it_is_written():
    html = item(title="<b>", body="Су & мұнай <i>")
    assert "&lt;b&gt;" in html
    assert '<p class="results__snippet">Су &amp; <mark>мұнай</mark> &lt;i&gt;</p>' in html


def test_a_snippet_in_another_language_says_so():
    assert '<p class="results__snippet" lang="kk">' in item("ru", body="мұнай")


def test_a_found_word_is_marked_in_the_title():
    assert '<a href="/kk/events/a/"><mark>Мұнай</mark> тыңдауы</a>' in item(title="Мұнай тыңдауы")


@pytest.mark.parametrize(("languages", "others"), [(["kk"], []), (["ru"], ["Русский"]), (["kk", "ru"], ["Русский"])])
def test_a_result_is_offered_in_its_other_languages_by_their_own_names(languages, others):
    html = item(languages=languages)
    assert re.findall(r'href="/ru/events/a/" hreflang="ru" lang="ru">(.*?)</a>', html) == others
    assert html.count("hreflang") == len(others)


def test_a_title_in_no_language_is_marked_with_none():
    assert '<a href="/kk/events/a/">12</a>' in item(title="12", title_lang="")


def test_a_page_of_a_document_is_in_its_own_language_alone():
    assert "hreflang" not in item(languages=["kk", "ru"], page=3)
