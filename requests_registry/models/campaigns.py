from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import LANGUAGE_NAMES, Text


class Campaign(models.Model):
    """The same question to many holders, so that their answers can be laid side by side."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    form_key = models.UUIDField(unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text of the request"))
    language = models.CharField(_("language of the request"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("made by"), related_name="+")

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(subject="") & ~models.Q(text=""), name="a_campaign_asks_something"
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("requests:campaign", args=[self.slug])

    @property
    def title(self):
        return Text(self.subject, self.language)
