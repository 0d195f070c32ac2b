"""Following a search: how it is kept, what is new in it, and who offers to tell.

The Atom feed and the JSON of a search stand beside its results. A room that can tell people in another way (by mail)
registers, in the `ready()` of its AppConfig, how it is called and where one asks for it:

    following.register(_("by e-mail"), lambda kept: f"{reverse('subscribe')}?{urlencode({'search': kept})}")

and finds what to tell with `views.search.Search(QueryDict(f"{kept}&sort=date"))` and `new_in`.
"""

from collections.abc import Callable

# What says how the results are shown, not which they are.
NOT_KEPT = {"page", "sort"}

_ways: list[tuple[str, Callable[[str], str]]] = []


def register(label, address):
    _ways.append((label, address))


def ways(parameters):
    """(label, address) of every way to follow this search."""
    kept = as_kept(parameters)
    return [(label, address(kept)) for label, address in _ways]


def as_kept(parameters):
    """A search in one spelling, whatever the order in which its filters were chosen."""
    kept = parameters.copy()
    for name in NOT_KEPT & set(kept):
        del kept[name]
    for name in sorted(kept):
        kept[name] = kept.pop(name)[-1].strip()
    return kept.urlencode()


def new_in(hits, since):
    """Of the hits of a search those that were published after a moment, newest first."""
    return sorted((hit for hit in hits if hit.published_at > since), key=lambda hit: hit.published_at, reverse=True)
