from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.documents import carriers, kinds, limits, shelves


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rule of the object that carries the document; a document that nothing carries is nobody's to read."""
        return self.filter(carriers.readable_by(user))

    def waiting(self):
        return self.filter(state=Document.State.WAITING)

    def unrecognised(self):
        return self.filter(recognition=Document.Recognition.WAITING)

    def unused(self):
        """Documents that no object refers to (any more)."""
        unused = self
        for model, column in _links():
            links = model._base_manager.exclude(**{column: None})
            unused = unused.exclude(pk__in=links.values(column))
        return unused


class Document(models.Model):
    """A file that came through the door (portal/documents/door.py): its own name, its content by hash, its pages.

    One row for each upload, so that each has its own name and its own readers; equal content is one file on the disk.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("text and cover are being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("text and cover could not be prepared")

    class Failure(models.TextChoices):
        UNREADABLE = "unreadable", _("the program that reads files stopped at this one")
        GAVE_UP = "gave_up", _("the work was broken off several times, perhaps because of this file")
        MISSING = "missing", _("the file is not on the disk; restore it from the backup or add it again")

    class Recognition(models.TextChoices):
        WAITING = "waiting", _("the text of its pictures is being recognised")
        DONE = "done", _("its text, or a part of it, was recognised in pictures")
        FAILED = "failed", _("the text of its pictures could not be recognised")

    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    kind_code = models.CharField(
        _("kind of file"), max_length=10, choices=[(kind.code, kind.label) for kind in kinds.ALL]
    )
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    pages_with_text = models.PositiveIntegerField(_("pages with text"), default=0)
    cover_width = models.PositiveSmallIntegerField(null=True, blank=True)
    cover_height = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(_("processing"), max_length=10, choices=State, default=State.WAITING)
    failure = models.CharField(_("why the processing failed"), max_length=15, choices=Failure, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    recognition = models.CharField(_("recognition of letters"), max_length=10, choices=Recognition, blank=True)
    findings = models.JSONField(null=True, blank=True, editable=False)  # [[code, how often, detail]]: findings.py
    stored_at = models.DateTimeField(_("stored at"), auto_now_add=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("stored by"),
        related_name="+",
        null=True,
        blank=True,
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="failed") ^ Q(failure=""), name="a_failed_document_says_why_and_no_other"
            ),
            models.CheckConstraint(
                condition=Q(cover_width__isnull=True, cover_height__isnull=True)
                | Q(cover_width__gt=0, cover_height__gt=0),
                name="a_cover_has_a_width_and_a_height",
            ),
        ]
        indexes = [models.Index(fields=["stored_at"], name="documents_waiting", condition=Q(state="waiting"))]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("document", args=[self.pk, self.name])

    @property
    def kind(self):
        return kinds.BY_CODE[self.kind_code]

    @property
    def path(self):
        return shelves.path_of(self.sha256)

    @property
    def has_cover(self):
        return self.cover_width is not None

    @property
    def has_text(self):
        return self.pages_with_text > 0

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_recognised(self):
        """A program read the letters in its pictures: some of them can be wrong."""
        return self.recognition == self.Recognition.DONE

    @property
    def lacks_text_layer(self):
        """A PDF made of pictures: it can be looked at, but neither searched nor read aloud."""
        return self.kind == kinds.PDF and self.state == self.State.READY and not self.has_text

    def cover_path(self, width):
        return shelves.cover_of(self.sha256, width)

    def cover_url(self, width=limits.COVER_WIDTHS[0]):
        return reverse("document-cover", args=[self.pk, width])

    def large_cover_url(self):
        return self.cover_url(limits.COVER_WIDTHS[-1])


class DocumentPage(models.Model):
    document = models.ForeignKey(Document, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField(_("page"))
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("of a sheet or a slide"))
    text = models.TextField(_("text"), blank=True)
    vector = SearchVectorField(null=True, editable=False)  # its words in all their forms: portal/search/vectors.py

    class Meta:
        ordering = ["document", "number"]
        indexes = [GinIndex(fields=["vector"], name="words_of_pages")]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_row_for_each_page_of_a_document"),
            models.CheckConstraint(condition=Q(number__gt=0), name="pages_are_counted_from_one"),
        ]

    def __str__(self):
        return f"{self.document_id}, {self.number}"


def _links():
    """Every model with a column that refers to a document, hidden relations too; but for the pages."""
    for relation in Document._meta.get_fields(include_hidden=True):
        is_link = relation.auto_created and not relation.concrete and not relation.many_to_many
        if is_link and relation.related_model is not DocumentPage:
            yield relation.related_model, relation.field.name
