"""Names of the glossary as people write them: in another case, with dots, hyphens and quotes, in another language."""

import itertools
import os
import random

import pytest
from django.core.management import call_command

from portal.languages import LANGUAGES
from portal.search import fewer, query
from tests.search import sentences, translations

pytestmark = pytest.mark.django_db

ABBREVIATIONS = [
    "ПДК",
    "пдк",
    "П.Д.К.",
    "П. Д. К.",
    "ПДКм.р.",
    "ПДК м.р.",
    "ПДКмр",
    "«ПДК»",
    "ПДК-ның",
    "ШРШ-ға",
    "ШРШ-дан",
    "“ШРШ”",
    "MPC",
    '"ШРШ-ның"',
]
TERMS = [
    ("предельно допустимых концентраций", "шекті рұқсат етілген шоғырлардан асып кетті"),
    ("шекті рұқсат етілген шоғырлардың", "при превышении предельно допустимой концентрации"),
    ("maximum permissible concentrations", "предельно допустимым концентрациям"),
    ("расширенной ответственности производителей", "өндірушілердің кеңейтілген міндеттемелерін орындау"),
    ("общественных слушаниях", "қоғамдық тыңдаулардың хаттамасы"),
    ("қоғамдық тыңдауларға", "протокол общественных слушаний"),
    ("public hearings", "общественные слушания состоялись"),
    ("парниковых газов", "парниктік газдардың шығарындысы"),
    ("сточными водами", "сарқынды суларды ағызу"),
    ("Орхусской конвенции", "Орхус конвенциясына қосылды"),
    ("Орхус конвенциясының", "the Aarhus Convention in Kazakhstan"),
    ("оценку воздействия на окружающую среду", "қоршаған ортаға әсерді бағалауды өткізу"),
    ("выбросами загрязняющих веществ", "ластаушы заттардың шығарындыларын азайту"),
    ("көмірқышқыл газының", "выбросы углекислого газа"),
    ("угарным газом", "carbon monoxide in a flat"),
    ("Тенгизшевройл", "Теңізшевройлдың есебі"),
    ("министерство охраны окружающей среды", "Экология және табиғи ресурстар министрлігінің бұйрығы"),
    ("загрязнение озера", "көлдің ластануы туралы"),
    ("өзен жағалауы", "the bank of the river"),
    ("ҮЕҰ", "non-governmental organisations met"),
    ("КОАБ", "қоршаған ортаға әсерді бағалау"),
    ("коршаган ортага асерди багалау", "оценка воздействия на окружающую среду"),
    ("ауадағы шаңның", "пыль в воздухе"),
]


@pytest.fixture
def names(collection):
    call_command("load_reference", verbosity=0)
    return collection.add("ru", [text for _term, text in TERMS])


def test_an_abbreviation_is_understood_however_it_is_written(names):
    meant = "шекті рұқсат етілген шоғырлардан асып кетті"
    assert [typed for typed in ABBREVIATIONS if meant not in names.first_ten(typed, "ru")] == []


def test_a_word_typed_alone_is_translated_below_its_own_language(collection):
    collection.add("kk", ["көлдің жағасы"]).add("ru", ["озеро"])
    assert collection.first_ten("озеро", "kk") == ["озеро", "көлдің жағасы"]
    assert collection.first_ten("озеро", "kk", with_synonyms=False) == ["озеро"]


def test_of_translations_what_speaks_of_little_else_is_first(collection):
    collection.add("kk", ["көлдің жағасы", "көлдің маңындағы ауылдың мектебі мен жаңа жолы туралы"])
    assert collection.first_ten("озеро", "ru")[0] == "көлдің жағасы"


def test_a_word_that_its_own_language_has_often_is_not_translated(collection):
    collection.add("kk", ["көлдің жағасы"]).add("ru", [f"озеро {number}" for number in range(query.FEW)])
    found = query.find("озеро", "kk")
    assert (len(found), found.query.added) == (query.FEW, [])


