"""A dataset's rows as files, under the names that its data dictionary explains."""

from django.utils.translation import gettext as _

from portal.exports import Column
from portal.models import Dataset


def columns(dataset):
    return {
        Dataset.Shape.REGIONS_BY_YEAR: _region_columns,
        Dataset.Shape.SECTIONS_BY_MONTH: _section_columns,
    }[dataset.shape](dataset)


def rows(dataset, regions=()):
    """All rows, or only those of `regions` (their ISO codes)."""
    if dataset.shape == Dataset.Shape.SECTIONS_BY_MONTH:
        return dataset.section_readings.select_related("section", "parameter", "unit")
    values = dataset.region_values.select_related("region")
    return values.filter(region__iso_3166_2__in=regions) if regions else values


def regions_named(dataset, codes):
    """Those of the codes in an address that the figures know; nonsense is left out, as on the page."""
    known = set(dataset.region_values.values_list("region__iso_3166_2", flat=True)) if codes else set()
    return [code for code in codes if code in known]


def _region_columns(dataset):
    return [
        Column("region_iso", _("Code of the region"), lambda row: row.region.iso_3166_2),
        Column("region", _("Region"), lambda row: row.region.name),
        Column("year", _("Year"), lambda row: row.year),
        Column("value", _("Value"), lambda row: row.value),
        Column("unit", _("Unit"), lambda row: dataset.unit.code),
    ]


def _section_columns(dataset):
    return [
        Column("month", _("Month"), lambda row: f"{row.measured_on:%Y-%m}"),
        Column("section_ru", _("Section as in the source"), lambda row: row.section.source_name),
        Column("section", _("Section"), lambda row: row.section.name),
        Column("parameter", _("Parameter"), lambda row: row.parameter.code),
        Column("value", _("Value"), lambda row: row.value),
        Column("unit", _("Unit"), lambda row: row.unit.code),
        Column("quality_class", _("Class of water quality as printed"), lambda row: row.quality_class),
        Column("source", _("Source"), lambda row: row.source),
        Column("page", _("Page"), lambda row: row.page),
    ]
