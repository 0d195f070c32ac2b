"""Who releases what: facilities of operators, their yearly releases and transfers, the pollutants of the register."""

from django.db import models
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from portal.models.fields import NumericField, is_a_number
from portal.models.limits import Medium


class PrtrPollutant(models.Model):
    """A pollutant of annex II of the Kyiv Protocol, with the yearly amounts (kg) from which it must be reported."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = TranslatedField(models.CharField, _("name"), max_length=200)
    cas_number = models.CharField(_("CAS number"), max_length=12, blank=True)
    parameter = models.ForeignKey(
        "portal.Parameter", models.SET_NULL, verbose_name=_("parameter"), related_name="+", null=True, blank=True
    )
    to_air_kg = NumericField(_("threshold of releases to air, kg"), null=True, blank=True)
    to_water_kg = NumericField(_("threshold of releases to water, kg"), null=True, blank=True)
    to_land_kg = NumericField(_("threshold of releases to land, kg"), null=True, blank=True)
    transferred_kg = NumericField(_("threshold of off-site transfers, kg"), null=True, blank=True)
    used_kg = models.CharField(_("threshold of manufacture, process or use, as printed"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("PRTR pollutant")
        verbose_name_plural = _("PRTR pollutants")
        ordering = ["number"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name

    def threshold_kg(self, medium):
        """From which yearly amount a release to this medium must be reported; None: no threshold is set."""
        columns = {Medium.AIR: "to_air_kg", Medium.WATER: "to_water_kg", Medium.SOIL: "to_land_kg"}
        return getattr(self, columns[medium]) if medium in columns else None


class FacilityQuerySet(models.QuerySet):
    def with_figures(self):
        """Adds last_year, the newest year with a release, and how many pollutants were ever reported."""
        return self.annotate(last_year=Max("releases__year"), pollutants=Count("releases__pollutant", distinct=True))


class Facility(models.Model):
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = TranslatedField(models.CharField, _("name"), max_length=200)
    operator = models.ForeignKey(
        "portal.Organisation", models.PROTECT, verbose_name=_("operator"), related_name="facilities"
    )
    region = models.ForeignKey("portal.Region", models.PROTECT, verbose_name=_("region"), related_name="facilities")
    category = models.PositiveSmallIntegerField(_("category of impact (1 to 4)"), null=True, blank=True)
    activity = TranslatedField(models.CharField, _("activity"), max_length=200)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    source = models.TextField(_("source"), blank=True)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["slug"]
        constraints = [
            in_some_language("name"),
            models.CheckConstraint(
                condition=models.Q(category=None) | models.Q(category__range=(1, 4)), name="facility_category_is_1_to_4"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("data:facility", args=[self.slug])


class Permit(models.Model):
    """A document that allows a facility to affect the environment, for a time."""

    class Kind(models.TextChoices):
        INTEGRATED = "integrated", _("integrated environmental permit")
        IMPACT = "impact", _("environmental permit for impact")
        DECLARATION = "declaration", _("declaration of impact")
        ASSESSMENT = "assessment", _("conclusion of an environmental assessment")
        OTHER = "other", _("another document")

    facility = models.ForeignKey(Facility, models.CASCADE, verbose_name=_("facility"), related_name="permits")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    number = models.CharField(_("number"), max_length=100)
    issuer = models.ForeignKey(
        "portal.Organisation", models.PROTECT, verbose_name=_("issued by"), related_name="+", null=True, blank=True
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    url = models.URLField(_("address of the document"), max_length=300, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("permit of a facility")
        verbose_name_plural = _("permits of facilities")
        ordering = ["facility", "-issued_on"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "kind", "number"], name="one_permit_per_number"),
            models.CheckConstraint(
                condition=models.Q(issued_on=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("issued_on")),
                name="a_permit_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class Release(models.Model):
    """What a facility released of a pollutant in a year, by medium; routine and accidental amounts apart."""

    class Method(models.TextChoices):
        MEASURED = "M", _("measured")
        CALCULATED = "C", _("calculated")
        ESTIMATED = "E", _("estimated")

    facility = models.ForeignKey(Facility, models.CASCADE, verbose_name=_("facility"), related_name="releases")
    year = models.PositiveSmallIntegerField(_("year"))
    pollutant = models.ForeignKey(PrtrPollutant, models.PROTECT, verbose_name=_("pollutant"), related_name="releases")
    medium = models.CharField(_("medium"), max_length=15, choices=Medium)
    kg = NumericField(_("amount, kg"))
    accidental_kg = NumericField(_("of it accidental, kg"), default=0)
    method = models.CharField(_("how it was found"), max_length=1, choices=Method, blank=True)
    source = models.TextField(_("source"), blank=True)
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)

    class Meta:
        verbose_name = _("release of a facility")
        verbose_name_plural = _("releases of facilities")
        ordering = ["facility", "year", "pollutant"]
        constraints = [
            is_a_number("kg"),
            models.UniqueConstraint(
                fields=["facility", "year", "pollutant", "medium"], name="one_release_per_year_and_medium"
            ),
            models.CheckConstraint(
                condition=models.Q(accidental_kg__gte=0, kg__gte=models.F("accidental_kg")),
                name="accidental_is_part_of_the_release",
            ),
        ]

    def __str__(self):
        return f"{self.facility}, {self.year}: {self.pollutant}"


class WasteTransfer(models.Model):
    """Waste that left a facility in a year: for recovery (R) or disposal (D)."""

    class Treatment(models.TextChoices):
        RECOVERY = "R", _("recovery")
        DISPOSAL = "D", _("disposal")

    facility = models.ForeignKey(Facility, models.CASCADE, verbose_name=_("facility"), related_name="waste_transfers")
    year = models.PositiveSmallIntegerField(_("year"))
    waste = models.CharField(_("waste"), max_length=200)
    is_hazardous = models.BooleanField(_("hazardous"), default=False)
    tonnes = NumericField(_("tonnes"))
    treatment = models.CharField(_("treatment"), max_length=1, choices=Treatment, blank=True)
    destination = models.CharField(_("destination"), max_length=200, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("transfer of waste")
        verbose_name_plural = _("transfers of waste")
        ordering = ["facility", "year"]
        constraints = [is_a_number("tonnes")]

    def __str__(self):
        return f"{self.facility}, {self.year}: {self.waste}"
