from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language


class Organisation(models.Model):
    """An organisation in any of its roles: holder of information, co-organiser, supporter, publisher, operator."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("ministry")
        COMMITTEE = "committee", _("committee")
        TERRITORIAL = "territorial_department", _("territorial department")
        INSPECTION = "inspection", _("inspectorate")
        AKIMAT = "akimat", _("akimat")
        AKIMAT_DEPARTMENT = "akimat_department", _("department of an akimat")
        PROSECUTOR = "prosecutor", _("prosecutor's office")
        COURT = "court", _("court")
        STATE_ENTERPRISE = "state_enterprise", _("state enterprise")
        NATIONAL_COMPANY = "national_company", _("national company")
        OPERATOR = "operator", _("company, operator of facilities")
        NGO = "ngo", _("public association or foundation")
        INTERNATIONAL = "international", _("international organisation")
        EMBASSY = "embassy", _("embassy or foreign state body")
        SCIENCE = "science", _("science and education")
        MEDIA = "media", _("media")
        CENTRE = "centre", _("Aarhus Centre")
        OTHER = "other", _("other")

    class Level(models.TextChoices):
        NATIONAL = "national", _("national")
        INTERREGIONAL = "interregional", _("interregional")
        REGIONAL = "regional", _("regional")
        LOCAL = "local", _("local")
        INTERNATIONAL = "international", _("international")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = TranslatedField(models.CharField, _("name"), max_length=300)
    short_name = TranslatedField(models.CharField, _("short name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.OTHER)
    level = models.CharField(_("level"), max_length=15, choices=Level, blank=True)
    region = models.ForeignKey(
        "portal.Region", models.PROTECT, verbose_name=_("region"), related_name="organisations", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("higher body"), related_name="children", null=True, blank=True
    )
    description = TranslatedField(models.TextField, _("description"))
    website = models.URLField(_("website"), max_length=300, blank=True)
    public_email = models.EmailField(_("public e-mail address"), blank=True)
    bin = models.CharField(_("BIN"), max_length=12, blank=True)
    source = models.TextField(_("source"), blank=True)
    source_confidence = models.CharField(_("how sure the source is"), max_length=20, blank=True)
    note = models.TextField(_("note for staff"), blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])
