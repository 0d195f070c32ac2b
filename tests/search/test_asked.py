"""Which lexemes a query asks the index for."""

import pytest

from portal.languages import LANGUAGES
from portal.search import asked, words
from portal.search.vectors import vector
from tests.search import unseen


def sought(word):
    return set(asked._sought(word, asked.GOOD))


def every(word):
    return {step.lexeme for step in words.steps(word) if step.worth >= asked.GOOD}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_asked_for_stands_in_no_text_alone(language):
    typed = [form for forms in (*unseen.KAZAKH[:60], *unseen.RUSSIAN[:60]) for form in forms[:2]]
    left_out = [(word, lexeme) for word in [*typed, "pollution"] for lexeme in every(word) - sought(word)]
    assert len(left_out) > 60
    for word, lexeme in left_out:
        text = lexeme.removeprefix(words.EXACT)
        assert sought(word).intersection(vector(language, "", text).split()), (word, lexeme)
        assert {words.TITLE + shape for shape in sought(word)}.intersection(vector(language, text).split())


def test_a_word_without_endings_is_asked_for_itself():
    assert "=вода" in sought("вода")
    assert "=өлшеу" not in sought("өлшеу")
