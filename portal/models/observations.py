"""Measured values and all that is known of them: their series, their source, the run that brought them, their history.

An observation's `ts` is the END of its averaging period, in UTC; its value is in the unit of its series.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, active_language, in_some_language
from portal.models.fields import NumericField, check_time_zone, is_a_number
from portal.models.imports import FileImport, says_when_it_was_undone


class Flag(models.IntegerChoices):
    """What is known against a value. A suspicion of the machine never takes a value out of the statistics."""

    VALID = 0, _("nothing is known against it")
    SUSPECT = 1, _("doubtful by the publisher's own mark")
    BELOW_DETECTION = 2, _("below what the instrument can detect; the detection limit is kept")
    IMPLAUSIBLE = 3, _("larger than is plausible")
    CALIBRATION = 4, _("calibration or maintenance")
    STUCK = 5, _("the same value for six hours or longer")
    CONTRADICTED = 6, _("contradicted by another reading: fine dust above all dust")
    INVALID = 9, _("declared invalid")


COUNTED_FLAGS = (Flag.VALID, Flag.SUSPECT, Flag.BELOW_DETECTION, Flag.IMPLAUSIBLE, Flag.STUCK, Flag.CONTRADICTED)


class Source(models.Model):
    """Who publishes the readings we take, and how its files tell the time."""

    class Clock(models.TextChoices):
        INSTANT = "instant", _("the offset in the file is true")
        WALL = "wall", _("the figures on the clock are true in the zone below; an offset in the file is ignored")
        STATION = "station", _("the clock on the wall of the station")

    class Stamp(models.TextChoices):
        BEGINNING = "beginning", _("beginning of the averaging period")
        END = "end", _("end of the averaging period")

    class Places(models.TextChoices):
        STATIONS = "station", _("stations")
        SECTIONS = "section", _("sections of rivers")
        REGIONS = "region", _("regions")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(models.CharField, _("name"), max_length=200)
    places = models.CharField(_("its readings are of"), max_length=10, choices=Places, default=Places.STATIONS)
    owner = models.ForeignKey(
        "portal.Organisation", models.PROTECT, verbose_name=_("owner"), related_name="+", null=True, blank=True
    )
    url = models.URLField(_("address"), max_length=300, blank=True)
    licence = models.ForeignKey(
        "portal.Licence", models.PROTECT, verbose_name=_("licence"), related_name="+", null=True, blank=True
    )
    clock = models.CharField(_("how its clock runs"), max_length=10, choices=Clock, default=Clock.STATION)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Almaty")
    stamp = models.CharField(_("a reading is stamped with the"), max_length=10, choices=Stamp, default=Stamp.END)
    makes_stations = models.BooleanField(_("a place that is not known yet becomes a station"), default=False)
    mapping = models.JSONField(_("mapping of columns"), default=dict, blank=True)
    note = TranslatedField(models.TextField, _("note"))

    class Meta:
        verbose_name = _("source of readings")
        verbose_name_plural = _("sources of readings")
        ordering = ["code"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name

    def clean(self):
        check_time_zone(self.time_zone)


class ParameterAlias(models.Model):
    """How a source (or, without a source, anybody) spells a parameter, folded: portal/importing/spelling.py."""

    source = models.ForeignKey(
        Source, models.CASCADE, verbose_name=_("source"), related_name="parameter_aliases", null=True, blank=True
    )
    spelling = models.CharField(_("spelling"), max_length=100)
    parameter = models.ForeignKey(
        "portal.Parameter", models.CASCADE, verbose_name=_("parameter"), related_name="aliases"
    )

    class Meta:
        verbose_name = _("spelling of a parameter")
        verbose_name_plural = _("spellings of parameters")
        ordering = ["spelling"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "spelling"], name="one_parameter_per_spelling", nulls_distinct=False
            )
        ]

    def __str__(self):
        return self.spelling


class StationAlias(models.Model):
    """How a source names a station: letter by letter, blanks at the ends apart."""

    source = models.ForeignKey(Source, models.CASCADE, verbose_name=_("source"), related_name="station_aliases")
    spelling = models.CharField(_("spelling"), max_length=150)
    station = models.ForeignKey("portal.Station", models.CASCADE, verbose_name=_("station"), related_name="aliases")

    class Meta:
        verbose_name = _("spelling of a station")
        verbose_name_plural = _("spellings of stations")
        ordering = ["spelling"]
        constraints = [models.UniqueConstraint(fields=["source", "spelling"], name="one_station_per_spelling")]

    def __str__(self):
        return self.spelling


PLACES = ("station", "section", "facility", "region")


def _exactly_one(names):
    """A condition: one of these links is set and the others are not."""
    condition = Q()
    for filled in names:
        condition |= Q(**{f"{name}__isnull": name != filled for name in names})
    return condition


class SeriesQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)


class Series(models.Model):
    """One parameter at one place, from one source, averaged over one period."""

    class Averaging(models.TextChoices):
        TWENTY_MINUTES = "20min", _("20 minutes")
        HOUR = "1h", _("hour")
        DAY = "day", _("day")
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")
        GRAB = "grab", _("single sample")

    PER_DAY = {Averaging.TWENTY_MINUTES: 72, Averaging.HOUR: 24, Averaging.DAY: 1}

    id = models.AutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="series")
    station = models.ForeignKey("portal.Station", models.PROTECT, related_name="series", null=True, blank=True)
    section = models.ForeignKey("portal.RiverSection", models.PROTECT, related_name="series", null=True, blank=True)
    facility = models.ForeignKey("portal.Facility", models.PROTECT, related_name="series", null=True, blank=True)
    region = models.ForeignKey("portal.Region", models.PROTECT, related_name="series", null=True, blank=True)
    parameter = models.ForeignKey("portal.Parameter", models.PROTECT, related_name="series")
    unit = models.ForeignKey("portal.Unit", models.PROTECT, related_name="+")
    averaging = models.CharField(max_length=10, choices=Averaging)
    dataset = models.ForeignKey("portal.Dataset", models.SET_NULL, related_name="series", null=True, blank=True)
    readings_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    first_ts = models.DateTimeField(null=True, blank=True)
    last_ts = models.DateTimeField(null=True, blank=True)
    last_value = NumericField(null=True, blank=True)
    last_flag = models.PositiveSmallIntegerField(choices=Flag, null=True, blank=True)
    count = models.PositiveBigIntegerField(default=0)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of readings")
        verbose_name_plural = _("all series of readings")
        ordering = ["station", "section", "parameter", "averaging"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", *PLACES, "parameter", "averaging"],
                name="one_series_per_place_and_parameter",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=_exactly_one(PLACES), name="a_series_has_one_place"),
        ]

    def __str__(self):
        return f"{self.place}: {self.parameter}, {self.get_averaging_display()}"

    @property
    def place(self):
        return self.station or self.section or self.facility or self.region

    @property
    def expected_a_day(self):
        """How many readings a whole day has; None where samples are taken now and then."""
        return self.readings_a_day or self.PER_DAY.get(self.averaging)

    def is_implausible(self, value):
        """Kept and shown, but never at the head of a list before somebody has looked at it."""
        largest = self.parameter.largest_plausible
        return largest is not None and value > largest

    @property
    def zone(self):
        return ZoneInfo(self.station.time_zone if self.station else settings.TIME_ZONE)

    def day_of(self, ts):
        """The local day a reading belongs to: what ends at midnight belongs to the day before."""
        return (ts - timedelta(microseconds=1)).astimezone(self.zone).date()


class TableOffer(models.Model):
    """A table that somebody hands to the published data, with where it comes from: an answer to a request, a report."""

    title = models.CharField(_("where it comes from"), max_length=300)
    path = models.CharField(max_length=300, help_text="address without the language: /requests/2026-0042/")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    offered_at = models.DateTimeField(_("offered at"))
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("offered table")
        verbose_name_plural = _("offered tables")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["path", "sha256"], name="a_table_is_offered_once_from_one_place"),
        ]
        indexes = [models.Index(fields=["path"], name="offered_tables_by_path")]

    def __str__(self):
        return f"{self.file_name}: {self.title}"

    def get_absolute_url(self):
        """Where it comes from, in the reader's language."""
        return f"/{active_language()}{self.path}"


