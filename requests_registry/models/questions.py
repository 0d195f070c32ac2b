"""What a citizen asks the centre: as few data as an answer needs, encrypted, and the consent that they were given with."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.encryption import EncryptedTextField
from portal.languages import LANGUAGE_NAMES, Text
from portal.models.accounts import REGISTRAR
from requests_registry.models.requests import beginning
from requests_registry.questions import contacts

CONFIRM_WITHIN = timedelta(days=3)
KEPT_FOR = timedelta(days=365)


class ConsentText(models.Model):
    """The words of a consent as a page showed them. The database refuses UPDATE and DELETE: so it can be proved."""

    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    text = models.TextField(_("text"))
    first_given_at = models.DateTimeField(_("first given at"))

    def __str__(self):
        return f"{self.language} {self.digest[:12]}"


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Registrars, once the asker has confirmed that the address is his. The asker himself comes by his link."""
        if user.is_authenticated and user.has_role(REGISTRAR):
            return self.exclude(state=Question.State.UNCONFIRMED)
        return self.none()

    def waiting(self):
        """What a registrar has to answer."""
        return self.filter(state=Question.State.WAITING)

    def never_confirmed(self, at):
        return self.filter(state=Question.State.UNCONFIRMED, asked_at__lt=at - CONFIRM_WITHIN)

    def past_their_term(self, at):
        """Settled so long ago that the consent has ended; one that became a request is settled with the request."""
        settled = Q(state__in=[Question.State.ANSWERED, Question.State.CLOSED], changed_at__lt=at - KEPT_FOR)
        request_settled = Q(
            state=Question.State.REQUESTED,
            changed_at__lt=at - KEPT_FOR,
            request__changed_at__lt=at - KEPT_FOR,
            request__state__in=["answered", "withdrawn", "returned", "closed"],
        )
        return self.filter(settled | request_settled)


class Question(models.Model):
    """A question in plain words. Its address, number, words and answer can be read by the portal alone."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("of a question", "not confirmed")
        WAITING = "waiting", pgettext_lazy("of a question", "waiting for an answer")
        ANSWERED = "answered", pgettext_lazy("of a question", "answered")
        REQUESTED = "requested", pgettext_lazy("of a question", "became a request")
        CLOSED = "closed", pgettext_lazy("of a question", "not for us")
        ERASED = "erased", pgettext_lazy("of a question", "erased")

    form_key = models.UUIDField(unique=True, editable=False)
    state = models.CharField(_("state"), max_length=15, choices=State)
    text = EncryptedTextField(_("question"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    topic = models.ForeignKey(
        "portal.Topic", models.SET_NULL, verbose_name=_("topic"), related_name="+", null=True, blank=True
    )
    region = models.ForeignKey(
        "portal.Region", models.SET_NULL, verbose_name=_("region"), related_name="+", null=True, blank=True
    )
    email = EncryptedTextField(_("e-mail address"), blank=True)
    phone = EncryptedTextField(_("telephone number"), blank=True)
    consent = models.ForeignKey(ConsentText, models.PROTECT, verbose_name=_("consent"), related_name="questions")
    may_publish = models.BooleanField(_("the words may be published"), default=False)
    answer = EncryptedTextField(_("answer"), blank=True)
    frequent_question = models.ForeignKey(
        "requests_registry.FrequentQuestion",
        models.SET_NULL,
        verbose_name=_("frequent question that answers it"),
        related_name="+",
        null=True,
        blank=True,
    )
    request = models.ForeignKey(
        "requests_registry.InformationRequest",
        models.PROTECT,
        verbose_name=_("information request"),
        related_name="questions",
        null=True,
        blank=True,
    )
    mails = models.ManyToManyField("requests_registry.OutgoingMail", related_name="questions")
    asked_at = models.DateTimeField(_("asked at"))
    changed_at = models.DateTimeField(_("changed at"))

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a citizen")
        verbose_name_plural = _("questions of citizens")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="erased") ^ (~Q(text="") & (~Q(email="") | ~Q(phone=""))),
                name="a_question_can_be_answered_until_it_is_erased",
            ),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(email="", phone="", text="", answer=""),
                name="an_erased_question_holds_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(state="unconfirmed") | ~Q(email=""), name="only_an_address_waits_for_confirmation"
            ),
            models.CheckConstraint(
                condition=~Q(state="requested") | Q(request__isnull=False), name="a_question_that_became_a_request"
            ),
        ]
        indexes = [models.Index(fields=["state", "-asked_at", "-id"], name="questions_by_state")]

    def __str__(self):
        return f"{self.pk}"

    def get_staff_url(self):
        return reverse("staff:question", args=[self.pk])

    @property
    def heading(self):
        """The beginning of the question for a list, without addresses and numbers, in the language of the question."""
        return Text(contacts.without_contacts(beginning(self.text)), self.language)

    @property
    def answer_shown(self):
        """The answer for the private page: whoever has its address is not shown the asker's own contacts."""
        return Text(contacts.without_contacts(self.answer, only={self.email, self.phone}), self.language)

    @property
    def confirm_by(self):
        return self.asked_at + CONFIRM_WITHIN

    @property
    def is_unconfirmed(self):
        return self.state == self.State.UNCONFIRMED

    @property
    def is_erased(self):
        return self.state == self.State.ERASED

    @property
    def is_by_telephone(self):
        """Nothing can be sent: a person calls, and nobody has proved that the number is his."""
        return bool(self.phone) and not self.email


class QuestionLink(models.Model):
    """A private address of a question. Each mail brings a new one and the old ones stay good; kept are hashes only."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()

    def __str__(self):
        return f"{self.question_id} {self.token_hash[:8]}…"


class QuestionEvent(models.Model):
    """What happened to a question, without a word of what was asked and by whom."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("The question was asked")
        CONFIRMED = "confirmed", _("The address was confirmed")
        ANSWERED = "answered", _("The centre answered")
        REQUESTED = "requested", _("The centre sent a request")
        REPLIED = "replied", _("A reply to the request came")
        CORRECTED = "corrected", _("The address of the asker was corrected")
        CLOSED = "closed", _("The centre cannot help with this question")
        WITHDRAWN = "withdrawn", _("The consent was withdrawn and the data erased")
        EXPIRED = "expired", _("The term of the consent was over and the data erased")

    question = models.ForeignKey(Question, models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=15, choices=Kind)
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.question_id} {self.get_kind_display()}"
