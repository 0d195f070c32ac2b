from django.conf import settings
from django.db import models
from django.db.models import Q


class UploadLinkQuerySet(models.QuerySet):
    def open(self, on):
        return self.filter(expires_on__gte=on, ended_at=None)


class UploadLink(models.Model):
    """A private address at which a holder answers a request without an account. Only the hash of its secret is kept."""

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="upload_links")
    token_hash = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = UploadLinkQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"), name="a_link_is_kept_as_its_hash")
        ]

    def __str__(self):
        return f"{self.request_id} {self.token_hash[:8]}…"
