"""Tables of releases that were read: what each brought, and what stood there before, so that it can be undone."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.models.facilities import Facility, PrtrPollutant
from portal.models.imports import FileImport, says_when_it_was_undone
from portal.models.limits import Medium


class ReleaseImport(FileImport):
    source = models.CharField(max_length=300)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("import of releases")
        verbose_name_plural = _("imports of releases")
        ordering = ["-pk"]
        constraints = [says_when_it_was_undone("an_undone_import_of_releases_says_when")]

    def __str__(self):
        return f"{self.file_name} ({self.made_at:%Y-%m-%d})"

    def get_absolute_url(self):
        return reverse("data-staff:release-import", args=[self.pk])


class ReleaseRevision(models.Model):
    """What an import put in the place of what: `was` is empty where the release was new."""

    run = models.ForeignKey(ReleaseImport, models.CASCADE, related_name="revisions")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    pollutant = models.ForeignKey(PrtrPollutant, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    medium = models.CharField(max_length=15, choices=Medium)
    was = models.JSONField(null=True)
    became = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "facility", "pollutant", "year", "medium"], name="one_revision_per_release_and_import"
            )
        ]

    def __str__(self):
        return f"{self.facility_id}, {self.year}"
