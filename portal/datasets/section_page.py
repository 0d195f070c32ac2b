"""The page of a section of a river: every reading taken there, with its class as printed and the page to check it on."""

from functools import cached_property

from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import charts
from portal.datasets import points
from portal.datasets.numbers import exact
from portal.datasets.river_page import class_label, month_label, with_unit
from portal.exports import Column
from portal.languages import LANGUAGES
from portal.models import Dataset, RiverSection, SectionReading, StationChange


def public_readings(section):
    readings = SectionReading.objects.filter(section=section, dataset__status=Dataset.Status.PUBLISHED)
    return readings.select_related("section", "parameter", "unit", "class_norm", "dataset").order_by(
        "-measured_on", "parameter"
    )


class SectionPage:
    def __init__(self, section):
        self.section = section
        self.readings = list(public_readings(section))

    @property
    def finding(self):
        newest = self.readings[0]
        words = {
            "parameter": capfirst(newest.parameter.name),
            "month": month_label(newest.measured_on),
            "value": with_unit(newest),
            "class": newest.quality_class,
        }
        if newest.quality_class:
            return _("%(parameter)s, %(month)s: %(value)s. The bulletin calls it class %(class)s.") % words
        return _("%(parameter)s, %(month)s: %(value)s. The bulletin prints no class.") % words

    @property
    def rows(self):
        return [(reading, month_label(reading.measured_on), with_unit(reading)) for reading in self.readings]

    @cached_property
    def _same_parameter(self):
        """The readings that share an axis with the newest one, the oldest first."""
        newest = self.readings[0]
        key = (newest.parameter_id, newest.unit_id)
        return [reading for reading in reversed(self.readings) if (reading.parameter_id, reading.unit_id) == key]

    @cached_property
    def _has_one_norm(self):
        """Classes of two norms never stand on one axis: class 4 of the one is not class 4 of the other."""
        return len({reading.class_norm_id for reading in self._same_parameter} - {None}) <= 1

    @property
    def has_chart(self):
        return len(self.readings) > 1 and len(self._same_parameter) > 1

    @property
    def chart(self):
        return mark_safe(self.svg(charts.ROWS_WIDE) + self.svg(charts.ROWS_NARROW))  # charts.py escapes every word

    def svg(self, size):
        rows = [
            charts.Row(
                month_label(reading.measured_on),
                reading.value,
                with_unit(reading),
                class_label(reading.quality_class) if self._has_one_norm else "",
            )
            for reading in self._same_parameter
        ]
        return charts.row_chart(rows, size, charts.Words("section", str(self.section.name), self.finding, exact))

    @cached_property
    def along_the_river(self):
        """All sections of the river, downstream."""
        return list(RiverSection.objects.filter(river_ru=self.section.river_ru).order_by("order"))

    @cached_property
    def changes(self):
        return list(StationChange.objects.filter(section=self.section))

    @cached_property
    def datasets(self):
        return list(dict.fromkeys(reading.dataset for reading in self.readings))


def columns():
    return [
        Column("month", _("Month"), lambda row: f"{row.measured_on:%Y-%m}"),
        Column("parameter", _("Parameter"), lambda row: row.parameter.code),
        Column("value", _("Value"), lambda row: row.value),
        Column("unit", _("Unit"), lambda row: row.unit.code),
        Column("quality_class", _("Class of water quality as printed"), lambda row: row.quality_class),
        Column("norm", _("Norm"), lambda row: row.class_norm.code if row.class_norm else ""),
        Column("source", _("Source"), lambda row: row.source),
        Column("page", _("Page"), lambda row: row.page),
        Column("dataset", _("Dataset"), lambda row: row.dataset.slug),
    ]


def geojson(page):
    """Every reading at its place; a place that is not known is null, as GeoJSON allows."""
    return {
        "type": "FeatureCollection",
        "features": [points.of_section(reading.dataset, reading) for reading in reversed(page.readings)],
    }


def metadata(page, url_of):
    """What a machine needs to read the files of a section: the place, the norms of the printed classes, the datasets."""
    section = page.section
    norms = {reading.class_norm for reading in page.readings if reading.class_norm}
    return {
        "section": {
            "id": section.pk,
            "river": {code: getattr(section, f"river_{code}") for code in LANGUAGES},
            "name": {code: getattr(section, f"name_{code}") for code in LANGUAGES},
            "name_in_source": section.source_name,
            "region": section.region.iso_3166_2,
            "order_downstream": section.order,
            "url": url_of(section),
        },
        "class": "of water quality as the source prints it; none is computed",
        "norms": [{"id": norm.code, "act": norm.url or None} for norm in sorted(norms, key=lambda norm: norm.code)],
        "datasets": [{"id": dataset.slug, "url": url_of(dataset)} for dataset in page.datasets],
    }
