"""A publication in the words of a bibliography: as text, BibTeX and RIS. Pure functions over a Reference."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, override

from portal import bibliography
from portal.bibliography import escaped

BIBTEX_TYPES = {"manual": "book", "brochure": "booklet", "report": "techreport", "analysis": "techreport"}
RIS_TYPES = {
    "manual": "BOOK",
    "brochure": "PAMP",
    "report": "RPRT",
    "analysis": "RPRT",
    "law": "STAT",
    "convention_text": "STAT",
}


@dataclass(frozen=True)
class Reference:
    """What a bibliography says, in the language of the version that is cited. What is unknown is empty."""

    key: str
    type: str
    language: str
    title: str
    url: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    edition: str = ""
    place: str = ""
    publisher: str = ""
    year: int | None = None
    series: str = ""
    pages: int | None = None
    isbn: str = ""
    translator: str = ""


def text(reference):
    """After ГОСТ Р 7.0.100: areas divided by a dash; unknown parts are left out, not guessed."""
    with override(reference.language):
        areas = [_title_area(reference), reference.edition, _imprint(reference), _extent(reference)]
        areas += [
            f"({reference.series})" if reference.series else "",
            f"ISBN {reference.isbn}" if reference.isbn else "",
        ]
        areas.append(f"URL: {reference.url}")
    return " – ".join(area if area.endswith((".", ")")) else f"{area}." for area in areas if area)


def bibtex(reference):
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in reference.authors),
        "title": escaped(_whole_title(reference)),
        "edition": escaped(reference.edition),
        "address": escaped(reference.place),
        "institution" if _bibtex_type(reference) == "techreport" else "publisher": escaped(reference.publisher),
        "year": str(reference.year or ""),
        "series": escaped(reference.series),
        "pagetotal": str(reference.pages or ""),
        "isbn": reference.isbn,
        "translator": escaped(reference.translator),
        "langid": bibliography.LANGUAGE_IDS[reference.language],
        "url": reference.url,
    }
    return bibliography.bibtex(_bibtex_type(reference), reference.key, fields)


def ris(reference):
    fields = [
        ("TY", RIS_TYPES.get(reference.type, "GEN")),
        *(("AU", name) for name in reference.authors),
        ("TI", _whole_title(reference)),
        ("T3", reference.series),
        ("ET", reference.edition),
        ("CY", reference.place),
        ("PB", reference.publisher),
        ("PY", reference.year),
        ("SP", reference.pages),
        ("SN", reference.isbn),
        ("LA", reference.language),
        ("UR", reference.url),
    ]
    return bibliography.ris(fields)


FORMATS = {
    "bib": (bibtex, bibliography.CONTENT_TYPES["bib"]),
    "ris": (ris, bibliography.CONTENT_TYPES["ris"]),
}


def _whole_title(reference):
    return f"{reference.title}: {reference.subtitle}" if reference.subtitle else reference.title


def _title_area(reference):
    names = ", ".join(reference.authors[:3]) + (" …" if len(reference.authors) > 3 else "")
    start = f"{names} " if names.endswith((".", "…")) else f"{names}. " if names else ""
    translated = gettext("translated by %(name)s") % {"name": reference.translator} if reference.translator else ""
    return f"{start}{_whole_title(reference)}" + (f" / {translated}" if translated else "")


def _imprint(reference):
    where = ": ".join(filter(None, [reference.place, reference.publisher]))
    return ", ".join(filter(None, [where, str(reference.year or gettext("no date"))]))


def _extent(reference):
    if not reference.pages:
        return ""
    return ngettext("%(count)d page", "%(count)d pages", reference.pages) % {"count": reference.pages}


def _bibtex_type(reference):
    return BIBTEX_TYPES.get(reference.type, "misc")


def _bibtex_name(name):
    """In braces, so that "Akhmetova A. B." and an organisation's name are kept as they stand."""
    return f"{{{escaped(name)}}}"
