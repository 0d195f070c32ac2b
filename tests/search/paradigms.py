"""Kazakh nouns declined and verbs conjugated by the grammar's own rules: what the stripper takes off is put on here.

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


def noun(entry):
    """A noun by its base, халық/халқ where the stem before a vowel cannot be told from it."""
    base, _slash, before_vowel = entry.partition("/")
    if not before_vowel and base[-1] in "кқп" and sum(letter in VOWELS + "уи" for letter in base) > 1:
        before_vowel = base[:-1] + {"к": "г", "қ": "ғ", "п": "б"}[base[-1]]
    return Noun(base, _is_front(base), before_vowel)


def adjective_forms(base):
    """The base, the accusative, and more of it (-рақ)."""
    adjective = noun(base)
    more = "рAK" if base[-1] in VOWELS else "IрAK"
    stem = base if base[-1] in VOWELS else adjective.before_vowel or base
    return [base, base + _letters(adjective, _first(base, "нI", "дI", "тI")), stem + _letters(adjective, more)]


def verb_forms(stem):
    """Tenses, moods, converbs, participles and the infinitive with their endings; each also denied."""
    verb = Noun(stem, _is_front(stem))
    is_hard, has_vowel = stem[-1] in HARD, stem[-1] in VOWELS
    soft = stem if has_vowel else stem[:-1] + {"п": "б", "қ": "ғ", "к": "г"}.get(stem[-1], stem[-1])
    denied = stem + ("пA" if is_hard else "бA" if stem[-1] in "мнңзж" else "мA")
    participle = stem + ("KAн" if is_hard else "GAн")
    present, infinitive = _melted(stem, soft, has_vowel)
    endings = [stem + ("тI" if is_hard else "дI") + who for who in ("", "м", "ң", "K", "ңIз")]
    endings += [participle + end for end in ("", "дAр", "дA", "нAн", "I", "Iн", "мIн", "нIң", "дIK", "дAрдIң", "дAй")]
    endings += [present + end for end in ("дI", "мIн", "мIз", "сIз", "тIн")]
    endings += [infinitive + end for end in ("", "GA", "дIң", "дI", "дA", "Iн", "IнA", "мен", "I", "лAр")]
    endings += [stem + end for end in ("сA", "сAң", "сIн", "сAK", "KAлI" if is_hard else "GAлI")]
    endings += [denied + end for end in ("", "дI", "GAн", "йдI", "й", "йтIн", "у", "с", "сA")]
    endings += [soft + ("п" if has_vowel else "Iп"), soft + ("р" if has_vowel else "Aр")]
    return list(dict.fromkeys([stem, *(_letters(verb, ending) for ending in endings)]))


def _melted(stem, soft, has_vowel):
    """The stem of the present tense and the infinitive: оқы: оқи-, оқу; қой: қоя-, қою."""
    if stem[-1] in "ыі":
        return stem[:-1] + "и", stem[:-1] + "у"
    if stem[-1] == "й":
        return (stem[:-1] + "я", stem[:-1] + "ю") if not _is_front(stem) else (stem + "е", stem[:-1] + "ю")
    if has_vowel:
        return stem + "й", stem + "у"
    return soft + "A", stem if stem[-1] == "у" else soft + "у"


def _is_front(word):
    last = next((letter for letter in reversed(word) if letter in "аоұыёяәөүіеэ"), "и")
    return last in "әөүіеэи"
