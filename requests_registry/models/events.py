from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestEventQuerySet(models.QuerySet):
    def true(self):
        """Without what was taken back before it left."""
        return self.filter(undone_by=None)


class RequestEvent(models.Model):
    """What happened to a request, written in the transaction that changed it. The database refuses UPDATE and DELETE."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted", _("The request was drafted")
        EDITED = "edited", _("The draft was changed")
        FILED = "filed", _("The request was sent")
        REGISTERED = "registered", _("The holder registered the request")
        REPLIED = "replied", _("A reply came")
        PUBLISHED = "published", _("The request was published")
        HIDDEN = "hidden", _("The request was taken off the public register")
        RECOUNTED = "recounted", _("The reply date was counted anew")
        EXTENDED = "extended", _("The holder extended its term")
        FORWARDED = "forwarded", _("The holder forwarded the request")
        ASKED = "asked", _("The holder asked for something")
        GIVEN = "given", _("The holder got what it asked for")
        RETURNED = "returned", _("The holder returned the request")
        RESENT = "resent", _("The request was sent anew")
        WITHDRAWN = "withdrawn", _("The author withdrew the request")
        COMPLAINED = "complained", _("A complaint went to the higher body")
        DECIDED = "decided", _("The higher body decided on the complaint")
        CLAIMED = "claimed", _("A claim was filed with a court")
        JUDGED = "judged", _("The court decided")
        PROSECUTOR = "prosecutor", _("An appeal went to the prosecutor")
        SUPERVISED = "supervised", _("The prosecutor answered")
        COMMUNICATED = "communicated", _("A communication went to the Compliance Committee")
        CLOSED = "closed", _("The request was closed")
        REOPENED = "reopened", _("The request was opened again")
        CORRECTED = "corrected", _("A date was corrected")
        LETTER = "letter", _("A letter was issued")
        MAILED = "mailed", _("A letter was sent by e-mail")
        TAKEN_BACK = "taken_back", _("The letter was taken back before it left")
        TERM_PASSED = "term_passed", _("A term passed")
        FILE_PUBLISHED = "file_published", _("A file of the answer was published")
        FILE_PRIVATE = "file_private", _("A file of the answer was kept private")
        FILE_REDACTED = "file_redacted", _("Parts of a file were blacked out")
        TEXT_PUBLISHED = "text_published", _("The letter of the holder was published")
        TEXT_PRIVATE = "text_private", _("The letter of the holder was taken off the page")
        TEXT_REDACTED = "text_redacted", _("Words of the letter of the holder were removed or restored")
        TABLE_OFFERED = "table_offered", _("A table of the answer was handed to the published data")

    # What the public timeline tells: the request's own history, not the housekeeping around it.
    HOUSEKEEPING = (Kind.DRAFTED, Kind.EDITED, Kind.PUBLISHED, Kind.HIDDEN, Kind.LETTER, Kind.MAILED, Kind.TAKEN_BACK)
    HOUSEKEEPING += (Kind.FILE_PRIVATE, Kind.FILE_REDACTED, Kind.TEXT_PRIVATE, Kind.TEXT_REDACTED, Kind.TABLE_OFFERED)
    PUBLIC_KINDS = tuple(sorted(set(Kind) - set(HOUSEKEEPING)))

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField(_("number in the request's history"))
    kind = models.CharField(_("what happened"), max_length=15, choices=Kind)
    effective_on = models.DateField(_("happened on"))
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("recorded by"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Empty: the portal itself, when a term passed."),
    )
    clock = models.OneToOneField(
        "requests_registry.Clock",
        models.PROTECT,
        verbose_name=_("term that passed"),
        related_name="passing",
        null=True,
        blank=True,
    )
    undoes = models.OneToOneField(  # what this event takes back never happened: its letter did not leave
        "self", models.PROTECT, related_name="undone_by", null=True, blank=True
    )
    reply = models.ForeignKey("requests_registry.Reply", models.PROTECT, related_name="+", null=True, blank=True)
    changes = models.JSONField(_("old and new values"), encoder=DjangoJSONEncoder, default=dict)
    note = models.TextField(_("reason"), blank=True)

    objects = RequestEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a request")
        verbose_name_plural = _("events of requests")
        ordering = ["request", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["request", "sequence"], name="events_of_a_request_are_numbered"),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(kind="term_passed"),
                name="a_person_acts_or_a_term_passes",
            ),
        ]

    def __str__(self):
        return f"{self.effective_on:%Y-%m-%d} {self.get_kind_display()}"
