from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from portal.models.fields import NumericField, is_a_number
from portal.models.monitoring import SectionReading
from portal.models.published import About, Published, PublishedQuerySet


class Licence(models.Model):
    """What the publisher permits, said as plain answers; empty: the publisher does not say."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = TranslatedField(models.CharField, _("name"), max_length=150)
    url = models.URLField(_("address of the licence"), max_length=300, blank=True)
    permits_sharing = models.BooleanField(_("may be shared"), null=True, blank=True)
    permits_changes = models.BooleanField(_("may be changed and combined"), null=True, blank=True)
    permits_commercial_use = models.BooleanField(_("may be used commercially"), null=True, blank=True)
    requires_attribution = models.BooleanField(_("the source must be named"), null=True, blank=True)
    requires_same_licence = models.BooleanField(_("only under the same licence"), null=True, blank=True)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["code"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name

    @property
    def answers(self):
        """Each question about use with its answer: yes, no, or None where the licence does not say."""
        fields = [field for field in self._meta.fields if isinstance(field, models.BooleanField)]
        return [(field.verbose_name, getattr(self, field.name)) for field in fields]


class DatasetQuerySet(PublishedQuerySet):
    def with_period(self):
        """Adds first_year, last_year, first_month and last_month of each dataset's own figures."""
        years = RegionValue.objects.filter(dataset=OuterRef("pk")).order_by().values("dataset")
        months = SectionReading.objects.filter(dataset=OuterRef("pk")).order_by().values("dataset")
        return self.annotate(
            first_year=Subquery(years.annotate(at=Min("year")).values("at")),
            last_year=Subquery(years.annotate(at=Max("year")).values("at")),
            first_month=Subquery(months.annotate(at=Min("measured_on")).values("at")),
            last_month=Subquery(months.annotate(at=Max("measured_on")).values("at")),
        )

    def about(self, topic):
        """With the topics under it."""
        named = Dataset.topics.through.objects.filter(dataset=OuterRef("pk"))
        return self.filter(Exists(named.filter(Q(topic=topic) | Q(topic__parent=topic))))

    def within(self, region):
        """Datasets that name the region, or that have a figure of it."""
        named = Dataset.regions.through.objects.filter(dataset=OuterRef("pk"), region=region)
        figures = RegionValue.objects.filter(dataset=OuterRef("pk"), region=region)
        return self.filter(Exists(named) | Exists(figures))

    def with_figures(self, year=None):
        """Datasets with a figure, or with one of that year."""
        figures = RegionValue.objects.filter(dataset=OuterRef("pk"))
        readings = SectionReading.objects.filter(dataset=OuterRef("pk"))
        if year is not None:
            figures, readings = figures.filter(year=year), readings.filter(measured_on__year=year)
        return self.filter(Exists(figures) | Exists(readings))

    def with_places(self):
        """Datasets with a figure of a place whose coordinates are known."""
        figures = RegionValue.objects.filter(dataset=OuterRef("pk"), region__latitude__isnull=False)
        readings = SectionReading.objects.filter(dataset=OuterRef("pk"), section__latitude__isnull=False)
        return self.filter(Exists(figures) | Exists(readings))


