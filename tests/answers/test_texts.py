"""Letters of holders for everybody: without what is removed from them, and with a word that and why something was."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.models import SearchEntry
from requests_registry import lifecycle
from requests_registry.files import reviewing, texts
from requests_registry.files.reviewing import NotPossible
from tests.answers.conftest import NOW
from tests.requests_registry.making import answer as record_answer
from tests.requests_registry.making import make_holder

IIN, TELEPHONE = "850101300124", "+7 701 123 45 67"


@pytest.mark.django_db
def test_a_letter_is_private_until_it_is_published_and_then_without_the_removed_words(client, message, daniyar):
    page = message.request.get_absolute_url()
    assert "Бензол" not in client.get(page).text
    texts.remove(message, by=daniyar, at=NOW, words=IIN, why="person")
    texts.remove(message, by=daniyar, at=NOW, words=TELEPHONE, why="contact")
    assert "Бензол" not in client.get(page).text
    texts.publish(message, by=daniyar, at=NOW)

    shown = client.get(page).text
    assert ("Бензол" in shown, "[удалено: персональные данные]" in shown) == (True, True)
    assert IIN not in shown and TELEPHONE not in shown
    body = SearchEntry.objects.get(kind="request", language="ru", page=0).body
    assert ("Бензол" in body, IIN in body) == (True, False)


@pytest.mark.django_db
def test_a_letter_is_taken_off_the_page_and_out_of_search(client, message, daniyar):
    texts.publish(message, by=daniyar, at=NOW)
    texts.withdraw(message, by=daniyar, at=NOW)

    assert "Бензол" not in client.get(message.request.get_absolute_url()).text
    assert not SearchEntry.objects.filter(body__contains="Бензол").exists()
    kinds = message.request.events.order_by("sequence").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["text_published", "text_private"]


@pytest.mark.django_db
def test_what_a_program_finds_is_removed_by_one_click_and_restored(staff, message):
    address = reverse("staff:mail-text", args=[message.pk])
    assert [words for words, _why in staff.get(address).context["suggestions"]] == [IIN, TELEPHONE]
    assert staff.post(address, {"words": TELEPHONE, "why": "contact"}).status_code == 302
    assert [words for words, _why in staff.get(address).context["suggestions"]] == [IIN]
    start = message.text.index(TELEPHONE)
    staff.post(reverse("staff:mail-text-restore", args=[message.pk, start]))

    assert len(staff.get(address).context["suggestions"]) == 2


@pytest.mark.django_db
def test_words_that_do_not_stand_in_the_letter_are_said_and_kept_in_the_form(staff, message):
    response = staff.post(reverse("staff:mail-text", args=[message.pk]), {"words": "жоқ сөз", "why": "person"})

    assert (response.status_code, "жоқ сөз" in response.text) == (422, True)


@pytest.mark.django_db
def test_who_publishes_a_text_that_changed_meanwhile_is_told(message, daniyar):
    texts.remove(message, by=daniyar, at=NOW, words=IIN, why="person")

    with pytest.raises(NotPossible):
        texts.publish(message, by=daniyar, at=NOW, seen=[])


@given(st.text(alphabet="аб в", min_size=1), st.text(alphabet="аб", min_size=1, max_size=2))
def test_removed_words_are_in_no_piece_and_the_rest_is_whole(text, words):
    spans = texts.merged([[start, end, "person"] for start, end in texts._places(text, words)])
    pieces = texts.pieces(text, spans)

    assert all(words not in piece.text for piece in pieces)
    rest = "".join(char for at, char in enumerate(text) if not any(first <= at < last for first, last, _why in spans))
    assert "".join(piece.text for piece in pieces) == rest


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=8), st.integers(0, 40))
def test_a_text_cut_at_a_fold_loses_and_doubles_nothing(places, fold):
    text = "абвгдежзийклмнопрстуфхцчшщъыьэюяабвгдежз"
    spans = texts.merged([[start, start + length, "person"] for start, length in places])
    whole = "".join(piece.text for piece in texts.pieces(text, spans))

    assert whole == "".join(
        piece.text for part in ((0, fold), (fold, None)) for piece in texts.pieces(text, spans, *part)
    )


@pytest.mark.django_db
def test_a_request_that_was_forwarded_and_answered_by_mail_costs_at_most_twelve_queries(
    client, answer, daniyar, django_assert_max_num_queries
):
    file = answer()
    info_request = file.message.request
    given = {"to_holder": make_holder("another-department"), "forwarded_on": NOW.date(), "document": "№ 3"}
    lifecycle.forward(info_request, by=daniyar, at=NOW, **given)
    texts.publish(file.message, by=daniyar, at=NOW)
    reviewing.decide(file, by=daniyar, at=NOW, decision="as_is", name=file.name)
    record_answer(info_request, daniyar, NOW.date())
    address = info_request.get_absolute_url()
    assert "another-department" in client.get(address).text

    with django_assert_max_num_queries(12):
        page = client.get(address).text

    assert "Бензол" in page and file.name in page
