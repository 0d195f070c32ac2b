from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import (
    FALLBACK,
    LANGUAGE_NAMES,
    OWN_NAMES,
    Text,
    TranslatedField,
    active_language,
    in_some_language,
)
from portal.models import About, Document, Published
from portal.models.published import PublishedQuerySet
from publications import articles


class PublicationQuerySet(PublishedQuerySet):
    def with_versions(self):
        """With its language versions and their files: two queries whatever the number of rows."""
        versions = LanguageVersion.objects.select_related("document")
        return self.prefetch_related(Prefetch("versions", versions))

    def available_in(self, language):
        return self.filter(pk__in=LanguageVersion.objects.with_file().filter(language=language).values("publication"))

    def with_file(self):
        return self.filter(pk__in=LanguageVersion.objects.with_file().values("publication"))

    def without_file(self):
        return self.exclude(pk__in=LanguageVersion.objects.with_file().values("publication"))


class Publication(Published, About):
    """One edition of a manual, report, law …: what it is, who made it, and its language versions with their files.

    A later edition is a publication of its own that `replaces` this one (docs/decisions/a-publication-is-an-edition.md).
    """

    class Type(models.TextChoices):
        MANUAL = "manual", _("manual")
        BROCHURE = "brochure", _("brochure")
        REPORT = "report", _("report")
        ANALYSIS = "analysis", _("analysis")
        LAW = "law", _("law")
        CONVENTION = "convention_text", _("text of a convention")
        OTHER = "other", _("other publication")

    class Licence(models.TextChoices):
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC_BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
        CC0 = "cc0-1.0", "CC0 1.0"
        OFFICIAL = "official", _("official document, free of copyright")
        RESERVED = "reserved", _("all rights reserved")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    type = models.CharField(_("type"), max_length=15, choices=Type, default=Type.MANUAL)
    title = TranslatedField(models.CharField, _("title"), max_length=400)
    subtitle = TranslatedField(models.CharField, _("subtitle"), max_length=400)
    summary = TranslatedField(
        models.TextField, _("summary"), help_text=_("What the reader will find in it, in two to five sentences.")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    edition = TranslatedField(models.CharField, _("edition"), max_length=100, help_text=_("For example: 2nd, revised"))
    place = TranslatedField(models.CharField, _("place of publication"), max_length=100)
    series = TranslatedField(models.CharField, _("series"), max_length=200)
    publisher = models.ForeignKey(
        "portal.Organisation", models.PROTECT, verbose_name=_("publisher"), related_name="+", null=True, blank=True
    )
    articles = ArrayField(
        models.CharField(max_length=5, choices=articles.CHOICES),
        verbose_name=_("articles of the Aarhus Convention"),
        default=list,
        blank=True,
    )
    licence = models.CharField(_("licence"), max_length=15, choices=Licence, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("replaces the edition"),
        related_name="replaced_by",
        null=True,
        blank=True,
    )
    source = models.CharField(_("where this record comes from"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            *Published.Meta.constraints,
            in_some_language("title"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("pk")), name="a_publication_does_not_replace_itself"
            ),
        ]
        indexes = [
            GinIndex(fields=["articles"], name="publications_articles"),
            models.Index(fields=["-published_at", "-id"], name="publications_newest", condition=Q(status="published")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("publications:publication", args=[self.slug])

    @property
    def sorted_versions(self):
        """Language versions, the reader's language first."""
        order = FALLBACK[active_language()]
        return sorted(self.versions.all(), key=lambda version: order.index(version.language))

    @property
    def versions_with_file(self):
        return [version for version in self.sorted_versions if version.document]

    @property
    def main_version(self):
        """The version a reader most likely wants: one with a file, in the language nearest to the reader's."""
        return next(iter(self.versions_with_file or self.sorted_versions), None)

    @property
    def cover(self):
        """The document whose first page stands for the publication."""
        return next((version.document for version in self.versions_with_file if version.document.has_cover), None)

    @property
    def article_titles(self):
        return [(number, articles.TITLES[number]) for number in self.articles]


class Author(models.Model):
    """Somebody named on the title page: a person the portal knows, or a name as printed."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="authors")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    person = models.ForeignKey(
        "portal.Person", models.PROTECT, verbose_name=_("person"), related_name="+", null=True, blank=True
    )
    printed_name = models.CharField(
        _("or the name as printed"), max_length=150, blank=True, help_text=_("Family name first: Akhmetova A. B.")
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(printed_name=""),
                name="an_author_is_a_person_or_a_printed_name",
                violation_error_message=_("Choose a person, or write the name as printed: one of the two."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.person.name if self.person else Text(self.printed_name)


class LanguageVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(publication__in=Publication.objects.visible_to(user))

    def with_file(self):
        return self.filter(document__isnull=False)


class LanguageVersion(models.Model):
    """A publication in one language. Without a document it is a record only: we know of it but have no file."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    printed_title = models.CharField(
        _("title as printed"), max_length=400, blank=True, help_text=_("Only where it differs from the title above.")
    )
    is_original = models.BooleanField(_("written in this language"), default=False)
    translator = models.CharField(_("translator"), max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    document = models.OneToOneField(
        Document,
        models.PROTECT,
        verbose_name=_("file"),
        related_name="language_version",
        null=True,
        blank=True,
        editable=False,
    )

    objects = LanguageVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions and files")
        ordering = ["publication", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "language"],
                name="one_version_per_language",
                violation_error_message=_("This publication already has a version in this language."),
            ),
        ]

    def __str__(self):
        return f"{self.publication} ({self.get_language_display()})"

    @property
    def own_language_name(self):
        return Text(OWN_NAMES[self.language], self.language)

    @property
    def title(self):
        """As it stands on the title page, as far as we know."""
        own = self.printed_title or getattr(self.publication, f"title_{self.language}")
        return Text(own, self.language) if own else self.publication.title

    def reading_url(self, page=1):
        """The page of text `page`, in its window of pages."""
        path = reverse("publications:read", args=[self.publication.slug, self.language])
        return f"{path}?page={page}#page-{page}" if page > 1 else path

    def pdf_url(self, page=1):
        path = self.document.get_absolute_url()
        return f"{path}#page={page}" if page > 1 else path
