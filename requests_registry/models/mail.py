from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.encryption import EncryptedTextField
from portal.models.accounts import LAWYER, REGISTRAR
from requests_registry.models.requests import InformationRequest


class RequestAddress(models.Model):
    """The address of one request, request+TOKEN@…. Only the token's hash is kept; an old address still delivers.

    What comes to an address that was retired (strangers write to it) waits for a person.
    """

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="mail_addresses")
    token_hash = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="who_retired_an_address_and_when",
            )
        ]

    def __str__(self):
        return f"{self.request.number} {self.token_hash[:8]}…"


class SentMail(models.Model):
    """What our side sent: by its Message-ID an answer finds its request, by its text a quote is known."""

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="sent_mails")
    message_id = models.CharField(max_length=250, unique=True)
    text = EncryptedTextField()  # a letter may name the person for whom it asks
    sent_at = models.DateTimeField()

    def __str__(self):
        return self.message_id


class HolderMailbox(models.Model):
    """An address, or a whole domain, that a holder of information answers from. Exact: a domain has no sub-domains."""

    holder = models.ForeignKey(
        "requests_registry.InformationHolder", models.CASCADE, verbose_name=_("holder"), related_name="mailboxes"
    )
    address = models.CharField(
        _("address or domain"),
        max_length=250,
        help_text=_("office@ecology.example.kz for one mailbox, @ecology.example.kz for every mailbox of that domain."),
    )

    class Meta:
        verbose_name = _("mailbox of a holder")
        verbose_name_plural = _("mailboxes of a holder")
        constraints = [
            models.UniqueConstraint("holder", Lower("address"), name="a_mailbox_is_listed_once"),
            models.CheckConstraint(
                condition=Q(address__regex=r"^[^@\s]*@[^@\s]+\.[^@\s]+$"), name="a_mailbox_is_an_address"
            ),
        ]

    def __str__(self):
        return self.address


class InboundMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome="")

    def failed(self):
        return self.filter(outcome=InboundMail.Outcome.FAILED)

    def in_the_tray(self):
        """What a person has to look at: whose it is, or why it could not be read."""
        return self.filter(outcome__in=[InboundMail.Outcome.UNMATCHED, InboundMail.Outcome.FAILED])

    def without_raw(self):
        return self.defer("raw", "words")


class InboundMail(models.Model):
    """A mail as it came, kept before anything is done with it. Nothing is ever dropped."""

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", pgettext_lazy("of a mail", "delivered")
        DUPLICATE = "duplicate", pgettext_lazy("of a mail", "duplicate")
        UNMATCHED = "unmatched", pgettext_lazy("of a mail", "unmatched")
        AUTOMATIC = "automatic", pgettext_lazy("of a mail", "automatic reply")
        BOUNCE = "bounce", pgettext_lazy("of a mail", "bounce")
        SPAM = "spam", pgettext_lazy("of a mail", "spam")
        FAILED = "failed", pgettext_lazy("of a mail", "could not be read")

    sha256 = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()
    source = models.CharField(max_length=200)
    way = models.CharField(max_length=10, blank=True)  # MailMessage.Way of what is no mail: handed in for a request
    channel = models.CharField(max_length=15, blank=True)  # and how it came: on paper, through a portal
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    processed_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    kind_reason = models.CharField(max_length=100, blank=True)
    spam_marks = models.JSONField(default=list)
    message_id = models.CharField(max_length=250, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    sender = models.CharField(_("sender"), max_length=500, blank=True)
    sender_address = models.CharField(max_length=250, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    request = models.ForeignKey(
        "requests_registry.InformationRequest", models.PROTECT, related_name="inbound_mails", null=True, blank=True
    )
    duplicate_of = models.ForeignKey("self", models.PROTECT, related_name="duplicates", null=True, blank=True)
    suggestions = models.JSONField(default=list)
    words = SearchVectorField(null=True, editable=False)  # for staff who look for it: mail/lookup.py
    is_told_by_ours = models.BooleanField(default=False)  # the mail of ours that it is about shows what it says

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("received mail")
        verbose_name_plural = _("received mails")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", processed_at=None) | ~Q(outcome="") & Q(processed_at__isnull=False),
                name="a_processed_mail_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="delivered") | Q(request__isnull=False), name="a_delivered_mail_has_a_request"
            ),
            models.CheckConstraint(
                condition=Q(way="") | Q(request__isnull=False), name="what_is_handed_in_has_a_request"
            ),
            models.CheckConstraint(
                condition=Q(outcome="duplicate") ^ Q(duplicate_of=None), name="a_duplicate_says_of_what"
            ),
            models.CheckConstraint(condition=~Q(outcome="failed") | ~Q(error=""), name="a_failed_mail_says_why"),
        ]
        indexes = [
            models.Index(fields=["message_id"], name="mails_by_message_id", condition=~Q(message_id="")),
            models.Index(fields=["outcome", "-received_at"], name="mails_by_outcome"),
            GinIndex(fields=["words"], name="mails_by_words"),
        ]

    def __str__(self):
        return self.subject or self.sha256[:12]

    @property
    def channel_label(self):
        return InformationRequest.Channel(self.channel).label if self.channel else ""


