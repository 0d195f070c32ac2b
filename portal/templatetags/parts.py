"""What the templates in parts/ and django/forms/ ask for beside their arguments."""

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html

from portal.datasets.numbers import exact

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_field(context):
    """{% csrf_token %} for a part included with `only`, which keeps the request but none of the variables."""
    request = getattr(context, "request", None)
    return (
        format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
        if request
        else ""
    )


@register.filter
def days_after(day, start):
    """Days from `start` until `day`: 0 on the day itself, negative once it has passed."""
    return (day - start).days


@register.filter
def absolute(number):
    return abs(number)


@register.filter
def says_optional(field):
    """A form tells which fields are optional only where another one is required: a filter has nothing to tell."""
    return not field.field.required and any(other.field.required for other in field.form)


@register.filter
def normal(value):
    """A figure with all its digits and no empty ones: 0.50 as 0.5; "" for none."""
    return "" if value is None else exact(value.normalize())
