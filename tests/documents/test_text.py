from hypothesis import given
from hypothesis import strategies as st

from portal.documents.text import clean, paragraphs


def test_control_characters_leave_and_lines_stay():
    assert clean("один\x00 два\r\nтри\t\tчетыре \r\n") == "один два\nтри четыре"


def test_a_word_divided_at_the_end_of_a_line_is_whole_again():
    assert clean("обще\x02\r\nственность, эколо\u00adгия") == "общественность, экология"


@given(st.text())
def test_any_text_becomes_one_that_can_be_stored(text):
    assert "\x00" not in clean(text)
    clean(text).encode("utf-8")


def test_lines_of_a_paragraph_are_joined_until_a_sentence_ends_on_a_short_line():
    page = "Общественность имеет право участвовать\nв принятии решений.\nНовый абзац начат здесь."
    assert paragraphs(page) == [
        "Общественность имеет право участвовать в принятии решений.",
        "Новый абзац начат здесь.",
    ]


def test_headings_and_list_items_stand_alone():
    page = "ДОСТУП К ИНФОРМАЦИИ\nЧто можно сделать:\n1. написать запрос;\n2. прийти на слушания."
    assert paragraphs(page) == page.split("\n")


@given(st.text(alphabet="аб А.\n-1", max_size=200))
def test_joining_lines_loses_no_letter(text):
    assert "".join(" ".join(paragraphs(text)).split()) == "".join(text.split())
