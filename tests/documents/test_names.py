import pytest

from portal.documents.names import clean_name, extension_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Қоғамның қатысуы.pdf", "Қоғамның қатысуы.pdf"),
        ("Участие общественности.PDF", "Участие общественности.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Documents\отчёт.pdf", "отчёт.pdf"),
        ("report\r\nSet-Cookie: a=b.pdf", "report Set-Cookie a=b.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ('<img src=x onerror="a()">.pdf', "img src=x onerror=a().pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        (None, "document.pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_is_dangerous(given, kept):
    assert clean_name(given, ".pdf") == kept


def test_a_long_name_is_cut_before_its_ending():
    name = clean_name("ұ" * 400 + ".pdf", ".pdf")
    assert (len(name), name[-5:]) == (150, "ұ.pdf")


def test_a_decomposed_name_is_composed():
    assert clean_name("и\u0306од.pdf", ".pdf") == "йод.pdf"


def test_the_ending_of_a_name_is_read_in_small_letters():
    assert [extension_of(name) for name in ("a.PDF", "a.b.docx", "нет", "")] == [".pdf", ".docx", "", ""]
