"""One slip of the hand: the words of the collection nearest to a word that is found nowhere."""

from django.db.models import Q

from portal.models import SearchWord
from portal.search import kazakh, russian
from portal.search.collection import SHORTEST, shortened

LONG = 6  # letters from which two slips are forgiven
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
MOST = 200  # candidates looked at


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


def nearest(word, limit=3):
    """Words like it, the nearest first; of a word shorter than five letters none: too many are near."""
    if len(word) < SHORTEST + 1 or not word.isalpha():
        return []
    found = _near(word, most=2 if len(word) >= LONG else 1)
    if not found or found[0][0] > 1:
        found = sorted([*_dictionary_forms(word), *_near_stems(word), *found])
    return list(dict.fromkeys(candidate for _slips, _frequency, candidate in found))[:limit]


def _near(word, most):
    """(slips, -frequency, word) of what is in the collection, likeliest first."""
    variants = [word, *shortened(word)]
    query = Q(shortened__overlap=variants) | Q(word__in=variants)
    rows = SearchWord.objects.filter(query).values_list("word", "entries")[:MOST]
    near = [(distance(word, candidate), -entries, candidate) for candidate, entries in rows]
    return sorted(item for item in near if item[0] <= most)


def _near_stems(word):
    """A slip in the stem of a Kazakh word whose very form is nowhere: қалвлардың by қалв- and қала."""
    found = []
    for stem in kazakh.stems(word).strong | kazakh.plain_stems(word).strong:
        if len(stem) > SHORTEST and stem != word:
            found += [(slips + 0.5, frequency, near) for slips, frequency, near in _near(stem, most=1)]
    return found


def _dictionary_forms(word):
    """Russian words one slip away, whose very form need not be in the collection: their other forms may."""
    if any(letter not in LETTERS for letter in word):
        return []
    return [(1.25, 0, candidate) for candidate in sorted(_one_slip_away(word)) if russian.is_known(candidate)]


def _one_slip_away(word):
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
