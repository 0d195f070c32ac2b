from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.encryption import EncryptedTextField


class HolderCorrectionQuerySet(models.QuerySet):
    def waiting(self):
        """What nobody of the staff has decided yet."""
        return self.filter(state=HolderCorrection.State.WAITING)

    def decided(self):
        return self.exclude(state=HolderCorrection.State.WAITING)


class HolderCorrection(models.Model):
    """What a visitor says is wrong about a holder. Staff check it; the directory never changes by itself."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("of a correction", "waiting")
        DONE = "done", pgettext_lazy("of a correction", "done")
        REJECTED = "rejected", pgettext_lazy("of a correction", "rejected")

    form_key = models.UUIDField(unique=True, editable=False)
    holder = models.ForeignKey(
        "requests_registry.InformationHolder", models.CASCADE, verbose_name=_("holder"), related_name="corrections"
    )
    wrong = models.TextField(_("what is wrong"))
    right = models.TextField(_("what is right"))
    source = models.CharField(_("where it can be checked"), max_length=500, blank=True)
    email = EncryptedTextField(_("e-mail of the visitor"), blank=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(
        pgettext_lazy("of a correction", "state"), max_length=10, choices=State, default=State.WAITING
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True, blank=True
    )
    note = models.TextField(_("reason or note"), blank=True)

    objects = HolderCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | ~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_correction_says_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(note=""), name="a_rejected_correction_says_why"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(email=""), name="a_decided_correction_keeps_no_email"
            ),
        ]
        indexes = [
            models.Index(fields=["-proposed_at", "-id"], name="corrections_newest"),
        ]

    def __str__(self):
        return f"{self.holder}: {self.wrong[:60]}"

    def get_staff_url(self):
        return reverse("staff:correction", args=[self.pk])

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING
