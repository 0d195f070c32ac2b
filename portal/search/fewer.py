"""Fewer words of a query that nothing has all of: a question as people ask it, «сколько сероводорода в воздухе»."""

from itertools import combinations

from portal.search import asked, concepts, lookup, query
from portal.search.repairs import are_found

MOST = 6  # words that are tried together: of six there are 56 ways to leave some out
# What a question is asked with says nothing of what it is about; many texts have it by chance.
ASKING = frozenset(
    [
        "можно",
        "нельзя",
        "нужно",
        "надо",
        "есть",
        "ли",
        "сколько",
        "почему",
        "зачем",
        "куда",
        "откуда",
        "кто",
        "кому",
        "кого",
        "чем",
        "чего",
        "каков",
        "какого",
        "какую",
        "делать",
        "қайда",
        "кайда",
        "қайдан",
        "кайдан",
        "қалай",
        "калай",
        "қанша",
        "канша",
        "қашан",
        "кашан",
        "неге",
        "кім",
        "ким",
        "кімге",
        "кимге",
        "бола",
        "болады",
        "керек",
        "бар",
        "жоқ",
        "where",
        "when",
        "who",
        "why",
        "how",
        "many",
        "much",
        "can",
        "does",
        "there",
        "should",
    ]
)


def find(text, language, narrowed_to=(), **options):
    """As `query.find`; where nothing has all words, what has the most of them, and `instead` says so."""
    found = query.find(text, language, narrowed_to, **options)
    if found.hits or options.get("literally"):
        return found
    left = reading(text, options.get("with_synonyms", True))
    if not left:
        return found
    found = query.find(left, language, narrowed_to, **options)
    found.instead = found.instead or left
    return found


def reading(text, with_synonyms=True):
    """The most words of a query that stand together somewhere, of as many the longest; "" where all do or none."""
    whole = asked.read(text)
    terms = [group.terms[0] for group in whole.groups]
    about = [term for term in terms if term.text not in ASKING][:MOST]
    if len(terms) < 2 or not about:
        return ""
    newest = lookup.newest_rows()

    def found(queries):
        return are_found(
            [concepts.widened(query, everyday=True) for query in queries] if with_synonyms else queries, newest
        )

    all_found, *each_found = found([whole, *(_of((term,), whole) for term in about)])
    if all_found:
        return ""
    standing = [term for term, is_found in zip(about, each_found, strict=True) if is_found]
    fewer = [some for size in range(len(standing), 1, -1) for some in _longest_first(combinations(standing, size))]
    together = zip(fewer, found([_of(some, whole) for some in fewer]), strict=True)
    alone = _longest_first((term,) for term in standing)
    return next((_typed(some, whole) for some in [*(some for some, is_found in together if is_found), *alone]), "")


def _of(terms, whole):
    return asked.Asked([asked.Group((term,)) for term in terms], whole.without)


def _longest_first(ways):
    return sorted(ways, key=lambda terms: -sum(len(term.text) for term in terms))


def _typed(terms, whole):
    return " ".join([*map(str, terms), *(f"-{term}" for term in whole.without)])
