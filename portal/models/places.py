from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language


class RegionQuerySet(models.QuerySet):
    def current(self):
        """Regions and cities that exist today: without the country as a whole and without those that ended."""
        return self.exclude(kind=Region.Kind.COUNTRY).filter(ended_in=None)

    def with_origins(self):
        """Adds the keys of the regions from whose territory each was formed."""
        return self.annotate(origins=ArrayAgg("formed_from", filter=Q(formed_from__isnull=False), default=Value([])))


class Region(models.Model):
    """The country, a region or a city of republican significance, with the years in which it existed."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        CITY = "city", _("city of republican significance")

    slug = models.SlugField(_("address"), unique=True)
    iso_3166_2 = models.CharField("ISO 3166-2", max_length=6, unique=True)
    kato_code = models.CharField(_("KATO code"), max_length=9, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = TranslatedField(models.CharField, _("name"), max_length=100)
    short_name = TranslatedField(models.CharField, _("name on a tile"), max_length=20)
    centre = TranslatedField(models.CharField, _("administrative centre"), max_length=100)
    latitude = models.DecimalField(_("latitude of the centre"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude of the centre"), max_digits=8, decimal_places=5, null=True, blank=True)
    began_in = models.PositiveSmallIntegerField(_("exists since (year)"), null=True, blank=True)
    ended_in = models.PositiveSmallIntegerField(_("ended in (year)"), null=True, blank=True)
    formed_from = models.ManyToManyField(
        "self", verbose_name=_("formed from the territory of"), related_name="became", symmetrical=False, blank=True
    )
    tile_row = models.PositiveSmallIntegerField(_("row of the tile"), null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("column of the tile"), null=True, blank=True)
    note = TranslatedField(models.TextField, _("note"))
    source = models.TextField(_("source"), blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["iso_3166_2"]
        constraints = [
            in_some_language("name"),
            models.UniqueConstraint(fields=["tile_row", "tile_column"], name="one_region_per_tile"),
            models.CheckConstraint(
                condition=models.Q(ended_in=None)
                | models.Q(began_in=None)
                | models.Q(ended_in__gte=models.F("began_in")),
                name="region_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("region", args=[self.slug])
