"""Pages of a long list by keyset: page 1,000 costs what page 1 costs, and nobody counts a million rows."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CURSORS = ("after", "before")
COUNT_LIMIT = 10_000


@dataclass
class Page:
    rows: list
    next_url: str
    previous_url: str
    count: int

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def has_next(self):
        return bool(self.next_url)

    @property
    def has_previous(self):
        return bool(self.previous_url)

    @property
    def is_capped(self):
        return self.count > COUNT_LIMIT

    @property
    def count_label(self):
        if self.is_capped:
            return _("more than %(count)s") % {"count": number_format(COUNT_LIMIT, force_grouping=True)}
        return ngettext("%(count)s found", "%(count)s found", self.count) % {
            "count": number_format(self.count, force_grouping=True)
        }


def page_of(queryset, params, *, order, size=20, count=None):
    """One page of `queryset` in `order` (columns without NULL, the last one unique), at the cursor in `params`.

    A cursor that cannot be read, or that was made for another list, gives the first page. `count`: where it is known.
    """
    backwards = "before" in params and "after" not in params
    rows_before_or_after = queryset.order_by(*(_reversed(order) if backwards else order))
    place = _decode(params.get("before" if backwards else "after"), queryset.model, order)
    if place is not None:
        rows_before_or_after = rows_before_or_after.filter(_beyond(order, place, backwards))
    rows = list(rows_before_or_after[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (more if not backwards else place is not None)
    has_previous = bool(rows) and place is not None and (more if backwards else True)
    return Page(
        rows=rows,
        next_url=_url(params, "after", rows[-1], order) if has_next else "",
        previous_url=_url(params, "before", rows[0], order) if has_previous else "",
        count=queryset.order_by()[: COUNT_LIMIT + 1].count() if count is None else count,
    )


def _reversed(order):
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(order, place, backwards):
    """The condition "after this row": (a, b) > (x, y), at which an index is entered; spelled out where directions differ."""
    descending = {name.startswith("-") != backwards for name in order}
    if len(order) > 1 and len(descending) == 1:
        beyond = TupleLessThan if descending.pop() else TupleGreaterThan
        return beyond(Tuple(*(name.lstrip("-") for name in order)), tuple(place))
    condition = Q()
    equal_so_far = {}
    for name, value in zip(order, place, strict=True):
        column = name.lstrip("-")
        descending = name.startswith("-") != backwards
        condition |= Q(**equal_so_far, **{f"{column}__{'lt' if descending else 'gt'}": value})
        equal_so_far[column] = value
    return condition


def _url(params, key, row, order):
    query = params.copy()
    for cursor in CURSORS:
        query.pop(cursor, None)
    values = [_value(row, name.lstrip("-")) for name in order]
    text = json.dumps(values, cls=ExactEncoder, ensure_ascii=False, separators=(",", ":"))
    query[key] = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"?{query.urlencode()}"


class ExactEncoder(DjangoJSONEncoder):
    """Django's encoder cuts instants to milliseconds; a cursor needs the very row."""

    def default(self, value):
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def _value(row, path):
    for part in path.split("__"):
        row = getattr(row, part)
    return row


def _decode(cursor, model, order):
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        columns = [_field(model, name.lstrip("-")) for name in order]
        if not isinstance(values, list) or len(values) != len(columns):
            return None
        return [_checked(column, value) for column, value in zip(columns, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        return None


def _field(model, path):
    *relations, last = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._meta.pk if last == "pk" else model._meta.get_field(last)


def _checked(column, value):
    value = column.to_python(value)
    if not isinstance(value, (str, int, Decimal, date, datetime)) or (isinstance(value, str) and "\x00" in value):
        raise ValueError("not a place in this list")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("not a place in this list")
    return value
