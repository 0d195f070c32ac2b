from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from portal.models.published import Published


class FrequentQuestion(Published):
    """A question that many have, with the centre's answer."""

    question = TranslatedField(models.CharField, _("question"), max_length=300)
    answer = TranslatedField(
        models.TextField, _("answer"), help_text=_("Markdown: ## heading, - list, **bold**, [link](https://…)")
    )
    topic = models.ForeignKey(
        "portal.Topic", models.PROTECT, verbose_name=_("topic"), related_name="+", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(Published.Meta):
        verbose_name = _("frequent question")
        verbose_name_plural = _("frequent questions")
        ordering = ["order", "pk"]
        constraints = [*Published.Meta.constraints, in_some_language("question"), in_some_language("answer")]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("requests:frequent", args=[self.pk])
