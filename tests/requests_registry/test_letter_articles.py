"""Articles of law in words, and the numbers of persons and legal entities: pure."""

import pytest

from requests_registry.articles import written
from requests_registry.letters.identity import is_valid
from requests_registry.models.replies import ARTICLES


@pytest.mark.parametrize(
    ("notation", "language", "words"),
    [
        ("EC 20(4)", "ru", "Экологический кодекс РК, ст. 20 п. 4"),
        ("EC 20(4)", "kk", "ҚР Экология кодексі, 20-баптың 4-тармағы"),
        ("EC 18(3)4", "ru", "Экологический кодекс РК, ст. 18 п. 3 пп. 4)"),
        ("EC 18(3)4", "kk", "ҚР Экология кодексі, 18-баптың 3-тармағының 4) тармақшасы"),
        ("401-V 8 6", "ru", "Закон РК № 401-V, ст. 8 пп. 6)"),
        ("401-V 8 6", "kk", "ҚР № 401-V Заңы, 8-баптың 6) тармақшасы"),
        ("CAO 456-1", "ru", "КоАП РК, ст. 456-1"),
        ("CAO 456-1", "kk", "ҚР ӘҚБтК, 456-1-бап"),
        ("Aarhus 4(4)(b), (g)", "kk", "Орхус конвенциясы, 4-баптың 4-тармағының b), g) тармақшалары"),
        ("Aarhus 4(4)(d)", "en", "Aarhus Convention, art. 4(4)(d)"),
        ("EC 20(3); Aarhus 4(6)", "en", "Environmental Code, art. 20(3); Aarhus Convention, art. 4(6)"),
        ("", "ru", ""),
    ],
)
def test_an_article_is_written_in_the_words_of_a_language(notation, language, words):
    assert written(notation, language) == words


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_articles_of_every_ground_can_be_written(language):
    assert [bool(written(articles, language)) for articles in ARTICLES.values()] == [*[True] * 12, False]


@pytest.mark.parametrize("notation", ["EC", "art. 5", "EC 20(", "XX 5(1)", "EC 20(4);"])
def test_what_is_no_article_is_refused(notation):
    with pytest.raises(ValueError, match="not an article of law"):
        written(notation, "ru")


def test_a_number_of_a_person_is_checked_by_its_last_digit():
    valid = [number for number in (f"90010135000{last}" for last in range(10)) if is_valid(number)]

    assert valid == ["900101350003"]


@pytest.mark.parametrize(
    "number", ["", "90010135000", "9001013500037", "90010135000x", "٩٠٠١٠١٣٥٠٠٠٧", "900101 350007"]
)
def test_what_is_no_number_is_refused(number):
    assert not is_valid(number)
