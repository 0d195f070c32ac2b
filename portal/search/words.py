"""Words as search compares them: one function for documents and queries. Pure: no Django, no database.

`normalise` writes a text in one spelling, `tokens` takes its words apart, `lexemes` says in which shapes a word is found.
Whoever changes what they give raises VERSION: `rebuild_search` then writes the index anew.
"""

import re
import threading
import unicodedata
import zlib
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from portal.search import kazakh, russian

VERSION = 9
MAX_CHARACTERS = 200  # of a query; beyond lies an attack or a pasted page
MAX_WORDS = 12
MAX_LETTERS = 64  # of one word

# Latin letters that look like Cyrillic ones. Capitals come first: H is Н, but h is һ.
LIKE_CAPITALS = str.maketrans("ABCEHKMOPTXYIƏÖ", "АВСЕНКМОРТХУІӘӨ")
LIKE_SMALL = str.maketrans("aceopxyiəöhkmt", "асеорхуіәөһкмт")
ALL_LIKE_CYRILLIC = frozenset("aceopxyi")
ROUGHLY_LIKE_CYRILLIC = ALL_LIKE_CYRILLIC | frozenset("kmtəöh")
LIKE_LATIN = str.maketrans("асеорхуіәөһкмтнв", "aceopxyiəöhkmthb")

# Signs in and around words that are not said: stress, soft hyphen, blanks of no width, marks of direction.
UNHEARD = re.compile("[\u0300\u0301\u00ad\u200b-\u200f\u2060\ufeff]")
SMALL_FIGURES = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")

_LETTERS = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
_LATIN = re.compile(r"[a-zəö]")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PARTICLES = re.compile(r"(?<![^\W_])[pр][mм][ _-]?(?:(2)[._]?(5)|(1)[._]0|(10))(?![^\W_])")  # PM2.5, РМ 2,5, pm25
_SPELT_OUT = re.compile(r"(?<![\w.])(?:[^\W\d_]\. ?){3,}(?!\w)")  # П. Д. К.
_AVERAGED = re.compile(r"\b(пдк|шжк|шрш)[ _-]?(м|с|р)\.? ?(р|с|з)\b\.?")  # ПДКм.р., ПДК с.с.
# A word as it stands in a text, a compound and a number with its point or comma whole.
WRITTEN = re.compile(r"[^\W_]+(?:(?:[-‐‑–./_’'+]|(?<=\d),(?=\d))[^\W_]+)*")
_PARTICLES_WRITTEN = re.compile(r"(?<![^\W_])[PpРр][MmМм][ _-]?(?:2[.,_]?5|1[.,_]0|10)(?![^\W_])")
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_PLAIN = re.compile(r"(?!пдк|шжк|шрш)[а-яәғқңөұүһі]{1,64}|[a-z]{1,64}")  # a word that is one in its only spelling

STOP_WORDS = frozenset(
    [
        "и",
        "в",
        "во",
        "на",
        "с",
        "со",
        "к",
        "ко",
        "по",
        "о",
        "об",
        "от",
        "до",
        "из",
        "за",
        "у",
        "не",
        "ни",
        "что",
        "как",
        "а",
        "но",
        "или",
        "для",
        "при",
        "под",
        "над",
        "без",
        "это",
        "этот",
        "эта",
        "то",
        "же",
        "бы",
        "ли",
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "to",
        "and",
        "or",
        "for",
        "by",
        "at",
        "from",
        "with",
        "is",
        "are",
        "was",
        "were",
        "be",
        "as",
        "it",
        "this",
        "that",
        "және",
        "мен",
        "бен",
        "пен",
        "үшін",
        "туралы",
        "бойынша",
        "де",
        "да",
        "бұл",
        "ол",
        "осы",
        "сол",
        "деп",
        "еді",
        "екен",
        "ма",
        "ме",
        "ба",
        "бе",
        "па",
        "пе",
        "ғой",
        "гой",
        "я",
        "он",
        "она",
        "они",
        "мы",
        "вы",
        "где",
        "how",
        "what",
        "which",
        "когда",
        "какой",
        "какая",
        "какие",
        "қандай",
        "не",
        "қай",
        "мр",  # of ПДК м.р., с.с., р.з.: how it is averaged
        "сс",
        "рз",
    ]
)


class Word(NamedTuple):
    """A word of a text: its letters and where they stand; `parts` of a compound (веб-сайт) in their order."""

    text: str
    start: int
    end: int
    parts: tuple


def normalise(text):
    """One spelling: NFC, lower case, ё as е, figures on the line, look-alike letters mended, decimal points."""
    text = unicodedata.normalize("NFC", UNHEARD.sub("", text.replace("\x00", " ").translate(SMALL_FIGURES)))
    text = _PIECE.sub(_mended, text).replace("ё", "е")
    text = unicodedata.normalize("NFC", text.lower())
    text = _DECIMAL_COMMA.sub(".", text)
    text = _SPELT_OUT.sub(lambda match: "".join(_LETTERS.findall(match[0])), text)
    text = _AVERAGED.sub(r"\1 \2\3", text)
    return " ".join(_PARTICLES.sub(_particles, text).split())


