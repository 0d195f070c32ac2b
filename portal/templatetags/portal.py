"""The few tags every template may use (loaded everywhere by settings)."""

import json
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.base import VariableNode
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from lucide.templatetags.lucide import lucide as draw

from portal import markdown as markup
from portal.languages import active_language

register = template.Library()

# A drawing is taken apart and put together anew for each icon; the same ones stand on every page.
lucide = register.simple_tag(lru_cache(maxsize=1000)(draw), name="lucide")


@register.tag
def once_per_language(parser, token):
    """What is the same on every page in a language: addresses, words, icons. It is rendered for the first page alone."""
    nodes = parser.parse(["endonce_per_language"])
    parser.delete_first_token()
    if nodes.get_nodes_by_type(VariableNode):
        raise template.TemplateSyntaxError("What stands in once_per_language does not depend on variables.")
    return OncePerLanguage(nodes)


class OncePerLanguage(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist
        self.rendered = {}

    def render(self, context):
        language = active_language()
        if language not in self.rendered:
            self.rendered[language] = self.nodelist.render(context.new())
        return self.rendered[language]


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


@register.filter
def markdown(value):
    """Editors' Markdown as HTML. Raw HTML is shown as text and script addresses are not linked."""
    return mark_safe(markup.as_html(str(value or "")))


@register.filter
def data_block(data):
    """A block of JSON-LD. It is data, which no browser runs; `<` cannot end it early."""
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
