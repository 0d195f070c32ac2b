from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import LANGUAGE_NAMES, TranslatedField, active_language, columns
from requests_registry.holders.legal_basis import written


class InformationHolderQuerySet(models.QuerySet):
    def named(self, words):
        """Holders with these words in a name of theirs, full or short, in any language."""
        found = Q()
        for column in [*columns("name"), *columns("short_name")]:
            found |= Q(**{f"organisation__{column}__icontains": words})
        return self.filter(found)


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
    language = models.CharField(
        _("language of correspondence"),
        max_length=2,
        choices=list(LANGUAGE_NAMES.items()),
        blank=True,
        help_text=_("Empty: Kazakh and Russian alike, as the law has it."),
    )
    office_hours = TranslatedField(models.CharField, _("hours of the chancellery"), max_length=200)
    note = models.TextField(_("note for staff"), blank=True)

    objects = InformationHolderQuerySet.as_manager()

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
        """The slug is that of the organisation: one address to remember."""
        return reverse("requests:holder", args=[self.organisation.slug])

    @property
    def basis(self):
        """The legal basis in the words of the active language."""
        return written(self.legal_basis, active_language())

    def get_admin_url(self):
        return reverse("admin:requests_registry_informationholder_change", args=[self.pk])
