"""The list as it is read: what is to come first, then what was, then what has no date on record."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from events.filters import PAST, UNDATED, UPCOMING
from portal.paging import CURSORS, page_of

ORDER = {
    UPCOMING: ("starts_at", "pk"),
    PAST: ("-starts_at", "-pk"),
    UNDATED: ("-published_at", "-pk"),
}
SHOWN = 10  # of what is to come and what has no date, before the link to all of it


@dataclass
class Section:
    key: str
    heading: str
    rows: list
    page: object = None
    more_url: str = ""


def sections(filterset, params):
    """The chosen part of the list by pages; where none is chosen, all three, the past one by pages."""
    chosen = filterset.form.cleaned_data["when"] if filterset.form.is_valid() else ""
    found = [_paged(chosen, filterset.qs, params)] if chosen else _all_three(filterset, params)
    prefetch_related_objects([event for section in found for event in section.rows], "regions")
    return [section for section in found if section.rows]


def _all_three(filterset, params):
    events = filterset.qs
    past = _paged(PAST, events.past(filterset.on), params)
    if any(cursor in params for cursor in CURSORS):
        return [past]
    return [
        _first(UPCOMING, events.upcoming(filterset.on), filterset),
        past,
        _first(UNDATED, events.undated(), filterset),
    ]


def _paged(key, events, params):
    page = page_of(events, params, order=ORDER[key])
    return Section(key, heading(key), page.rows, page)


def _first(key, events, filterset):
    rows = list(events.order_by(*ORDER[key])[: SHOWN + 1])
    query = filterset.data.copy()
    query["when"] = key
    more_url = f"?{query.urlencode()}" if len(rows) > SHOWN else ""
    return Section(key, heading(key), rows[:SHOWN], more_url=more_url)


def heading(key):
    return {UPCOMING: _("To come"), PAST: _("Past"), UNDATED: _("Date not recorded")}[key]
