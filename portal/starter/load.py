"""The first content of a new portal, from the files beside this module. What exists is never changed."""

import tomllib
from pathlib import Path

from django.utils import timezone

from portal.datasets import starter as datasets
from portal.facilities import starter as facilities
from portal.languages import LANGUAGES
from portal.models import Direction, Page, StatusFact, Topic
from portal.publishing import publish
from portal.starter import stations

FOLDER = Path(__file__).parent


def load():
    return {
        "directions": _create_directions(),
        "pages": _create_pages(),
        **datasets.load(),
        **stations.load(),
        **facilities.load(),
    }


def columns_of(record, *names):
    """{"title": {"kk": …, "ru": …}} -> {"title_kk": …, "title_ru": …} for the named translated fields."""
    return {
        f"{name}_{language}": record[name][language].strip()
        for name in names
        for language in LANGUAGES
        if record.get(name, {}).get(language)
    }


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _create_directions():
    created = 0
    for record in read(FOLDER / "directions.toml")["directions"]:
        _direction, is_new = Direction.objects.get_or_create(
            slug=record["slug"], defaults={"order": record["order"], **columns_of(record, "name", "summary")}
        )
        created += is_new
    return created


def _create_pages():
    created = 0
    for path in sorted((FOLDER / "pages").glob("*.toml")):
        record = read(path)
        if Page.objects.filter(slug=record["slug"]).exists():
            continue
        page = Page.objects.create(
            slug=record["slug"],
            order=record.get("order", 0),
            is_in_menu=record.get("is_in_menu", False),
            **columns_of(record, "title", "lead", "body"),
        )
        page.topics.set(Topic.objects.filter(code__in=record.get("topics", [])))
        page.directions.set(Direction.objects.filter(slug__in=record.get("directions", [])))
        _create_status_facts(page, record.get("status_facts", []))
        publish(page, by=None, at=timezone.now())
        created += 1
    return created


def _create_status_facts(page, facts):
    StatusFact.objects.bulk_create(
        StatusFact(
            page=page,
            order=order,
            source=fact.get("source", ""),
            source_url=fact.get("source_url", ""),
            checked_on=fact.get("checked_on") or None,
            is_confirmed=fact.get("is_confirmed", False),
            **columns_of(fact, "subject", "status"),
        )
        for order, fact in enumerate(facts)
    )
