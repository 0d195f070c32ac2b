"""Amounts of releases in words: the register keeps kilograms, people read tonnes."""

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.datasets.numbers import exact, rounded

KG_IN_TONNE = Decimal(1000)


def amount(kg):
    """«2.4 t», «340 kg»: with all the digits that were reported."""
    if abs(kg) >= KG_IN_TONNE:
        return _("%(number)s t") % {"number": exact((kg / KG_IN_TONNE).normalize())}
    return _("%(number)s kg") % {"number": exact(kg.normalize())}


def times_threshold(kg, threshold_kg):
    """How an amount stands to the one from which it must be reported; "" where the Protocol sets none."""
    if not threshold_kg:
        return ""
    if kg < threshold_kg:
        return _("below the reporting threshold of %(threshold)s") % {"threshold": amount(threshold_kg)}
    return _("%(times)s times the reporting threshold of %(threshold)s") % {
        "times": rounded(kg / threshold_kg, 1),
        "threshold": amount(threshold_kg),
    }
