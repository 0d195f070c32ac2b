from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language


class Topic(models.Model):
    """What information is about: twelve topics and their subtopics, after Aarhus art. 2(3), GEMET and INSPIRE."""

    code = models.CharField(_("code"), max_length=50, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), related_name="subtopics", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = TranslatedField(models.CharField, _("name"), max_length=150)
    aarhus_article = models.CharField(_("letter of Aarhus Convention art. 2(3)"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "code"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("topic", args=[self.code])


class Direction(models.Model):
    """A direction of the centre's work: with the four apps, the second way through the same objects."""

    slug = models.SlugField(_("address"), unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = TranslatedField(models.CharField, _("name"), max_length=150)
    summary = TranslatedField(models.TextField, _("summary"))

    class Meta:
        verbose_name = _("direction of work")
        verbose_name_plural = _("directions of work")
        ordering = ["order"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """A direction is told by the page of the same address."""
        return reverse("page", args=[self.slug])


class GlossaryTerm(models.Model):
    """A term of the field in three languages with its abbreviations: shown, and used by search as synonyms."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    term = TranslatedField(models.CharField, _("term"), max_length=250)
    abbreviations = models.CharField(_("abbreviations"), max_length=150, blank=True)
    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "Older official names and other spellings in any language, separated by semicolons. Search knows them."
        ),
    )
    group = models.CharField(_("group"), max_length=30, blank=True)
    kazakh_seen_in_official_text = models.BooleanField(_("Kazakh form seen in official text"), default=False)
    source = models.TextField(_("source"), blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["code"]
        constraints = [in_some_language("term")]

    def __str__(self):
        return self.term

    def get_absolute_url(self):
        return f"{reverse('glossary')}#{self.code}"
