"""The web server answers in several threads at once: none of them may get another one's word."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.search import russian, words

ENGLISH = [
    f"{begin}{end}"
    for begin in ("organis", "publicat", "requ", "wast", "pollut")
    for end in ("ation", "ing", "ions", "fulness")
]
RUSSIAN = [
    f"{begin}{end}"
    for begin in ("зубрилк", "кракозябр", "фыркалк", "бздынк")
    for end in ("ами", "ой", "ах", "у", "ость")
]


@pytest.mark.parametrize(
    ("stem", "forms"),
    [(words.english_stem.__wrapped__, ENGLISH), (russian.lemmas.__wrapped__, RUSSIAN)],
    ids=["English", "Russian"],
)
def test_words_of_threads_do_not_mix(stem, forms):
    alone = [stem(form) for form in forms]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(stem, forms * 150))

    assert together == alone * 150
