"""What the figures say, in words: computed each time, never typed."""

from django.utils.translation import gettext as _

from portal.datasets.numbers import percent, rounded


def largest(table, year, show):
    """«Most in 2022: Pavlodar Region, 724.2 thousand t, 31.3% of the whole country.»"""
    region, *_others = table.ranked(year) or [table.country]
    words = {"year": year, "region": region.name, "value": show(table.value(region, year))}
    share = table.share(region, year)
    if share is None:
        return _("Most in %(year)s: %(region)s, %(value)s.") % words
    words["share"] = percent(share)
    return _("Most in %(year)s: %(region)s, %(value)s, %(share)s of the whole country.") % words


def share_of_country(table, region, year):
    """ "" for the country itself, and where there is nothing to divide by."""
    share = None if region == table.country else table.share(region, year)
    return "" if share is None else _("%(share)s of the whole country.") % {"share": percent(share)}


def course(table, region, year, show):
    """How the region's figure of `year` stands to its first one: more, less, how many times; or why it is not said."""
    value = table.value(region, year)
    words = {"region": region.name, "year": year}
    if value is None:
        return _("%(region)s, %(year)s: there is no figure.") % words
    words["value"] = show(value)
    change = table.change(region, year)
    if change is None or not change.first or change.last < 0:
        return _("%(region)s, %(year)s: %(value)s.") % words
    words |= {"first_year": change.first_year, "first": show(change.first)}
    if change.ratio >= 2:
        words["times"] = rounded(change.ratio, 1)
        return _("%(region)s, %(year)s: %(value)s, %(times)s times as much as in %(first_year)s (%(first)s).") % words
    words["percent"] = percent(abs(change.ratio - 1))
    if change.ratio > 1:
        return _("%(region)s, %(year)s: %(value)s, %(percent)s more than in %(first_year)s (%(first)s).") % words
    if change.ratio < 1:
        return _("%(region)s, %(year)s: %(value)s, %(percent)s less than in %(first_year)s (%(first)s).") % words
    return _("%(region)s, %(year)s: %(value)s, as much as in %(first_year)s.") % words
