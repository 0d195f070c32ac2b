from base64 import b64decode
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.encryption import EncryptedTextField
from portal.languages import LANGUAGE_NAMES, TranslatedField
from requests_registry.letters import identity

LANGUAGES = list(LANGUAGE_NAMES.items())
SENDER_IN_A_LANGUAGE = ("name", "address", "signatory_name", "signatory_post")
SENDER = ("bin", "phone", "email")


class LetterDamaged(Exception):
    """The PDF that is kept is not the one that was issued."""


def validate_bin(number):
    if not identity.is_valid(number):
        raise ValidationError(_("A BIN has twelve digits, and the last one checks the others: this one does not fit."))


class LetterheadManager(models.Manager):
    def ours(self):
        """The one row; where there is none yet, with the names of the settings and nothing that nobody told."""
        names = {f"name_{language}": name for language, name in settings.CENTRE_NAME.items()}
        return self.get_or_create(pk=Letterhead.ONLY, defaults=names)[0]


class Letterhead(models.Model):
    """What a letter of the centre says about the centre: Law 401-V, art. 11(5) asks it of a legal entity."""

    ONLY = 1

    name = TranslatedField(models.CharField, _("name of the centre"), max_length=300)
    bin = models.CharField(_("BIN"), max_length=12, blank=True, validators=[validate_bin])
    address = TranslatedField(models.CharField, _("postal address"), max_length=300)
    phone = models.CharField(_("telephone"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    signatory_name = TranslatedField(models.CharField, _("name of the person who signs"), max_length=150)
    signatory_post = TranslatedField(models.CharField, _("post of the person who signs"), max_length=150)

    objects = LetterheadManager()

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterhead")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_letterhead")]

    def __str__(self):
        return str(self.name)

    def sender_in(self, language):
        """All of it in one language: a letter mixes none, so an empty column is not filled from another one."""
        return {name: getattr(self, f"{name}_{language}") for name in SENDER_IN_A_LANGUAGE} | {
            name: getattr(self, name) for name in SENDER
        }


class LetterConsentQuerySet(models.QuerySet):
    def valid(self, on):
        return self.filter(given_on__lte=on, until__gte=on, withdrawn_on=None)


class LetterConsent(models.Model):
    """A person agreed that the centre writes in his name: to which words, when, until when, and who recorded it."""

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="letter_consents")
    form_key = models.UUIDField(unique=True, editable=False)
    name = EncryptedTextField(_("full name of the person"), blank=True)
    iin = EncryptedTextField(_("IIN"), blank=True)
    text = models.ForeignKey(
        "requests_registry.ConsentText", models.PROTECT, verbose_name=_("text of the consent"), related_name="+"
    )
    given_on = models.DateField(_("given on"))
    until = models.DateField(_("valid until"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )

    objects = LetterConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent of a person")
        verbose_name_plural = _("consents of persons")
        ordering = ["given_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("given_on")), name="a_consent_ends_after_it_began"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(iin="") | Q(name="", iin="", withdrawn_on__isnull=False),
                name="a_consent_is_of_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.request_id}/{self.pk}"

    def is_valid(self, on):
        return self.given_on <= on <= self.until and not self.withdrawn_on


class LetterQuerySet(models.QuerySet):
    def listed(self):
        """What a line about a letter shows: without its text and its file."""
        return self.select_related("issued_by", "changed_by").defer("body", "pdf").prefetch_related("mails")


class Letter(models.Model):
    """A letter of the centre about a request. A draft is edited; an issued one never changes (the database refuses)."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("request for information")
        REMINDER = "reminder", _("reminder")
        COMPLAINT = "complaint", _("letter of complaint")
        CLAIM = "claim", _("outline of a claim")
        CLARIFICATION = "clarification", _("letter of clarification")
        THANKS = "thanks", _("letter of thanks")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")

    request = models.ForeignKey(
        "requests_registry.InformationRequest", models.PROTECT, verbose_name=_("request"), related_name="letters"
    )
    form_key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(_("kind of letter"), max_length=15, choices=Kind)
    language = models.CharField(_("language of the letter"), max_length=2, choices=LANGUAGES)
    consent = models.ForeignKey(
        LetterConsent,
        models.PROTECT,
        verbose_name=_("in the name of"),
        related_name="letters",
        null=True,
        blank=True,
    )
    addressee = models.TextField(_("addressee"))
    subject = models.CharField(_("heading"), max_length=300)
    body = EncryptedTextField(_("text of the letter"))
    worded_on = models.DateField(_("day for which the days late were counted"))
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("made by"), related_name="+")
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("changed by"), related_name="+"
    )
    outgoing_number = models.CharField(_("outgoing number"), max_length=20, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("issued by"),
        related_name="+",
        null=True,
        blank=True,
    )
    sender = models.JSONField(_("letterhead as it was"), default=dict)
    answer_link = EncryptedTextField(blank=True)  # stands in the file, too: who has the one has the other
    pdf = EncryptedTextField(blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outgoing_number"], condition=~Q(outgoing_number=""), name="outgoing_numbers_are_given_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", outgoing_number="", issued_on=None, issued_at=None, issued_by=None, pdf="")
                | Q(state="issued", issued_on__isnull=False, issued_at__isnull=False, issued_by__isnull=False)
                & ~Q(outgoing_number="")
                & ~Q(pdf="")
                & ~Q(pdf_sha256=""),
                name="an_issued_letter_has_its_number_day_and_file",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.outgoing_number or self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("staff:letter", args=[self.request.number, self.pk])

    def get_edit_url(self):
        return reverse("staff:letter-edit", args=[self.request.number, self.pk])

    @property
    def is_issued(self):
        return self.state == self.State.ISSUED

    @property
    def last_mail(self):
        """What became of it by e-mail; None where it was never queued."""
        return next(iter(self.mails.all()), None)

    @property
    def paragraphs(self):
        return [paragraph.strip() for paragraph in self.body.split("\n\n") if paragraph.strip()]

    @property
    def issued_pdf(self):
        """The bytes that were issued, proved by their hash."""
        content = b64decode(self.pdf)
        if sha256(content).hexdigest() != self.pdf_sha256:
            raise LetterDamaged(f"letter {self.pk}")
        return content


class LetterCounter(models.Model):
    """The last outgoing number of a year. Its row lock puts letters issued at once in a line: no gaps, no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"
