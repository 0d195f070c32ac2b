"""What the law allows: limit values, groups whose shares are added up, classes of water quality."""

from collections import Counter

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.models.fields import NumericField
from portal.models.imports import FileImport
from portal.models.monitoring import RiverSection


class Medium(models.TextChoices):
    AIR = "air", _("air")
    WATER = "water", _("water")
    SOIL = "soil", _("soil")
    PRECIPITATION = "precipitation", _("precipitation")
    RADIATION = "radiation", _("radiation")


class Averaging(models.TextChoices):
    MAX_SINGLE = "max_single", _("maximum single (20–30 minutes)")
    EIGHT_HOURS = "8h", _("8 hours")
    DAILY = "daily", _("daily mean")
    PEAK_SEASON = "peak_season", _("peak season")
    ANNUAL = "annual", _("annual mean")


class Use(models.TextChoices):
    SETTLEMENT = "settlement", _("air of settlements")
    DRINKING = "drinking", _("drinking water")
    FISHERY = "fishery", _("water for fishery")
    ANY = "any", _("any use")


class LimitTable(FileImport):
    """A file with limit values of one act, and what a person said of it. What it brings is unconfirmed."""

    norm = models.ForeignKey("portal.Norm", models.PROTECT, verbose_name=_("norm"), related_name="limit_tables")
    edition = models.CharField(
        _("edition of the act"), max_length=200, help_text=_("with its date: as amended on 18 February 2025")
    )
    source = models.CharField(
        _("where the table comes from"), max_length=300, help_text=_("who published it, and the address of the page")
    )
    medium = models.CharField(_("medium"), max_length=15, choices=Medium, default=Medium.AIR)
    use = models.CharField(_("for"), max_length=15, choices=Use, default=Use.SETTLEMENT)
    averaging = models.CharField(
        _("averaging"),
        max_length=15,
        choices=Averaging,
        blank=True,
        help_text=_("empty where each column of limits says its own"),
    )
    unit = models.ForeignKey(
        "portal.Unit",
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("empty where the heading says it"),
    )
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("no longer in force from"), null=True, blank=True)
    lines = models.JSONField(default=list)
    refusals = models.JSONField(default=list)

    class Meta:
        verbose_name = _("table of limit values")
        verbose_name_plural = _("tables of limit values")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
                name="a_table_of_limits_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("data-staff:limit-table", args=[self.pk])

    @property
    def counts(self):
        """{new, changed, same, refused}: how many."""
        found = Counter(line["what"] for line in self.lines)
        return {what: found[what] for what in ("new", "changed", "same")} | {"refused": len(self.refusals)}


class LimitValueQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(valid__contains=on)

    def binding(self):
        return self.filter(norm__is_binding=True)


class LimitValue(models.Model):
    """The most that a norm allows of a parameter; what equals the limit keeps it, only what is above it exceeds.

    No row means that no norm is set: nothing is compared, and no number is borrowed from another norm or averaging.
    """

    Averaging = Averaging
    Use = Use

    norm = models.ForeignKey("portal.Norm", models.PROTECT, verbose_name=_("norm"), related_name="limit_values")
    parameter = models.ForeignKey(
        "portal.Parameter", models.PROTECT, verbose_name=_("parameter"), related_name="limit_values"
    )
    medium = models.CharField(_("medium"), max_length=15, choices=Medium, default=Medium.AIR)
    use = models.CharField(_("for"), max_length=15, choices=Use, default=Use.SETTLEMENT)
    averaging = models.CharField(_("averaging"), max_length=15, choices=Averaging)
    step = models.CharField(_("interim target"), max_length=5, blank=True, help_text=_("empty: the limit itself"))
    value = NumericField(_("limit value"))
    unit = models.ForeignKey("portal.Unit", models.PROTECT, verbose_name=_("unit"), related_name="+")
    valid = DateRangeField(_("valid"))
    article = models.CharField(_("article or row of the act"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("somebody compared it with the text of the act")
    )
    table = models.ForeignKey(
        LimitTable,
        models.PROTECT,
        verbose_name=_("table that it was loaded from"),
        related_name="limit_values",
        null=True,
        blank=True,
        editable=False,
    )

    objects = LimitValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit value")
        verbose_name_plural = _("limit values")
        ordering = ["norm", "parameter", "averaging", "step"]
        constraints = [
            models.CheckConstraint(condition=models.Q(value__gt=0, value__lt=10**17), name="limit_value_is_positive"),
            ExclusionConstraint(
                name="one_limit_value_at_a_time",
                expressions=[
                    *((name, RangeOperators.EQUAL) for name in ("norm", "parameter", "medium", "use")),
                    *((name, RangeOperators.EQUAL) for name in ("averaging", "step")),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.parameter}: {self.value.normalize():f} {self.unit}"

    def is_exceeded_by(self, value):
        return value > self.value

    def multiple_of(self, value):
        """How many times the limit a value is, unrounded."""
        return value / self.value


class SummationGroup(models.Model):
    """Substances that act together: the sum of their shares of the maximum single limits must not exceed 1."""

    norm = models.ForeignKey("portal.Norm", models.PROTECT, verbose_name=_("norm"), related_name="summation_groups")
    number = models.PositiveSmallIntegerField(_("number in the act"))
    members = models.ManyToManyField("portal.Parameter", verbose_name=_("members"), related_name="summation_groups")
    valid = DateRangeField(_("valid"))

    class Meta:
        verbose_name = _("summation group")
        verbose_name_plural = _("summation groups")
        ordering = ["norm", "number"]
        constraints = [
            ExclusionConstraint(
                name="one_summation_group_at_a_time",
                expressions=[
                    ("norm", RangeOperators.EQUAL),
                    ("number", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self):
        return str(self.number)


class WaterClassRow(models.Model):
    """A row of the table of water classes, cell by cell as printed, and the bounds a person has read from it.

    For rivers and canals only: never for the Caspian or a lake. A class is computed by confirmed rows alone.
    """

    norm = models.ForeignKey("portal.Norm", models.PROTECT, verbose_name=_("norm"), related_name="water_class_rows")
    row = models.CharField(_("row"), max_length=20)
    indicator = models.TextField(_("indicator"))
    symbol = models.CharField(_("symbol"), max_length=50, blank=True)
    unit_text = models.CharField(_("unit as printed"), max_length=50, blank=True)
    cells = ArrayField(models.TextField(blank=True), size=6, verbose_name=_("cells of classes 1 to 6 as printed"))
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    parameter = models.ForeignKey(
        "portal.Parameter",
        models.PROTECT,
        verbose_name=_("parameter"),
        related_name="water_class_rows",
        null=True,
        blank=True,
    )
    upper_bounds = ArrayField(
        NumericField(), size=5, verbose_name=_("upper bounds of classes 1 to 5"), null=True, blank=True
    )
    is_confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("row of water classes")
        verbose_name_plural = _("rows of water classes")
        ordering = ["norm", "row"]
        constraints = [
            models.UniqueConstraint(fields=["norm", "row"], name="one_water_class_row_per_norm"),
            models.CheckConstraint(
                condition=models.Q(is_confirmed=False)
                | models.Q(parameter__isnull=False, upper_bounds__isnull=False, upper_bounds__len=5),
                name="a_confirmed_water_class_row_has_bounds",
            ),
        ]

    def __str__(self):
        return self.indicator

    def class_of(self, value, *, at):
        """The best class whose bound the value does not pass; None while nobody has confirmed the row, and off a river."""
        if not self.is_confirmed or not isinstance(at, RiverSection):
            return None
        return next((number for number, bound in enumerate(self.upper_bounds, start=1) if value <= bound), 6)
