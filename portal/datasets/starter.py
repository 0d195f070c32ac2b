"""The datasets that come with the portal: words from starter/datasets.toml, figures from the files in starter/data/."""

import csv
import hashlib
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from portal.languages import LANGUAGES
from portal.models import (
    Dataset,
    DatasetColumn,
    DatasetFile,
    Direction,
    Licence,
    Norm,
    Organisation,
    Parameter,
    Region,
    RegionValue,
    RiverSection,
    SectionReading,
    Topic,
    Unit,
)
from portal.publishing import publish

FOLDER = Path(__file__).resolve().parent.parent / "starter"


def load():
    """Create the datasets that are missing, each whole or not at all; a second load changes nothing."""
    records = _records()
    existing = set(Dataset.objects.values_list("slug", flat=True))
    missing = [record for record in records if record["slug"] not in existing]
    for record in missing:
        _create(record)
    return {"datasets": len(missing)}


def _records():
    """A record that is `like` another one says only what is different."""
    records = tomllib.loads((FOLDER / "datasets.toml").read_text(encoding="utf-8"))["datasets"]
    by_slug = {record["slug"]: record for record in records}
    return [by_slug.get(record.get("like"), {}) | record for record in records]


@transaction.atomic
def _create(record):
    dataset = Dataset.objects.create(
        slug=record["slug"],
        shape=record["shape"],
        rhythm=record["rhythm"],
        publisher=Organisation.objects.get(slug=record["publisher"]),
        licence=Licence.objects.get(url=record["licence_url"]) if record["licence_url"] else None,
        unit=Unit.objects.get(code=record["unit"]),
        chart_unit=Unit.objects.get(code=record["chart_unit"]) if "chart_unit" in record else None,
        **_columns("title", record["title"]),
        **_columns("description", record["description"]),
        **_columns("method", record["how_made"]),
        **_columns("source", record["source"]),
        **_columns("caveats", _bulleted(record["caveats"])),
    )
    dataset.topics.set(Topic.objects.filter(code__in=record["topics"]))
    dataset.regions.set(Region.objects.filter(iso_3166_2__in=record["regions"]))
    dataset.directions.set(Direction.objects.filter(slug__in=record["directions"]))
    _create_dictionary(dataset, record["columns"])
    load_figures = {
        Dataset.Shape.REGIONS_BY_YEAR: _load_region_values,
        Dataset.Shape.SECTIONS_BY_MONTH: _load_section_readings,
    }[dataset.shape]
    path = FOLDER / "data" / record["file"]
    load_figures(dataset, record, list(_rows(path, record.get("rows", {}))))
    _record_file(dataset, path)
    publish(dataset, by=None, at=timezone.now())


def _record_file(dataset, path):
    content = path.read_bytes()
    DatasetFile.objects.create(
        dataset=dataset, name=path.name, sha256=hashlib.sha256(content).hexdigest(), size=len(content)
    )


def _create_dictionary(dataset, columns):
    DatasetColumn.objects.bulk_create(
        DatasetColumn(
            dataset=dataset, order=order, name=column["name"], type=column["type"], **_columns("meaning", column)
        )
        for order, column in enumerate(columns)
    )


def _load_region_values(dataset, record, rows):
    regions = {region.iso_3166_2: region for region in Region.objects.all()}
    RegionValue.objects.bulk_create(
        RegionValue(
            dataset=dataset, region=regions[row["region_iso"]], year=int(row["year"]), value=Decimal(row["value"])
        )
        for row in rows
    )


def _load_section_readings(dataset, record, rows):
    """The sections stand in the file in the order of the bulletin, which is the order downstream."""
    region = Region.objects.get(iso_3166_2=record["regions"][0])
    norm = Norm.objects.get(code=record["class_norm"])
    parameters = {parameter.code: parameter for parameter in Parameter.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.all()}
    sections = {
        point["key"]: RiverSection.objects.get_or_create(
            source_name=point["key"],
            defaults={
                "region": region,
                "order": order,
                **_columns("name", point),
                **_columns("river", record["river"]),
            },
        )[0]
        for order, point in enumerate(record["points"], start=1)
    }
    SectionReading.objects.bulk_create(
        SectionReading(
            dataset=dataset,
            section=sections[row["section_ru"]],
            parameter=parameters[row["parameter"]],
            measured_on=date.fromisoformat(f"{row['month']}-01"),
            value=Decimal(row["value"]),
            unit=units[row["unit"]],
            quality_class=int(row["quality_class"]) if row["quality_class"] else None,
            class_norm=norm if row["quality_class"] else None,
            source_ru=row["source"],
            page=int(row["page"]),
        )
        for row in rows
    )


def _rows(path, wanted):
    """The rows of the file whose cells are those of `wanted`."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if wanted.items() <= row.items())


def _columns(name, texts):
    return {f"{name}_{language}": texts[language] for language in LANGUAGES}


def _bulleted(sentences):
    """A Markdown list of sentences in each language."""
    return {language: "\n".join(f"- {sentence[language]}" for sentence in sentences) for language in LANGUAGES}