class ImportRun(FileImport):
    """One file that was read for a source."""

    id = models.AutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="runs")
    sha256 = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField(default=dict)
    offer = models.ForeignKey(TableOffer, models.PROTECT, related_name="runs", null=True, blank=True)
    rows_new = models.PositiveBigIntegerField(default=0)
    rows_changed = models.PositiveBigIntegerField(default=0)
    rows_same = models.PositiveBigIntegerField(default=0)
    rows_refused = models.PositiveBigIntegerField(default=0)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [says_when_it_was_undone("an_undone_import_says_when")]

    def __str__(self):
        return f"{self.file_name} ({self.made_at:%Y-%m-%d})"

    def get_absolute_url(self):
        return reverse("data-staff:run", args=[self.pk])


class Observation(models.Model):
    """The only big table: its key carries value and flag, so that a chart reads nothing but the key."""

    pk = models.CompositePrimaryKey("series", "ts")
    ts = models.DateTimeField()
    series = models.ForeignKey(Series, models.PROTECT, related_name="observations", db_index=False)
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    flag = models.SmallIntegerField(choices=Flag, default=Flag.VALID, db_default=Flag.VALID)
    value = NumericField()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [is_a_number("value")]

    def __str__(self):
        return f"{self.ts:%Y-%m-%d %H:%M}: {self.value}"


