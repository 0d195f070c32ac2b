"""The page of a dataset whose figures are of sections of a river and months: one month as a chart, all as a table."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import charts
from portal.datasets.numbers import exact
from portal.datasets.state import State, address
from portal.models import RiverSection, SectionReading, WaterClassRow


@dataclass(frozen=True)
class Month:
    key: str  # 2025-09
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Cell:
    number: str  # "": no reading
    quality_class: str


@dataclass(frozen=True)
class TableRow:
    section: RiverSection
    cells: list[Cell]


class RiverPage:
    template = "portal/dataset_river.html"

    def __init__(self, dataset, params):
        self.dataset = dataset
        readings = dataset.section_readings.select_related("section", "parameter", "unit", "class_norm")
        self.readings = list(readings.order_by("section__order", "measured_on"))
        state = State(params, known={"month"})
        days = sorted({reading.measured_on for reading in self.readings})
        self.day = state.one_of(
            "month",
            {_key(day): day for day in days},
            days[-1],
            _("“%(value)s” was left out: there are no readings of such a month."),
        )
        self.days = days
        self.notes = state.notes

    @property
    def has_places(self):
        """Whether any figure can be a point on a map."""
        return any(reading.section.latitude is not None for reading in self.readings)

    @property
    def months(self):
        return [
            Month(_key(day), month_label(day), address([("month", _key(day))], "river"), day == self.day)
            for day in self.days
        ]

    @cached_property
    def current(self):
        return [reading for reading in self.readings if reading.measured_on == self.day]

    @property
    def parameter(self):
        return self.current[0].parameter

    @property
    def month(self):
        return month_label(self.day)

    @property
    def finding(self):
        highest = max(self.current, key=lambda reading: reading.value)
        words = {
            "month": capfirst(self.month),
            "section": highest.section.name,
            "value": with_unit(highest),
            "class": highest.quality_class,
        }
        if highest.quality_class:
            return (
                _("%(month)s: most at the section “%(section)s”, %(value)s. The bulletin calls it class %(class)s.")
                % words
            )
        return _("%(month)s: most at the section “%(section)s”, %(value)s.") % words

    @property
    def unknowns(self):
        """What the figures do not say, in plain sentences."""
        return [sentence for sentence in (self._class_sentence(), self._missing_sentence()) if sentence]

    @property
    def norms(self):
        return {reading.class_norm for reading in self.current if reading.class_norm}

    @cached_property
    def class_rows(self):
        """The rows of the table of classes that speak of what is measured here, cell by cell as printed."""
        rows = WaterClassRow.objects.filter(parameter__in={reading.parameter_id for reading in self.readings})
        return list(rows.select_related("norm").order_by("norm", "row"))

    @property
    def chart(self):
        return mark_safe(self.svg(charts.WIDE) + self.svg(charts.NARROW))  # charts.py escapes every word

    def svg(self, size):
        rows = [
            charts.Row(str(reading.section.name), reading.value, with_unit(reading), class_label(reading.quality_class))
            for reading in self.current
        ]
        words = charts.Words("river", self.finding, self._chart_description(), exact)
        return charts.row_chart(rows, charts.ROWS_WIDE if size is charts.WIDE else charts.ROWS_NARROW, words)

    @property
    def rows(self):
        sections = {reading.section_id: reading.section for reading in self.readings}
        by_place = {(reading.section_id, reading.measured_on): reading for reading in self.readings}
        return [
            TableRow(section, [_cell(by_place.get((key, day))) for day in self.days])
            for key, section in sections.items()
        ]

    @property
    def bulletins(self):
        """Where each figure can be checked: (document, pages)."""
        pages = {}
        for reading in sorted(self.readings, key=lambda reading: reading.measured_on):
            pages.setdefault(reading.source, set()).add(reading.page)
        return [
            (source, ", ".join(str(page) for page in sorted(filter(None, found)))) for source, found in pages.items()
        ]

    def _class_sentence(self):
        printed = sum(reading.quality_class is not None for reading in self.current)
        if printed == len(self.current):
            return ""
        if not printed:
            return _("The bulletin of this month prints no class of water quality, and none is computed here.")
        return ngettext(
            "The bulletin prints a class of water quality for %(printed)s of %(all)s sections. For the others it prints none, and none is computed here.",
            "The bulletin prints a class of water quality for %(printed)s of %(all)s sections. For the others it prints none, and none is computed here.",
            len(self.current),
        ) % {"printed": printed, "all": len(self.current)}

    def _missing_sentence(self):
        here = {reading.section_id for reading in self.current}
        missing = {reading.section.name: None for reading in self.readings if reading.section_id not in here}
        if not missing:
            return ""
        return _("No reading of this month is known for: %(sections)s.") % {"sections": "; ".join(missing)}

    def _chart_description(self):
        readings = "; ".join(f"{reading.section.name}: {with_unit(reading)}" for reading in self.current)
        return _("%(title)s, %(month)s, from upstream to downstream: %(readings)s.") % {
            "title": self.dataset.title,
            "month": self.month,
            "readings": readings,
        }


def _cell(reading):
    return Cell(exact(reading.value), class_label(reading.quality_class)) if reading else Cell("", "")


def _key(day):
    return f"{day:%Y-%m}"


def month_label(day):
    return date_format(day, "YEAR_MONTH_FORMAT")


def with_unit(reading: SectionReading):
    return _("%(number)s %(unit)s") % {"number": exact(reading.value), "unit": reading.unit.symbol}


def class_label(quality_class):
    return _("class %(class)s") % {"class": quality_class} if quality_class else ""
