"""Across languages: what is one thing under several names, in three languages, with abbreviations and older names.

Concepts are the glossary, the names of organisations, topics, regions and substances, and what names.csv has besides. A query
that has all words of a name (in any of their forms, the longest name first) is searched by the other names as well, ranked below
what was typed. Where that finds little, every word is also translated by everyday_words.csv.
"""

import csv
import json
import re
import threading
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, zip_longest
from pathlib import Path

from django.db import connection

from portal.languages import LANGUAGES, best_text, columns
from portal.models import GlossaryTerm, Organisation, Parameter, Region, Topic
from portal.remembering import for_a_moment
from portal.search import asked, kazakh, words

# Of each kind of concept: what its address says of it, its name in three languages, and its other names.
NAMES = {
    GlossaryTerm: ["code", *columns("term"), "abbreviations", "other_names"],
    Organisation: ["slug", *columns("name"), *columns("short_name")],
    Topic: ["code", *columns("name")],
    Region: ["slug", *columns("name")],
    Parameter: ["code", *columns("name")],
}
MAX_NAMES = 30  # of one thing in a query
_BRACKETS = re.compile(r"\(([^()]*)\)")
_QUOTED = re.compile("«([^«»]+)»")
# Of names in full: legal forms, and the country, which nobody types and texts leave out.
_NOT_SAID = re.compile(
    r"\b(?:РГП на ПХВ|ШЖҚ РМК|ТОО|АО|ЖШС|АҚ|LLP|JSC|RSE|ҚР|РК|Қазақстан Республикасы(?:ның)?|Республики Казахстан"
    r"|of the Republic of Kazakhstan)\b|\b(?:N\.V|B\.V|Н\.В|Б\.В|Inc)\."
)
_BETWEEN_NAMES = re.compile(r"\s*[;/]\s+|\s+/\s*|;")


@dataclass(frozen=True)
class Name:
    """One name of a concept: as it is shown, and its words."""

    text: str
    words: tuple

    @property
    def is_abbreviation(self):
        """ЕТИ is a name, not a form of the verb ету: such a word is only itself."""
        return len(self.words) == 1 and len(self.text) < 9 and self.text == self.text.upper()


def widened(query, everyday=False):
    """The Asked with the other names of every concept that it names, as they were at the last `catch_up`.

    `everyday`: also the common words of the field, and of a name of several words each part by itself.
    """
    known = [_known.by_first_word, _unlisted().by_first_word]
    if everyday:
        known.append(_everyday().by_first_word)
    return replace(query, groups=_named(query.groups, known, everyday))


def _named(groups, known, everyday, at_most=words.MAX_WORDS):
    """The groups with their other names, the longest name first; `everyday`: and each of its parts with its own."""
    named, place = [], 0
    while place < len(groups):
        length, names = _longest(groups[place : place + at_most], known)
        found = groups[place : place + length]
        parts = _named(found, known, everyday, length - 1) if everyday and length > 1 else ()
        named.append(asked.Group(tuple(term for group in found for term in group.terms), names, tuple(parts)))
        place += length
    return named


def labels():
    """For each model, pk -> (what an address says of it, its name for the reader), without reading their rows."""
    known = _known.labels
    return {model: _Labels(known.get(model._meta.db_table, {})) for model in NAMES}


class _Labels:
    """Names are chosen from their three languages only where they are asked for."""

    def __init__(self, by_pk):
        self.by_pk = by_pk

    def __getitem__(self, pk):
        address, *names = self.by_pk[pk]
        return address, best_text(dict(zip(LANGUAGES, names, strict=True)))

    def __contains__(self, pk):
        return pk in self.by_pk

    def with_address(self, address):
        return [pk for pk, (found, *_names) in self.by_pk.items() if found == address] if address else []


def names_with(typed, limit):
    """Names that begin with what was typed, then those in which a word does."""
    begun, inside = [], []
    for spoken, name in catch_up().as_typed:
        if spoken.startswith(typed):
            begun.append(name)
        elif f" {typed}" in spoken:
            inside.append(name)
    return [*begun, *inside][:limit]


def _longest(groups, by_word):
    """How many groups the longest name at their beginning takes, and the other names; (1, ()) where there is none."""
    terms = [group.terms[0] for group in groups]
    keys = [frozenset() if term.is_phrase else _keys(term.stem) for term in terms[: words.MAX_WORDS]]
    first = sorted(keys[0])
    candidates = {id(entry): entry for known in by_word for key in first for entry in known.get(key, ())}.values()
    best, found = 0, []
    for name_keys, others in candidates:
        length = len(name_keys)
        if length < best or length > len(keys):
            continue
        if all(mine & theirs for mine, theirs in zip(keys, name_keys, strict=False)):
            found = [*(found if length == best else []), others]
            best = length
    if not best:
        return 1, ()
    typed = {tuple(term.text for term in terms[:best])}
    in_turn = filter(None, chain.from_iterable(zip_longest(*found)))  # of each concept, where there are too many names
    names = {name.words: name for name in in_turn if name.words not in typed}
    return best, tuple(names.values())[:MAX_NAMES]


@lru_cache(maxsize=5_000)
def _keys(word):
    """By what a word of a query and a word of a name are the same word."""
    found = (step.lexeme for step in words.steps(word) if step.worth >= asked.CLOSE or _is_known_stem(step))
    return frozenset(lexeme for lexeme in found if lexeme[0] != words.EXACT) | {words.EXACT + word}


