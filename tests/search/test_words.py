from hypothesis import given
from hypothesis import strategies as st

from portal.search import words


def test_look_alike_letters_inside_a_cyrillic_word_are_mended():
    assert words.normalise("Oрxyс Aтырау") == "орхус атырау"


def test_a_latin_word_stays_latin():
    assert words.normalise("PM10 EITI") == "pm10 eiti"


@given(st.text(max_size=500))
def test_normalising_twice_is_normalising_once(text):
    once = words.normalise(text)
    assert words.normalise(once) == once


@given(st.text(alphabet="пдкмсрзшёЁәіАТ abTHo-–.2", max_size=40))
def test_a_word_in_its_only_spelling_is_read_as_any_other(text):
    for written in words.written_words(text):
        parts = [words.EXACT + part for word in words.tokens(words.normalise(written)) for part in word.parts]
        assert list(words.read(written, "kk")[0]) == parts
