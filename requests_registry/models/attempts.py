from django.db import models


class Attempt(models.Model):
    """That somebody sent something: who, is a keyed hash only. Rows older than the limits ask for are deleted."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "at"], name="attempts_by_key"),
            models.Index(fields=["at"], name="attempts_by_time"),
        ]

    def __str__(self):
        return f"{self.key[:8]}… {self.at:%Y-%m-%d %H:%M}"
