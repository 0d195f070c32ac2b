"""What the pages say of a value, its limit and its day: short sentences, the same on every page."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.datasets.numbers import exact, rounded
from portal.exceedances.indices import Level
from portal.models import Episode, Series

LEVELS = {
    Level.LOW: gettext_lazy("low"),
    Level.ELEVATED: gettext_lazy("elevated"),
    Level.HIGH: gettext_lazy("high"),
    Level.VERY_HIGH: gettext_lazy("very high"),
}
TONES = {Level.LOW: "ok", Level.ELEVATED: "due", Level.HIGH: "late", Level.VERY_HIGH: "late"}


def with_unit(value, unit):
    return _("%(number)s %(unit)s") % {"number": exact(value), "unit": unit.symbol}


def of_limit(multiple):
    """How many times the limit, as a person would say it; what is above the limit is never printed as 1."""
    places = 1 if multiple >= 10 else 2 if multiple >= Decimal("0.1") else 3
    if multiple > 1 and multiple.quantize(Decimal(1).scaleb(-places)) == 1:
        return _("just over 1")
    return rounded(multiple, places)


def against_limit(comparison):
    """«1.5 times the limit of 0.008 mg/m³», «within the limit: 0.4 of 0.008 mg/m³», «no norm is set»."""
    return standing(comparison) or _("no norm is set")


def standing(comparison):
    """The same; "" where nothing is compared."""
    if not comparison:
        return ""
    words = {
        "multiple": of_limit(comparison.multiple),
        "limit": with_unit(comparison.limit.value, comparison.limit.unit),
    }
    if comparison.is_above:
        return _("%(multiple)s times the limit of %(limit)s") % words
    return _("within the limit: %(multiple)s of %(limit)s") % words


def year_of_days(comparison, series, year):
    """«1.5 times the limit of 0.05 mg/m³; above it on 12 of 340 days», and whether the highest is plausible."""
    if not comparison:
        return ""
    days = _("above it on %(above)s of %(compared)s days") % {
        "above": year.above_single or 0,
        "compared": year.compared,
    }
    return "; ".join(filter(None, [standing(comparison), days, mark_of(series, year.largest)]))


def mark_of(series, value):
    """What is said beside a value that is larger than is plausible; it stands behind the others."""
    return _("larger than is plausible, not looked at yet") if series.is_implausible(value) else ""


def act(norm):
    """The act, its number and day: the line that a complaint would cite."""
    parts = [norm.title]
    if norm.number and norm.number not in norm.title:
        parts.append(_("No. %(number)s") % {"number": norm.number})
    if norm.adopted_on:
        parts.append(date_format(norm.adopted_on, "DATE_FORMAT"))
    return ", ".join(str(part) for part in parts)


def source_of_limit(limit):
    return ", ".join(filter(None, [act(limit.norm), limit.article]))


def moment(ts, zone):
    return date_format(ts.astimezone(zone), "DATETIME_FORMAT")


def moment_of(series, ts):
    """The end of the period, or the day itself: what ends at midnight is of the day before, and reads as the day after."""
    if series.averaging == Series.Averaging.DAY:
        return date_format(series.day_of(ts), "DATE_FORMAT")
    return moment(ts, series.zone)


def age(ts, at):
    """How old a reading is, in the one unit that a person would use; Django's own words know no Kazakh."""
    minutes = int((at - ts).total_seconds() // 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if hours < 1:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if days < 60:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    months = days * 12 // 365
    if months < 24:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return ngettext("%(n)s year", "%(n)s years", months // 12) % {"n": months // 12}


def share_of_readings(count, expected):
    """«612 of 744 readings (82 %)»."""
    if not expected:
        return ngettext("%(count)s reading", "%(count)s readings", count) % {"count": count}
    return _("%(count)s of %(expected)s readings, %(percent)s %%") % {
        "count": count,
        "expected": expected,
        "percent": round(100 * count / expected),
    }


def day_in_words(value):
    """What a square of the calendar says."""
    if value.compared == 0:
        return _("no limit to compare with")
    if value.above_single:
        return ngettext(
            "%(above)s of %(count)s reading above the limit, up to %(multiple)s times",
            "%(above)s of %(count)s readings above the limit, up to %(multiple)s times",
            value.count,
        ) % {"above": value.above_single, "count": value.count, "multiple": of_limit(value.highest_multiple)}
    return _("no reading above the limit")


EXPLAINED = [
    (gettext_lazy("SI"), gettext_lazy("the highest single reading as a multiple of the maximum single limit")),
    (gettext_lazy("NP"), gettext_lazy("the share of readings above the maximum single limit")),
    (
        gettext_lazy("level"),
        gettext_lazy("the worse of SI and NP by RD 52.04.667-2005, rounded to whole numbers first"),
    ),
]


@dataclass(frozen=True)
class EpisodeInWords:
    """An episode for a list and a feed: title, summary and time in the reader's language and the station's zone."""

    episode: Episode

    @property
    def title(self):
        return _("%(station)s: %(substance)s, up to %(multiple)s times the limit") % {
            "station": self.episode.series.station,
            "substance": self.episode.series.parameter.name,
            "multiple": of_limit(self.episode.peak_multiple),
        }

    @property
    def summary(self):
        episode = self.episode
        facts = {
            "readings": episode.readings,
            "first": moment_of(episode.series, episode.first_ts),
            "last": moment_of(episode.series, episode.last_ts),
            "peak": with_unit(episode.peak_value, episode.series.unit),
            "limit": with_unit(episode.limit_value.value, episode.limit_value.unit),
            "act": source_of_limit(episode.limit_value),
        }
        if episode.readings == 1:
            sentence = _("One reading, %(first)s: %(peak)s, the limit %(limit)s (%(act)s).") % facts
        else:
            sentence = (
                ngettext(
                    "%(readings)s reading, %(first)s to %(last)s; the highest is %(peak)s, the limit %(limit)s (%(act)s).",
                    "%(readings)s readings, %(first)s to %(last)s; the highest is %(peak)s, the limit %(limit)s (%(act)s).",
                    episode.readings,
                )
                % facts
            )
        return f"{sentence} {self.caution}".strip()

    @property
    def caution(self):
        series = self.episode.series
        cautions = []
        if series.averaging == Series.Averaging.HOUR:
            cautions.append(_("Indicative: hourly means against a limit for 20 to 30 minutes."))
        if series.is_implausible(self.episode.peak_value):
            cautions.append(_("The highest reading is larger than is plausible; nobody has looked at it yet."))
        return " ".join(cautions)

    @property
    def published_at(self):
        return self.episode.last_ts

    @property
    def day(self):
        return self.episode.series.day_of(self.episode.last_ts)

    def get_absolute_url(self):
        episode = self.episode
        return f"{episode.series.station.get_absolute_url()}?series={episode.series_id}&year={self.day.year}"
