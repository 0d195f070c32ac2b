from django.db import models
from django.utils.translation import gettext_lazy as _


class Forwarding(models.Model):
    """One holder passed a request on to another: both stay in the request's history."""

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="forwardings")
    from_holder = models.ForeignKey(
        "requests_registry.InformationHolder", models.PROTECT, verbose_name=_("forwarded by"), related_name="+"
    )
    to_holder = models.ForeignKey(
        "requests_registry.InformationHolder", models.PROTECT, verbose_name=_("forwarded to"), related_name="+"
    )
    forwarded_on = models.DateField(_("forwarded on"))
    document = models.CharField(_("number and date of the notice"), max_length=100)

    class Meta:
        verbose_name = _("forwarding")
        verbose_name_plural = _("forwardings")
        ordering = ["forwarded_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_holder=models.F("to_holder")), name="forwarded_to_another_holder"
            ),
        ]

    def __str__(self):
        return f"{self.from_holder} → {self.to_holder}"
