from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.languages import TranslatedField
from requests_registry.models.requests import InformationRequest

Kind = InformationRequest.Channel


class HolderChannel(models.Model):
    """One way to write to a holder: where to, and what is needed for it."""

    class Needs(models.TextChoices):
        SIGNATURE = "signature", gettext_lazy("a digital signature (ЭЦП)")
        OFFICE_HOURS = "office_hours", gettext_lazy("coming in the hours of the chancellery")
        EOTINISH = "eotinish", gettext_lazy("an account on e-Өтініш and a digital signature (ЭЦП)")

    holder = models.ForeignKey(
        "requests_registry.InformationHolder",
        models.CASCADE,
        verbose_name=gettext_lazy("holder"),
        related_name="channels",
    )
    kind = models.CharField(gettext_lazy("way to write"), max_length=15, choices=Kind)
    address = models.CharField(
        gettext_lazy("address of the channel"),
        max_length=300,
        help_text=gettext_lazy("An e-mail address, a web address or a postal address."),
    )
    needs = models.CharField(gettext_lazy("what it needs"), max_length=15, choices=Needs, blank=True)
    note = TranslatedField(models.CharField, gettext_lazy("note for readers"), max_length=300)

    class Meta:
        verbose_name = gettext_lazy("way to write to a holder")
        verbose_name_plural = gettext_lazy("ways to write to a holder")
        ordering = ["holder", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["holder", "kind", "address"], name="a_channel_is_listed_once"),
            models.CheckConstraint(condition=~Q(address=""), name="a_channel_has_an_address"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.address}"

    def clean(self):
        if self.kind == Kind.EMAIL:
            try:
                validate_email(self.address)
            except ValidationError as problem:
                raise ValidationError({"address": problem.messages}) from problem
        if self.kind in (Kind.EOTINISH, Kind.BLOG) and not self.is_web:
            raise ValidationError({"address": _("This way needs a web address that begins with https:// or http://.")})

    @property
    def is_email(self):
        return self.kind == Kind.EMAIL

    @property
    def is_web(self):
        return urlsplit(self.address).scheme in ("http", "https")

    @property
    def may_be_refused(self):
        """A letter by e-mail that nobody signed digitally may be refused for its form (Law 401-V, art. 11(5))."""
        return self.is_email
