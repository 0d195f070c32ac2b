from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from requests_registry import deadlines
from requests_registry.models.holders import InformationHolder


class ClockKind(models.TextChoices):
    REPLY = "reply", _("reply")
    EXTENSION = "extension", _("extended reply")
    EXTENSION_NOTICE = "extension_notice", _("notice of an extension")
    FORWARDING = "forwarding", _("forwarding to the competent holder")
    ALREADY_PUBLISHED = "already_published", _("notice that the information is published already")
    REFUSAL = "refusal", _("reasoned refusal")
    DEEMED_REFUSAL = "deemed_refusal", _("silence counts as a refusal")
    COMPLAINT = "complaint", _("complaint")
    COMPLAINT_NO_REMEDY = "complaint_no_remedy", _("complaint where the reply names no remedy")
    COMPLAINT_PASSED_ON = "complaint_passed_on", _("complaint passed on by the holder")
    COMPLAINT_DECISION = "complaint_decision", _("decision on a complaint")
    COURT = "court", _("claim to a court")
    AARHUS = "aarhus", _("Aarhus Convention")
    AARHUS_COMPLEX = "aarhus_complex", _("Aarhus Convention, voluminous or complex")
    MEDIA = "media", _("media request")
    REGISTRATION_CHASE = "registration_chase", _("asking for the registration number")


# The clocks of the day a reply is due: an extension is one of them.
REPLY_KINDS = (ClockKind.REPLY, ClockKind.EXTENSION)
# What the holder that has the request owes: all of it ends with an answer and begins anew with another holder.
AARHUS_KINDS = (ClockKind.AARHUS, ClockKind.AARHUS_COMPLEX)
HOLDER_KINDS = (
    *REPLY_KINDS,
    ClockKind.REFUSAL,
    ClockKind.DEEMED_REFUSAL,
    ClockKind.FORWARDING,
    ClockKind.MEDIA,
    *AARHUS_KINDS,
)
COMPLAINT_KINDS = (ClockKind.COMPLAINT, ClockKind.COMPLAINT_NO_REMEDY)
DECISION_KINDS = (ClockKind.COMPLAINT_PASSED_ON, ClockKind.COMPLAINT_DECISION)


class Start(models.TextChoices):
    RECEIPT = "receipt", _("receipt by the holder")
    SENDING = "sending", _("sending")
    REGISTRATION = "registration", _("registration by the holder")
    DECISION = "decision", _("the decision")
    LEARNT = "learnt", _("the day the person learnt of it")
    SERVICE = "service", _("service of the decision")


class ClosedWhy(models.TextChoices):
    REGISTERED = "registered", _("the holder registered the request")
    ANSWERED = "answered", _("a reply came")
    RECOUNTED = "recounted", _("counted anew")
    EXTENDED = "extended", _("the holder extended the term")
    FORWARDED = "forwarded", _("the request went to another holder")
    RETURNED = "returned", _("the holder returned the request")
    RESENT = "resent", _("the request was sent anew")
    WITHDRAWN = "withdrawn", _("the author withdrew the request")
    CORRECTED = "corrected", _("a wrongly recorded date was corrected")
    DONE = "done", _("what the term was for was done")
    TAKEN_BACK = "taken_back", _("the letter was taken back before it left")
    CLOSED = "closed", _("the request was closed")


# The term of such a clock runs on in another one, or never ran.
COUNTED_ANEW = (ClosedWhy.RECOUNTED, ClosedWhy.CORRECTED, ClosedWhy.TAKEN_BACK)


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class LegalRuleQuerySet(models.QuerySet):
    def in_force(self, kind, *, on, profile=""):
        """The rule of this clock on that day; a rule of the holder's own profile goes before one for all."""
        return (
            self.filter(
                Q(valid_from=None) | Q(valid_from__lte=on),
                Q(valid_to=None) | Q(valid_to__gte=on),
                kind=kind,
                profile__in=["", profile],
            )
            .order_by("-profile")
            .first()
        )


class LegalRule(models.Model):
    """How long a term is, from what it starts and which article says so. The number lives here, never in code."""

    class Unit(models.TextChoices):
        CALENDAR_DAYS = deadlines.CALENDAR_DAYS, _("calendar days")
        WORKING_DAYS = deadlines.WORKING_DAYS, _("working days")
        MONTHS = deadlines.MONTHS, _("months")

    kind = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    profile = models.CharField(
        _("only for"), max_length=10, choices=InformationHolder.Profile, blank=True, help_text=_("Empty: for all.")
    )
    length = models.PositiveSmallIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=15, choices=Unit)
    starts_from = models.CharField(_("counted from"), max_length=15, choices=Start)
    law = TranslatedField(models.CharField, _("law"), max_length=200)
    article = TranslatedField(models.CharField, _("article"), max_length=150)
    counting = TranslatedField(models.CharField, _("articles on how terms are counted"), max_length=200)
    edition_on = models.DateField(_("text of the law as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)
    checked_by = models.CharField(_("checked by"), max_length=150, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    note = models.TextField(_("note for staff"), blank=True)

    objects = LegalRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of law")
        verbose_name_plural = _("rules of law")
        ordering = ["kind", "profile", "valid_from"]
        constraints = [
            in_some_language("law"),
            in_some_language("article"),
            models.CheckConstraint(condition=Q(length__gte=1), name="a_term_is_one_day_at_least"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_rule_ends_after_it_began",
            ),
            ExclusionConstraint(
                name="one_rule_for_a_clock_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("profile", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.length} {self.get_unit_display()}"

    @property
    def term(self):
        return deadlines.Term(self.length, self.unit)


class ClockQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def replies(self):
        return self.filter(kind__in=REPLY_KINDS)


class Clock(models.Model):
    """A term that runs. It is never overwritten (the database refuses): it is closed, with the reason, and a new one opened.

    `counting` keeps the way to the date as it was counted then, so that every date explains itself for ever.
    """

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="clocks")
    kind = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    rule = models.ForeignKey(LegalRule, models.PROTECT, verbose_name=_("rule"), related_name="clocks")
    counted_from = models.CharField(_("counted from"), max_length=15, choices=Start)
    started_on = models.DateField(_("starts on"))
    due_on = models.DateField(_("due on"))
    is_provisional = models.BooleanField(_("provisional"))
    counting = models.JSONField(_("how it was counted"), encoder=DjangoJSONEncoder)
    opened_at = models.DateTimeField(_("opened at"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_why = models.CharField(_("why closed"), max_length=15, choices=ClosedWhy, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["request", "opened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("started_on")), name="a_clock_ends_after_its_start"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_why="") | Q(closed_on__isnull=False) & ~Q(closed_why=""),
                name="a_closed_clock_says_why",
            ),
            models.UniqueConstraint(
                fields=["request", "kind"], condition=Q(closed_on=None), name="one_open_clock_of_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(closed_on=None), name="open_clocks_by_due_date"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.due_on:%Y-%m-%d}"
