"""The page of statistics: its tables and its chart from the same rows that its files hold."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal import charts
from portal.datasets.numbers import exact
from requests_registry.explanations import citation
from requests_registry.models import InformationHolder, InformationRequest, LegalRule
from requests_registry.models.clocks import ClockKind
from requests_registry.models.replies import articles_of
from requests_registry.statistics.figures import Figures, Statistics

Profile = InformationHolder.Profile
GROUPS = {
    Profile.STATE: gettext_lazy("State bodies and state entities"),
    Profile.COMPANY: pgettext_lazy("group of holders", "Companies"),
}
SHORT = GROUPS | {Profile.STATE: gettext_lazy("State bodies")}


@dataclass(frozen=True)
class Row:
    """One line of a table: who or when, and the figures; `url` leads to the holder's page."""

    level: str
    key: str
    label: str
    profile: str
    figures: Figures
    url: str = ""


class StatisticsPage:
    """What the page shows and what its files hold: the same rows."""

    def __init__(self, on):
        self.on = on
        self.statistics = Statistics(InformationRequest.objects.public(), on)

    @cached_property
    def groups(self):
        figures = self.statistics.by_profile
        total = Row("all", "", _("All holders"), "", self.statistics.total)
        return [
            total,
            *(Row("profile", profile, label, profile, figures[profile]) for profile, label in GROUPS.items()),
        ]

    @cached_property
    def years(self):
        return [
            Row("year", str(year), f"{year}, {SHORT[profile]}", profile, figures)
            for (year, profile), figures in self.statistics.by_year_and_profile.items()
        ]

    @cached_property
    def holders(self):
        return [
            Row(
                "holder",
                holder.organisation.slug,
                holder.organisation.name,
                holder.profile,
                figures,
                holder.get_absolute_url(),
            )
            for holder, figures in self.statistics.by_holder.items()
        ]

    @property
    def holders_by_profile(self):
        """State bodies apart from companies, each with those of which enough is known and those named only."""
        return [
            (
                profile,
                label,
                [row for row in self.holders if row.profile == profile and row.figures.is_enough],
                [row for row in self.holders if row.profile == profile and not row.figures.is_enough],
            )
            for profile, label in GROUPS.items()
        ]

    @property
    def refusals(self):
        """(ground, its articles, requests of state bodies, of companies)"""
        return [
            (ground.label, articles_of(ground), counts[Profile.STATE], counts[Profile.COMPANY])
            for ground, counts in self.statistics.refusals.items()
        ]

    @cached_property
    def rule(self):
        return LegalRule.objects.in_force(ClockKind.REPLY, on=self.on)

    @property
    def source(self):
        return self.rule and citation(self.rule)

    @cached_property
    def chart(self):
        """Medians by year, a line for state bodies and one for companies; nothing before two years have one."""
        series = [self._series(profile, label) for profile, label in SHORT.items()]
        if sum(point.y is not None for point in series[0].points) < 2:
            return ""
        words = charts.Words("medians", _("Days to the first answer, by year"), self._description(series), exact)
        limits = [charts.Limit(Decimal(self.rule.length), _("the term by law"))] if self.rule else []
        return mark_safe(  # charts.py escapes every word
            charts.line_chart(series, charts.WIDE, words, limits=limits)
            + charts.line_chart(series, charts.NARROW, words, limits=limits)
        )

    def _series(self, profile, label):
        figures = self.statistics.by_year_and_profile
        years = sorted({year for year, _profile in figures})
        medians = [
            (year, figures[year, profile].first.median if (year, profile) in figures else None) for year in years
        ]
        return charts.Series(
            str(label),
            [
                charts.Point(year, median, "" if median is None else f"{year}: {exact(median)}")
                for year, median in medians
            ],
        )

    def _description(self, series):
        return "; ".join(
            f"{line.label}: {', '.join(point.text for point in line.points if point.text)}"
            for line in series
            if any(point.text for point in line.points)
        )
