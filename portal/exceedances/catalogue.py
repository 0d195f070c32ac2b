"""Lists of stations and of readings above a limit: what each can be narrowed by, and what each choice would leave."""

import django_filters
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy

from portal.facets import Facets, rows
from portal.filters import PublicFilterSet
from portal.languages import LANGUAGES
from portal.models import Episode, Medium, Parameter, Region, Station


class StationFilter(PublicFilterSet):
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"),
        queryset=Region.objects.filter(stations__isnull=False).distinct(),
        to_field_name="slug",
    )
    medium = django_filters.ChoiceFilter(label=gettext_lazy("Medium"), choices=Medium.choices)
    parameter = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Parameter"),
        queryset=Parameter.objects.filter(series__station__isnull=False, series__is_public=True).distinct(),
        to_field_name="code",
        method="measuring",
    )

    class Meta:
        model = Station
        fields = ["region", "medium", "parameter"]

    def measuring(self, queryset, name, parameter):
        return queryset.filter(series__parameter=parameter, series__is_public=True).distinct()


class EpisodeFilter(PublicFilterSet):
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"),
        queryset=Region.objects.filter(stations__isnull=False).distinct(),
        field_name="series__station__region",
        to_field_name="slug",
    )
    parameter = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Parameter"),
        queryset=Parameter.objects.filter(limit_values__norm__is_binding=True).distinct(),
        field_name="series__parameter",
        to_field_name="code",
    )
    station = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Station"),
        queryset=Station.objects.all(),
        field_name="series__station",
        to_field_name="slug",
    )

    class Meta:
        model = Episode
        fields = ["region", "parameter", "station"]


def station_facets(params):
    return Facets(StationFilter(params, Station.objects.all()), STATION_COUNTS, named=_named)


def episode_facets(params):
    return Facets(EpisodeFilter(params, Episode.objects.filter(series__is_public=True)), EPISODE_COUNTS, named=_named)


def _regions_of_stations(stations):
    return [rows(stations.filter(region__isnull=False), "region", "region__slug", "region__name")]


def _media(stations):
    return [rows(stations, "medium", "medium")]


def _measured(stations):
    measuring = stations.filter(series__is_public=True)
    return [rows(measuring, "parameter", "series__parameter__code", "series__parameter__name")]


STATION_COUNTS = {"region": _regions_of_stations, "medium": _media, "parameter": _measured}


def _regions_of_episodes(episodes):
    placed = episodes.filter(series__station__region__isnull=False)
    return [rows(placed, "region", "series__station__region__slug", "series__station__region__name")]


def _exceeded(episodes):
    return [rows(episodes, "parameter", "series__parameter__code", "series__parameter__name")]


def _stations_of_episodes(episodes):
    """A post is called by its settlement too: every town has its № 1."""
    station = "series__station__"
    names = {
        language: Concat(F(f"{station}settlement_{language}"), Value(", "), F(f"{station}name_{language}"))
        for language in LANGUAGES
    }
    return [rows(episodes.filter(series__station__isnull=False), "station", f"{station}slug", names)]


EPISODE_COUNTS = {"region": _regions_of_episodes, "parameter": _exceeded, "station": _stations_of_episodes}


def _named(facet, key):
    """The name of a choice that stands in no table."""
    return Medium(key).label if facet == "medium" else key
