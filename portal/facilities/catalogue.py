"""The list of facilities: what it can be narrowed by, and how many facilities each choice would leave."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from portal.facets import Facets, rows
from portal.filters import PublicFilterSet
from portal.languages import columns
from portal.models import Facility, Medium, Organisation, PrtrPollutant, Region, Release

RELEASED_TO = [(medium.value, medium.label) for medium in (Medium.AIR, Medium.WATER, Medium.SOIL)]


class FacilityFilter(PublicFilterSet):
    """By what article 5 of the Kyiv Protocol names: the facility, its place, its operator, pollutant and medium."""

    name = django_filters.CharFilter(label=gettext_lazy("Name"), method="with_name")
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"),
        queryset=Region.objects.filter(facilities__isnull=False).distinct(),
        to_field_name="slug",
    )
    operator = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Operator"),
        queryset=Organisation.objects.filter(facilities__isnull=False).distinct(),
        to_field_name="slug",
    )
    pollutant = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Pollutant"),
        queryset=PrtrPollutant.objects.filter(releases__isnull=False).distinct(),
        to_field_name="number",
        method="releasing",
    )
    medium = django_filters.ChoiceFilter(label=gettext_lazy("Medium"), choices=RELEASED_TO, method="into")

    class Meta:
        model = Facility
        fields = ["name", "region", "operator", "pollutant", "medium"]

    def with_name(self, facilities, name, value):
        found = Q()
        for column in columns("name"):
            found |= Q(**{f"{column}__icontains": value})
        return facilities.filter(found)

    def releasing(self, facilities, name, pollutant):
        """With a medium chosen too: to that very medium."""
        medium = self.form.cleaned_data.get("medium")
        releases = Release.objects.filter(facility=OuterRef("pk"), pollutant=pollutant)
        return facilities.filter(Exists(releases.filter(medium=medium) if medium else releases))

    def into(self, facilities, name, medium):
        return facilities.filter(Exists(Release.objects.filter(facility=OuterRef("pk"), medium=medium)))


def facility_facets(params):
    filterset = FacilityFilter(params, Facility.objects.all())
    pollutant, medium = filterset.chosen["pollutant"], filterset.chosen["medium"]
    counts = {
        "region": lambda facilities: [rows(facilities, "region", "region__slug", "region__name")],
        "operator": lambda facilities: [rows(facilities, "operator", "operator__slug", "operator__name")],
        "pollutant": lambda _left: [
            rows(
                _releasing(filterset, medium=medium),
                "pollutant",
                "releases__pollutant__number",
                "releases__pollutant__name",
            )
        ],
        "medium": lambda _left: [rows(_releasing(filterset, pollutant=pollutant), "medium", "releases__medium")],
    }
    return Facets(filterset, counts, named=_named)


def _releasing(filterset, **chosen):
    """Facilities with their releases: pollutant and medium are those of one release, as in the list."""
    conditions = {f"releases__{name}": value for name, value in chosen.items() if value}
    left = filterset.qs_without("pollutant", "medium")
    return left.filter(releases__medium__in=dict(RELEASED_TO), **conditions)


def _named(facet, key):
    """The name of a choice that stands in no table."""
    return Medium(key).label if facet == "medium" else key
