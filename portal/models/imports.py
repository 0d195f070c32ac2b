"""A file that was read: what every import keeps of it, whatever it brings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FileImport(models.Model):
    """Checked only, or loaded, or loaded and undone."""

    class State(models.TextChoices):
        CHECKED = "checked", _("checked, nothing stored")
        LOADED = "loaded", _("loaded")
        UNDONE = "undone", _("undone")

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def mark_undone(self, *, by, at):
        self.state, self.undone_by, self.undone_at = self.State.UNDONE, by, at
        self.save(update_fields=["state", "undone_by", "undone_at"])


def says_when_it_was_undone(name):
    return models.CheckConstraint(
        condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)), name=name
    )
