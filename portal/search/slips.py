"""One slip of the hand: the words of the collection nearest to a word that is found nowhere."""

from itertools import chain
from typing import NamedTuple

from portal.models import SearchWord
from portal.search import kazakh, lookup, russian
from portal.search.collection import SHORTEST, shortened

TABLE = SearchWord._meta.db_table
LONG = 6  # letters from which two slips are forgiven
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
MOST = 200  # candidates looked at
# One letter of many stands too much or in the place of another; which one is left out or swapped is said by the word.
# So of two words as near, that one is likelier; then the one that begins alike. Less than any half of a slip.
BY_CHANCE = 0.05
OTHER_BEGINNING = 0.02


def distance(one, other, most=2):
    """How many letters were left out, added, changed or swapped with their neighbour; `most + 1` where more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = None, list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, other_letter in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other_letter))
            if earlier and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


class Near(NamedTuple):
    """A word that may have been meant: the fewer slips and the more frequent, the likelier."""

    slips: float
    rarity: int  # in how many rows it stands, as a negative number
    word: str
    is_stem: bool = False


def nearest(typed, limit=3):
    """For each word of four letters and more those that are like it, the nearest first; like a shorter one too many are."""
    typed = [word for word in dict.fromkeys(typed) if len(word) >= SHORTEST and word.isalpha()]
    near = {word: _near(word, rows) for word, rows in _rows({word: _alike([word]) for word in typed}).items()}
    unclear = [word for word in typed if len(word) > SHORTEST and (not near[word] or near[word][0].slips >= 2)]
    for word, guesses in _guesses(unclear).items():
        near[word] = sorted([*guesses, *near[word]])
    return {word: _without_doubles(found)[:limit] for word, found in near.items()}


def _without_doubles(found):
    return list({near.word: near for near in reversed(found)}.values())[::-1]


def _near(word, rows):
    """The words of the collection that are near, likeliest first; of four letters only those with one more."""
    most, shortest = (2 if len(word) >= LONG else 1), SHORTEST + (len(word) == SHORTEST)
    near = [(distance(word, row.word, most), row) for row in rows if len(row.word) >= shortest]
    return sorted(
        Near(slips + _unlikely(word, row.word), -row.entries, row.word, row.is_stem)
        for slips, row in near
        if slips <= most
    )


def _unlikely(word, candidate):
    """What makes one of several words equally near the less likely one."""
    is_by_chance = len(candidate) <= len(word) and sorted(candidate) != sorted(word)
    return BY_CHANCE * is_by_chance + OTHER_BEGINNING * (candidate[0] != word[0])


def _guesses(typed):
    """Of words that nothing stands near to: forms a slip away of words that stand here, and stems that stand here."""
    forms = {word: (_dictionary_forms(word), _forms_of_roots(word)) for word in typed}
    looked_up = {stem for found in forms.values() for by_stem in found for stem in by_stem}
    conditions = {word: _alike(_beginnings(word)) for word in typed}
    rows = _rows({**conditions, "": ("word = ANY(%s::varchar[])", [sorted(looked_up)])} if typed else {})
    entries = {row.word: row.entries for row in rows.get("", ())}
    return {
        word: [
            *_stems_at_the_beginning(word, rows[word]),
            *(
                Near(slips, -entries[lemma], form)
                for lemma, (slips, form) in forms[word][0].items()
                if lemma in entries
            ),
            *(
                Near(slips, -entries.get(root, 0), form)
                for root, (slips, form) in forms[word][1].items()
                if root in entries or len(root) < SHORTEST
            ),
        ]
        for word in typed
    }


def _beginnings(word):
    return [word[:length] for length in range(3, len(word)) if 2 * length >= len(word) - 2]


def _stems_at_the_beginning(word, rows):
    """A word whose very form is nowhere, by its stem: the slip is in the stem (қлаларда) or behind it (қаларлда).

    The more of the word a stem covers, the likelier it is; half of it must be covered.
    """
    for row in rows:
        slips = min(distance(beginning, row.word, most=1) for beginning in _beginnings(word))
        if slips <= 1 and 2 * len(row.word) >= len(word) - 2:
            yield Near(2 - len(row.word) / len(word) + slips / 10, -row.entries, row.word, row.is_stem)


def _dictionary_forms(word):
    """{lemma: (slips, form)} of Russian words one slip away: their very form need not be in the collection."""
    if any(letter not in LETTERS for letter in word):
        return {}
    known = {candidate for candidate in _one_slip_away(word, LETTERS) if russian.is_known(candidate)}
    likeliest_last = sorted(known, key=lambda candidate: (-_unlikely(word, candidate), candidate))
    return {lemma: (1.1 + _unlikely(word, form), form) for form in likeliest_last for lemma in russian.lemmas(form)}


def _forms_of_roots(word):
    """{root: (slips, form)} of Kazakh words one slip away in which a known root stands under its endings."""
    roots = {}
    for candidate in sorted(set(_one_slip_away(word, kazakh.LETTERS))):
        known = [stem for stem in kazakh.stems(candidate).strong & kazakh.ROOTS if len(stem) > 2]
        if known:
            root = max(known, key=len)
            roots.setdefault(root, (2 - len(root) / len(word), candidate))
    return roots


def _alike(texts):
    """The words of the collection that share a shortened form with one of these."""
    variants = sorted({variant for text in texts for variant in (text, *shortened(text))})
    return "shortened && %s::varchar[] OR word = ANY(%s::varchar[])", [variants, variants]


class _Row(NamedTuple):
    of: str
    word: str
    entries: int
    is_stem: bool


def _rows(conditions):
    """For each name the rows of the collection's words that fulfil its condition: one query for all."""
    found = {name: [] for name in conditions}
    if conditions:
        parts = [
            f"(SELECT %s, word, entries, is_stem FROM {TABLE} WHERE {condition} LIMIT {MOST})"
            for condition, _parameters in conditions.values()
        ]
        parameters = chain.from_iterable([name, *given] for name, (_condition, given) in conditions.items())
        for row in lookup.rows(" UNION ALL ".join(parts), [*parameters]):
            found[row[0]].append(_Row(*row))
    return found


def _one_slip_away(word, letters):
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
