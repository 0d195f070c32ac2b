from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.languages import LANGUAGE_NAMES, Text, TranslatedField, best_text
from portal.models.accounts import LAWYER, REGISTRAR
from portal.models.published import About
from requests_registry.models.clocks import COMPLAINT_KINDS, COUNTED_ANEW, REPLY_KINDS, Clock, ClockKind, ClosedWhy
from requests_registry.models.replies import Outcome

SUMMARY_LENGTH = 300


class InformationRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The only visibility rule: everybody reads what is public, registrars and lawyers of the centre read all."""
        if user.is_authenticated and (user.has_role(REGISTRAR) or user.has_role(LAWYER)):
            return self
        return self.public()

    def public(self):
        return self.filter(visibility=InformationRequest.Visibility.PUBLIC)

    def sent(self):
        """Without drafts, and without those that were laid aside."""
        return self.filter(sent_on__isnull=False)

    def drafts(self):
        return self.filter(state=InformationRequest.State.DRAFT)

    def waiting(self):
        return self.filter(state__in=InformationRequest.WAITING)

    def answered(self):
        return self.filter(state=InformationRequest.State.ANSWERED)

    def ended(self):
        """Nothing is awaited any more, and no answer stands at the end."""
        ended = (
            InformationRequest.State.WITHDRAWN,
            InformationRequest.State.RETURNED,
            InformationRequest.State.CLOSED,
        )
        return self.filter(state__in=ended)

    def overdue(self, on):
        """Waiting, and the last day to reply is over."""
        return self.waiting().filter(Exists(_open_reply_clocks().filter(due_on__lt=on)))

    def due_soon(self, on, days=3):
        """Waiting, and the last day to reply is today or one of the next `days`."""
        window = (on, on + timedelta(days=days))
        return self.waiting().filter(Exists(_open_reply_clocks().filter(due_on__range=window)))

    def without_registration_since(self, sent_by):
        """Sent on that day or before, and the holder's registration is still not known."""
        unknown = (InformationRequest.State.SENT, InformationRequest.State.FORWARDED)
        return self.alias(last_sent_on=Coalesce("resent_on", "sent_on")).filter(
            state__in=unknown, last_sent_on__lte=sent_by
        )

    def refused_late(self):
        """Refused after the working days that the law gives for a refusal: the refusal itself is late.

        Held against the term of the holder that refused: one that never registered the request has none yet.
        """
        passed = Clock.objects.filter(
            request=OuterRef("pk"),
            kind=ClockKind.REFUSAL,
            started_on=OuterRef("received_on"),
            due_on__lt=OuterRef("answered_on"),
        ).exclude(closed_why__in=COUNTED_ANEW)
        return self.filter(Exists(passed), outcome=Outcome.REFUSED)

    def deemed_refused(self, on):
        """Silence that counts as a refusal: only where the holder's profile has such a term, and it has passed."""
        passed = Clock.objects.open().filter(request=OuterRef("pk"), kind=ClockKind.DEEMED_REFUSAL, due_on__lt=on)
        return self.waiting().filter(Exists(passed))

    def complaint_open(self, on):
        """A complaint against the answer is still in time."""
        return self._with_open(COMPLAINT_KINDS, on).filter(stage=InformationRequest.Stage.REQUEST)

    def court_open(self, on):
        """A claim against the decision on the complaint, or against silence on it, is still in time."""
        return self._with_open((ClockKind.COURT,), on)

    def complaint_unanswered(self, on):
        """The higher body's term for its decision has passed without one."""
        passed = Clock.objects.open().filter(request=OuterRef("pk"), kind=ClockKind.COMPLAINT_DECISION, due_on__lt=on)
        return self.filter(Exists(passed), stage=InformationRequest.Stage.COMPLAINT)

    def with_dispute_term_by(self, on, days):
        """A right of ours, or the term of the higher body, that ends within `days`: its kind and day beside the request."""
        kinds = (*COMPLAINT_KINDS, ClockKind.COURT, ClockKind.COMPLAINT_DECISION)
        ending = (
            Clock.objects.open()
            .filter(request=OuterRef("pk"), kind__in=kinds, due_on__range=(on, on + timedelta(days=days)))
            .order_by("due_on", "pk")
        )
        return (
            self.alias(ending=Exists(ending))
            .filter(ending=True)
            .annotate(
                dispute_due_on=Subquery(ending.values("due_on")[:1]), dispute_kind=Subquery(ending.values("kind")[:1])
            )
        )

    def _with_open(self, kinds, on):
        return self.filter(Exists(Clock.objects.open().filter(request=OuterRef("pk"), kind__in=kinds, due_on__gte=on)))

    def most_urgent_first(self):
        return self.annotate(due_on=Subquery(_open_reply_clocks().values("due_on")[:1])).order_by("due_on", "pk")

    def with_standing(self):
        """With what a line about a request shows: its holder, and its clocks for the day the reply is due."""
        return self.select_related("holder__organisation").prefetch_related("clocks")

    def with_what_it_has(self):
        """Whether there is mail and whether it was forwarded: what is not there need not be asked for."""
        has_mail = Exists(self.model.mail_messages.rel.related_model.objects.filter(request=OuterRef("pk")))
        was_forwarded = Exists(self.model.forwardings.rel.related_model.objects.filter(request=OuterRef("pk")))
        return self.annotate(has_mail=has_mail, was_forwarded=was_forwarded)

    def with_terms(self):
        """With what the page of one request shows: its terms and the rules that they rest on."""
        clocks = self.model.clocks.rel.related_model.objects.select_related("rule")
        return self.select_related("holder__organisation", "campaign").prefetch_related(Prefetch("clocks", clocks))


