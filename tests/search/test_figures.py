"""The figures that search must reach, on words of our own. `pytest tests/search/test_figures.py -s` prints them."""

import random

import pytest
from django.core.management import call_command

from portal.models import GlossaryTerm
from portal.search import kazakh, layouts, query, words
from tests.search import labelled
from tests.search.paradigms import NOUNS, forms

pytestmark = pytest.mark.django_db


def reached(what, figure, missed=()):
    print(f"\n{what}: {figure:.1%}", *(f"\n    {pair}" for pair in list(missed)[:12]))
    return figure


@pytest.fixture
def texts(collection):
    for name in ("KAZAKH", "LIKE_KAZAKH", "TWINS"):
        collection.add("kk", [text for _query, text in getattr(labelled, name)])
    for name in ("RUSSIAN", "LIKE_RUSSIAN", "FORMULAS"):
        collection.add("ru", [text for _query, text in getattr(labelled, name)])
    collection.add("kk", [text for _query, text in labelled.LOOK_ALIKES])
    collection.add("ru", [text for _query, text in labelled.LOOK_ALIKES])
    return collection


def test_forms_of_kazakh_words(texts):
    assert reached("Kazakh forms", *texts.share(labelled.KAZAKH, "kk")) >= 0.97
    assert reached("Kazakh false", 1 - _missing(texts, labelled.LIKE_KAZAKH, "kk")) <= 0.04


def test_forms_of_russian_words(texts):
    assert reached("Russian forms", *texts.share(labelled.RUSSIAN, "ru")) >= 0.985
    assert reached("Russian false", 1 - _missing(texts, labelled.LIKE_RUSSIAN, "ru")) <= 0.01


def test_kazakh_typed_without_its_letters(texts):
    typed = [(kazakh.plain(form), text) for form, text in labelled.KAZAKH]
    assert reached("Kazakh without its letters", *texts.share(typed, "kk")) >= 0.97
    assert reached("twins false", 1 - _missing(texts, labelled.TWINS, "kk")) <= 0.06


def test_latin_letters_in_cyrillic_words(texts):
    kazakh_share, kazakh_missed = texts.share(labelled.LOOK_ALIKES, "kk")
    assert reached("look-alikes", kazakh_share, kazakh_missed) == 1
    typed = [(_with_look_alikes(form), text) for form, text in labelled.KAZAKH + labelled.RUSSIAN]
    assert reached("look-alikes everywhere", *texts.share(typed, "kk")) >= 0.97


def test_formulas_and_numbers(texts):
    assert reached("formulas and numbers", *texts.share(labelled.FORMULAS, "ru")) == 1


def test_one_slip_of_the_hand(texts):
    chance = random.Random(6)
    russian = [(_slip(form, chance), text) for form, text in _own_words(labelled.RUSSIAN)]
    kazakh_words = [(_slip(form, chance), text) for form, text in _own_words(labelled.KAZAKH)]
    assert reached("one slip, Russian", *texts.share(russian, "ru")) >= 0.97
    assert reached("one slip, Kazakh", *texts.share(kazakh_words, "kk")) >= 0.93
    inflected = [(_slip(form, chance), text) for form, text in labelled.RUSSIAN if len(form) > 5]
    assert reached("one slip in another form, Russian", *texts.share(inflected, "ru")) >= 0.8
    inflected = [(_slip(form, chance), text) for form, text in labelled.KAZAKH if len(form) > 5]
    assert reached("one slip in another form, Kazakh", *texts.share(inflected, "kk")) >= 0.88


def test_the_wrong_keyboard(texts):
    latin_russian = [(form.translate(layouts.RUSSIAN_TO_LATIN), text) for form, text in labelled.RUSSIAN]
    latin_kazakh = [(form.translate(layouts.TO_LATIN), text) for form, text in labelled.KAZAKH]
    digits = str.maketrans(layouts.KAZAKH_ROW, layouts.RUSSIAN_ROW)
    russian_kazakh = [(form.translate(digits), text) for form, text in labelled.KAZAKH]
    assert reached("Latin keyboard, Russian", *texts.share(latin_russian, "ru")) >= 0.98
    assert reached("Latin keyboard, Kazakh", *texts.share(latin_kazakh, "kk")) >= 0.98
    assert reached("Russian keyboard, Kazakh", *texts.share(russian_kazakh, "kk")) >= 0.98


def test_a_generated_paradigm_meets_its_base(collection):
    chance = random.Random(1)
    pairs = []
    for noun in NOUNS:
        pairs += [(chance.choice(forms(noun)), form) for form in chance.sample(forms(noun), 8)]
    collection.add("kk", [form for noun in NOUNS for form in chance.sample(forms(noun), 1)])
    shapes = [(typed, form, _meets(typed, form)) for typed, form in pairs]
    missed = [(typed, form) for typed, form, meets in shapes if not meets]
    assert reached("generated paradigms", 1 - len(missed) / len(pairs), missed) >= 0.99


def test_a_term_in_one_language_finds_the_text_in_another(collection):
    call_command("load_reference", verbosity=0)
    pairs = []
    for term in GlossaryTerm.objects.all():
        names = {"kk": term.term_kk, "ru": term.term_ru, "en": term.term_en}
        first = {language: name.split(";")[0].strip() for language, name in names.items() if name}
        for language, name in first.items():
            collection.add(language, [name])
            pairs += [(other, name) for code, other in first.items() if code != language]
    some = random.Random(6).sample(pairs, 100)
    assert reached("terms across languages", *collection.share(some, "kk")) >= 0.9


def test_abbreviations_are_found_in_any_language(collection):
    call_command("load_reference", verbosity=0)
    pairs = []
    for term in GlossaryTerm.objects.exclude(abbreviations=""):
        full = [name.split(";")[0] for name in (term.term_kk, term.term_ru, term.term_en) if name]
        for language, name in zip(("kk", "ru", "en"), full, strict=False):
            collection.add(language, [name])
        pairs += [(short.strip(), name) for short in term.abbreviations.split(";") for name in full]
    some = random.Random(6).sample(pairs, 100)
    assert reached("abbreviations", *collection.share(some, "ru")) >= 0.95


def _missing(texts, pairs, language):
    """The share of pairs that are rightly not found."""
    not_found = texts.share(pairs, language, literally=True)[1]
    return len(not_found) / len(pairs)


def _meets(typed, form):
    shapes = {words.EXACT + form, *words.lexemes(form, "kk")}
    return any(step.lexeme in shapes for step in words.steps(typed))


def _with_look_alikes(word):
    return (
        word.replace("а", "a").replace("е", "e").replace("о", "o").replace("р", "p").replace("с", "c").replace("і", "i")
    )


def _own_words(pairs):
    """The longest word of each text, mistyped: what somebody looks for who knows the text."""
    for _form, text in pairs:
        word = max(words.normalise(text).split(), key=len)
        if len(word) > 4:
            yield word, text


def _slip(word, chance):
    """One letter left out, doubled into its neighbour, changed, or swapped with the next; the first one is right."""
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return chance.choice(
        [
            before + after,
            before + letter + chance.choice("аеоинтсрлвк") + after,
            before + chance.choice("аеоинтсрлвк".replace(letter, "")) + after,
            before + after[0] + letter + after[1:],
        ]
    )


def test_a_literal_search_is_not_mended(texts):
    assert query.find("ytanm", "ru", literally=True).hits == []