def test_a_translation_brings_no_other_word_of_its_own_language(collection):
    collection.add("kk", ["тоған салынды", "бөген салынды"])
    assert collection.first_ten("тоған", "kk") == ["тоған салынды"]


def test_a_word_of_several_languages_is_found_in_the_forms_of_each(collection):
    collection.add("ru", ["экономия солнечной энергии"])
    assert collection.share([("күн энергиясы", "экономия солнечной энергии")], "kk") == (1.0, [])


def test_a_name_of_several_words_is_also_translated_part_by_part(collection):
    collection.add("en", ["they are cutting old trees"])
    assert collection.first_ten("ағаштарды кесу", "kk") == ["they are cutting old trees"]


def test_words_that_stand_nowhere_are_left_out_and_the_page_says_so(collection):
    collection.add("kk", ["егінді суару"]).add("ru", ["станция"])
    assert collection.first_ten("абвгдейка орошение", "ru", literally=True) == []
    assert collection.first_ten("абвгдейка орошение", "ru") == ["егінді суару"]
    assert fewer.find('абвгдейка "егінді суару" -станция', "ru").instead == '"егінді суару" -станция'


def test_a_term_in_any_form_finds_its_name_in_another_language(names):
    assert names.share(TERMS, "kk") == (1.0, [])


def test_terms_that_citizens_type_find_texts_in_another_language(collection):
    call_command("load_reference", verbosity=0)
    for terms in sentences.TERMS:
        for language, term in zip(("kk", "ru", "en"), terms, strict=True):
            collection.add(language, [term])
    pairs = [pair for terms in sentences.TERMS for pair in itertools.permutations(terms, 2)]
    share, missed = collection.share(random.Random(6).sample(pairs, 40), "kk")
    print(f"\nTerms as typed, in another language: {share:.1%}", *missed, sep="\n  ")
    assert share >= 0.9


def test_abbreviations_find_what_they_stand_for(collection):
    call_command("load_reference", verbosity=0)
    pairs = []
    for short, *full in sentences.ABBREVIATIONS:
        collection.add("ru", full)
        pairs += [(short, name) for name in full]
    share, missed = collection.share(random.Random(6).sample(pairs, 40), "ru")
    print(f"\nAbbreviations: {share:.1%}", *missed, sep="\n  ")
    assert share >= 0.95


IN_A_SENTENCE = {
    "kk": "Есепте {} жайы айтылады.",
    "ru": "В прошлом году доклад касался {} и не только.",
    "en": "Several speakers talked about {} last week.",
}


def test_unseen_terms_find_texts_in_another_language(collection):
    """In a sentence and a case, each language by itself: of two other languages none has the word typed."""
    call_command("load_reference", verbosity=0)
    for place, language in enumerate(LANGUAGES):
        collection.add(language, [_sentence(language, term[place][1]) for term in translations.TERMS])
    pairs = [
        (term[one][0], _sentence(LANGUAGES[other], term[other][1]))
        for term in translations.TERMS
        for one, other in itertools.permutations(range(3), 2)
    ]
    share, missed = collection.share(_some(pairs), "kk")
    print(f"\nUnseen terms, in another language: {share:.1%}", *missed, sep="\n  ")
    assert share >= 0.9


def test_unseen_abbreviations_find_what_they_stand_for(collection):
    call_command("load_reference", verbosity=0)
    pairs = [(short, full) for short, *names in translations.ABBREVIATIONS for full in names]
    collection.add("ru", [full for _short, full in pairs])
    share, missed = collection.share(_some(pairs), "ru")
    print(f"\nUnseen abbreviations: {share:.1%}", *missed, sep="\n  ")
    assert share >= 0.9


def _sentence(language, term):
    return IN_A_SENTENCE[language].format(term)


def _some(pairs):
    return pairs if os.environ.get("ALL_WORDS") else random.Random(6).sample(pairs, 40)
