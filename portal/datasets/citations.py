"""How a dataset is cited: a line for a footnote, BibTeX, RIS."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal import bibliography
from portal.languages import active_language


def text(dataset, url):
    """Who published, what, where it stands here and as of when."""
    return _("%(publisher)s. %(title)s. %(url)s, last changed %(day)s") % {
        "publisher": _publisher(dataset),
        "title": dataset.title,
        "url": url,
        "day": date_format(localtime(dataset.changed_at), "DATE_FORMAT"),
    }


def bibtex(dataset, url):
    escaped = bibliography.escaped
    return bibliography.bibtex(
        "misc",
        dataset.slug,
        {
            "author": f"{{{escaped(_publisher(dataset))}}}",
            "title": escaped(dataset.title),
            "year": str(dataset.changed_at.year),
            "version": f"{dataset.changed_at:%Y-%m-%d}",
            "note": escaped(dataset.licence.name) if dataset.licence else "",
            "langid": bibliography.LANGUAGE_IDS[active_language()],
            "url": url,
        },
    )


def ris(dataset, url):
    return bibliography.ris(
        [
            ("TY", "DATA"),
            ("AU", _publisher(dataset)),
            ("TI", dataset.title),
            ("AB", dataset.description),
            ("PY", dataset.changed_at.year),
            ("DA", f"{dataset.changed_at:%Y/%m/%d}"),
            ("LA", active_language()),
            ("UR", url),
        ]
    )


WRITERS = {"bib": bibtex, "ris": ris}


def _publisher(dataset):
    return dataset.publisher.name if dataset.publisher else dataset.source
