"""The newest readings of a station in one sentence: what a person on a phone came for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.exceedances import words
from portal.models import COUNTED_FLAGS


@dataclass(frozen=True)
class Glance:
    tone: str
    icon: str
    sentence: str
    detail: str = ""


def glance(page):
    """Of the page of a station that has readings. What is not fresh, or declared invalid, says nothing of now."""
    fresh = [row.series for row in page.rows if row.is_fresh and row.series.last_flag in COUNTED_FLAGS]
    if not fresh:
        newest = max(page.measured, key=lambda series: series.last_ts)
        day = words.moment_of(newest, newest.last_ts)
        return Glance(
            "quiet",
            "clock",
            _("No fresh readings: the newest is of %(day)s, so it says nothing of now.") % {"day": day},
        )
    compared = [(found, series) for series in fresh if (found := _compared(page, series))]
    compared.sort(key=lambda pair: (not _is_implausible(pair[1]), pair[0].multiple), reverse=True)
    above = [pair for pair in compared if pair[0].is_above]
    if above:
        return Glance("late", "triangle-alert", _above(above), _detail(fresh, compared, page.at))
    if compared:
        return Glance("ok", "check", _within(compared), _detail(fresh, compared, page.at))
    return Glance("quiet", "info", _("There are fresh readings, but no norm is set for them."))


def _compared(page, series):
    return page.limits.of_reading(series, series.last_value, series.day_of(series.last_ts))


def _above(above):
    named = ", ".join(_times(found, series) for found, series in above)
    return ngettext("Now above its limit: %(named)s.", "Now above their limits: %(named)s.", len(above)) % {
        "named": named
    }


def _times(found, series):
    said = _("%(substance)s %(multiple)s times") % {
        "substance": series.parameter.name,
        "multiple": words.of_limit(found.multiple),
    }
    return f"{said} ({words.mark_of(series, series.last_value)})" if _is_implausible(series) else said


def _is_implausible(series):
    return series.is_implausible(series.last_value)


def _within(compared):
    found, series = compared[0]
    nearest = _("Nearest to its limit: %(substance)s, %(multiple)s of it.") % {
        "substance": series.parameter.name,
        "multiple": words.of_limit(found.multiple),
    }
    return " ".join([_("None of the newest readings is above its limit."), nearest])


def _detail(fresh, compared, at):
    """How old, how many were compared, and whether the comparison is indicative."""
    sentences = [
        _("Read %(age)s ago; compared with a limit: %(compared)s of %(all)s.")
        % {
            "age": words.age(max(series.last_ts for series in fresh), at),
            "compared": len(compared),
            "all": len(fresh),
        }
    ]
    if any(found.is_indicative for found, _series in compared):
        sentences.append(_("Indicative: hourly means against a limit for 20 to 30 minutes."))
    return " ".join(sentences)
