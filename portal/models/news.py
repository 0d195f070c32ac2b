"""Exceedances that became known: each told once, however often its values are computed anew."""

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from portal.models.observations import Episode


class ExceedanceNewsQuerySet(models.QuerySet):
    def with_episode(self):
        """Adds the key of the episode as it is now; what an undone import had brought has none and is left out."""
        now = Episode.objects.filter(
            series=OuterRef("series"),
            limit_value=OuterRef("limit_value"),
            first_ts__lte=OuterRef("last_ts"),
            last_ts__gte=OuterRef("first_ts"),
        )
        return self.annotate(episode_key=Subquery(now.order_by("first_ts").values("pk")[:1])).exclude(episode_key=None)


class ExceedanceNews(models.Model):
    """Rows are only added, their ids only grow: who reads on from the last id has seen everything once."""

    series = models.ForeignKey("portal.Series", models.CASCADE, related_name="+", db_index=False)
    limit_value = models.ForeignKey("portal.LimitValue", models.CASCADE, related_name="+")
    first_ts = models.DateTimeField(help_text="of the episode when it was told; it may have grown since")
    last_ts = models.DateTimeField()
    told_at = models.DateTimeField()

    objects = ExceedanceNewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news of an exceedance")
        verbose_name_plural = _("news of exceedances")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "limit_value", "first_ts"], name="an_exceedance_is_told_once"),
        ]

    def __str__(self):
        return f"{self.series_id}, {self.first_ts:%Y-%m-%d %H:%M}"
