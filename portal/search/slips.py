"""One slip of the hand: the words of the collection nearest to a word that is found nowhere."""

from django.db import connection, transaction
from django.db.models import Q

from portal.models import SearchWord
from portal.search import kazakh, russian, words
from portal.search.collection import SHORTEST, shortened

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


def nearest(word, limit=3):
    """Words of five letters and more that are like it, the nearest first; like a shorter word too many are."""
    if len(word) < SHORTEST or not word.isalpha():
        return []
    if len(word) == SHORTEST:
        return [candidate for slips, _entries, candidate in _near(word, most=1) if len(candidate) > SHORTEST][:limit]
    found = _near(word, most=2 if len(word) >= LONG else 1)
    if not found or found[0][0] >= 2:
        found = sorted([*_dictionary_forms(word), *_forms_of_roots(word), *_stems_at_the_beginning(word), *found])
    return list(dict.fromkeys(candidate for _slips, _frequency, candidate in found))[:limit]


@transaction.atomic
def words_near(text, limit=6):
    """For a page on which nothing is found: words of the collection near those of the query."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a tenth of a second without the index of 60,000 words
    parts = [part for word in words.tokens(words.normalise(text)) for part in word.parts][: words.MAX_WORDS]
    near = list(dict.fromkeys(candidate for part in parts for candidate in nearest(part) if candidate != part))
    stems = set(SearchWord.objects.filter(word__in=near, is_stem=True).values_list("word", flat=True))
    return [word for word in near if word not in stems][:limit]


def _near(word, most):
    """(slips, -frequency, word) of the words of the collection that are near, likeliest first."""
    variants = [word, *shortened(word)]
    rows = _candidates(Q(shortened__overlap=variants) | Q(word__in=variants))
    near = [(distance(word, candidate), -entries, candidate) for candidate, entries in rows]
    return sorted(
        (slips + _unlikely(word, candidate), frequency, candidate)
        for slips, frequency, candidate in near
        if slips <= most
    )


def _unlikely(word, candidate):
    """What makes one of several words equally near the less likely one."""
    is_by_chance = len(candidate) <= len(word) and sorted(candidate) != sorted(word)
    return BY_CHANCE * is_by_chance + OTHER_BEGINNING * (candidate[0] != word[0])


def _stems_at_the_beginning(word):
    """A word whose very form is nowhere, by its stem: the slip is in the stem (қлаларда) or behind it (қаларлда).

    The more of the word a stem covers, the likelier it is; half of it must be covered.
    """
    beginnings = [word[:length] for length in range(3, len(word)) if 2 * length >= len(word) - 2]
    variants = {variant for beginning in beginnings for variant in (beginning, *shortened(beginning))}
    rows = _candidates(Q(shortened__overlap=sorted(variants)) | Q(word__in=sorted(variants)))
    found = []
    for stem, entries in rows:
        slips = min(distance(beginning, stem, most=1) for beginning in beginnings)
        if slips <= 1 and 2 * len(stem) >= len(word) - 2:
            found.append((2 - len(stem) / len(word) + slips / 10, -entries, stem))
    return sorted(found)


def _dictionary_forms(word):
    """Russian words one slip away, whose very form need not be in the collection, but another form must be."""
    if any(letter not in LETTERS for letter in word):
        return []
    known = {candidate for candidate in _one_slip_away(word, LETTERS) if russian.is_known(candidate)}
    likeliest_last = sorted(known, key=lambda candidate: (-_unlikely(word, candidate), candidate))
    lemmas = {lemma: candidate for candidate in likeliest_last for lemma in russian.lemmas(candidate)}
    rows = SearchWord.objects.filter(word__in=sorted(lemmas)).values_list("word", "entries")
    return [(1.1 + _unlikely(word, lemmas[lemma]), -entries, lemmas[lemma]) for lemma, entries in rows]


def _forms_of_roots(word):
    """Kazakh words one slip away in which a known root stands under its endings, if the collection may have that root."""
    roots = {}
    for candidate in sorted(set(_one_slip_away(word, kazakh.LETTERS))):
        known = [stem for stem in kazakh.stems(candidate).strong & kazakh.ROOTS if len(stem) > 2]
        if known:
            roots.setdefault(max(known, key=len), candidate)
    entries = dict(SearchWord.objects.filter(word__in=sorted(roots)).values_list("word", "entries"))
    in_question = [root for root in sorted(roots) if root in entries or len(root) < SHORTEST]
    return [(2 - len(root) / len(word), -entries.get(root, 0), roots[root]) for root in in_question]


def _candidates(condition):
    return SearchWord.objects.filter(condition).values_list("word", "entries")[:MOST]


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
