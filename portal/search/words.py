"""Words of a query: pure functions, no database. A later engine grows here; docs/search.md says how.

Source of the limits: a query is what a person types; beyond them lies an attack or a pasted page.
"""

import re
import unicodedata

MAX_CHARACTERS = 200
MAX_WORDS = 12

# Letters of other alphabets that look the same: one typed inside a Cyrillic word is taken for its twin.
LOOK_ALIKES = str.maketrans("aceopxyiəöhk", "асеорхуіәөһк")

_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
_WORD = re.compile(r"\w+")


def normalise(text):
    """The query as it is searched: NFC, lower case, one blank between words, look-alike letters mended, short."""
    text = unicodedata.normalize("NFC", text.replace("\x00", " "))
    text = " ".join(text.lower().split())[:MAX_CHARACTERS]
    return re.sub(r"\w+", lambda word: _mended(word[0]), text)


def _mended(word):
    return word.translate(LOOK_ALIKES) if _CYRILLIC.search(word) else word


def words(text):
    """The words of a normalised query, in order, without doubles."""
    return list(dict.fromkeys(_WORD.findall(text)))[:MAX_WORDS]


def beginnings(text):
    """A tsquery for PostgreSQL's `simple` configuration that finds every word by its beginning.

    PostgreSQL has no Kazakh stemmer, and Kazakh adds its endings at the end: a long word is cut by up to three
    letters, five stay. "" where there is nothing to find.
    """
    return " & ".join(f"{_beginning(word)}:*" for word in words(text) if len(word) > 1)


def _beginning(word):
    return word[: max(5, len(word) - 3)] if _CYRILLIC.search(word) else word
