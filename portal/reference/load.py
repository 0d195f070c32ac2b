"""Reference data from the files beside this module: created where missing, never changed where it exists.

Staff edit regions, topics, organisations and the glossary in the admin; a second load leaves their words alone.
"""

import csv
from pathlib import Path

from django.contrib.auth.models import Group, Permission

from portal.languages import LANGUAGES
from portal.models import GlossaryTerm, Organisation, Parameter, Region, Topic
from portal.models.accounts import DATA_STEWARD, EDITOR, LAWYER, REGISTRAR
from portal.reference import limits, measures
from portal.search import index

FOLDER = Path(__file__).parent

# What each role may do in the admin; the staff area asks for the role itself.
PERMISSIONS = {
    REGISTRAR: {"portal": ["organisation"], "requests_registry": None},
    EDITOR: {
        "portal": ["page", "statusfact", "organisation", "person", "glossaryterm", "document", "redirect"],
        "events": None,
        "publications": None,
    },
    DATA_STEWARD: {
        "portal": [
            *("dataset", "datasetcolumn", "datasetfile", "regionvalue", "sectionreading", "licence"),
            *("unit", "parameter", "norm", "riversection", "organisation", "document"),
            *("limitvalue", "summationgroup", "waterclassrow", "parameteralias", "stationalias", "source"),
            *("station", "stationchange", "flagperiod"),
            *("facility", "permit", "release", "wastetransfer", "prtrpollutant"),
        ]
    },
    LAWYER: {"requests_registry": ["legalrule", "workcalendar", "calendarday"]},
}


def load():
    created = {
        "roles": _create_roles(),
        "regions": _create(Region, "iso_3166_2", _regions()),
        "changes of regions": _link_regions(),
        "topics": _create_topics(),
        "organisations": _create_organisations(),
        "glossary terms": _create(GlossaryTerm, "code", map(_glossary_term, rows(FOLDER / "glossary.csv"))),
        **measures.load(),
        **limits.load(),
    }
    findable = {
        "regions": Region,
        "organisations": Organisation,
        "glossary terms": GlossaryTerm,
        "limit values": Parameter,
    }
    for what, model in findable.items():
        if created[what]:
            index.rebuild(model)
    return created


def rows(path):
    """The rows of a reference file, empty cells left out."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: value for key, value in row.items() if value}


def _create(model, key, records):
    existing = set(model.objects.values_list(key, flat=True))
    new = [model(**record) for record in records if record[key] not in existing]
    model.objects.bulk_create(new)
    return len(new)


def _create_roles():
    """Groups, and what newer tables add to them; a table of which an administrator left something keeps it so."""
    created = 0
    for role, apps in PERMISSIONS.items():
        group, is_new = Group.objects.get_or_create(name=role)
        created += is_new
        known = set(group.permissions.values_list("content_type", flat=True))
        for app_label, models in apps.items():
            permissions = Permission.objects.filter(content_type__app_label=app_label).exclude(content_type__in=known)
            if models is not None:
                permissions = permissions.filter(content_type__model__in=models)
            group.permissions.add(*permissions)
    return created


def _regions():
    tiles = {row["iso"]: row for row in rows(FOLDER / "region_tiles.csv")}
    for row in rows(FOLDER / "regions.csv"):
        tile = tiles.get(row["iso_3166_2"])
        if tile:
            row |= {"tile_row": tile["row"], "tile_column": tile["column"]}
            row |= {f"short_name_{language}": tile[f"short_{language}"] for language in LANGUAGES}
        yield row


def _link_regions():
    """From which regions a region was formed; a region that has its answer keeps it."""
    regions = {region.iso_3166_2: region for region in Region.objects.all()}
    linked = set(Region.formed_from.through.objects.values_list("from_region__iso_3166_2", flat=True))
    changes = [row for row in rows(FOLDER / "region_changes.csv") if row["iso"] not in linked]
    for row in changes:
        regions[row["iso"]].formed_from.add(regions[row["formed_from"]])
    return len(changes)


def _create_topics():
    """Parents stand before their subtopics in the file."""
    topics = {topic.code: topic for topic in Topic.objects.all()}
    created = 0
    for row in rows(FOLDER / "topics.csv"):
        if row["code"] in topics:
            continue
        parent = topics.get(row.pop("parent", None))
        topics[row["code"]] = Topic.objects.create(parent=parent, **row)
        created += 1
    return created


def _create_organisations():
    regions = {region.iso_3166_2: region for region in Region.objects.all()}
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    parents = {}
    created = 0
    for row in rows(FOLDER / "organisations.csv"):
        if row["slug"] in organisations:
            continue
        parents[row["slug"]] = row.pop("parent", None)
        region = regions.get(row.pop("region", None))
        organisations[row["slug"]] = Organisation.objects.create(region=region, **row)
        created += 1
    for slug, parent in parents.items():
        if parent:
            organisations[slug].parent = organisations[parent]
            organisations[slug].save(update_fields=["parent"])
    return created


def _glossary_term(row):
    row["kazakh_seen_in_official_text"] = row.get("kazakh_seen_in_official_text") in ("1", "yes", "true", "True")
    return row
