from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from portal.models.published import About, Published


class Page(Published, About):
    """A standing page: about the centre, a direction of work, a convention, how to ask for information."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = TranslatedField(models.CharField, _("title"), max_length=200)
    lead = TranslatedField(models.TextField, _("lead"))
    body = TranslatedField(
        models.TextField, _("text"), help_text=_("Markdown: ## heading, - list, **bold**, [link](https://…)")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_in_menu = models.BooleanField(_("in the menu"), default=False)

    class Meta(Published.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "slug"]
        constraints = [*Published.Meta.constraints, in_some_language("title")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("page", args=[self.slug])


class StatusFact(models.Model):
    """A fact that can change without us (who ratified, what is in force), with its source and when it was checked."""

    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("page"), related_name="status_facts")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    subject = TranslatedField(models.CharField, _("what"), max_length=200)
    status = TranslatedField(models.TextField, _("how it stands"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("confirmed by a person"), default=False)

    class Meta:
        verbose_name = _("fact with its state")
        verbose_name_plural = _("facts with their state")
        ordering = ["order"]
        constraints = [in_some_language("subject")]

    def __str__(self):
        return self.subject


class Redirect(models.Model):
    """An address that an object had before. Addresses do not die: the old one leads to the new one."""

    old_path = models.CharField(
        _("old address"), max_length=300, unique=True, help_text=_("without the language: /events/old/")
    )
    new_path = models.CharField(_("new address"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self):
        return f"{self.old_path} → {self.new_path}"
