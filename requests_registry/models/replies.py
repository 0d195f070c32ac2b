from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import LANGUAGE_NAMES


class Outcome(models.TextChoices):
    FULL = "full", _("answered in full")
    PART = "part", _("answered in part")
    REFERENCE = "reference", _("answered by a reference to a publication")
    NOT_HELD = "not_held", _("the holder does not have the information")
    REFUSED = "refused", _("refused")


class Reply(models.Model):
    """What the holder answered, whatever way it came: on paper, by e-mail, through e-Өтініш."""

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="replies")
    form_key = models.UUIDField(unique=True, editable=False)
    received_on = models.DateField(_("received on"))
    outcome = models.CharField(_("what was answered"), max_length=15, choices=Outcome)
    text = models.TextField(_("text of the reply"))
    language = models.CharField(_("language of the reply"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    reference = models.CharField(_("number and date on the reply"), max_length=100, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="a_reply_has_an_outcome"),
        ]

    def __str__(self):
        return f"{self.received_on:%Y-%m-%d} {self.get_outcome_display()}"
