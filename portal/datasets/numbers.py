"""Numbers in words of the page: 252,5 in Kazakh and Russian, 252.5 in English; never for SVG, JSON or attributes."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def exact(value):
    """With all the digits the source gave."""
    return number_format(Decimal(format(value, "f")), force_grouping=True)


def rounded(value, places):
    """Half up, as people round; a rounded number is for reading, the table keeps the exact one."""
    return number_format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), places, force_grouping=True)


def percent(share):
    """A share of one as a percentage with one decimal."""
    return _("%(number)s%%") % {"number": rounded(share * 100, 1)}


def places_for(values):
    """How many decimals a reader needs so that figures of this size stay apart."""
    largest = max(map(abs, values), default=Decimal(0))
    return next((places for bound, places in ((10_000, 0), (10, 1), (1, 2)) if largest >= bound), 3)
