"""The figures of docs/search.md on words written down without a look at the rules, in sentences, by the real search.

A sample of them with every run; all of them, and all figures printed: `ALL_WORDS=1 pytest tests/search/test_unseen.py -s`.
"""

import os
import random
from collections import defaultdict

import pytest

from portal.search import kazakh, layouts, words
from tests.search import unseen

pytestmark = pytest.mark.django_db

SAMPLE = None if os.environ.get("ALL_WORDS") else 60
WORDS_EACH = 6  # of a sentence


class Sentences:
    """Every form stands in one sentence, among forms of other words; both words of a pair that looks alike stand there."""

    def __init__(self, collection, language, lemmas, pairs):
        self.collection, self.language = collection, language
        self.chance = random.Random(6)
        self.pairs = pairs
        self.lemmas = [[form.lower() for form in forms] for forms in lemmas]
        self.of_form = defaultdict(set)
        for number, forms in enumerate(self.lemmas):
            for form in forms:
                self.of_form[form].add(number)
        written = [form for forms in lemmas for form in forms] + sorted({word for pair in pairs for word in pair})
        self.chance.shuffle(written)
        self.texts = [" ".join(written[place : place + WORDS_EACH]) for place in range(0, len(written), WORDS_EACH)]
        collection.add(language, self.texts)

    def forms(self, at_least=1):
        asked = [(form, number) for number, forms in enumerate(self.lemmas) for form in forms if len(form) >= at_least]
        return asked if SAMPLE is None else self.chance.sample(asked, SAMPLE)

    def figures(self, what, as_typed=str, at_least=1):
        """The share of sentences with another form among the first ten, and how much of the first ten is right."""
        found = wanted = right = shown = 0
        missed = []
        for form, number in self.forms(at_least):
            typed = as_typed(form)
            first_ten = self.collection.first_ten(typed, self.language)
            meant = {text for text in self.texts if self._has(text, number, form)}
            others = {text for text in meant if self._has(text, number)} - {self._own(form)}
            hits = others.intersection(first_ten)
            found, wanted = found + len(hits), wanted + len(others)
            right, shown = right + len(meant.intersection(first_ten)), shown + len(first_ten)
            if hits != others:
                missed.append((form, typed, first_ten[:1]))
        print(
            f"\n{what}: {found / wanted:.1%} found, {right / shown:.1%} of the first ten right",
            *missed[:15],
            sep="\n  ",
        )
        return found / wanted, right / shown

    def itself(self, what, as_typed, at_least=1):
        """The share of words, typed otherwise, whose own sentence is among the first ten."""
        asked = self.forms(at_least)
        typed = [(form, as_typed(form)) for form, _number in asked]
        missed = [pair for pair in typed if self._own(pair[0]) not in self.collection.first_ten(pair[1], self.language)]
        print(f"\n{what}: {1 - len(missed) / len(asked):.1%} found", *missed[:80], sep="\n  ")
        return 1 - len(missed) / len(asked)

    def false(self, what, as_typed=str):
        pairs = self.pairs if SAMPLE is None else self.chance.sample(self.pairs, SAMPLE)
        wrong = [pair for pair in pairs if self._is_found(as_typed(pair[0]), pair)]
        print(f"\n{what}: {len(wrong) / len(pairs):.1%} false", *wrong[:20], sep="\n  ")
        return len(wrong) / len(pairs)

    def _is_found(self, typed, pair):
        one, other = pair
        return any(
            other in text.lower().split() and one not in text.lower().split() and not self._has_form_of(one, text)
            for text in self.collection.first_ten(typed, self.language)
        )

    def _has_form_of(self, one, text):
        return any(self.of_form[word] & self.of_form[one] for word in text.lower().split())

    def _has(self, text, number, form=""):
        """A form of the word, or the very form of another one."""
        found = text.lower().split()
        return any(number in self.of_form[word] or word == form for word in found)

    def _own(self, form):
        return next(text for text in self.texts if form in text.lower().split())


@pytest.fixture
def in_kazakh(collection):
    return Sentences(collection, "kk", unseen.KAZAKH, unseen.KAZAKH_LOOK_ALIKES)


@pytest.fixture
def in_russian(collection):
    return Sentences(collection, "ru", unseen.RUSSIAN, unseen.RUSSIAN_LOOK_ALIKES)


def test_kazakh_words(in_kazakh):
    found, right = in_kazakh.figures("Kazakh forms")
    assert found >= 0.97
    assert right >= 0.9
    assert in_kazakh.false("Kazakh look-alikes") <= 0.04


def test_russian_words(in_russian):
    found, right = in_russian.figures("Russian forms")
    assert found >= 0.97
    assert right >= 0.9
    assert in_russian.false("Russian look-alikes") <= 0.01


def test_kazakh_words_without_their_letters(in_kazakh):
    found, right = in_kazakh.figures("Kazakh without its letters", kazakh.plain)
    assert found >= 0.9
    assert right >= 0.85


def test_slips_at_any_place(in_kazakh, in_russian):
    chance = random.Random(8)
    assert in_russian.itself("one slip, Russian", lambda form: slip(form, chance, RUSSIAN_LETTERS), at_least=5) >= 0.88
    assert in_kazakh.itself("one slip, Kazakh", lambda form: slip(form, chance, kazakh.LETTERS), at_least=5) >= 0.88


RUSSIAN_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def slip(word, chance, letters):
    """One letter too many, too few, another one, or two of them swapped: anywhere, the first letter included."""
    place = chance.randrange(len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    slips = [before + after, before + chance.choice(letters) + letter + after]
    slips.append(before + chance.choice(letters.replace(letter, "")) + after)
    if after and after[0] != letter:
        slips.append(before + after[0] + letter + after[1:])
    return chance.choice(slips)


def test_another_keyboard_and_capitals(in_kazakh, in_russian):
    def capital(form):
        return form.capitalize()

    to_row = str.maketrans(layouts.KAZAKH_ROW, layouts.RUSSIAN_ROW)
    assert in_russian.itself("Latin keyboard, Russian", lambda form: capital(form).translate(layouts.TO_LATIN)) >= 0.98
    assert in_kazakh.itself("Latin keyboard, Kazakh", lambda form: form.translate(layouts.TO_LATIN)) >= 0.98
    assert in_kazakh.itself("Latin, capitals", lambda form: form.upper().translate(layouts.TO_LATIN)) >= 0.98
    assert in_kazakh.itself("Russian keyboard, Kazakh", lambda form: form.translate(to_row)) >= 0.98
    assert in_kazakh.itself("the same, capitals", lambda form: form.upper().translate(to_row)) >= 0.98


@pytest.mark.parametrize("some", ["iəaeocpx", "aeopcxyiəkmt"])
def test_latin_look_alikes(in_kazakh, in_russian, some):
    to_latin = {ord(letter): latin for latin, letter in zip(some, some.translate(words.LIKE_SMALL), strict=True)}
    for sentences in (in_kazakh, in_russian):
        found = sentences.itself(f"look-alikes {some}", lambda form: form.lower().translate(to_latin))
        assert found >= 0.98
