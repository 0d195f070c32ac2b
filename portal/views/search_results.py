"""The results of a search as HTML: of twenty on a page a template makes a third of all the work for the page."""

from functools import lru_cache
from html import escape

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.languages import OWN_NAMES
from portal.models import SearchEntry
from portal.search import highlight
from portal.templatetags.portal import day


def as_items(rows, wanted, language):
    """The items of the list, with what was found in each marked, and links to its other languages."""
    label = escape(_("In other languages:"))
    return mark_safe("".join([_item(row, wanted, language, label) for row in rows]))


def _item(row, wanted, language, label):
    return f"""
      <li class="results__item">
        <p class="entry__meta">{_about(row.kind, row.date, row.page, language)}</p>
        <h2 class="results__title"><a href="/{language}{escape(row.path)}"{_lang(row.title_lang, language)}>{_title(row, wanted)}</a></h2>
        {_snippet(row, wanted, language)}
        {_links(row, label, language)}
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


def _title(row, wanted):
    return _marked(highlight.marked(row.title, wanted, row.title_lang))


def _snippet(row, wanted, language):
    snippet = _marked(highlight.snippet(row.body, wanted, row.language))
    return f'<p class="results__snippet"{_lang(row.language, language)}>{snippet}</p>' if snippet else ""


def _marked(text):
    """Everything escaped, found words in <mark>."""
    return escape(text).replace(highlight.START, "<mark>").replace(highlight.STOP, "</mark>")


def _lang(language, of_page):
    return f' lang="{language}"' if language not in ("", of_page) else ""


def _links(row, label, language):
    if row.page:  # a page of a document is the same in every frame
        return ""
    path, others = escape(row.path), [code for code in row.languages if code != language]
    links = [f'<a href="/{code}{path}" hreflang="{code}" lang="{code}">{OWN_NAMES[code]}</a>' for code in others]
    return f'<p class="results__languages">{label} {" · ".join(links)}</p>' if links else ""
