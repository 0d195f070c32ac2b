"""Which objects carry documents. Whoever may read the object may read its files, and nobody else.

An app registers, in the `ready()` of its AppConfig, a model with a link to Document, whose queryset has visible_to():

    carriers.register(LanguageVersion, when_read=refresh_publication)

`when_read(version)` is called in the transaction in which the text of the document and its cover became known.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Carrier:
    model: type
    field: str
    when_read: Callable | None


_carriers: dict[tuple[type, str], Carrier] = {}


def register(model, *, field="document", when_read=None):
    _carriers[model, field] = Carrier(model, field, when_read)


def readable_by(user):
    """The condition on documents that `user` may read."""
    condition = Q(pk__in=())
    for carrier in _carriers.values():
        visible = carrier.model.objects.visible_to(user)
        condition |= Q(pk__in=visible.exclude(**{carrier.field: None}).values(carrier.field))
    return condition


def tell_read(document):
    for carrier in _carriers.values():
        if carrier.when_read:
            for obj in carrier.model.objects.filter(**{carrier.field: document}):
                carrier.when_read(obj)
