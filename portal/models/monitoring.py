"""What is measured, in what, against which norm, and where: units, parameters, norms, sections of rivers."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from portal.models.fields import NumericField, is_a_number


class Unit(models.Model):
    """A unit; units of one kind convert into each other by their factors to the kind's base unit."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(
        _("kind"), max_length=30, help_text=_("mass, money, concentration: units of one kind convert")
    )
    factor_to_base = NumericField(_("factor to the base unit of the kind"), default=1)
    name = TranslatedField(models.CharField, _("name"), max_length=80)
    symbol = TranslatedField(models.CharField, _("sign"), max_length=30)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["kind", "code"]
        constraints = [
            in_some_language("name"),
            in_some_language("symbol"),
            models.CheckConstraint(condition=models.Q(factor_to_base__gt=0), name="unit_factor_is_positive"),
        ]

    def __str__(self):
        return self.symbol

    def convert(self, value, to):
        """`value` of this unit in another unit of the same kind."""
        if self == to:
            return value
        if self.kind != to.kind:
            raise ValueError(f"{self.code} does not convert to {to.code}")
        return value * self.factor_to_base / to.factor_to_base


class Parameter(models.Model):
    """A substance or property that is measured. Its observations are kept in its unit, the one of its limit values."""

    code = models.CharField(_("code"), max_length=50, unique=True)
    name = TranslatedField(models.CharField, _("name"), max_length=150)
    formula = models.CharField(_("formula"), max_length=30, blank=True)
    cas_number = models.CharField(_("CAS number"), max_length=12, blank=True)
    hazard_class = models.PositiveSmallIntegerField(_("hazard class"), null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit of observations"), related_name="+", null=True, blank=True
    )
    smallest = NumericField(
        _("smallest possible value"), help_text=_("a reading below it is refused"), null=True, blank=True
    )
    largest_plausible = NumericField(
        _("largest plausible value"), help_text=_("a reading above it is kept and marked"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ["code"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("data:parameter", args=[self.code])


class Norm(models.Model):
    """A legal act that sets limit values or classes of quality."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    title = TranslatedField(models.CharField, _("title"), max_length=300)
    number = models.CharField(_("number of the act"), max_length=50, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    url = models.URLField(_("address of the act"), max_length=300, blank=True)
    is_binding = models.BooleanField(
        _("binding"), default=True, help_text=_("a recommendation is shown, but never said to be violated")
    )
    note = TranslatedField(models.TextField, _("note"))

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("norms")
        ordering = ["code"]
        constraints = [in_some_language("title")]

    def __str__(self):
        return self.title


class RiverSection(models.Model):
    """A section (створ) of a river where water is sampled."""

    river = TranslatedField(models.CharField, _("river"), max_length=100)
    name = TranslatedField(models.CharField, _("name"), max_length=200)
    source_name = models.CharField(_("name in the source"), max_length=200, unique=True)
    region = models.ForeignKey("portal.Region", models.PROTECT, verbose_name=_("region"), related_name="river_sections")
    order = models.PositiveSmallIntegerField(_("order downstream"))
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("replaced by"), related_name="replaces", null=True, blank=True
    )

    class Meta:
        verbose_name = _("section of a river")
        verbose_name_plural = _("sections of rivers")
        ordering = ["river_ru", "order"]
        constraints = [
            in_some_language("name"),
            in_some_language("river"),
            models.UniqueConstraint(fields=["river_ru", "order"], name="one_section_per_place_on_a_river"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("data:section", args=[self.pk])


class SectionReading(models.Model):
    """A concentration at a section of a river, with the class that the bulletin itself printed, if it did.

    The class is never computed here: it belongs to the norm it was printed under.
    """

    class Precision(models.TextChoices):
        YEAR = "year", _("year")
        MONTH = "month", _("month")
        DAY = "day", _("day")

    dataset = models.ForeignKey(
        "portal.Dataset", models.CASCADE, verbose_name=_("dataset"), related_name="section_readings"
    )
    section = models.ForeignKey(RiverSection, models.PROTECT, verbose_name=_("section"), related_name="readings")
    parameter = models.ForeignKey(Parameter, models.PROTECT, verbose_name=_("parameter"), related_name="+")
    measured_on = models.DateField(_("measured on"), help_text=_("the first day of the month or year"))
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.MONTH)
    value = NumericField(_("value"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    quality_class = models.PositiveSmallIntegerField(_("class of water quality as printed"), null=True, blank=True)
    class_norm = models.ForeignKey(
        Norm, models.PROTECT, verbose_name=_("norm of the class"), related_name="+", null=True, blank=True
    )
    source = TranslatedField(models.CharField, _("source document"), max_length=300)
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading at a section")
        verbose_name_plural = _("readings at sections")
        ordering = ["measured_on", "section__order"]
        constraints = [
            is_a_number("value"),
            models.UniqueConstraint(
                fields=["dataset", "section", "parameter", "measured_on"], name="one_reading_per_section_and_time"
            ),
            models.CheckConstraint(
                condition=models.Q(quality_class=None, class_norm=None)
                | models.Q(quality_class__range=(1, 6), class_norm__isnull=False),
                name="a_printed_class_has_its_norm",
            ),
            models.CheckConstraint(
                condition=models.Q(precision="day")
                | models.Q(precision="month", measured_on__day=1)
                | models.Q(precision="year", measured_on__day=1, measured_on__month=1),
                name="reading_of_a_period_stands_on_its_first_day",
            ),
        ]

    def __str__(self):
        return f"{self.section}, {self.measured_on}: {self.value}"

    @property
    def label(self):
        """Which reading it is, whatever its value: for the list of corrections."""
        return f"{self.section.source_name}, {self.parameter.code}, {self.measured_on:%Y-%m}"