def _mended(match):
    """A Latin letter in a Cyrillic word is a slip, and so is a Cyrillic one in a Latin word or a formula (Н2S, СО2)."""
    word = match[0]
    if word.isascii():
        return word.lower()
    small = word.translate(LIKE_CAPITALS) if _LATIN.search(word.lower()) else word
    small = small.lower().replace("ё", "е")
    if not _CYRILLIC.search(word.lower()):
        return word.lower()
    cyrillic = small.translate(LIKE_SMALL)
    if _LATIN.search(cyrillic) or any(letter.isdigit() for letter in word):
        latin = word.lower().translate(LIKE_LATIN)
        return cyrillic if _CYRILLIC.search(latin) else latin
    return cyrillic


def _particles(match):
    return "pm2.5" if match[1] else "pm10" if match[4] else "pm1.0"


def tokens(text):
    """The words of a normalised text, a compound as one word with its parts."""
    for match in WRITTEN.finditer(text):
        whole = match[0]
        parts = tuple(part[:MAX_LETTERS] for part in _PIECE.findall(whole))
        if len(parts) == 1:
            parts = _letters_and_figures(whole)
        yield Word("".join(_PIECE.findall(whole))[:MAX_LETTERS], match.start(), match.end(), parts)


@lru_cache(maxsize=100_000)
def read(written, language):
    """What a text in `language` is found by at one written word: the lexemes of its parts in their order, and all
    its shapes. Kept for the next.
    """
    small = written.lower()
    if _PLAIN.fullmatch(small):
        return (EXACT + small,), shapes(small, language)
    found = list(tokens(normalise(written)))
    parts = tuple(EXACT + part for word in found for part in word.parts)
    texts = dict.fromkeys(text for word in found for text in (word.text, *word.parts))
    return parts, tuple(dict.fromkeys(shape for text in texts for shape in shapes(text, language)))


def written_words(text):
    """A text as the words that stand in it, one by one; only PM 2.5 is more than one and is put together first."""
    text = unicodedata.normalize("NFC", UNHEARD.sub("", text))
    return WRITTEN.findall(_PARTICLES_WRITTEN.sub(lambda match: normalise(match[0]), text))


def pair(first, second):
    """The sign of two lexemes that stand side by side; others have the same one."""
    return SIGNS[zlib.crc32((first + second).encode()) % len(SIGNS)]


def shapes(word, language):
    return (EXACT + word, *lexemes(word, language))


def _letters_and_figures(word):
    """pm10 is found as pm 10 too; a formula (h2so4) is one word."""
    parts = _PARTS.findall(word)
    return tuple(parts) if len(parts) == 2 and len(word) <= MAX_LETTERS else (word[:MAX_LETTERS],)


def words(text):
    """The words of a normalised query, in order, without doubles."""
    return list(dict.fromkeys(word.text for word in tokens(text)))[:MAX_WORDS]


def has_kazakh_letter(word):
    return any(letter in kazakh.OWN_LETTERS for letter in word)


# The first letter of a lexeme says what it is.
EXACT = "="  # the word itself
KAZAKH = "k"  # a stem that inflection leaves
DERIVED = "d"  # a Kazakh stem under endings that change the meaning
PLAIN = "p"  # a Kazakh stem without its Kazakh letters
PLAIN_DERIVED = "q"
RUSSIAN = "r"  # a lemma
ENGLISH = "e"  # a stem
TITLE = "t"  # before another lexeme: it stands in the title
PAIR = "&"  # before one of 20,000 signs for two words side by side
PUBLISHED = "@"  # before when: @202611
MARK = "#"  # before what rows are narrowed by: #topic=12

SIGNS = [PAIR + chr(0x4E00 + number) for number in range(20_000)]


class _OfThread(threading.local):
    """A stemmer keeps the word that it works on: threads that shared one would mix their words."""

    def __init__(self):
        self.stemmer = snowballstemmer.stemmer("english")


_of_thread = _OfThread()


@lru_cache(maxsize=50_000)
def english_stem(word):
    return _of_thread.stemmer.stemWord(word)


@lru_cache(maxsize=300_000)
def lexemes(word, language):
    """The shapes in which a word of a text in `language` is found, besides itself.

    Every word is taken by its own letters: a Kazakh word in a Russian text is Kazakh. What the dictionary does not
    know may be Kazakh as well. A shape that is the word itself is not written twice: queries ask for both.
    """
    if not _CYRILLIC.search(word):
        return _latin(word, language)
    if has_kazakh_letter(word):
        return _kazakh(word)
    if not _LETTERS.fullmatch(word):
        return ()
    is_known = russian.is_known(word)
    found = ()
    if language == "kk" or not is_known:
        found += _kazakh(word)
    if language != "kk" or (is_known and len(word) > 5):
        found += _changed(word, RUSSIAN, russian.lemmas(word))
    return found


