"""What a machine needs beside the files of a dataset: meaning, source, licence, provenance, corrections."""

from portal.datasets import citations
from portal.languages import LANGUAGES


def metadata(dataset, url):
    return {
        "id": dataset.slug,
        "url": url,
        "title": _texts(dataset, "title"),
        "description": _texts(dataset, "description"),
        "how_made": _texts(dataset, "method"),
        "keep_in_mind": _texts(dataset, "caveats"),
        "publisher": dataset.publisher.slug if dataset.publisher else None,
        "source": _texts(dataset, "source"),
        "source_url": dataset.source_url or None,
        "licence": licence_terms(dataset.licence),
        "unit": dataset.unit.code,
        "period": {"first": _first(dataset), "last": dataset.newest_on},
        "rhythm": dataset.rhythm,
        "next_due_on": dataset.next_due_on,
        "changed_at": dataset.changed_at,
        "topics": [topic.code for topic in dataset.topics.all()],
        "regions": [region.iso_3166_2 for region in dataset.regions.all()],
        "columns": [
            {"name": column.name, "type": column.type, "meaning": _texts(column, "meaning")}
            for column in dataset.columns.all()
        ],
        "files": [
            {
                "name": file.name,
                "pages": file.pages or None,
                "url": file.url or None,
                "sha256": file.sha256 or None,
                "size": file.size,
                "loaded_at": file.loaded_at,
            }
            for file in dataset.files.all()
        ],
        "corrections": [
            {
                "figure": correction.figure,
                "before": format(correction.old_value, "f"),
                "after": None if correction.new_value is None else format(correction.new_value, "f"),
                "reason": _texts(correction, "reason"),
                "made_at": correction.made_at,
            }
            for correction in dataset.corrections.all()
        ],
        "citation": citations.text(dataset, url),
    }


def _texts(obj, name):
    return {language: getattr(obj, f"{name}_{language}") for language in LANGUAGES}


def _first(dataset):
    return dataset.first_year or (dataset.first_month and f"{dataset.first_month:%Y-%m}")


def licence_terms(licence):
    """What the licence permits, each answer a yes, a no or null."""
    if licence is None:
        return None
    return {"code": licence.code, "url": licence.url or None, "permits": dict(_permissions(licence))}


def _permissions(licence):
    names = ("permits_sharing", "permits_changes", "permits_commercial_use", "requires_attribution")
    return [(name, getattr(licence, name)) for name in (*names, "requires_same_licence")]
