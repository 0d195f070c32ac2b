from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.models.accounts import LAWYER, REGISTRAR
from requests_registry.models.requests import InformationRequest

WHOLE = 10_000  # the side of a page in the units of boxes


class Why(models.TextChoices):
    """Why a part of an answer is not shown to everybody. Readers see it in its place."""

    PERSON = "person", _("personal data")
    CONTACT = "contact", _("a private telephone or address")
    SIGNATURE = "signature", _("a signature or a seal")
    SECRET = "secret", _("protected by law")
    OTHER_MATTER = "other_matter", _("not about this request")


class StaffOnlyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Registrars and lawyers."""
        if user.is_authenticated and (user.has_role(REGISTRAR) or user.has_role(LAWYER)):
            return self
        return self.none()


class FileReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a person published of a request that is public itself; registrars and lawyers see all."""
        if user.is_authenticated and (user.has_role(REGISTRAR) or user.has_role(LAWYER)):
            return self
        return self.public()

    def public(self):
        return self.published().filter(file__message__request__visibility=InformationRequest.Visibility.PUBLIC)

    def published(self):
        return self.filter(document__isnull=False)


class FileReview(models.Model):
    """What a person decided about a file of an answer. Without one, or kept private, nobody outside sees the file.

    What readers get is a document of its own, under a name that was looked at too; the original stays private.
    """

    class Decision(models.TextChoices):
        AS_IS = "as_is", pgettext_lazy("of a file", "published as it is")
        REDACTED = "redacted", pgettext_lazy("of a file", "published with parts blacked out")
        PRIVATE = "private", pgettext_lazy("of a file", "kept private")

    file = models.OneToOneField("requests_registry.MailFile", models.CASCADE, related_name="review")
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=500, blank=True)
    document = models.OneToOneField("portal.Document", models.PROTECT, related_name="+", null=True, blank=True)
    redaction = models.ForeignKey(
        "requests_registry.Redaction", models.RESTRICT, related_name="reviews", null=True, blank=True
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = FileReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a file")
        verbose_name_plural = _("reviews of files")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="private", document=None) & ~Q(reason="")
                | Q(decision__in=["as_is", "redacted"], document__isnull=False),
                name="a_private_file_has_a_reason_a_published_one_a_document",
            ),
            models.CheckConstraint(
                condition=Q(decision="redacted") ^ Q(redaction=None), name="a_redacted_file_has_a_redaction"
            ),
        ]

    def __str__(self):
        return f"{self.file_id} {self.decision}"

    def get_absolute_url(self):
        return reverse("requests:file", args=[self.file.message.request.number, self.pk])

    def reading_url(self, page=1):
        return f"{self.get_absolute_url()}?page={page}#page-{page}" if page > 1 else self.get_absolute_url()


class Redaction(models.Model):
    """One attempt to blacken parts of a file: boxes drawn by people, then the new file, proved or not."""

    class State(models.TextChoices):
        DRAWING = "drawing", pgettext_lazy("of a redaction", "boxes are being drawn")
        WAITING = "waiting", pgettext_lazy("of a redaction", "the new file is being made")
        READY = "ready", pgettext_lazy("of a redaction", "the new file is ready and proved")
        FAILED = "failed", pgettext_lazy("of a redaction", "the new file could not be made")

    file = models.ForeignKey("requests_registry.MailFile", models.CASCADE, related_name="redactions")
    state = models.CharField(max_length=10, choices=State, default=State.DRAWING)
    problem = models.JSONField(encoder=DjangoJSONEncoder, default=dict, blank=True)  # what redactor.py answered
    places = models.JSONField(default=dict, blank=True)  # {why: in how many places}, once the new file was asked for
    in_the_open = models.JSONField(default=list, blank=True)  # [[word, [page, …]]]: covered, and read elsewhere too
    document = models.OneToOneField("portal.Document", models.PROTECT, related_name="+", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready") ^ Q(document=None), name="a_ready_redaction_has_a_document"
            ),
            models.UniqueConstraint(
                fields=["file"], condition=Q(state="drawing"), name="one_redaction_is_drawn_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.file_id} {self.state}"

    @property
    def reasons(self):
        """Why something is blacked out: [(reason in words, in how many places)]."""
        return [(Why(why).label, count) for why, count in sorted(self.places.items())]


class RedactionBox(models.Model):
    """A part of a page that nobody shall see, in ten-thousandths of the page as it is shown."""

    redaction = models.ForeignKey(Redaction, models.CASCADE, related_name="boxes")
    page = models.PositiveIntegerField()
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=15, choices=Why)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["page", "top", "left", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(page__gte=1, width__gte=1, height__gte=1)
                & Q(left__lte=WHOLE - F("width"), top__lte=WHOLE - F("height")),
                name="a_box_lies_on_its_page",
            ),
        ]

    def __str__(self):
        return f"{self.page}: {self.left} {self.top} {self.width} {self.height}"


class TextReviewQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_published=True, message__request__visibility=InformationRequest.Visibility.PUBLIC)


class TextReview(models.Model):
    """What a person decided about the text of a letter that came: whether it is shown, and which words of it are not."""

    message = models.OneToOneField("requests_registry.MailMessage", models.CASCADE, related_name="review")
    spans = models.JSONField(default=list)  # [[start, end, why]], in order, none upon another
    is_published = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TextReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a text")
        verbose_name_plural = _("reviews of texts")

    def __str__(self):
        return f"{self.message_id}"
