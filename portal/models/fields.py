from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class NumericField(models.DecimalField):
    """PostgreSQL's `numeric` without a scale: a figure stays as its source printed it, digit by digit.

    Never a float: `0.008::real > 0.008` is true, and a reading equal to its limit would count as above it.
    """

    def __init__(self, *args, max_digits=30, decimal_places=12, **kwargs):
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def db_type(self, connection):
        return "numeric"


def is_a_number(name):
    """A constraint: neither NaN nor infinite, which `numeric` would otherwise keep."""
    bound = 10**17
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}__gt": -bound, f"{name}__lt": bound}),
        name=f"%(app_label)s_%(class)s_{name}_is_a_number",
    )


def check_time_zone(name):
    """For a model's clean(): an unknown zone would break off every import that reads its clock."""
    if name not in available_timezones():
        raise ValidationError({"time_zone": _("There is no such time zone. Write it as Asia/Almaty or UTC.")})
