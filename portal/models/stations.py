"""Where the environment is measured: posts and stations, how they moved and were renamed, the spellings of sources."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from portal.models.fields import check_time_zone
from portal.models.limits import Medium


class StationQuerySet(models.QuerySet):
    def incomplete(self):
        """What an import cannot know of a new station: its names in Kazakh and Russian, its region."""
        return self.filter(models.Q(region=None) | models.Q(name_kk="") | models.Q(name_ru=""))

    def with_newest_reading(self):
        """Adds last_ts and readings of the public series, and read_at, whose day is right for what ends at midnight too."""
        public = models.Q(series__is_public=True)
        last_ts = models.Max("series__last_ts", filter=public)
        return self.annotate(
            last_ts=last_ts,
            read_at=last_ts - timedelta(microseconds=1),
            readings=models.Sum("series__count", filter=public),
        )


class Station(models.Model):
    """A post or station; also a town, where a source publishes only the mean of its posts."""

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", _("automatic post")
        MANUAL = "manual", _("manual post")
        MOBILE = "mobile", _("mobile laboratory")
        TOWN = "town", _("mean of the posts of a town")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    medium = models.CharField(_("medium"), max_length=15, choices=Medium, default=Medium.AIR)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.AUTOMATIC)
    name = TranslatedField(models.CharField, _("name"), max_length=150)
    settlement = TranslatedField(models.CharField, _("settlement"), max_length=100)
    region = models.ForeignKey(
        "portal.Region", models.PROTECT, verbose_name=_("region"), related_name="stations", null=True, blank=True
    )
    operator = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("operator"),
        related_name="stations",
        null=True,
        blank=True,
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Almaty")
    opened_on = models.DateField(_("day of opening"), null=True, blank=True)
    closed_on = models.DateField(_("day of closing"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("replaced by"), related_name="replaces", null=True, blank=True
    )
    probable_twin = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("probably the same as"), related_name="+", null=True, blank=True
    )
    note = TranslatedField(models.TextField, _("note"))
    source = models.TextField(_("source"), blank=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["slug"]
        constraints = [
            in_some_language("name"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_station_has_both_coordinates_or_none",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.settlement, self.name]))

    def get_absolute_url(self):
        return reverse("data:station", args=[self.slug])

    def clean(self):
        check_time_zone(self.time_zone)


class StationChange(models.Model):
    """Something that changed at a station or a section: figures before and after it may not be comparable."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        RENAMED = "renamed", _("renamed")
        REPLACED = "replaced", _("instrument replaced")
        STOPPED = "stopped", _("stopped")
        RESUMED = "resumed", _("resumed")

    station = models.ForeignKey(
        Station, models.CASCADE, verbose_name=_("station"), related_name="changes", null=True, blank=True
    )
    section = models.ForeignKey(
        "portal.RiverSection",
        models.CASCADE,
        verbose_name=_("section"),
        related_name="changes",
        null=True,
        blank=True,
    )
    changed_on = models.DateField(_("changed on"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    was = models.CharField(_("how it was before"), max_length=200, blank=True)
    note = TranslatedField(models.TextField, _("note"))
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("change of a station")
        verbose_name_plural = _("changes of stations")
        ordering = ["changed_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(station=None) ^ models.Q(section=None), name="a_change_is_of_one_place"
            )
        ]

    def __str__(self):
        return f"{self.station or self.section}, {self.changed_on}: {self.get_kind_display()}"
