"""An answer is never hidden; a quote of ours is folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_registry.mail.parse import parse
from requests_registry.mail.quotes import find
from tests.mail.corpus.making import ANSWER
from tests.mail.corpus.people import NAME, OURS, OURS_KK, PEOPLE, marked

SENT = (OURS, OURS_KK)
HEADS = {
    "header-lines": f"От: {NAME}\nОтправлено: 2 марта 2026 г. 9:00\nКому: Айгүл\nТема: Запрос информации\n",
    "gmail-ru": f"пн, 2 мар. 2026 г. в 09:00, {NAME}:",
    "english": f"On Mon, Mar 2, 2026 at 9:00 AM {NAME} wrote:",
    "thunderbird": "02.03.2026 9:00, Орхусский центр пишет:",
    "mail.ru": f"Понедельник, 2 марта 2026, 9:00 +05:00 от {NAME}:",
}
answers = st.sampled_from(
    ["Нет.", "да", "+", "—", "10", "0,3 мг/л", "Нет, не брали.", "👍", "жоқ", "см. ниже", "за 2025 год", "№ 5", "воды"]
)


def folded(text, earlier=SENT):
    return "".join(text[quote.start : quote.end] for quote in find(text, earlier))


@pytest.mark.parametrize("sample", PEOPLE, ids=lambda sample: sample.name)
def test_our_letter_under_an_answer_is_folded_and_nothing_else(sample):
    mail = parse(sample.raw)
    hidden = folded(mail.text)

    assert len(find(mail.text, SENT)) == sample.folded
    for words in sample.text:
        assert words not in " ".join(hidden.split())


@pytest.mark.parametrize("rule", HEADS)
def test_the_rule_that_found_a_quote_is_told(rule):
    text = f"{ANSWER}\n\n{HEADS[rule]}\n{marked(OURS)}"

    (quote,) = find(text, SENT)

    assert (quote.rule, text[quote.start :]) == (rule, f"{HEADS[rule]}\n{marked(OURS)}")


@given(st.sampled_from(sorted(HEADS)), st.integers(0, 12), answers, st.booleans(), st.booleans())
def test_an_answer_woven_between_the_lines_of_a_quote_is_never_hidden(rule, place, answer, is_marked, answer_is_marked):
    quote = f"{HEADS[rule]}\n{marked(OURS) if is_marked else OURS}".split("\n")
    place = min(place, len(quote))
    woven = [*quote[:place], f"> {answer}" if answer_is_marked else answer, *quote[place:]]

    text = "\n".join([ANSWER, "", *woven])

    assert answer not in folded(text).split("\n")
    assert f"> {answer}" not in folded(text).split("\n")


def test_a_marked_answer_between_unmarked_lines_of_ours_is_shown_though_it_uses_our_words():
    lines = OURS.split("\n")
    place = next(number for number, line in enumerate(lines) if line.endswith("за 2025 год"))

    text = "\n".join([ANSWER, "", HEADS["english"], *lines[: place + 1], "> за 2025 год", *lines[place + 1 :]])

    assert find(text, SENT) == ()


@given(st.integers(0, len(OURS.split())), answers)
def test_a_word_put_into_our_own_lines_is_never_hidden(place, answer):
    words = OURS.split(" ")
    quote = " ".join([*words[:place], f" {answer} ", *words[place:]])

    hidden = folded(f"{ANSWER}\n\n{HEADS['gmail-ru']}\n{marked(quote)}")

    assert f" {answer} " not in hidden


@given(st.integers(0, 3), answers)
def test_an_answer_below_a_quote_unfolds_all(blank_lines, answer):
    text = f"{HEADS['gmail-ru']}\n{marked(OURS)}" + "\n" * (blank_lines + 1) + answer

    assert find(text, SENT) == ()


FRAMES = {
    **HEADS,
    "outlook-en": f"From: {NAME}\nSent: Monday, March 2, 2026 9:00 AM\nTo: Aigul\nSubject: Request\n",
    "outlook-kk": f"Кімнен: {NAME}\nЖіберілді: 2026 ж. 2 наурыз 9:00\nКімге: Айгүл\nТақырыбы: Ақпарат сұрату\n",
    "ruler": f"________________________________\nОт: {NAME}\nОтправлено: 2 марта 2026 г. 9:00\nКому: Айгүл\nТема: Запрос\n",
    "original": "-----Исходное сообщение-----",
    "original-kk": "-----Бастапқы хабарлама-----",
    "gmail-kk": f"2026 ж. 2 нау., дс 09:00, {NAME} жазды:",
    "yandex": f"02.03.2026, 09:00, {NAME}:",
    "apple": f"2 марта 2026 г., в 09:00, {NAME} написал(а):",
    "the-bat": "Вы писали 2 марта 2026 г., 9:00:00:",
    "marks alone": "",
}
lines_of_answer = st.lists(
    st.text(alphabet="абвгдежзқңәөұүabcxyz0123456789 .,:;!?+-–—№%()>«»'\"", max_size=80), min_size=1, max_size=6
).filter(lambda lines: any(char.isalnum() for char in "".join(lines)))


@given(st.sampled_from(sorted(FRAMES)), st.integers(0, 12), lines_of_answer, st.booleans(), st.booleans())
def test_any_answer_above_between_or_below_a_quote_of_any_program_is_shown(
    frame, place, answer, is_marked, has_greeting
):
    quote = f"{FRAMES[frame]}\n{marked(OURS) if is_marked or frame == 'marks alone' else OURS}".split("\n")
    place = min(place, len(quote))
    text = "\n".join([*(["Добрый день!"] if has_greeting else []), *quote[:place], *answer, *quote[place:]])

    start = next((found.start for found in find(text, SENT)), len(text))

    shown = text[:start].split("\n")
    said = [line for line in answer if any(char.isalnum() for char in line)]
    assert [line for line in said if line not in shown] == []


def test_what_is_sent_on_alone_is_shown_though_it_is_known():
    text = f"-------- Пересылаемое сообщение --------\n{HEADS['header-lines']}\n{ANSWER}"

    assert find(text, [ANSWER]) == ()
    assert find(f"См. ниже.\n\n{text}", [ANSWER]) != ()


@given(st.text(max_size=400), st.lists(st.text(max_size=200), max_size=3))
def test_whatever_is_folded_repeats_an_earlier_message_word_for_word(text, earlier):
    for quote in find(text, earlier):
        assert 0 <= quote.start < quote.end <= len(text)
        assert any(line.strip() for line in earlier)


def test_a_quote_of_what_nobody_sent_is_shown():
    assert (
        find(f"{ANSWER}\n\n{HEADS['gmail-ru']}\n{marked('Проб было десять, превышений две, и это новость.')}", SENT)
        == ()
    )


def test_nothing_is_folded_when_nothing_is_known():
    assert find(f"{ANSWER}\n{HEADS['gmail-ru']}\n{marked(OURS)}", ()) == ()


def test_our_words_without_a_mark_are_the_senders_own():
    assert find(f"{ANSWER}\n\n{OURS}", SENT) == ()


def test_a_quote_may_be_wrapped_anew_and_lose_its_empty_lines():
    wrapped = "\n".join(f"> {word}" for word in OURS.split())

    (quote,) = find(f"{ANSWER}\n{wrapped}", SENT)

    assert quote.rule == "marks"


def test_a_quote_in_a_quote_folds_when_both_are_known():
    earlier = (OURS, "Уточните, пожалуйста, какой именно водный объект вас интересует.")
    inner = f"{HEADS['thunderbird']}\n{marked(OURS)}"
    text = f"{ANSWER}\n\n{HEADS['header-lines']}\n{earlier[1]}\n\n{inner}"

    assert [quote.rule for quote in find(text, earlier)] == ["header-lines", "thunderbird"]
    assert folded(text, earlier) == text[len(ANSWER) + 2 :]
