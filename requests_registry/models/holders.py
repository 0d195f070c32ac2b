from django.db import models
from django.utils.translation import gettext_lazy as _


class InformationHolder(models.Model):
    """An organisation that must answer requests: by which law, and under which of the two profiles of rules."""

    class Profile(models.TextChoices):
        STATE = "STATE", _("state body or state entity")
        COMPANY = "COMPANY", _("company")

    organisation = models.OneToOneField(
        "portal.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="information_holder"
    )
    profile = models.CharField(
        _("rules that apply"),
        max_length=10,
        choices=Profile,
        help_text=_("State bodies: Law 401-V and the administrative procedure code. Companies: Law 401-V only."),
    )
    legal_basis = models.CharField(_("why it must answer (law and article)"), max_length=200)
    higher_body = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("higher body for complaints"),
        related_name="+",
        null=True,
        blank=True,
    )
    note = models.TextField(_("note for staff"), blank=True)

    class Meta:
        verbose_name = _("holder of information")
        verbose_name_plural = _("holders of information")
        ordering = ["organisation__slug"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(legal_basis=""), name="a_holder_has_a_legal_basis"),
            models.CheckConstraint(condition=models.Q(profile__in=["STATE", "COMPANY"]), name="a_holder_has_a_profile"),
        ]

    def __str__(self):
        return str(self.organisation)

    def get_absolute_url(self):
        return self.organisation.get_absolute_url()