class Dataset(Published, About):
    """Figures that somebody published, with their source, their licence and how they were made."""

    class Shape(models.TextChoices):
        REGIONS_BY_YEAR = "regions_by_year", _("a figure for each region and year")
        SECTIONS_BY_MONTH = "sections_by_month", _("a figure for each section of a river and month")

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        YEARLY = "yearly", _("every year")
        IRREGULAR = "irregular", _("from time to time")
        NEVER = "never", _("not updated any more")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    shape = models.CharField(_("what a row is"), max_length=20, choices=Shape)
    title = TranslatedField(models.CharField, _("title"), max_length=200)
    description = TranslatedField(models.TextField, _("description"))
    method = TranslatedField(models.TextField, _("how the figures are made"), help_text=_("Markdown"))
    caveats = TranslatedField(models.TextField, _("what to keep in mind"), help_text=_("Markdown"))
    publisher = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("publisher"),
        related_name="datasets",
        null=True,
        blank=True,
    )
    source = TranslatedField(models.TextField, _("source"))
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    licence = models.ForeignKey(
        Licence, models.PROTECT, verbose_name=_("licence"), related_name="datasets", null=True, blank=True
    )
    unit = models.ForeignKey("portal.Unit", models.PROTECT, verbose_name=_("unit of the figures"), related_name="+")
    chart_unit = models.ForeignKey(
        "portal.Unit",
        models.PROTECT,
        verbose_name=_("unit of charts and sentences"),
        help_text=_("empty: the unit of the figures"),
        related_name="+",
        null=True,
        blank=True,
    )
    rhythm = models.CharField(_("updated"), max_length=10, choices=Rhythm, default=Rhythm.IRREGULAR)
    next_due_on = models.DateField(
        _("next update due"), help_text=_("empty: the publisher names no day"), null=True, blank=True
    )

    objects = DatasetQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["slug"]
        constraints = [*Published.Meta.constraints, in_some_language("title")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("data:dataset", args=[self.slug])

    @property
    def shown_unit(self):
        return self.chart_unit or self.unit

    @property
    def newest_on(self):
        """The last day that the figures speak about; rows of with_period() only."""
        if self.last_year:
            return date(self.last_year, 12, 31)
        return self.last_month


class DatasetColumn(models.Model):
    """A column of the dataset's files in words: the data dictionary."""

    class Type(models.TextChoices):
        TEXT = "text", _("text")
        CODE = "code", _("code")
        YEAR = "year", _("year")
        MONTH = "month", _("month")
        NUMBER = "number", _("number")

    dataset = models.ForeignKey(Dataset, models.CASCADE, verbose_name=_("dataset"), related_name="columns")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name in the files"), max_length=50)
    type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.TEXT)
    meaning = TranslatedField(models.TextField, _("meaning"))

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        ordering = ["order"]
        constraints = [
            in_some_language("meaning"),
            models.UniqueConstraint(fields=["dataset", "name"], name="one_meaning_per_column"),
        ]

    def __str__(self):
        return self.name


class RegionValue(models.Model):
    """The figure of one region for one year. No row: the source gives none; a zero is a figure."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, verbose_name=_("dataset"), related_name="region_values")
    region = models.ForeignKey("portal.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    value = NumericField(_("value"))
    note = TranslatedField(models.CharField, _("note"), max_length=300)

    class Meta:
        verbose_name = _("figure of a region")
        verbose_name_plural = _("figures of regions")
        ordering = ["region__iso_3166_2", "year"]
        constraints = [
            is_a_number("value"),
            models.UniqueConstraint(fields=["dataset", "region", "year"], name="one_value_per_region_and_year"),
            models.CheckConstraint(condition=models.Q(year__range=(1900, 2200)), name="region_value_year_is_a_year"),
        ]

    def __str__(self):
        return f"{self.region}, {self.year}: {self.value}"

    @property
    def label(self):
        """Which figure it is, whatever its value: for the list of corrections."""
        return f"{self.region.iso_3166_2}, {self.year}"


class DatasetFile(models.Model):
    """A file or document that the figures were taken from: what it was, its fingerprint, who loaded it and when."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, verbose_name=_("dataset"), related_name="files")
    name = models.CharField(_("file or document"), max_length=300)
    pages = models.CharField(_("pages"), max_length=60, blank=True)
    url = models.URLField(_("address"), max_length=300, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size, bytes"), null=True, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"), default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("loaded by"), related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("file of a dataset")
        verbose_name_plural = _("files of datasets")
        ordering = ["-loaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256="") | models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_one"
            )
        ]

    def __str__(self):
        return self.name


class Correction(models.Model):
    """A published figure that was changed or taken away, before and after, and why. Rows are only added."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, verbose_name=_("dataset"), related_name="corrections")
    figure = models.CharField(_("figure"), max_length=300, help_text=_("which one: region and year, section and month"))
    old_value = NumericField(_("before"))
    new_value = NumericField(_("after"), null=True, blank=True, help_text=_("empty: the figure was taken away"))
    reason = TranslatedField(models.TextField, _("reason"))
    made_at = models.DateTimeField(_("corrected at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("corrected by"),
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("correction of a figure")
        verbose_name_plural = _("corrections of figures")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.figure}: {self.old_value} → {self.new_value}"
