from datetime import date
from uuid import uuid4
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events import dates
from portal.languages import LANGUAGE_NAMES, TranslatedField, in_some_language
from portal.models import About, Published
from portal.models.published import PublishedQuerySet

# Names below /events/ that an event cannot have.
RESERVED_SLUGS = {"calendar", "list"}
CALENDAR_YEARS = [
    MinValueValidator(date(1900, 1, 1), _("Give a year from 1900 on.")),
    MaxValueValidator(date(2199, 12, 31), _("Give a year before 2200.")),
]


def default_zone():
    return settings.TIME_ZONE


def validate_zone(name):
    if name not in available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone. Write for example Asia/Atyrau."), params={"zone": name})


def validate_slug_is_free(slug):
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("The address “%(slug)s” is used by the portal itself."), params={"slug": slug})


class EventQuerySet(PublishedQuerySet):
    def upcoming(self, on):
        """Events that begin on `on` or later, or are still going on then."""
        return self.filter(last_on__gte=on)

    def past(self, on):
        return self.filter(last_on__lt=on)

    def undated(self):
        return self.filter(date_precision=dates.UNKNOWN)

    def in_year(self, year):
        return self.filter(starts_on__year__lte=year, last_on__year__gte=year)

    def between(self, first, last):
        return self.filter(starts_on__lte=last, last_on__gte=first)

    def on_known_days(self):
        """Events that a calendar can hold: the day is known."""
        return self.filter(date_precision__in=(dates.DAY, dates.TIME))

    def without_known_days(self):
        return self.exclude(date_precision__in=(dates.DAY, dates.TIME))

    def awaiting_report(self, on):
        """Events that took place and have no report that the public can read."""
        took_place = Q(last_on__lt=on) | Q(state=Event.State.HELD)
        cancelled = Q(state__in=(Event.State.CANCELLED, Event.State.POSTPONED))
        return self.filter(took_place).exclude(cancelled).exclude(report__is_published=True)

    def with_card(self):
        """With what a card of the event shows."""
        return self.prefetch_related("regions")