class RunSeries(models.Model):
    """Which part of a series a run wrote."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="written")
    series = models.ForeignKey(Series, models.CASCADE, related_name="written")
    first_ts = models.DateTimeField()
    last_ts = models.DateTimeField()
    rows = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "series"], name="one_row_per_run_and_series")]

    def __str__(self):
        return f"{self.run_id}: {self.series_id}"


class ImportRefusal(models.Model):
    """A row of a file that was not taken, and why, word by word as in the file."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refusals")
    row = models.PositiveBigIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=100, blank=True)
    code = models.CharField(max_length=30)
    details = models.JSONField(default=dict)
    raw = models.TextField(blank=True)

    class Meta:
        ordering = ["row", "id"]

    def __str__(self):
        return f"{self.row}: {self.code}"


class Revision(models.Model):
    """What an observation was before a run changed it."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="revisions")
    series = models.ForeignKey(Series, models.PROTECT, related_name="revisions", db_index=False)
    ts = models.DateTimeField()
    old_value = NumericField()
    old_flag = models.SmallIntegerField(choices=Flag)
    old_run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-changed_at"]
        constraints = [models.UniqueConstraint(fields=["series", "ts", "run"], name="one_revision_per_run_and_reading")]

    def __str__(self):
        return f"{self.series_id}, {self.ts:%Y-%m-%d %H:%M}: {self.old_value}"


class FlagPeriod(models.Model):
    """A time for which something is known against the values of a series or of a whole station, and who says so."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="flag_periods", null=True, blank=True)
    station = models.ForeignKey("portal.Station", models.CASCADE, related_name="flag_periods", null=True, blank=True)
    during = DateTimeRangeField(_("during"))
    flag = models.SmallIntegerField(_("mark"), choices=Flag)
    reason = TranslatedField(models.TextField, _("reason"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("marked period")
        verbose_name_plural = _("marked periods")
        indexes = [GistIndex(fields=["series", "during"], name="flag_periods_of_series")]
        constraints = [
            in_some_language("reason"),
            models.CheckConstraint(
                condition=Q(series=None) ^ Q(station=None), name="a_flag_period_is_of_a_series_or_a_station"
            ),
        ]

    def __str__(self):
        return f"{self.series or self.station}: {self.get_flag_display()}"


class PeriodValue(models.Model):
    """The readings of a series in a local day, month or year, counted. A period counts from 75 % of its readings on.

    Computed from rows that are known to have their series: the database need not look for it again for each of them.
    """

    pk = models.CompositePrimaryKey("series", "starts_on")
    starts_on = models.DateField()
    series = models.ForeignKey(Series, models.CASCADE, related_name="%(class)ss", db_index=False, db_constraint=False)
    count = models.PositiveIntegerField()
    expected = models.PositiveIntegerField(null=True)
    # With the limit for such readings in force on their day: the daily one for daily means, else the maximum single one.
    compared = models.PositiveIntegerField(default=0)
    above_single = models.PositiveIntegerField(null=True)
    above_five_single = models.PositiveIntegerField(null=True)
    above_ten_single = models.PositiveIntegerField(null=True)
    highest_multiple = NumericField(null=True)
    total = NumericField(default=0)  # sums of sums are exact, means of means are not
    mean = NumericField()
    smallest = NumericField()
    largest = NumericField()
    median = NumericField(null=True)
    percentile_98 = NumericField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.series_id}, {self.starts_on}: {self.mean}"

    @property
    def is_complete(self):
        return self.expected is None or 4 * self.count >= 3 * self.expected


class DailyValue(PeriodValue):
    pass


class MonthlyValue(PeriodValue):
    pass


class YearlyValue(PeriodValue):
    pass


class DirtyDay(models.Model):
    """A local day whose daily value is older than its readings."""

    pk = models.CompositePrimaryKey("series", "day")
    series = models.ForeignKey(Series, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    day = models.DateField()

    def __str__(self):
        return f"{self.series_id}, {self.day}"


class Episode(models.Model):
    """Readings above a limit without a pause longer than one step."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="episodes", db_index=False)
    limit_value = models.ForeignKey("portal.LimitValue", models.CASCADE, related_name="episodes")
    first_ts = models.DateTimeField()
    last_ts = models.DateTimeField()
    readings = models.PositiveIntegerField()
    peak_ts = models.DateTimeField()
    peak_value = NumericField()
    peak_multiple = NumericField()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        ordering = ["-last_ts"]
        indexes = [models.Index(fields=["last_ts", "id"], name="newest_episodes")]
        constraints = [
            models.UniqueConstraint(fields=["series", "limit_value", "first_ts"], name="one_episode_at_a_time")
        ]

    def __str__(self):
        return f"{self.series_id}, {self.first_ts:%Y-%m-%d %H:%M}: {self.peak_value}"
