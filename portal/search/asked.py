"""What was asked: a query taken apart into words, phrases and exclusions, and written as a tsquery.

Pure functions: no database. The names that the glossary adds come from concepts.py.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from portal.search import kazakh, words

GOOD = 0.4  # a match of this worth is a form of the word rather than a likeness of it
CLOSE = 0.62  # and of this one shares more than half of its letters: enough to be a name of the glossary
SYNONYM_WORTH = 0.25

_ASKED = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_FORMULA = re.compile(r"[a-z]+\d+")  # co2 may be written as co 2; a company and a second point are none
_QUOTES = str.maketrans("“”„«»", '"""  ')  # «…» is part of a name, not a command


@dataclass(frozen=True)
class Term:
    """One thing that a text must have: a word, a compound by its parts, or (`is_phrase`) words side by side."""

    word: words.Word
    is_phrase: bool = False

    @property
    def text(self):
        return " ".join(self.word.parts) if self.is_phrase else self.word.text

    def __str__(self):
        """As it is typed."""
        return f'"{self.text}"' if self.is_phrase else self.text

    @property
    def stem(self):
        """The word without an ending after a hyphen: ПДК of ПДК-ның."""
        needed = self._needed_parts()
        return needed[0] if len(needed) == 1 else self.text

    def query(self, title=False, worth=GOOD, signs=True):
        """`signs`: of pairs, without which a phrase is found in vectors of before VERSION 9 too, text by text."""
        prefix = words.TITLE if title else ""
        if self.is_phrase:
            parts = [f"'{prefix}{words.EXACT}{part}'" for part in self.word.parts]
            if title:  # its words in any order
                return f"({' & '.join(parts)})"
            side_by_side = " <-> ".join(parts)
            return f"({side_by_side} & {_all(self._pairs())})" if signs else f"({side_by_side})"
        whole = _any(prefix, self.word.text, worth)
        parts = self._needed_parts()
        is_formula = _FORMULA.fullmatch(self.text)
        if not parts or (is_formula and title):
            return whole
        together = " <-> " if is_formula else " & "
        return f"({whole} | ({together.join(_any(prefix, part, worth) for part in parts)}))"

    def ladder(self, worth=GOOD):
        """(tsquery, worth) from the best match down to the least that counts."""
        if self.is_phrase or self._needed_parts():
            return [(self.query(worth=worth), 1.0)]
        rungs = {}
        for step in _steps(self.word.text, worth):
            rungs.setdefault(round(step.worth, 1), []).append(f"'{step.lexeme}'")
        return [(" | ".join(lexemes), rung) for rung, lexemes in sorted(rungs.items(), reverse=True) if rung]

    def needed(self):
        """Lexemes of which a text has at least one, for each word of the term; of a phrase the signs of its pairs."""
        if self.is_phrase:
            return [[pair] for pair in self._pairs()]
        return [[step.lexeme for step in _steps(part, GOOD)] for part in self._needed_parts() or (self.word.text,)]

    def _pairs(self):
        parts = [words.EXACT + part for part in self.word.parts]
        return sorted({words.pair(*two) for two in pairwise(parts)})

    def _needed_parts(self):
        """The parts of a compound; a Kazakh ending after a hyphen (ҚР-ның) is none."""
        parts = self.word.parts
        if parts == (self.word.text,):
            return ()
        return tuple(part for place, part in enumerate(parts) if place == 0 or part not in kazakh.ENDINGS_BY_TEXT)


def _all(lexemes):
    return " & ".join(f"'{lexeme}'" for lexeme in lexemes)


def _any(prefix, word, worth):
    return "(" + " | ".join(f"'{prefix}{lexeme}'" for lexeme in _sought(word, worth)) + ")"


@lru_cache(maxsize=5_000)
def _sought(word, worth):
    """The lexemes by which a word is found, without those that no text has alone: where a word itself stands, in a text
    in whatever language, there are its stems. The word itself is often the longest list of the index.
    """
    lexemes = [step.lexeme for step in _steps(word, worth)]
    stems = {lexeme for lexeme in lexemes if not lexeme.startswith(words.EXACT)}
    return [lexeme for lexeme in lexemes if lexeme in stems or not _is_implied(lexeme, stems)]


def _is_implied(lexeme, stems):
    word = lexeme.removeprefix(words.EXACT)
    return all(not stems.isdisjoint(words.lexemes(word, language)) for language in ("kk", "ru", "en"))


def _steps(word, worth):
    return [step for step in words.steps(word) if step.worth >= worth]


@dataclass(frozen=True)
class Group:
    """Terms that stand for one thing, its other names that stand for it just as well, and each of its words by itself."""

    terms: tuple
    names: tuple = ()
    word_by_word: tuple = ()

    @property
    def added(self):
        return [*self.names, *(name for group in self.word_by_word for name in group.added)]

    def query(self, **options):
        asked = " & ".join(term.query(**options) for term in self.terms)
        readings = [f"({asked})", *map(name_query, self.names)]
        if self.word_by_word:
            readings.append("(" + " & ".join(group.query(**options) for group in self.word_by_word) + ")")
        return f"({' | '.join(readings)})"


def name_query(name):
    """Another name: its words in any good form, all of them; an abbreviation as it is."""
    if name.is_abbreviation:
        return f"'{words.EXACT}{name.words[0]}'"
    return "(" + " & ".join(_any("", word, CLOSE) for word in name.words) + ")"


@dataclass
class Asked:
    """A whole query. `added`: names that the glossary put beside what was typed; `worth`: of the least match that counts."""

    groups: list = field(default_factory=list)
    without: list = field(default_factory=list)
    worth: float = GOOD

    @property
    def terms(self):
        return [term for group in self.groups for term in group.terms]

    @property
    def added(self):
        return list({name.words: name for group in self.groups for name in group.added}.values())

    def __bool__(self):
        return bool(self.groups)

    def tsquery(self, **options):
        needed = [group.query(**{"worth": self.worth, **options}) for group in self.groups]
        signs = options.get("signs", True)
        return " & ".join(needed + [f"!{term.query(signs=signs)}" for term in self.without])


def read(text):
    """The query as an Asked; an empty one where there is no word in it (only a minus or signs)."""
    text = words.normalise(text.translate(_QUOTES)[: words.MAX_CHARACTERS])
    terms, without = [], []
    for match in _ASKED.finditer(text):
        found = _terms(match)
        (without if match["minus"] else terms).extend(found)
    terms = list(dict.fromkeys(terms))[: words.MAX_WORDS]
    meaningful = [term for term in terms if term.is_phrase or term.text not in words.STOP_WORDS]
    return Asked([Group((term,)) for term in meaningful or terms], without[: words.MAX_WORDS])


def _terms(match):
    found = list(words.tokens(match["word"] if match["phrase"] is None else match["phrase"]))
    if match["phrase"] is None or len(found) < 2:
        return [Term(word._replace(start=0, end=0)) for word in found]
    parts = tuple(part for word in found for part in word.parts)[: words.MAX_WORDS]
    return [Term(words.Word(" ".join(parts), 0, 0, parts), is_phrase=True)]
