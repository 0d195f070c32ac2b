from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from portal.models import Organisation


class Duty(models.Model):
    """Why some holders have information on some topics: the guide that picks a holder reads these rows.

    The holders are these bodies with those below them, or every holder of one kind of organisation; where both are given,
    those of the kind among them.
    """

    code = models.SlugField(_("code"), unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    topics = models.ManyToManyField("portal.Topic", verbose_name=_("topics"), related_name="+")
    bodies = models.ManyToManyField(
        "portal.Organisation", verbose_name=_("bodies, with those below them"), related_name="+", blank=True
    )
    kind = models.CharField(_("holders of this kind"), max_length=30, choices=Organisation.Kind.choices, blank=True)
    name = TranslatedField(models.CharField, _("name"), max_length=100)
    what = TranslatedField(models.TextField, _("what it does and has"))
    law = models.CharField(_("article of the law"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("duty of holders")
        verbose_name_plural = _("duties of holders (guide)")
        ordering = ["order", "code"]
        constraints = [in_some_language("name"), in_some_language("what")]

    def __str__(self):
        return self.name
