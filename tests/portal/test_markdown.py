from portal.markdown import as_html, as_plain_text


def test_raw_html_is_shown_as_text():
    assert as_html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_script_address_is_no_link():
    assert "<a" not in as_html("[x](javascript:alert(1))")


def test_plain_text_keeps_the_words_and_drops_the_marks():
    text = "## Протоколы\n\n- **Актауский** — [разливы](/ru/x/)\n- второй\n\nпервая\nвторая"
    assert as_plain_text(text) == "Протоколы\nАктауский — разливы\nвторой\nпервая вторая"