def _is_known_stem(step):
    """ауадағы is ауа, though most of it is endings."""
    return step.worth >= asked.GOOD and step.lexeme[0] == words.KAZAKH and step.lexeme[1:] in kazakh.ROOTS


def _keys_of_name(word):
    """A name is known without its Kazakh letters, too."""
    if not words.has_kazakh_letter(word):
        return _keys(word)
    return _keys(word) | {words.PLAIN + kazakh.plain(stem) for stem in kazakh.stems(word).strong}


class _Concepts:
    """All concepts as they were at one time, arranged for looking up.

    `translated`: their names are words of a language, so that another one of the same language need not mean the same.
    """

    def __init__(self, stamp="", rows=(), translated=False):
        self.stamp = stamp
        self.by_first_word = {}
        self.labels = {}
        spoken = {}
        for table, pk, texts in rows:
            self.labels.setdefault(table, {})[pk] = texts[:4]
            columns = [_names(text) for text in texts[1:]]
            names = dict(chain.from_iterable(column.items() for column in columns))
            short = _shortest(names.values())
            for name in names.values():
                spoken[name.text] = words.normalise(name.text)
                self._arrange(name, _others(name, short, columns, translated))
        self.as_typed = sorted(((spoken, name) for name, spoken in spoken.items()), key=lambda pair: len(pair[0]))

    def _arrange(self, name, others):
        keys = tuple(_keys_of_name(word) for word in name.words)
        if name.is_abbreviation:
            keys = (frozenset({words.EXACT + name.words[0], words.EXACT + kazakh.plain(name.words[0])}),)
        for key in keys[0]:
            self.by_first_word.setdefault(key, []).append((keys, others))


def _shortest(names):
    """Without those that only say more words than another does."""
    spoken = [frozenset(name.words) for name in names]
    return tuple(name for name, said in zip(names, spoken, strict=True) if not any(other < said for other in spoken))


def _others(name, names, columns, translated):
    """The names beside this one. One that is a word of several languages (энергия) is among them: each has its forms."""
    own = [column for column in columns if name.words in column]
    if len(own) > 1:
        return names
    return tuple(other for other in names if other is not name and not (translated and other.words in own[0]))


@cache
def _unlisted():
    """Names of the field that are no terms of the glossary: substances, rivers, treaties, agencies, abbreviations."""
    return _Concepts(rows=_rows("names.csv"))


@cache
def _everyday():
    return _Concepts(rows=_rows("everyday_words.csv"), translated=True)


def _rows(file_name):
    with (Path(__file__).parent / file_name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [(file_name, number, ["", *names]) for number, names in enumerate(rows)]


_names_of = " UNION ALL ".join(
    f"SELECT '{model._meta.db_table}' AS tab, id, ARRAY[{', '.join(names)}]::text[] AS names FROM {model._meta.db_table}"
    for model, names in NAMES.items()
)
# The sum changes with every name, so a term that staff add is known a moment later; the names come only then.
NEWER = f"""
    WITH concepts AS ({_names_of}), stamp AS (SELECT count(*) || ' ' || sum(hashtext(id || names::text)) AS s FROM concepts)
    SELECT s, CASE WHEN s <> %s THEN (SELECT jsonb_agg(jsonb_build_array(tab, id, names)) FROM concepts) END FROM stamp"""
_known = _Concepts()
_arranging = threading.Lock()


@for_a_moment
def catch_up():
    """Read the names anew if any has changed."""
    with connection.cursor() as cursor:
        cursor.execute(NEWER, [_known.stamp])
        stamp, rows = cursor.fetchone()
    return _arranged(stamp, rows) if rows else _known


def _arranged(stamp, rows):
    """Half a second of work: of threads that ask at once the first does it, the others wait for what it made."""
    global _known
    with _arranging:
        if stamp != _known.stamp:
            _unlisted(), _everyday()  # as long as one waits, for all that is to be read
            _known = _Concepts(stamp, json.loads(rows) if isinstance(rows, str) else rows)
        return _known


def _names(text):
    """The names in a text by their words. Alternatives stand apart by ";" or " / "; what stands in brackets is another name or an addition."""
    found = {}
    for alternative in _BETWEEN_NAMES.split(text or ""):
        for part in _parts(alternative):
            spoken = (word.text for word in words.tokens(words.normalise(part)))
            tokens = tuple(word for word in spoken if word not in words.STOP_WORDS)[: words.MAX_WORDS]
            if tokens and not all(token.isdigit() for token in tokens):
                found.setdefault(tokens, Name(" ".join(part.strip(" «»").split()), tokens))
    return found


def _parts(text):
    """A name as it stands, and what people make of it: without brackets, legal form and country, what is in quotes."""
    bare = _BRACKETS.sub(" ", text)
    shorter = [_NOT_SAID.sub(" ", part) for part in (bare, *_QUOTED.findall(bare))]
    return [bare, text, *_abbreviations(text), *shorter]


def _abbreviations(text):
    """(ПДК) is a name; (в значении Конвенции) and (Атырау) are not."""
    inside = [found for found in _BRACKETS.findall(text) if len(found) < 12 and " " not in found]
    return [found for found in inside if sum(map(str.isupper, found)) > 1]
