"""What the templates in parts/ and django/forms/ ask for beside their arguments."""

from functools import lru_cache
from html import escape

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
def main_sections(path):
    """The navigation of every page as items of a list; where the page of this path stands is marked."""
    items = [
        f'<li><a href="{url}"{_marked_as_current(url, path)}>{label}</a></li>'
        for url, label in _main_sections(active_language())
    ]
    return mark_safe("\n      ".join(items))


def _marked_as_current(url, path):
    if path == url:
        return ' aria-current="page"'
    return ' aria-current="true"' if path and url in path else ""


@lru_cache
def _main_sections(_language):
    sections = [
        (reverse("data:list"), pgettext("navigation", "Data")),
        (reverse("requests:list"), pgettext("navigation", "Requests")),
        (reverse("events:list"), pgettext("navigation", "Events")),
        (reverse("publications:list"), pgettext("navigation", "Publications")),
        (reverse("topic-list"), pgettext("navigation", "Topics")),
        (reverse("region-list"), pgettext("navigation", "Regions")),
        (reverse("organisation-list"), pgettext("navigation", "Organisations")),
        (reverse("page", args=["about"]), pgettext("navigation", "About")),
    ]
    return [(escape(url), escape(label)) for url, label in sections]


@register.simple_tag
def facet_values(values):
    """The choices of a facet as items of a list: a page has thirty, and a template takes four times as long for each."""
    language = active_language()
    return mark_safe("".join([_facet_value(value, language) for value in values]))


def _facet_value(value, language):
    link, label = f'<a href="{escape(value.url)}"', escape(str(value.label))
    count = "" if value.count is None else f'<span class="facets__count">{_localized(value.count, language)}</span>'
    if value.is_current:
        return f'<li>{link} aria-current="true" rel="nofollow">{label}</a> {count} {_chosen(language)}</li>'
    return f'<li>{link} rel="nofollow">{label}</a> {count}</li>'


@lru_cache
def _chosen(_language):
    words, icon = _("chosen; follow the link to remove"), lucide("x", size=14, aria_hidden="true")
    return f'<span class="visually-hidden">{escape(words)}</span>{icon}'


@lru_cache(maxsize=4096)
def _localized(number, _language):
    return localize(number)


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
