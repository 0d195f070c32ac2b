from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DeskMark(models.Model):
    """What staff decided about one thing on the desk: who has it, until when it waits, that it is done.

    `occasion` is what put the thing there, a due date above all: with another occasion it is on the desk again.
    """

    pile = models.CharField(_("pile"), max_length=30)
    object_id = models.BigIntegerField()
    occasion = models.CharField(_("occasion"), max_length=40)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("taken by"), related_name="+", null=True, blank=True
    )
    claimed_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    postponed_until = models.DateField(_("postponed until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("mark on the desk")
        verbose_name_plural = _("marks on the desk")
        constraints = [
            models.UniqueConstraint(fields=["pile", "object_id", "occasion"], name="one_mark_for_a_thing_on_the_desk"),
            models.CheckConstraint(
                condition=Q(postponed_until=None) | ~Q(reason=""), name="what_is_postponed_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="who_took_it_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.pile} {self.object_id}"
