"""The results of a search as HTML: of twenty on a page a template makes a third of all the work for the page."""

from functools import lru_cache
from html import escape

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.models import SearchEntry
from portal.search import highlight
from portal.templatetags.portal import day


def as_items(rows, wanted, language):
    """The items of the list, with what was found in each marked and, where it has several, links to its languages."""
    label = escape(_("Languages:"))
    return mark_safe("".join([_item(row, wanted, language, label) for row in rows]))


def _item(row, wanted, language, label):
    return f"""
      <li class="results__item">
        <p class="entry__meta">{_about(row.kind, row.date, row.page, language)}</p>
        <h2 class="results__title"><a href="/{language}{escape(row.path)}">{_title(row, language)}</a></h2>
        {_snippet(row, wanted, language)}
        {_links(row, label)}
      </li>"""


@lru_cache(maxsize=4096)
def _about(kind, date, page, _language):
    """What it is, of which day, and on which page of a document: often the same."""
    about = [SearchEntry.Kind(kind).label]
    if date:
        about.append(format_html('<time datetime="{}">{}</time>', date.isoformat(), day(date)))
    if page:
        about.append(_("page %(n)s") % {"n": localize(page)})
    return format_html_join(" · ", "{}", zip(about))


def _title(row, language):
    title = escape(row.title)
    return title if row.title_lang in ("", language) else f'<span lang="{row.title_lang}">{title}</span>'


def _snippet(row, wanted, language):
    """Everything escaped, found words in <mark>."""
    snippet = escape(highlight.snippet(row.body, wanted, row.language))
    if not snippet:
        return ""
    in_language = f' lang="{row.language}"' if row.language != language else ""
    html = snippet.replace(highlight.START, "<mark>").replace(highlight.STOP, "</mark>")
    return f'<p class="results__snippet"{in_language}>{html}</p>'


def _links(row, label):
    if len(row.languages) < 2:
        return ""
    path = escape(row.path)
    links = ", ".join([f'<a href="/{code}{path}" hreflang="{code}">{code}</a>' for code in row.languages])
    return f'<p class="results__languages">{label} {links}</p>'
