"""The figures of regions by year, read once: who stands where, how much of the country, how it changed. No words."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from portal.models import Region


@dataclass(frozen=True)
class Change:
    """The first and the last figure of a region in a span of years, over one and the same territory."""

    first_year: int
    first: Decimal
    last_year: int
    last: Decimal

    @property
    def ratio(self):
        return self.last / self.first if self.first else None


class RegionTable:
    """`figures` are (region id, year, value); `regions` the regions they name, with their origins."""

    def __init__(self, figures, regions):
        self._values = {(region_id, year): value for region_id, year, value in figures}
        self.years = sorted({year for _region_id, year in self._values})
        known = {region_id for region_id, _year in self._values}
        self.regions = sorted(
            (region for region in regions if region.pk in known), key=lambda region: region.iso_3166_2
        )
        self.country = next((region for region in self.regions if region.kind == Region.Kind.COUNTRY), None)
        self._successors = defaultdict(list)
        for region in regions:
            for earlier in region.origins:
                self._successors[earlier].append(region)

    @property
    def parts(self):
        return [region for region in self.regions if region != self.country]

    @property
    def newest_year(self):
        return self.years[-1]

    def value(self, region, year):
        return self._values.get((region.pk, year))

    def ranked(self, year):
        """Regions that have a figure for the year, the largest first; the country itself is not among them."""
        having = [region for region in self.parts if self.value(region, year) is not None]
        return sorted(having, key=lambda region: -self.value(region, year))

    def share(self, region, year):
        """Of the country's figure for the same year; None where there is nothing to divide by."""
        whole = self.value(self.country, year) if self.country else None
        return self.value(region, year) / whole if whole else None

    def change(self, region, until):
        """From the region's first year to `until`, or None: one figure alone, or another territory in between."""
        years = [year for year in self.years if year <= until and self.value(region, year) is not None]
        if len(years) < 2 or years[-1] != until or any(years[0] < year <= until for year in self.losses(region)):
            return None
        return Change(years[0], self.value(region, years[0]), until, self.value(region, until))

    def losses(self, region):
        """The years in which a new region was formed from part of this one: before and after do not compare."""
        return {
            later.began_in: later for later in self._successors[region.pk] if later.began_in and not region.ended_in
        }

    def ended_before(self, year):
        return [region for region in self.parts if region.ended_in and region.ended_in < year]


class Classes:
    """Figures in up to five classes with about as many regions in each; the bounds are figures that really occur."""

    def __init__(self, values, count=5):
        ordered = sorted(values)
        ends = {ordered[-(-len(ordered) * number // count) - 1] for number in range(1, count + 1)} if ordered else set()
        self._ends = sorted(ends)
        self.bounds = []
        for number, end in enumerate(self._ends):
            above = ordered if number == 0 else [value for value in ordered if value > self._ends[number - 1]]
            self.bounds.append((above[0], end))

    def level(self, value):
        return bisect_left(self._ends, value) + 1
