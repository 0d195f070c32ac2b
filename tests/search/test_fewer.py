"""What is left of a question of which nothing has all words."""

import pytest

from portal.search import fewer, query

TEXTS = ["Сероводород в воздухе города", "Где сдать отходы: батарейки и лампы", "Купаться на море", "Можно ли всё"]


@pytest.fixture
def texts(collection):
    return collection.add("ru", TEXTS).add("kk", ["Қалдықтарды қабылдау орны"])


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("сколько сероводорода в воздухе Кульсары", "сероводорода воздухе"),
        ("можно ли купаться в озере", "купаться"),
        ("куда сдать батарейки утром", "сдать батарейки"),
        ("қалдықты қайда тапсырамыз", "қалдықты"),
        ('сколько "сероводород в воздухе" вчера', '"сероводород в воздухе"'),
        ("сероводород вчера -города", ""),
        ("сероводород вчера -море", "сероводород -море"),
    ],
)
def test_the_most_words_that_stand_together_are_left(texts, question, left):
    assert fewer.reading(question) == left


@pytest.mark.parametrize("question", ["", "сероводород", "можно ли", "сероводород в воздухе", "ничего похожего нигде"])
def test_nothing_is_left_out_where_all_stand_together_or_none_does(texts, question):
    assert fewer.reading(question) == ""


@pytest.mark.parametrize(
    ("typed", "instead"), [("море мелеет", ""), ("мелеет", "деле"), ("море розливы", "море разливы")]
)
def test_among_other_words_a_form_that_dictionaries_have_is_hardly_two_slips_away(collection, typed, instead):
    collection.add("ru", ["Море на деле", "Разливы в море"])
    assert query.find(typed, "ru").instead == instead
