"""Hundreds of words in generated forms, compared without a database: what is found, and what is found wrongly.

`pytest tests/search/test_forms.py -s` prints the figures.
"""

import random
from collections import defaultdict

import pytest

from portal.search import asked, kazakh, words
from tests.search import labelled, lemmas, official, sentences
from tests.search.paradigms import adjective_forms, forms, noun, verb_forms

EACH = 3  # forms of a word that stand in texts, and as many that are asked for


def paradigms(nouns, adjectives, verbs):
    """(lemma, its forms); the first forms, without a possessive of the first person, are the more frequent ones."""
    yield from ((entry.partition("/")[0], forms(noun(entry))) for entry in nouns)
    yield from ((base, adjective_forms(base)) for base in adjectives)
    yield from ((stem, verb_forms(stem)) for stem in verbs)


class Texts:
    """Texts of one word each, found as the index finds them."""

    def __init__(self, paradigms):
        self.chance = random.Random(6)
        self.paradigms = list(paradigms)
        self.lemmas = defaultdict(set)
        self.texts = defaultdict(set)
        self.by_lexeme = defaultdict(set)
        for lemma, found in self.paradigms:
            for form in found:
                self.lemmas[form].add(lemma)
        for lemma, found in self.paradigms:
            for form in self._chosen(found):
                self.texts[lemma].add(form)
                for lexeme in words.shapes(form, "kk"):
                    self.by_lexeme[lexeme].add(form)

    def _chosen(self, found):
        return [self.chance.choice(found[:20] if self.chance.random() < 0.5 else found) for _ in range(EACH)]

    def found(self, typed):
        """The first ten; what only looks like the word counts where nothing else is found."""
        best = {}
        for step in words.steps(typed):
            for text in self.by_lexeme.get(step.lexeme, ()):
                best[text] = max(step.worth, best.get(text, 0))
        good = {text: worth for text, worth in best.items() if worth >= asked.GOOD} or best
        return sorted(good, key=lambda text: (-good[text], text))[:10]

    def figures(self, as_typed=str):
        """The share of texts with another form that are found, and the share of what is shown that is right."""
        hits = wanted = right = shown = 0
        for lemma, found in self.paradigms:
            for form in self._chosen(found):
                texts, first_ten = self.texts[lemma] - {form}, self.found(as_typed(form))
                wanted += len(texts)
                hits += len(texts.intersection(first_ten))
                shown += len(first_ten)
                right += sum(not self.lemmas[text].isdisjoint(self.lemmas[form]) for text in first_ten)
        return hits / wanted, right / shown


@pytest.mark.parametrize(
    ("what", "nouns", "adjectives", "verbs", "least_found"),
    [
        ("common", lemmas.COMMON_NOUNS, lemmas.COMMON_ADJECTIVES, lemmas.COMMON_VERBS, 0.98),
        ("rare", lemmas.RARE_NOUNS, [], lemmas.RARE_VERBS, 0.97),
    ],
)
def test_forms_of_hundreds_of_kazakh_words_meet(what, nouns, adjectives, verbs, least_found):
    texts = Texts(paradigms(nouns, adjectives, verbs))
    for as_typed, least, least_right in ((str, least_found, 0.95), (kazakh.plain, 0.97, 0.92)):
        found, right = texts.figures(as_typed)
        print(f"\n{what} words, {as_typed.__name__}: {found:.1%} found, {right:.1%} of what is shown is right")
        assert found >= least
        assert right >= least_right


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("балық", "балды"),
        ("тауық", "таулар"),
        ("ақын", "аққа"),
        ("тазалау", "тазасы"),
        ("жапырақ", "жапқан"),
        ("от", "өткен"),
        ("көл", "көлемін"),
    ],
)
def test_below_a_known_root_nothing_is_taken_off(typed, text):
    shapes = words.shapes(text, "kk")
    assert not [step for step in words.steps(typed) if step.worth >= asked.GOOD and step.lexeme in shapes]


@pytest.mark.parametrize(("typed", "text"), [("қоры", "қорына"), ("иіс", "иіске"), ("шу", "шудың"), ("шуы", "шуға")])
def test_a_noun_whose_form_is_a_verb_is_found_by_it(typed, text):
    assert _is_found_by(typed, text)


def test_a_form_of_two_roots_is_found_by_both():
    assert {"жол", "жолда"} <= kazakh.stems("жолда").strong


def test_russian_forms_of_all_parts_of_speech_meet_and_neighbours_do_not():
    missed = [pair for pair in labelled.RUSSIAN_FORMS if not _meet(*pair)]
    wrong = [pair for pair in labelled.RUSSIAN_NEIGHBOURS if _meet(*pair)]
    found, false = 1 - len(missed) / len(labelled.RUSSIAN_FORMS), len(wrong) / len(labelled.RUSSIAN_NEIGHBOURS)
    print(f"\nRussian words: {found:.1%} found {missed}, {false:.1%} of neighbours wrongly {wrong}")
    assert found >= 0.985
    assert false <= 0.03


@pytest.mark.parametrize(
    ("language", "pairs", "like", "most_missed", "most_false"),
    [
        ("kk", sentences.KAZAKH, sentences.LIKE_KAZAKH, 0.01, 0.01),
        ("ru", sentences.RUSSIAN, sentences.LIKE_RUSSIAN, 0.01, 0.02),
        ("ru", [], sentences.SURNAMES, 0, 0.2),
    ],
)
def test_forms_in_sentences_are_found_and_words_that_look_alike_are_not(language, pairs, like, most_missed, most_false):
    missed = [pair for pair in pairs if not _meet(*pair, language)]
    wrong = [pair for pair in like if _meet(*pair, language)]
    print(
        f"\nSentences, {language}: {len(missed)} of {len(pairs)} missed {missed}, {len(wrong)} of {len(like)} false {wrong}"
    )
    assert len(missed) <= most_missed * len(pairs)
    assert len(wrong) <= most_false * len(like)


def test_kazakh_typed_without_its_letters_is_found_in_sentences():
    typed = [(kazakh.plain(form.lower()), text) for form, text in sentences.KAZAKH]
    assert len([pair for pair in typed if not _meet(*pair, "kk")]) <= 0.01 * len(typed)


def _meet(typed, text, language="ru"):
    """Whether a text has every word of a query in some form; of ПДК-ның its stem."""
    lexemes = {shape for written in words.written_words(text) for shape in words.read(written, language)[1]}
    return all(
        any(step.lexeme in lexemes for step in words.steps(word) if step.worth >= asked.GOOD)
        or any(step.lexeme in lexemes for step in words.steps(stem) if step.worth >= asked.GOOD)
        for word, stem in ((term.word.text, term.stem) for term in asked.read(typed).terms)
    )


def test_words_of_laws_news_and_reports_meet_their_forms():
    asked_for = [pair for one, other in official.pairs() for pair in ((one, other), (other, one))]
    missed = [(typed, form) for typed, form in asked_for if not _is_found_by(typed, form)]
    print(f"\nWords of laws, news and reports: {1 - len(missed) / len(asked_for):.1%} found {missed[:5]}")
    assert len(missed) <= 0.025 * len(asked_for)


@pytest.mark.parametrize(("verb", "passive"), [("салу", "салынды"), ("қою", "қойылған")])
def test_the_passive_of_a_verb_is_a_form_of_it_though_it_is_a_root_too(verb, passive):
    assert _is_found_by(verb, passive)
    assert _is_found_by(passive, verb)


def _is_found_by(typed, form):
    good = {step.lexeme for step in words.steps(typed) if step.worth >= asked.GOOD}
    return not good.isdisjoint(words.shapes(form, "kk"))