def _latin(word, language):
    """An English word; in a Kazakh or Russian text it may be one that merely has no other than Latin look-alikes (cop)."""
    if not (word.isascii() and word.isalpha()):
        return ()
    found = _changed(word, ENGLISH, [english_stem(word)])
    if language != "en" and _looks_cyrillic(word):
        found += shapes(word.translate(LIKE_SMALL), language)
    return found


def _looks_cyrillic(word):
    return len(word) > 2 and ALL_LIKE_CYRILLIC.issuperset(word)


def as_cyrillic(text):
    """A text of nothing but letters that have a Cyrillic likeness of some sort (etek), in Cyrillic; else nothing."""
    letters = text.lower().replace(" ", "")
    return text.lower().translate(LIKE_SMALL) if ROUGHLY_LIKE_CYRILLIC.issuperset(letters) else ""


def _kazakh(word):
    stems = kazakh.stems(word)
    plain = {kazakh.plain(stem) for stem in stems.strong | {word}} - stems.strong
    plain_derived = {kazakh.plain(stem) for stem in stems.weak} - stems.weak - plain
    return (
        *_changed(word, KAZAKH, stems.strong),
        *_changed(word, DERIVED, stems.weak),
        *_changed(word, PLAIN, plain),
        *_changed(word, PLAIN_DERIVED, plain_derived),
    )


def _changed(word, kind, stems):
    return tuple(kind + stem for stem in stems if stem != word)


class Step(NamedTuple):
    """One kind of match for a word of a query: the lexeme that a text must have, and its worth (1: the word itself).

    Below 0.4 lies what may be another word, мұнайшы beside мұнай: searched where no form of the word itself is found.
    """

    lexeme: str
    worth: float


@lru_cache(maxsize=5_000)
def steps(word):
    """All lexemes by which a word of a query is found, best first: nobody has to say which language he types."""
    best = {EXACT + word: 1.0}

    def add(kinds, stem, worth):
        for kind in kinds:
            best[kind + stem] = max(worth, best.get(kind + stem, 0))

    if _CYRILLIC.search(word):
        if _LETTERS.fullmatch(word):
            _add_kazakh(word, add)
            _add_russian(word, add)
    elif word.isascii() and word.isalpha():
        add(ENGLISH + EXACT, english_stem(word), 0.9)
        if _looks_cyrillic(word):
            for lexeme, worth in steps(word.translate(LIKE_SMALL)):
                best[lexeme] = max(best.get(lexeme, 0), min(worth, 0.5))
    return tuple(Step(*item) for item in sorted(best.items(), key=lambda item: (-item[1], item[0])))


def _add_russian(word, add):
    if has_kazakh_letter(word):
        return
    if not russian.is_known(word) or word.endswith(("ов", "ев")):  # of some surnames one form is in the dictionary
        add(RUSSIAN, word, 0.9)
    for lemma in russian.meant(word):
        add(RUSSIAN + EXACT, lemma, 0.35 if _is_rather_kazakh(word, lemma) else 0.9)


def _is_rather_kazakh(word, lemma):
    """A short Kazakh word (ат, оны) is hardly a rare form of a Russian one (ата, он)."""
    return word in kazakh.IRREGULAR or (len(word) < 5 and word in kazakh.ROOTS and lemma in (word + "а", word + "я"))


def _add_kazakh(word, add):
    """The longer the stem that two words share, the likelier it is a stem at all."""
    stems = kazakh.stems(word)
    for stem in stems.strong:
        share = min(len(stem) / len(word), 1)
        add(_kinds(word, stem), stem, 0.4 + 0.5 * share)
        add(DERIVED, stem, 0.3 * share)
    for stem in stems.weak:
        add(KAZAKH + EXACT, stem, 0.3 * len(stem) / len(word))
    if not has_kazakh_letter(word):
        _add_plain(word, add, is_word=not kazakh.ROOTS.isdisjoint(stems.strong))


def _kinds(word, stem):
    """What is only another spelling of the end of a word (порок of порог, дал of дальше) is no word that stands there."""
    return KAZAKH if stem == kazakh.canonical(word) != word or f"{stem}ь" in word else KAZAKH + EXACT


def _add_plain(word, add, is_word):
    """As typed without Kazakh letters; what is a word as it stands (от) hardly means another one (өт)."""
    stems = kazakh.plain_stems(word)
    for stem in stems.strong:
        share = min(len(stem) / len(word), 1)
        add(PLAIN + _kinds(word, stem), stem, 0.3 * share if is_word else 0.4 + 0.4 * share)
        add(PLAIN_DERIVED + DERIVED, stem, 0.25 * share)
    for stem in stems.weak:
        add(PLAIN + KAZAKH + EXACT, stem, 0.25 * len(stem) / len(word))
