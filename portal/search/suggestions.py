"""What is offered while somebody types: names that the portal knows, words of the collection, numbers of requests."""

import re

from portal.models import SearchEntry
from portal.search import collection, concepts, words
from portal.search.query import Lexemes

MOST = 8
_NUMBER = re.compile(r"\d{4}-?\d{0,6}")


def suggestions(text, language):
    """Up to eight queries that begin with what was typed."""
    typed = words.normalise(text)[: words.MAX_CHARACTERS]
    if len(typed) < 2:
        return []
    if _NUMBER.fullmatch(typed):
        return _numbers(typed, language)
    names = concepts.names_with(typed, limit=MOST - 3)
    before, _blank, _last = typed.rpartition(" ")
    endings = [f"{before} {word}".strip() for word in collection.beginning_with(typed, limit=MOST)]
    return list(dict.fromkeys([*names, *endings]))[:MOST]


def _numbers(typed, language):
    """Numbers of public requests that begin with these figures."""
    digits = typed.replace("-", "")
    rows = SearchEntry.objects.filter(
        kind=SearchEntry.Kind.REQUEST, language=language, page=0, vector=Lexemes(f"'={digits}':*")
    )
    bodies = rows.order_by("-published_at").values_list("body", flat=True)[:MOST]
    found = [match for body in bodies for match in re.findall(r"\d{4}-\d{3,6}", body)]
    return [number for number in dict.fromkeys(found) if number.replace("-", "").startswith(digits)][:MOST]
