"""What the templates in parts/ and django/forms/ ask for beside their arguments."""

from functools import lru_cache

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.datasets.numbers import exact
from portal.languages import active_language
from portal.templatetags.portal import lucide

register = template.Library()


@register.simple_tag
def main_sections():
    """(address, label) of what stands in the navigation of every page."""
    return _main_sections(active_language())


@lru_cache
def _main_sections(_language):
    return [
        (reverse("data:list"), pgettext("navigation", "Data")),
        (reverse("requests:list"), pgettext("navigation", "Requests")),
        (reverse("events:list"), pgettext("navigation", "Events")),
        (reverse("publications:list"), pgettext("navigation", "Publications")),
        (reverse("topic-list"), pgettext("navigation", "Topics")),
        (reverse("region-list"), pgettext("navigation", "Regions")),
        (reverse("organisation-list"), pgettext("navigation", "Organisations")),
        (reverse("page", args=["about"]), pgettext("navigation", "About")),
    ]


@register.simple_tag
def facet_values(values):
    """The choices of a facet as items of a list: a page has thirty, and a template takes four times as long for each."""
    language = active_language()
    return mark_safe("".join([_facet_value(value, language) for value in values]))


def _facet_value(value, language):
    count = "" if value.count is None else _facet_count(value.count, language)
    if value.is_current:
        return format_html(
            '<li><a href="{}" aria-current="true" rel="nofollow">{}</a> {} <span class="visually-hidden">{}</span>{}</li>',
            value.url,
            value.label,
            count,
            _("chosen; follow the link to remove"),
            lucide("x", size=14, aria_hidden="true"),
        )
    return format_html('<li><a href="{}" rel="nofollow">{}</a> {}</li>', value.url, value.label, count)


@lru_cache(maxsize=4096)
def _facet_count(number, _language):
    return format_html('<span class="facets__count">{}</span>', localize(number))


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
