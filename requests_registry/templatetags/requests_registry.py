from decimal import Decimal

from django import template

from portal.datasets.numbers import percent
from requests_registry import standing as standings

register = template.Library()


@register.inclusion_tag("parts/status_tag.html")
def standing_tag(info_request, today):
    """How the request stands today: a word and an icon."""
    found = standings.standing(info_request, today)
    return {"tone": found.tone, "icon": found.icon, "label": found.label}


@register.simple_tag
def days_late(info_request, today):
    return standings.days_late(info_request, today)


@register.filter
def as_percent(share):
    """A share of one, whatever kind of number it is, as people read it."""
    return percent(Decimal(share))
