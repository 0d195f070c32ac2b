"""The first publications of a new portal, from the files beside this module. What exists is never changed."""

from pathlib import Path

from django.utils import timezone

from portal.models import Direction, Organisation, Region, Topic
from portal.publishing import publish
from portal.starter.load import columns_of, read
from publications.models import LanguageVersion, Publication

FOLDER = Path(__file__).parent


def load(folder=FOLDER):
    existing = set(Publication.objects.values_list("slug", flat=True))
    records = [record for path in sorted(folder.glob("*.toml")) if (record := read(path))["slug"] not in existing]
    for record in records:
        _create(record)
    return {"publications": len(records)}


def _create(record):
    publication = Publication.objects.create(
        slug=record["slug"],
        type=record["type"],
        year=record.get("year"),
        articles=record.get("aarhus_articles", []),
        publisher=_publisher(record),
        source=record.get("source", ""),
        source_url=record.get("source_url", ""),
        **columns_of(record, "title", "subtitle", "summary", "place", "edition", "series"),
    )
    publication.topics.set(Topic.objects.filter(code__in=record.get("topics", [])))
    publication.regions.set(Region.objects.filter(iso_3166_2__in=record.get("regions", [])))
    publication.directions.set(Direction.objects.filter(slug__in=record.get("directions", [])))
    if language := record.get("original_language"):
        LanguageVersion.objects.create(publication=publication, language=language, is_original=True)
    publish(publication, by=None, at=timezone.now())


def _publisher(record):
    slugs = [row["slug"] for row in record.get("organisations", []) if row["role"] == "publisher"]
    return Organisation.objects.get(slug=slugs[0]) if slugs else None
