from base64 import b64decode
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from portal.encryption import EncryptedTextField
from portal.models.accounts import LAWYER, REGISTRAR
from requests_registry.models.requests import InformationRequest

LONG = timedelta(hours=1)


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, at):
        return self.filter(state=OutgoingMail.State.QUEUED, due_at__lte=at).free_to_leave().order_by("due_at", "pk")

    def free_to_leave(self):
        """Not held back by a letter that they tell of and that has not left itself."""
        return self.exclude(Exists(OutgoingMail.objects.filter(pk=OuterRef("follows"), sent_at=None)))

    def being_sent(self):
        return self.filter(state=OutgoingMail.State.SENDING)

    def waiting_long(self, at):
        """Queued an hour ago and not gone: the server is down, or nothing sends."""
        state = OutgoingMail.State
        waiting = self.filter(state__in=[state.QUEUED, state.SENDING], queued_at__lt=at - LONG)
        return waiting.free_to_leave()

    def letters(self):
        return self.filter(purpose=OutgoingMail.Purpose.LETTER)

    def undelivered(self):
        """What bounced, waits on its way or could not be sent, as long as somebody should do something about it.

        Nobody should when the request has its answer, when another letter went out since, about a receipt, or when a
        person said why nothing more is to be done.
        """
        lost = self.filter(state__in=OutgoingMail.LOST, set_aside_at=None).exclude(purpose=OutgoingMail.Purpose.RECEIPT)
        is_complaint = Q(letter__kind="complaint")  # the answer that it complains of is there
        is_wanted = Q(request=None) | Q(request__state__in=InformationRequest.WAITING) | is_complaint
        return lost.filter(is_wanted).without_a_later_letter()

    def without_a_later_letter(self):
        later = OutgoingMail.objects.letters().filter(request=OuterRef("request"), queued_at__gt=OuterRef("queued_at"))
        return self.exclude(Exists(later.exclude(state=OutgoingMail.State.TAKEN_BACK)))

    def with_attempts(self):
        return (
            self.select_related("news", "letter", "set_aside_by")
            .defer("news__raw", "letter__pdf", "letter__body")
            .prefetch_related("attempts", "files__document")
        )


