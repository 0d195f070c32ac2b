"""The page of a facility: what it released by year, medium and pollutant, its waste, its permits, its requests."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import charts
from portal.datasets.numbers import exact, percent, rounded
from portal.datasets.state import State, address
from portal.exceedances.nearness import nearest
from portal.facilities.amounts import KG_IN_TONNE, amount, times_threshold
from portal.languages import active_language
from portal.models import Medium, PrtrPollutant, Release, SearchEntry, Station

WHERE = {
    Medium.AIR: gettext_lazy("to air"),
    Medium.WATER: gettext_lazy("to water"),
    Medium.SOIL: gettext_lazy("to land"),
}
REQUESTS = 5
STATIONS = 4


@dataclass(frozen=True)
class Line:
    """All releases of one pollutant to one medium, by year."""

    pollutant: PrtrPollutant
    medium: str
    releases: dict[int, Release]

    @property
    def key(self):
        return f"{self.pollutant.number}-{self.medium}"

    @property
    def newest(self):
        return self.releases[max(self.releases)]

    @property
    def oldest(self):
        return self.releases[min(self.releases)]

    @property
    def threshold_kg(self):
        return self.pollutant.threshold_kg(self.medium)

    @property
    def rank(self):
        """How far the newest amount reaches above the threshold of the register, then how much it is."""
        return (self.newest.kg / self.threshold_kg if self.threshold_kg else Decimal(0), self.newest.kg)

    @property
    def name(self):
        return _("%(pollutant)s, %(where)s") % {
            "pollutant": capfirst(self.pollutant.name),
            "where": WHERE.get(self.medium, self.newest.get_medium_display()),
        }


@dataclass(frozen=True)
class LineRow:
    line: Line
    url: str
    is_current: bool
    amount: str
    against: str
    change: str


class FacilityPage:
    def __init__(self, facility, params):
        self.facility = facility
        self.releases = list(facility.releases.select_related("pollutant").order_by("pollutant__number", "year"))
        self.lines = sorted(_lines(self.releases), key=lambda line: line.rank, reverse=True)
        state = State(params, known={"release"})
        self.line = state.one_of(
            "release",
            {line.key: line for line in self.lines},
            self.lines[0] if self.lines else None,
            _("“%(value)s” was left out: the facility has no such release."),
        )
        self.notes = state.notes

    @property
    def state(self):
        return address([("release", self.line.key if self.line and self.line != self.lines[0] else "")])

    @property
    def rows(self):
        return [
            LineRow(
                line=line,
                url=address([("release", line.key)], "release"),
                is_current=line == self.line,
                amount=amount(line.newest.kg),
                against=times_threshold(line.newest.kg, line.threshold_kg),
                change=_change(line),
            )
            for line in self.lines
        ]

    @property
    def newest_year(self):
        return max(release.year for release in self.releases)

    # The chosen release

    @property
    def finding(self):
        """«Benzene, to air: 2.4 t in 2024, 12.0% less than in 2021 (2.7 t).»"""
        newest = self.line.newest
        words = {"name": self.line.name, "amount": amount(newest.kg), "year": newest.year}
        change = _change(self.line)
        if not change:
            return _("%(name)s: %(amount)s in %(year)s.") % words
        return _("%(name)s: %(amount)s in %(year)s, %(change)s.") % (words | {"change": change})

    @property
    def threshold_sentence(self):
        threshold = self.line.threshold_kg
        if threshold is None:
            return _("The Kyiv Protocol sets no threshold for this pollutant and this medium.")
        return _(
            "From %(threshold)s a year a release must be reported to the register. "
            "The threshold is no limit: what is below it is not safe for that reason, what is above it is not forbidden."
        ) % {"threshold": amount(threshold)}

    @property
    def chart(self):
        return mark_safe(self.svg(charts.WIDE) + self.svg(charts.NARROW))  # charts.py escapes every word

    def svg(self, size):
        words = charts.Words("release", self.line.name, self.finding, exact)
        return charts.line_chart([charts.Series(str(self.line.pollutant.name), self._points())], size, words)

    @cached_property
    def unit(self):
        return _("t") if self._is_heavy else _("kg")

    @property
    def _is_heavy(self):
        return max(release.kg for release in self.line.releases.values()) >= KG_IN_TONNE

    def _points(self):
        years = range(self.line.oldest.year, self.line.newest.year + 1)
        return [self._point(year, self.line.releases.get(year)) for year in years]

    def _point(self, year, release):
        if release is None:
            return charts.Point(year, None)
        shown = release.kg / KG_IN_TONNE if self._is_heavy else release.kg
        return charts.Point(year, shown, f"{year}: {amount(release.kg)}")

    @property
    def table(self):
        """Every year of the chosen release, the newest first, with where each figure can be checked."""
        return [self.line.releases[year] for year in sorted(self.line.releases, reverse=True)]

    # Beside it

    @cached_property
    def waste(self):
        return list(self.facility.waste_transfers.order_by("-year", "-is_hazardous", "-tonnes"))

    @cached_property
    def permits(self):
        return list(self.facility.permits.select_related("issuer").order_by("-issued_on", "pk"))

    @cached_property
    def requests(self):
        """Published requests to the operator, read from the table of what is public."""
        entries = SearchEntry.objects.listed(active_language()).with_organisation(self.facility.operator)
        return list(entries.filter(kind=SearchEntry.Kind.REQUEST).defer("body", "vector")[:REQUESTS])

    @cached_property
    def stations(self):
        return nearest(Station.objects.filter(region=self.facility.region), self.facility)[:STATIONS]


def _lines(releases):
    by_line = {}
    for release in releases:
        by_line.setdefault((release.pollutant, release.medium), {})[release.year] = release
    return [Line(pollutant, medium, by_year) for (pollutant, medium), by_year in by_line.items()]


def _change(line):
    """How the newest amount stands to the first one: more, less, how many times; "" where there is one year only."""
    first, last = line.oldest, line.newest
    if first.year == last.year or not first.kg:
        return ""
    words = {"year": first.year, "first": amount(first.kg)}
    ratio = last.kg / first.kg
    if ratio >= 2:
        return _("%(times)s times as much as in %(year)s (%(first)s)") % (words | {"times": rounded(ratio, 1)})
    words["percent"] = percent(abs(ratio - 1))
    if ratio > 1:
        return _("%(percent)s more than in %(year)s (%(first)s)") % words
    if ratio < 1:
        return _("%(percent)s less than in %(year)s (%(first)s)") % words
    return _("as much as in %(year)s") % words
