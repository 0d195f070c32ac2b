"""The few tags every template may use (loaded everywhere by settings)."""

import json
import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from portal import markdown as markup
from portal.languages import active_language

register = template.Library()

LANGUAGE_PREFIX = re.compile(r"/(kk|ru|en)/(?P<rest>.*)", re.S)


@register.simple_tag
def centre_name():
    """Whose portal this is, in the reader's language: a setting, because other centres run it too."""
    return settings.CENTRE_NAME[active_language()]


@register.simple_tag
def text(value):
    """A translated text; a passage in another language than the page's is marked with its own lang."""
    lang = getattr(value, "lang", None)
    if lang and lang != active_language():
        return format_html('<span lang="{}">{}</span>', lang, value)
    return conditional_escape(value)


@register.filter
def day(value):
    """A date in the reader's words. A list has twenty, often the same ones, and Django takes each apart anew."""
    return _day(value, active_language()) if value else ""


@lru_cache(maxsize=4096)
def _day(value, _language):
    return date_format(value)


@register.filter
def lang(value):
    """The language a translated text is written in, for a lang attribute: <h1 lang="{{ page.title|lang }}">."""
    return getattr(value, "lang", None) or active_language()


@register.simple_tag(takes_context=True)
def in_language(context, code):
    """The address of this page, with its query, in another language; also of a page that does not exist."""
    request = context.get("request")
    here = LANGUAGE_PREFIX.match(request.get_full_path()) if request else None
    return f"/{code}/{here['rest']}" if here else f"/{code}/"


@register.filter
def markdown(value):
    """Editors' Markdown as HTML. Raw HTML is shown as text and script addresses are not linked."""
    return mark_safe(markup.as_html(str(value or "")))


@register.filter
def data_block(data):
    """A block of JSON-LD. It is data, which no browser runs; `<` cannot end it early."""
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
