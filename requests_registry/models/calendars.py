from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language
from requests_registry import workdays


class WorkCalendarQuerySet(models.QuerySet):
    def as_calendar(self):
        """All years as the value that deadlines are counted with: two queries, whatever the number of requests."""
        special_days = CalendarDay.objects.filter(calendar__in=self)
        return workdays.Calendar.of(
            [day.as_special_day() for day in special_days],
            self.filter(is_confirmed=True).values_list("year", flat=True),
        )


class WorkCalendar(models.Model):
    """The special days of one year. Until a person has confirmed the year, dates counted with it are provisional."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    is_confirmed = models.BooleanField(_("confirmed by a person"), default=False, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("confirmed by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    source = models.TextField(_("source"), blank=True, help_text=_("Orders of the labour authority, laws."))

    objects = WorkCalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("work calendar")
        verbose_name_plural = _("work calendars")
        ordering = ["-year"]

    def __str__(self):
        return str(self.year)


class CalendarDay(models.Model):
    """A day on which the week does not say whether people work."""

    class Kind(models.TextChoices):
        STATE_HOLIDAY = "state_holiday", _("state holiday")
        NATIONAL_HOLIDAY = "national_holiday", _("national holiday")
        LABOUR_CODE_DAY_OFF = "labour_code_day_off", _("day off by the Labour Code")
        IN_LIEU = "in_lieu", _("day off in lieu of a holiday on a weekend")
        MOVED_DAY_OFF = "moved_day_off", _("day off moved here")
        MOVED_WORKING_DAY = "moved_working_day", _("working day moved to a weekend")

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, verbose_name=_("year"), related_name="days")
    on = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = TranslatedField(models.CharField, _("name"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("day of the work calendar")
        verbose_name_plural = _("days of the work calendar")
        ordering = ["on"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.name}"

    @property
    def is_working(self):
        return self.kind == self.Kind.MOVED_WORKING_DAY

    def as_special_day(self):
        names = {"kk": self.name_kk, "ru": self.name_ru, "en": self.name_en}
        return workdays.SpecialDay(self.on, self.is_working, names)