class OutgoingMail(models.Model):
    """A mail of ours, from the wish to send it to what became of it. Whom it goes to only the portal can read."""

    class Purpose(models.TextChoices):
        LETTER = "letter", pgettext_lazy("of a mail", "letter to the holder")
        RECEIPT = "receipt", pgettext_lazy("of a mail", "receipt for a mail that came")

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("of a mail", "waits to be sent")
        SENDING = "sending", pgettext_lazy("of a mail", "is being sent")
        SENT = "sent", pgettext_lazy("of a mail", "sent")
        WRITTEN = "written", pgettext_lazy("of a mail", "written to a file, not sent")
        FAILED = "failed", pgettext_lazy("of a mail", "could not be sent")
        TAKEN_BACK = "taken_back", pgettext_lazy("of a mail", "taken back")
        DELAYED = "delayed", pgettext_lazy("of a mail", "delayed on its way")
        BOUNCED = "bounced", pgettext_lazy("of a mail", "did not arrive")
        ARRIVED = "arrived", pgettext_lazy("of a mail", "arrived")
        ANSWERED = "answered", pgettext_lazy("of a mail", "answered")

    LOST = (State.FAILED, State.BOUNCED, State.DELAYED)
    ON_ITS_WAY = (State.SENT, State.DELAYED, State.ARRIVED)
    STUCK = (State.FAILED, State.TAKEN_BACK, State.BOUNCED, State.WRITTEN)  # may be sent again
    UNDER_WAY = (State.QUEUED, State.SENDING, *ON_ITS_WAY, State.ANSWERED)
    LEFT = (*ON_ITS_WAY, State.WRITTEN, State.BOUNCED, State.ANSWERED)

    WAITS = ("quiet", "clock")
    LOOKS = {  # tone and icon of the status tag
        State.SENT: ("info", "send"),
        State.ARRIVED: ("ok", "check"),
        State.ANSWERED: ("ok", "check"),
        State.DELAYED: ("due", "clock"),
        State.WRITTEN: ("due", "file-text"),
        State.FAILED: ("late", "triangle-alert"),
        State.BOUNCED: ("late", "triangle-alert"),
        State.TAKEN_BACK: ("quiet", "undo-2"),
    }

    message_id = models.CharField(max_length=250, unique=True)
    purpose = models.CharField(max_length=30)  # Purpose, or a word of the page that the mail comes from
    request = models.ForeignKey(
        "requests_registry.InformationRequest", models.PROTECT, related_name="outgoing_mails", null=True, blank=True
    )
    letter = models.ForeignKey("requests_registry.Letter", models.PROTECT, related_name="mails", null=True, blank=True)
    event = models.OneToOneField(  # what the request tells of this sending: taken back with it
        "requests_registry.RequestEvent", models.PROTECT, related_name="mail", null=True, blank=True
    )
    sender = EncryptedTextField()
    to = EncryptedTextField()
    subject = EncryptedTextField()
    body = EncryptedTextField()
    language = models.CharField(max_length=2)
    queued_at = models.DateTimeField()
    queued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    answers = models.ForeignKey(
        "requests_registry.InboundMail", models.PROTECT, related_name="answered_by", null=True, blank=True
    )
    follows = models.ForeignKey(  # the letter that it tells of: leaves behind it, and is taken back with it
        "self", models.PROTECT, related_name="followers", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(null=True, blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    news = models.ForeignKey(  # the mail that told what became of this one
        "requests_registry.InboundMail", models.PROTECT, related_name="+", null=True, blank=True
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    set_aside_why = EncryptedTextField(blank=True)

    NOT_SET_ASIDE = {"set_aside_at": None, "set_aside_by": None, "set_aside_why": ""}

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="queued") ^ Q(due_at=None), name="a_queued_mail_has_a_time_and_no_other"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "failed", "taken_back"]) ^ Q(sent_at__isnull=False),
                name="a_sent_mail_says_when",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_why="")
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_why=""),
                name="a_mail_set_aside_says_who_when_and_why",
            ),
            models.UniqueConstraint(
                fields=["letter"], condition=Q(state__in=["queued", "sending"]), name="a_letter_leaves_once_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="mails_to_send", condition=Q(state="queued")),
            models.Index(fields=["id"], name="mails_being_sent", condition=Q(state="sending")),
        ]

    def __str__(self):
        return self.message_id

    @property
    def may_be_taken_back(self):
        return self.state == self.State.QUEUED and self.attempt_count == 0

    @property
    def may_be_sent_again(self):
        """A letter that was taken back is sent from its own page: there the step that it is, is taken again."""
        return self.state in self.STUCK and not (self.letter_id and self.state == self.State.TAKEN_BACK)

    @property
    def may_be_set_aside(self):
        return self.state in self.LOST and self.set_aside_at is None

    @property
    def is_under_way(self):
        return self.state in self.UNDER_WAY

    @property
    def tone(self):
        return self.LOOKS.get(self.state, self.WAITS)[0]

    @property
    def icon(self):
        return self.LOOKS.get(self.state, self.WAITS)[1]


class OutgoingFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What left with a letter: registrars and lawyers."""
        if user.is_authenticated and (user.has_role(REGISTRAR) or user.has_role(LAWYER)):
            return self
        return self.none()


class OutgoingFile(models.Model):
    """A file that goes with a mail of ours: a document or, where it may name a person, its bytes, encrypted."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey("portal.Document", models.PROTECT, related_name="+", null=True, blank=True)
    own_name = EncryptedTextField(blank=True)
    own_media_type = models.CharField(max_length=150, blank=True)
    own_content = EncryptedTextField(blank=True)  # in base64

    objects = OutgoingFileQuerySet.as_manager()

    class Meta:
        ordering = ["mail", "position"]
        constraints = [
            models.UniqueConstraint(fields=["mail", "position"], name="files_of_an_outgoing_mail_are_numbered"),
            models.CheckConstraint(
                condition=Q(document=None) ^ Q(own_content=""), name="an_outgoing_file_is_a_document_or_has_bytes"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.document.name if self.document else self.own_name

    @property
    def media_type(self):
        return self.document.kind.media_type if self.document else self.own_media_type

    @property
    def content(self):
        return self.document.path.read_bytes() if self.document else b64decode(self.own_content)


class MailAttempt(models.Model):
    """One try to hand a mail to the mail server, with the server's own words, which may name people."""

    class Result(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("of an attempt", "taken by the mail server")
        WRITTEN = "written", pgettext_lazy("of an attempt", "written to a file")
        POSTPONED = "postponed", pgettext_lazy("of an attempt", "not now, said the mail server")
        REFUSED = "refused", pgettext_lazy("of an attempt", "refused by the mail server")
        UNREACHABLE = "unreachable", pgettext_lazy("of an attempt", "no connection with the mail server")
        INTERRUPTED = "interrupted", pgettext_lazy("of an attempt", "broken off; it may have been sent")

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    result = models.CharField(max_length=15, choices=Result, blank=True)
    answer = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["mail", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mail", "number"], name="attempts_of_a_mail_are_numbered"),
        ]

    def __str__(self):
        return f"{self.mail_id} {self.number} {self.result}"