class MailboxPlace(models.Model):
    """How far a mailbox has been taken in. Kept with the mail itself, so that no flag that people set can hide one."""

    name = models.CharField(max_length=200)
    validity = models.CharField(max_length=20)  # UIDVALIDITY: where it changes, the numbers begin anew
    last_uid = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "validity"], name="one_place_in_each_mailbox")]

    def __str__(self):
        return f"{self.name} {self.last_uid}"


class MailMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Registrars and lawyers. Nothing that came by mail is public before a person has looked at it."""
        if user.is_authenticated and (user.has_role(REGISTRAR) or user.has_role(LAWYER)):
            return self
        return self.none()


class MailMessage(models.Model):
    """A mail in its request: its text, whose word it is, and which end of it only repeats what is known."""

    class Way(models.TextChoices):
        ADDRESS = "address", _("by the address of the request")
        REPLY = "reply", _("as an answer to a mail of ours")
        PERSON = "person", _("by hand")
        LINK = "link", _("through the private link of our letter")
        PAPER = "paper", _("entered by staff")

    class Trust(models.TextChoices):
        MAILBOX = "mailbox", _("a mailbox of the holder")
        DOMAIN = "domain", _("the domain of the holder")
        LINK = "link", _("somebody who had our letter")
        PAPER = "paper", _("as staff recorded it")
        UNVERIFIED = "unverified", _("unverified sender")

    inbound = models.OneToOneField(InboundMail, models.PROTECT, related_name="message")
    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="mail_messages")
    way = models.CharField(max_length=10, choices=Way)
    trust = models.CharField(max_length=10, choices=Trust)
    text = models.TextField(blank=True)
    quotes = models.JSONField(default=list)  # [[start, end, rule]]
    enclosed = models.JSONField(default=list)  # [{subject, sender, sent_at, text}] of the mails inside
    notes = models.JSONField(default=list)  # [[note, detail]]
    authentication = models.JSONField(default=list)
    delivered_at = models.DateTimeField()
    delivered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = MailMessageQuerySet.as_manager()

    class Meta:
        ordering = ["inbound__received_at", "pk"]

    def __str__(self):
        return f"{self.request_id} {self.delivered_at:%Y-%m-%d}"

    @property
    def is_public(self):
        """Its letter or one of its files was published."""
        has_text = hasattr(self, "review") and self.review.is_published
        return has_text or self.files.filter(review__document__isnull=False).exists()

    @property
    def shown_text(self):
        return self.text[: self.quotes[0][0]].rstrip() if self.quotes else self.text

    @property
    def folded_text(self):
        return self.text[self.quotes[0][0] :] if self.quotes else ""


class MailFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(message__in=MailMessage.objects.visible_to(user))

    def answers(self):
        """What holders sent, without the pictures that letters are adorned with."""
        return self.filter(is_inline=False, message__inbound__outcome=InboundMail.Outcome.DELIVERED)

    def to_review(self):
        """An archive whose documents were taken out is looked through by looking through them."""
        return self.answers().filter(review=None, document__isnull=False, unpacked=None)


class MailFile(models.Model):
    """A file of a mail under its own name. What the door of documents refused is in the raw mail, with the reason."""

    message = models.ForeignKey(MailMessage, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    content_type = models.CharField(max_length=150, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    inside = models.JSONField(default=list)
    archive = models.ForeignKey("self", models.CASCADE, related_name="unpacked", null=True, blank=True)
    is_inline = models.BooleanField(default=False)
    document = models.ForeignKey("portal.Document", models.PROTECT, related_name="+", null=True, blank=True)
    paper = models.ForeignKey("portal.Document", models.PROTECT, related_name="+", null=True, blank=True)
    refusal = models.TextField(blank=True)

    objects = MailFileQuerySet.as_manager()

    class Meta:
        ordering = ["message", "position"]
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="files_of_a_mail_are_numbered"),
            models.CheckConstraint(
                condition=Q(document=None) ^ Q(refusal=""), name="a_file_is_a_document_or_says_why_not"
            ),
        ]

    def __str__(self):
        return self.name