class InformationRequest(About):
    """A request for information to an authority or a company, from the letter to the answer."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft, not sent yet")
        SENT = "sent", _("sent, not yet registered")
        REGISTERED = "registered", _("registered, waiting for the reply")
        EXTENDED = "extended", _("extended, waiting for the reply")
        FORWARDED = "forwarded", _("forwarded to another holder")
        RETURNED = "returned", _("returned for defects")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn by the author")
        CLOSED = "closed", _("closed")

    class Stage(models.TextChoices):
        """How far the dispute has gone: apart from the state, for an answer may come at any stage."""

        REQUEST = "request", _("request")
        COMPLAINT = "complaint", _("complaint at the higher body")
        DECIDED = "decided", _("complaint decided")
        COURT = "court", _("in court")
        JUDGED = "judged", _("decided by the court")
        COMMITTEE = "committee", _("before the Compliance Committee")

    class Decision(models.TextChoices):
        SATISFIED = "satisfied", pgettext_lazy("of a complaint or a claim", "satisfied")
        REJECTED = "rejected", pgettext_lazy("of a complaint or a claim", "rejected")

    class Asked(models.TextChoices):
        """What the holder wants of us. None of it stops the term of Law 401-V."""

        CLARIFICATION = "clarification", _("a clarification")
        COSTS = "costs", _("the costs of copying")
        DEFECT = "defect", _("defects to be mended")

    class Visibility(models.TextChoices):
        HIDDEN = "hidden", _("seen by staff only")
        PUBLIC = "public", _("public")

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        EOTINISH = "eotinish", _("e-Өтініш")
        CHANCELLERY = "chancellery", _("on paper to the chancellery")
        POST = "post", _("registered post")
        BLOG = "blog", _("blog platform of the head of the organisation")
        IN_PERSON = "in_person", _("in person")

    NEVER_SENT = (State.DRAFT, State.CLOSED)  # a draft, or one that was laid aside
    WAITING = (State.SENT, State.REGISTERED, State.EXTENDED, State.FORWARDED)
    IN_HAND = (*WAITING, State.ANSWERED)

    number = models.CharField(pgettext_lazy("of a request", "number"), max_length=12, unique=True, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)
    holder = models.ForeignKey(
        "requests_registry.InformationHolder", models.PROTECT, verbose_name=_("holder"), related_name="requests"
    )
    campaign = models.ForeignKey(
        "requests_registry.Campaign",
        models.PROTECT,
        verbose_name=_("campaign"),
        related_name="requests",
        null=True,
        blank=True,
    )
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text of the request"))
    language = models.CharField(_("language of the request"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    channel = models.CharField(_("sent by"), max_length=15, choices=Channel)
    outlet = models.CharField(
        _("media outlet that signs with the centre"),
        max_length=200,
        blank=True,
        help_text=_("Registered outlets only: their requests have a term of their own."),
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    received_on = models.DateField(_("received by the holder on"), null=True, blank=True)
    resent_on = models.DateField(_("sent anew on"), null=True, blank=True)
    registration_number = models.CharField(_("registration number at the holder"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage, default=Stage.REQUEST)
    asked = models.CharField(_("asked of us"), max_length=15, choices=Asked, blank=True)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome, blank=True)
    answered_on = models.DateField(_("first answered on"), null=True, blank=True)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.HIDDEN)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    summary = TranslatedField(models.TextField, _("summary for the public"))
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("filed by"), related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("information request")
        verbose_name_plural = _("information requests")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^\d{4}-\d{4,}$"), name="a_request_number_is_year_dash_number"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=False) & ~Q(outcome="")
                | ~Q(state="answered") & Q(answered_on=None, outcome=""),
                name="answered_requests_have_a_date_and_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=False) | Q(state__in=["draft", "closed"], visibility="hidden"),
                name="only_drafts_were_never_sent",
            ),
            models.CheckConstraint(condition=~Q(state="draft") | Q(sent_on=None), name="what_was_sent_is_no_draft"),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("sent_on")), name="received_after_it_was_sent"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("sent_on")), name="answered_after_it_was_sent"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["registered", "extended"]) | Q(received_on__isnull=False),
                name="registered_requests_have_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="public") | Q(published_at__isnull=False), name="public_requests_have_a_time"
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(text=""), name="a_request_says_something"),
        ]
        indexes = [
            models.Index(fields=["-sent_on", "-id"], name="requests_newest"),
            models.Index(fields=["holder", "-sent_on"], name="requests_of_a_holder"),
            models.Index(fields=["state", "-sent_on"], name="requests_by_state"),
            models.Index(
                fields=["-changed_at", "-id"], condition=Q(visibility="public"), name="public_requests_by_change"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}"

    def get_absolute_url(self):
        return reverse("requests:request", args=[self.number])

    def get_staff_url(self):
        return reverse("staff:request", args=[self.number])

    @property
    def title(self):
        """The subject, which stays in the language of the letter."""
        return Text(self.subject, self.language)

    @property
    def abstract(self):
        """The summary written for the public or, until there is one, the beginning of the letter."""
        return best_text({code: getattr(self, f"summary_{code}") for code in LANGUAGE_NAMES}) or Text(
            beginning(self.text), self.language
        )

    @cached_property
    def reply_clock(self):
        """The newest clock of the reply: the one that runs or, after an answer, the one the answer is measured by.

        None where nothing was sent yet.
        """
        clocks = [
            clock
            for clock in self.clocks.all()
            if clock.kind in REPLY_KINDS and clock.closed_why != ClosedWhy.TAKEN_BACK
        ]
        return clocks[-1] if clocks else None

    @property
    def reply_due_on(self):
        return self.reply_clock and self.reply_clock.due_on

    @property
    def counted_from_on(self):
        """The day from which the holder's terms run: receipt or, not known yet, the last sending."""
        return self.received_on or self.resent_on or self.sent_on

    @property
    def is_provisional(self):
        return bool(self.reply_clock and self.reply_clock.is_provisional)

    def open_clocks(self):
        """The terms that run, the nearest first."""
        return sorted((clock for clock in self.clocks.all() if not clock.closed_on), key=lambda clock: clock.due_on)

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def asked_label(self):
        return _("the holder asks for %(what)s") % {"what": self.get_asked_display()}

    @property
    def is_public(self):
        return self.visibility == self.Visibility.PUBLIC

    @property
    def is_waiting(self):
        return self.state in self.WAITING


class RequestCounter(models.Model):
    """The last number given in a year. Its row lock puts parallel filings in a line, so numbers have no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"


def beginning(text):
    """The first words of a letter, cut at a space."""
    text = " ".join(text.split())
    return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"


def _open_reply_clocks():
    return Clock.objects.replies().open().filter(request=OuterRef("pk"))
