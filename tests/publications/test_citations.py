import pytest

from publications.citations import Reference, bibtex, ris, text

HANDBOOK = Reference(
    key="handbook-ru",
    type="manual",
    language="ru",
    title="Слушания",
    subtitle="пособие",
    authors=("Ахметова А. Б.", "Сейтқали Г."),
    edition="2-е изд., доп.",
    place="Атырау",
    publisher="ЖКОЦ",
    year=2024,
    pages=25,
    isbn="978-601-7000-00-1",
    url="https://example.kz/ru/publications/handbook/",
)


def test_the_text_has_every_known_part():
    assert text(HANDBOOK) == (
        "Ахметова А. Б., Сейтқали Г. Слушания: пособие. – 2-е изд., доп. – Атырау: ЖКОЦ, 2024. – 25 страниц. – "
        "ISBN 978-601-7000-00-1. – URL: https://example.kz/ru/publications/handbook/."
    )


def test_what_is_not_known_is_left_out_and_a_missing_year_is_said():
    record = Reference(key="x", type="law", language="ru", title="Закон", url="https://example.kz/x/")
    assert text(record) == "Закон. – б. г. – URL: https://example.kz/x/."


def test_a_kazakh_version_is_cited_in_kazakh():
    record = Reference(
        key="x",
        type="law",
        language="kk",
        title="Заң",
        url="https://example.kz/x/",
        year=2021,
        pages=3,
        translator="А.",
    )
    assert text(record) == "Заң / ауд. А. – 2021. – 3 бет. – URL: https://example.kz/x/."


def test_bibtex_keeps_letters_and_escapes_what_bibtex_reads():
    record = Reference(key="x", type="report", language="kk", title="Ә & 50% {өзен}", url="https://example.kz/a_b/")
    assert bibtex(record) == (
        "@techreport{x,\n"
        "  title = {Ә \\& 50\\% \\{өзен\\}},\n"
        "  langid = {kazakh},\n"
        "  url = {https://example.kz/a_b/},\n"
        "}\n"
    )


def test_bibtex_keeps_each_name_whole():
    assert "  author = {{Ахметова А. Б.} and {Сейтқали Г.}},\n" in bibtex(HANDBOOK)


def test_ris_has_one_line_for_each_value():
    lines = ris(HANDBOOK).split("\r\n")
    assert lines[:4] == ["TY  - BOOK", "AU  - Ахметова А. Б.", "AU  - Сейтқали Г.", "TI  - Слушания: пособие"]
    assert lines[-2:] == ["ER  - ", ""]


@pytest.mark.parametrize("write", [bibtex, ris])
def test_a_line_break_in_a_title_cannot_add_a_field(write):
    record = Reference(key="x", type="manual", language="ru", title="Один\r\nTY  - EVIL", url="")
    assert "Один TY - EVIL" in write(record)
