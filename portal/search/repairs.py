"""What may have been meant by a query that is found nowhere: typed with another keyboard, or a slip of the hand."""

from portal.search import asked, kazakh, layouts, lookup, russian, slips, words
from portal.search.collection import SHORTEST

NEAREST = 8  # words of the collection that are tried in the place of a mistyped one


class Repairs:
    """`near`: the words of the collection that are like those typed, as far as they were looked for."""

    def __init__(self, text, newest=()):
        self.text = text[: words.MAX_CHARACTERS]
        self.newest = newest
        self.near = []

    def other_keyboards(self):
        return self._found(self._keyboards())

    def readings(self):
        """Likeliest first."""
        written = _written(words.normalise(self.text))
        tried = [*self._keyboards(), *written, *(part for parts in written.values() for part in parts)]
        found = set(self._found(tried))
        yield from (reading for reading in self._keyboards() if reading in found)
        corrected = self._corrected(written, found)
        if corrected != words.normalise(self.text):
            yield corrected

    def look_near(self, texts):
        """The nearest words of the collection for each of these, in as many queries for ten as for one."""
        nearest = slips.nearest(texts, limit=NEAREST)
        shown = (near for text, found in nearest.items() for near in found[:3] if near.word != text)
        self.near = list(dict.fromkeys(near.word for near in shown if not near.is_stem))
        return {text: [near.word for near in found] for text, found in nearest.items()}

    def _found(self, texts):
        """Those that are found somewhere."""
        is_found = are_found([asked.read(text) for text in texts], self.newest)
        return [text for text, found in zip(texts, is_found, strict=True) if found]

    def _keyboards(self):
        return [*layouts.readings(self.text), *filter(None, [words.as_cyrillic(self.text)])]

    def _corrected(self, written, found):
        """The query with the nearest word for each word that stands nowhere, a compound as one word or by its parts."""
        missing = {text: _joined(text) for text in _one_by_one(written) if text not in found and not _is_a_word(text)}
        nearest = self.look_near([joined for joined in missing.values() if joined])
        candidates = list(dict.fromkeys(word for near in nearest.values() for word in near))
        standing = set(self._found(candidates))
        is_alone = len(written) == 1
        meant = {
            text: next(
                (near for near in nearest.get(joined, ()) if near in standing and (is_alone or _may_be(text, near))), ""
            )
            for text, joined in missing.items()
        }
        corrected = words.normalise(self.text)
        for whole, parts in written.items():
            for text in [whole] if meant.get(whole) else parts or [whole]:
                corrected = corrected.replace(text, meant.get(text) or text)
        return corrected


def _written(text):
    """{word as it is written: its parts, where it has several}."""
    found = list(words.tokens(text))[: words.MAX_WORDS]
    return {text[word.start : word.end]: word.parts if len(word.parts) > 1 else () for word in found}


def _one_by_one(written):
    return dict.fromkeys(text for whole, parts in written.items() for text in (whole, *parts))


def _is_a_word(text):
    """A longer word as dictionaries have it is hardly mistyped: who looks for порог does not mean порок."""
    if russian.is_known(text):
        return len(text) > SHORTEST and text in russian.meant(text)
    return not kazakh.ROOTS.isdisjoint(kazakh.stems(text).strong)


def _may_be(text, near):
    """Among other words (каспий мелеет) a form that dictionaries have is rather none of what is shown than two slips away."""
    return not russian.is_known(text) or slips.distance(text, near, most=1) <= 1


def _joined(text):
    """A word without its hyphens, as it is compared with others."""
    query = asked.read(text)
    return "".join(query.terms[0].word.parts) if query else ""


def are_found(queries, newest=()):
    """For each query whether it finds anything, in one query; a common word is sure to be found among the `newest` rows."""
    asking = [query for query in queries if query]
    if not asking:
        return [False for _query in queries]
    selects, asked_for = [], []
    for query in asking:
        tsquery = query.tsquery()
        first = [f"({tsquery}) & {newest[0]}"] if newest and lookup.share(query) else []
        selects.append(f"coalesce({IS_FOUND}, {IS_FOUND})" if first else IS_FOUND)
        asked_for += [*first, tsquery]
    (answered,) = lookup.rows(f"SELECT {', '.join(selects)}", asked_for)
    answers = iter(answered)
    return [bool(query and next(answers)) for query in queries]


IS_FOUND = f"(SELECT true FROM {lookup.TABLE} WHERE vector @@ %s::tsquery LIMIT 1)"
