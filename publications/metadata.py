"""A publication for machines: what is cited, and its record in the words of schema.org."""

from django.conf import settings

from portal.languages import active_language, text_in
from publications.citations import Reference

SCHEMA_TYPES = {"manual": "Book", "brochure": "Book", "report": "Report", "analysis": "Report", "law": "Legislation"}
LICENCE_ADDRESSES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc-by-nc-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def reference(publication, version):
    """How `version` is cited, in its own language; a record without any version is cited in the reader's."""
    language = version.language if version else active_language()
    document = version and version.document
    return Reference(
        key=f"{publication.slug}-{language}",
        type=publication.type,
        language=language,
        title=version.title if version else publication.title,
        url=absolute(publication.get_absolute_url()),
        subtitle=getattr(publication, f"subtitle_{language}"),
        authors=tuple(author.name for author in publication.authors.all()),
        edition=text_in(publication, "edition", language),
        place=text_in(publication, "place", language),
        publisher=text_in(publication.publisher, "name", language) if publication.publisher else "",
        year=publication.year,
        series=text_in(publication, "series", language),
        pages=document.page_count if document else None,
        isbn=version.isbn if version else "",
        translator=version.translator if version else "",
    )


def citation_tags(publication, reference, version):
    """(name, content) of the meta tags that Zotero and Google Scholar read."""
    tags = [
        ("citation_title", reference.title),
        *(("citation_author", name) for name in reference.authors),
        ("citation_publication_date", reference.year),
        ("citation_publisher", reference.publisher),
        ("citation_isbn", reference.isbn),
        ("citation_series_title", reference.series),
        ("citation_language", reference.language),
        ("citation_pdf_url", absolute(version.pdf_url()) if version and version.document else ""),
        *(("citation_keywords", topic.name) for topic in publication.topics.all()),
    ]
    return [(name, content) for name, content in tags if content]


def json_ld(publication, reference):
    """The work with its language versions; `publication` has its related rows read."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": SCHEMA_TYPES.get(publication.type, "CreativeWork"),
            "name": publication.title,
            "alternativeHeadline": publication.subtitle,
            "description": publication.summary,
            "url": absolute(publication.get_absolute_url()),
            "author": [{"@type": "Person", "name": name} for name in reference.authors],
            "publisher": publication.publisher and _organisation(publication.publisher),
            "datePublished": str(publication.year or ""),
            "dateModified": publication.changed_at.date().isoformat(),
            "isbn": reference.isbn,
            "bookEdition": reference.edition,
            "isPartOf": reference.series and {"@type": "CreativeWorkSeries", "name": reference.series},
            "license": LICENCE_ADDRESSES.get(publication.licence),
            "inLanguage": sorted(version.language for version in publication.versions.all()),
            "about": [topic.name for topic in publication.topics.all()],
            "thumbnailUrl": publication.cover and absolute(publication.cover.large_cover_url()),
            "encoding": [_file(version) for version in publication.versions_with_file],
        }
    )


def _file(version):
    document = version.document
    return _filled(
        {
            "@type": "MediaObject",
            "name": document.name,
            "contentUrl": absolute(version.pdf_url()),
            "encodingFormat": document.kind.media_type,
            "contentSize": str(document.size),
            "sha256": document.sha256,
            "inLanguage": version.language,
            "accessMode": ["textual"] if document.has_text else ["visual"],
        }
    )


def _organisation(organisation):
    return {
        "@type": "Organization",
        "name": organisation.name,
        "url": absolute(organisation.get_absolute_url()),
    }


def _filled(data):
    return {key: value for key, value in data.items() if value}