class Event(Published, About):
    """A lecture, a seminar, a hearing: what the centre holds, takes part in or tells the public about."""

    class Kind(models.TextChoices):
        LECTURE = "lecture", _("lecture")
        SEMINAR = "seminar", _("seminar")
        WORKSHOP = "workshop", _("workshop")
        ROUND_TABLE = "round_table", _("round table")
        TRAINING = "training", _("training")
        CONSULTATION = "consultation", _("consultation")
        CAMPAIGN = "campaign", _("campaign")
        HEARING = "hearing", _("public hearing")
        CONFERENCE = "conference", _("conference")
        MEETING = "meeting", _("meeting")
        MISSION = "mission", _("field mission")
        OTHER = "other", _("other event")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("took place")
        CANCELLED = "cancelled", _("cancelled")
        POSTPONED = "postponed", _("postponed")

    class Precision(models.TextChoices):
        TIME = dates.TIME, _("day and time")
        DAY = dates.DAY, _("day")
        MONTH = dates.MONTH, _("month")
        YEAR = dates.YEAR, _("year")
        UNKNOWN = dates.UNKNOWN, _("date not known")

    slug = models.SlugField(_("address"), max_length=80, unique=True, validators=[validate_slug_is_free])
    kind = models.CharField(_("type"), max_length=15, choices=Kind)
    title = TranslatedField(models.CharField, _("title"), max_length=300)
    summary = TranslatedField(
        models.TextField, _("summary"), help_text=_("One or two sentences for lists, search and feeds.")
    )
    description = TranslatedField(
        models.TextField, _("description"), help_text=_("Markdown: ## heading, - list, **bold**, [link](https://…)")
    )

    date_precision = models.CharField(
        _("how exactly the date is known"), max_length=7, choices=Precision, default=Precision.TIME
    )
    starts_on = models.DateField(
        _("starts on"),
        null=True,
        blank=True,
        validators=CALENDAR_YEARS,
        help_text=_("Only the month or the year is known: give any day of it."),
    )
    starts_time = models.TimeField(_("starts at"), null=True, blank=True)
    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        validators=CALENDAR_YEARS,
        help_text=_("Empty: the same day, month or year."),
    )
    ends_time = models.TimeField(_("ends at"), null=True, blank=True)
    zone = models.CharField(
        _("time zone"), max_length=40, default=default_zone, validators=[validate_zone], help_text=_("as Asia/Atyrau")
    )
    last_on = models.DateField(null=True, editable=False)
    starts_at = models.DateTimeField(null=True, editable=False)

    place = TranslatedField(models.CharField, _("place"), max_length=200)
    address = TranslatedField(models.CharField, _("address of the place"), max_length=300)
    accessibility = TranslatedField(
        models.TextField,
        _("access for people with disabilities"),
        help_text=_("Step-free entrance, lift, toilet, hearing loop, sign language, parking."),
    )
    online_url = models.URLField(_("link to take part online"), max_length=500, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=list(LANGUAGE_NAMES.items())),
        verbose_name=_("languages of work"),
        default=list,
        blank=True,
    )

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    state_reason = TranslatedField(models.TextField, _("why it was cancelled or postponed"))
    notice_number = models.CharField(_("number of the official notice"), max_length=50, blank=True)
    notice_url = models.URLField(
        _("address of the official notice"),
        max_length=500,
        blank=True,
        help_text=_("Of a public hearing: the page where comments are legally filed."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [F("starts_at").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(fields=["status", "starts_at", "id"], name="events_by_start"),
            models.Index(fields=["status", "last_on"], name="events_by_last_day"),
        ]
        constraints = [
            *Published.Meta.constraints,
            in_some_language("title"),
            models.CheckConstraint(
                condition=Q(date_precision=dates.UNKNOWN, starts_on=None, ends_on=None, last_on=None, starts_at=None)
                | ~Q(date_precision=dates.UNKNOWN)
                & Q(starts_on__isnull=False, last_on__isnull=False, starts_at__isnull=False),
                name="events_have_a_date_unless_it_is_unknown",
            ),
            models.CheckConstraint(
                condition=Q(date_precision=dates.TIME, starts_time__isnull=False)
                | ~Q(date_precision=dates.TIME) & Q(starts_time=None, ends_time=None),
                name="events_have_a_time_if_and_only_if_it_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(date_precision__in=(dates.MONTH, dates.YEAR)) | Q(starts_on__day=1),
                name="events_of_a_month_start_on_its_first_day",
            ),
            models.CheckConstraint(
                condition=~Q(date_precision=dates.YEAR) | Q(starts_on__month=1),
                name="events_of_a_year_start_in_january",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(last_on__gte=F("starts_on")),
                name="events_end_after_they_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_time=None) | Q(last_on__gt=F("starts_on")) | Q(ends_time__gt=F("starts_time")),
                name="events_end_at_a_later_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "held"))
                | ~Q(state_reason_kk="")
                | ~Q(state_reason_ru="")
                | ~Q(state_reason_en=""),
                name="cancelled_and_postponed_events_have_a_reason",
                violation_error_message=_("Say why the event was cancelled or postponed."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="hearing") | ~Q(notice_url=""),
                name="hearings_link_to_the_official_notice",
                violation_error_message=_("A public hearing needs the address of its official notice."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event", args=[self.slug])

    def clean(self):
        errors = dict(self._date_errors())
        if errors:
            raise ValidationError(errors)
        self._settle_days()

    def save(self, *args, **kwargs):
        self._settle_days()
        self.starts_at = dates.instant(self.starts_on, self.starts_time, self.zone)
        super().save(*args, **kwargs)

    def is_past(self, on):
        return self.last_on is not None and self.last_on < on

    @property
    def has_known_day(self):
        return self.date_precision in (dates.DAY, dates.TIME)

    @property
    def is_off(self):
        return self.state in (self.State.CANCELLED, self.State.POSTPONED)

    @property
    def language_names(self):
        return [str(LANGUAGE_NAMES[code]) for code in self.languages]

    @property
    def ends_at(self):
        """The instant of the end, where an hour was given."""
        return dates.instant(self.ends_on or self.starts_on, self.ends_time, self.zone) if self.ends_time else None

    def published_report(self):
        report = getattr(self, "report", None)
        return report if report and report.is_published else None

    def report_for(self, user):
        """The report as `user` may read it: staff see it before it is published."""
        is_staff = user.is_authenticated and user.is_staff
        return getattr(self, "report", None) if is_staff else self.published_report()

    def _settle_days(self):
        """What follows from the dates as entered: kept in columns, because lists are cut by it."""
        self.starts_on = dates.first_day(self.date_precision, self.starts_on)
        self.last_on = dates.last_day(self.date_precision, self.starts_on, self.ends_on)

    def _date_errors(self):
        is_unknown = self.date_precision == dates.UNKNOWN
        if is_unknown and (self.starts_on or self.ends_on):
            yield "date_precision", _("A date is given: say how exactly it is known, or remove the date.")
        elif not is_unknown and not self.starts_on:
            yield "starts_on", _("Give the date, or choose “date not known”.")
        elif self._days_after_start() < 0:
            yield "ends_on", _("The end is before the start.")
        if self.date_precision == dates.TIME:
            yield from self._time_errors()
        elif self.starts_time or self.ends_time:
            yield "date_precision", _("A time is given: choose “day and time”, or remove the time.")

    def _time_errors(self):
        if not self.starts_time:
            yield "starts_time", _("Give the time of the start, or choose that only the day is known.")
        elif self.ends_time and self.ends_time <= self.starts_time and self._days_after_start() == 0:
            yield "ends_time", _("The end is before the start.")

    def _days_after_start(self):
        if self.starts_on is None:
            return 0
        last_on = dates.last_day(self.date_precision, self.starts_on, self.ends_on)
        return (last_on - dates.first_day(self.date_precision, self.starts_on)).days
