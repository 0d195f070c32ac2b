"""Kazakh nouns declined by the grammar's own rules, for tests: what the stripper takes off is put on here.

Written apart from portal/search/kazakh.py, so that a mistake in one shows in the other.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """A noun with what a dictionary says of it: its harmony, and its stem before a vowel where that differs."""

    base: str
    is_front: bool
    before_vowel: str = ""


NOUNS = [
    Noun("қала", False),
    Noun("өзен", True),
    Noun("кітап", False, "кітаб"),
    Noun("көл", True),
    Noun("мектеп", True, "мектеб"),
    Noun("бала", False),
    Noun("теңіз", True),
    Noun("ауыл", False),
    Noun("жер", True),
    Noun("мұнай", False),
    Noun("тілек", True, "тілег"),
    Noun("балық", False, "балығ"),
    Noun("шаруашылық", False, "шаруашылығ"),
    Noun("министрлік", True, "министрліг"),
    Noun("халық", False, "халқ"),
    Noun("орын", False, "орн"),
    Noun("мұрын", False, "мұрн"),
    Noun("көрік", True, "көрк"),
    Noun("дауыс", False, "даус"),
    Noun("әріп", True, "әрп"),
    Noun("ерін", True, "ерн"),
    Noun("құжат", False),
    Noun("өтініш", True),
    Noun("сұрақ", False, "сұрағ"),
    Noun("компания", False),
    Noun("завод", False),
    Noun("газет", True),
    Noun("университет", True),
    Noun("климат", False),
    Noun("экология", False),
    Noun("автомобиль", True, "автомобил"),
    Noun("апрель", True, "апрел"),
    Noun("мәлімет", True),
    Noun("көрсеткіш", True),
    Noun("шешім", True),
    Noun("заң", False),
    Noun("үй", True),
    Noun("ел", True),
    Noun("су", False),
    Noun("ай", False),
    Noun("тау", False),
    Noun("адам", False),
    Noun("әкім", True),
    Noun("жол", False),
    Noun("ит", True),
    Noun("құс", False),
    Noun("мәжіліс", True),
    Noun("қыз", False),
    Noun("жаз", False),
    Noun("ластану", False),
    Noun("төгілу", True),
    Noun("бекет", True),
    Noun("топырақ", False, "топырағ"),
    Noun("зиян", False),
    Noun("аймақ", False, "аймағ"),
]

VOWELS = "аәеёоөұүыіэюя"
HARD = "пфкқтсшщчцхһбвгдь"


def _letters(noun, ending):
    return ending.translate(str.maketrans("AIGK", "еігк" if noun.is_front else "аығқ"))


def _first(stem, after_vowel, after_soft, after_hard):
    """The variant of an ending by the letter that it follows (after_soft: л м н ң р й у з ж)."""
    last = stem[-1]
    if last in HARD:
        return after_hard
    return after_vowel if last in VOWELS else after_soft


def _plural(noun):
    last = noun.base[-1]
    ending = "лAр" if last in VOWELS + "рйуи" else "тAр" if last in HARD else "дAр"
    return noun.base + _letters(noun, ending)


def _possessed(noun, stem, before_vowel):
    """Of all persons; a stem in a vowel takes the short endings."""
    if stem[-1] in VOWELS:
        endings = {"my": "м", "your": "ң", "formal": "ңIз", "his": "сI", "our": "мIз"}
        return {who: stem + _letters(noun, ending) for who, ending in endings.items()}
    endings = {"my": "Iм", "your": "Iң", "formal": "IңIз", "his": "I", "our": "IмIз"}
    return {who: before_vowel + _letters(noun, ending) for who, ending in endings.items()}


def _cases(noun, stem, is_his=False):
    if is_his:
        endings = ["нIң", "нA", "н", "ндA", "нAн", "мен", "ндAGI"]
        return [stem + _letters(noun, ending) for ending in endings]
    last = stem[-1]
    nasal = last in "мнң"
    buzzing = last in "зж"
    genitive = "нIң" if nasal else _first(stem, "нIң", "дIң", "тIң")
    ablative = "нAн" if nasal else _first(stem, "дAн", "дAн", "тAн")
    instrumental = "бен" if buzzing else _first(stem, "мен", "мен", "пен")
    endings = [
        genitive,
        _first(stem, "GA", "GA", "KA"),
        _first(stem, "нI", "дI", "тI"),
        _first(stem, "дA", "дA", "тA"),
        ablative,
        instrumental,
        _first(stem, "дAGI", "дAGI", "тAGI"),
    ]
    return [stem + _letters(noun, ending) for ending in endings]


def forms(noun):
    """Every form of a noun: number, possessive, case, -дағы, and without (-сыз)."""
    found = []
    plural = _plural(noun)
    for stem, before_vowel in ((noun.base, noun.before_vowel or noun.base), (plural, plural)):
        found += [stem, *_cases(noun, stem)]
        for who, possessed in _possessed(noun, stem, before_vowel).items():
            found += [possessed, *_cases(noun, possessed, is_his=who == "his")]
            if who in ("my", "your"):
                found.append(possessed + _letters(noun, "A"))
    found.append(noun.base + _letters(noun, "сIз"))
    return list(dict.fromkeys(found))
