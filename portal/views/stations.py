from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import charts
from portal.exceedances import files, together, words
from portal.exceedances.at_a_glance import glance
from portal.exceedances.catalogue import EpisodeFilter, StationFilter, episode_facets, station_facets
from portal.exceedances.comparison import Comparison
from portal.exceedances.parameter_page import ParameterPage
from portal.exceedances.readings_page import readings_page
from portal.exceedances.station_map import station_map
from portal.exceedances.station_page import StationPage
from portal.exports import FORMATS, Column, respond
from portal.feeds import AtomFeed
from portal.maps import region_tiles
from portal.models import (
    Episode,
    ExceedanceNews,
    LimitValue,
    Observation,
    Parameter,
    Region,
    Station,
    StationChange,
)
from portal.paging import page_of
from portal.views import downloads

COMPARABLE = 8  # substances that an empty comparison offers
STATION_FORMS = ("csv", "xlsx", "json", "geojson", "svg", "metadata.json")
LIST_FORMS = ("csv", "xlsx", "json", "geojson")
COMPARISON_FORMS = (*FORMATS, "svg", "metadata.json")
EPISODE_FORMS = ("csv", "xlsx", "json")


def _stations(request):
    stations = Station.objects.select_related("region").with_newest_reading()
    return StationFilter(request.GET, queryset=stations)


def station_list(request):
    filterset = _stations(request)
    stations = list(filterset.qs.order_by("region__name_ru", "settlement_ru", "slug")[:1000])
    counts = dict(Station.objects.values_list("region").annotate(Count("pk")))
    tiles = region_tiles(
        Region.objects.current(),
        shown=lambda region: {
            "level": 3 if counts.get(region.pk) else 0,
            "value": str(counts.get(region.pk, 0)),
            "url": f"?region={region.slug}" if counts.get(region.pk) else region.get_absolute_url(),
        },
    )
    context = {
        "filter": filterset,
        "facets": station_facets(request.GET),
        "stations": stations,
        "map": station_map(stations, _("Stations on a map: north is up")),
        "tiles": tiles,
        "off_the_map": sum(station.latitude is None for station in stations),
        "links": downloads.links("data:station-list-file", [], LIST_FORMS, filterset.query),
    }
    return render(request, "portal/station_list.html", context)


def station_list_file(request, fmt):
    stations = _stations(request).qs.order_by("slug")
    if fmt == "geojson":
        return downloads.geojson(_points(request, stations), "stations")
    columns = [
        Column("slug", _("Address"), lambda row: row.slug),
        Column("name", _("Name"), lambda row: row.name),
        Column("settlement", _("Settlement"), lambda row: row.settlement),
        Column("region_iso", _("Code of the region"), lambda row: row.region.iso_3166_2 if row.region else ""),
        Column("medium", _("Medium"), lambda row: row.medium),
        Column("kind", _("Kind"), lambda row: row.kind),
        Column("latitude", _("Latitude"), lambda row: row.latitude),
        Column("longitude", _("Longitude"), lambda row: row.longitude),
        Column("time_zone", _("Time zone"), lambda row: row.time_zone),
        Column("readings", _("Readings"), lambda row: row.readings or 0),
        Column("last_ts", _("Newest reading"), lambda row: row.last_ts),
        Column("url", _("Link"), lambda row: request.build_absolute_uri(row.get_absolute_url())),
    ]
    return respond(fmt, "stations", columns, stations, excel="excel" in request.GET)


def station(request, slug):
    page = _station_page(request, slug)
    query = f"series={page.series.pk}&year={page.year}&by={page.by}" if page.series else ""
    context = {
        "station": page.station,
        "page": page,
        "now": glance(page) if page.series else None,
        "links": downloads.links("data:station-file", [slug], STATION_FORMS if page.series else ("geojson",), query),
        "map": station_map(
            [page.station, *page.neighbours], _("The station and its neighbours: north is up"), page.station
        ),
    }
    return render(request, "portal/station.html", context)


def station_file(request, slug, fmt):
    """The page's address with the name of a form: readings, the point on a map, the picture, what is known of them."""
    page = _station_page(request, slug)
    if fmt == "geojson":
        return downloads.geojson(_points(request, [page.station]), slug)
    if not page.series:
        raise Http404(fmt)
    if fmt == "svg":
        return downloads.picture(page.svg(charts.WIDE))
    if fmt == "metadata.json":
        url = request.build_absolute_uri(page.station.get_absolute_url())
        return downloads.metadata(files.metadata(page, url))
    chosen = [page.series] if "series" in request.GET else page.measured
    year = page.year if "year" in request.GET else None
    name = "-".join(filter(None, [slug, page.series.parameter.code if len(chosen) == 1 else "", str(year or "")]))
    excel = "excel" in request.GET
    if fmt == "csv":
        return files.csv_response(name, chosen, year, excel=excel)
    readings = Observation.objects.filter(series__in=chosen).order_by("series_id", "ts")
    if year:
        readings = readings.filter(files.within_year(page.series.zone, year))
    rows = readings.values_list("series_id", "ts", "value", "flag", named=True)
    return respond(fmt, name, files.columns(chosen), rows, excel=excel)


def station_readings(request, slug):
    """One series row by row: an own page, because a year of hours does not fit into another one."""
    page = _station_page(request, slug)
    if not page.series:
        raise Http404(slug)
    readings = readings_page(page.series, request.GET)
    context = {
        "station": page.station,
        "series": page.series,
        "page": readings,
        "is_compared": any(row.is_compared for row in readings.rows),
        "links": downloads.links("data:station-file", [slug], FORMATS, f"series={page.series.pk}"),
    }
    return render(request, "portal/station_readings.html", context)


def station_together(request, slug):
    """Substances that act together: an own page, because it adds up the readings of several series."""
    page = _station_page(request, slug)
    rows = together.group_years(page.station, page.measured, page.year) if page.series else []
    rows = [
        {
            "number": row.group.number,
            "members": ", ".join(str(member.formula or member.name) for member in row.members),
            "compared": row.compared,
            "above": row.above,
            "only_together": row.only_together,
            "highest": words.of_limit(row.highest) if row.compared else "",
            "highest_at": words.moment(row.highest_at, page.zone) if row.compared else "",
            "act": words.act(row.group.norm),
        }
        for row in rows
    ]
    return render(request, "portal/station_together.html", {"station": page.station, "page": page, "rows": rows})


def _station_page(request, slug):
    stations = Station.objects.select_related("region", "operator", "replaced_by", "probable_twin")
    has_changes = Exists(StationChange.objects.filter(station=OuterRef("pk")))  # few have any, and are asked for them
    station = get_object_or_404(stations.annotate(has_changes=has_changes), slug=slug)
    return StationPage(station, request.GET, at=timezone.now())


def _points(request, stations):
    return files.geojson(stations, lambda one: request.build_absolute_uri(one.get_absolute_url()))


def parameter_list(request):
    parameters = _measured().filter(Q(limit_values__isnull=False) | Q(stations__gt=0))
    context = {"parameters": parameters.distinct().order_by("-stations", "code")}
    return render(request, "portal/parameter_list.html", context)


def _measured():
    """Parameters with `stations`, the number of those with readings that anybody may see."""
    read = Q(series__is_public=True, series__count__gt=0)
    return Parameter.objects.annotate(stations=Count("series__station", filter=read, distinct=True))


def parameter(request, code):
    page = _parameter_page(request, code)
    query = page.state.removeprefix("?")
    drawn = ("svg",) if page.drawn else ()
    context = {
        "parameter": page.parameter,
        "page": page,
        "compared": [row for row in page.rows if row.si or row.against],
        "not_compared": [row for row in page.rows if not (row.si or row.against)],
        "explained": words.EXPLAINED,
        "links": downloads.links("data:parameter-file", [code], (*FORMATS, "metadata.json")),
        "place_links": [
            *downloads.links("data:parameter-places-file", [code], LIST_FORMS, query),
            *downloads.links("data:parameter-file", [code], drawn, query),
        ],
    }
    return render(request, "portal/parameter.html", context)


def parameter_places_file(request, code, fmt):
    """Where a parameter was measured in the year of the page."""
    page = _parameter_page(request, code)
    if fmt == "geojson":
        stations = {row.series.station.pk: row.series.station for row in page.rows}
        return downloads.geojson(_points(request, stations.values()), f"{code}-places")
    return respond(fmt, f"{code}-places", files.place_columns(), page.rows, excel="excel" in request.GET)


def _parameter_page(request, code):
    parameter = get_object_or_404(Parameter.objects.select_related("unit"), code=code)
    return ParameterPage(parameter, request.GET)


def parameter_file(request, code, fmt):
    """The limits of a parameter, each with its act; the picture of a year; what is known of them."""
    if fmt in ("svg", "metadata.json"):
        page = _parameter_page(request, code)
        if fmt == "metadata.json":
            url = request.build_absolute_uri(page.parameter.get_absolute_url())
            return downloads.metadata(files.parameter_metadata(page, url))
        if not page.drawn:
            raise Http404(fmt)
        return downloads.picture(page.svg(charts.ROWS_WIDE))
    parameter = get_object_or_404(Parameter, code=code)
    limits = LimitValue.objects.filter(parameter=parameter).select_related("norm", "unit").order_by("norm", "pk")
    return respond(fmt, f"{code}-limits", files.limit_columns(), limits, excel="excel" in request.GET)


def compare(request):
    page = Comparison(request.GET)
    forms = COMPARISON_FORMS if page.series else ()
    links = downloads.links("data:compare-file", [], forms, page.query)
    offers = [] if page.series else _measured().filter(stations__gt=1).order_by("-stations", "code")[:COMPARABLE]
    return render(request, "portal/compare.html", {"page": page, "links": links, "offers": offers})


def compare_file(request, fmt):
    page = Comparison(request.GET)
    if not page.series or fmt not in COMPARISON_FORMS:
        raise Http404(fmt)
    if fmt == "metadata.json":
        url = request.build_absolute_uri(reverse("data:compare") + page.link())
        return downloads.metadata(files.comparison_metadata(page, url))
    if fmt == "svg":
        return downloads.picture(page.svg(charts.WIDE))
    return respond(fmt, f"comparison-{page.year}", page.columns, page.starts, excel="excel" in request.GET)


def _episodes(request):
    return EpisodeFilter(request.GET, queryset=_with_words(Episode.objects.filter(series__is_public=True)))


def _with_words(episodes):
    """With what a sentence about each needs."""
    return episodes.select_related(
        "series__station", "series__parameter", "series__unit", "limit_value__norm", "limit_value__unit"
    )


def exceedance_list(request):
    filterset = _episodes(request)
    page = page_of(filterset.qs, request.GET, order=("-last_ts", "-pk"))
    page.rows = [words.EpisodeInWords(episode) for episode in page.rows]
    links = downloads.links("data:exceedance-file", [], EPISODE_FORMS, filterset.query)
    feed = reverse("data:exceedance-feed") + (f"?{filterset.query}" if filterset.query else "")
    context = {
        "filter": filterset,
        "facets": episode_facets(request.GET),
        "page": page,
        "links": [*links, ("Atom", feed)],
        "feed": feed,
    }
    return render(request, "portal/exceedance_list.html", context)


def exceedance_file(request, fmt):
    columns = [
        Column("station", _("Station"), lambda row: row.series.station.slug),
        Column("parameter", _("Parameter"), lambda row: row.series.parameter.code),
        Column("averaging", _("Averaging"), lambda row: row.series.averaging),
        Column(
            "first_period_ends_utc", _("End of the first period, UTC"), lambda row: f"{row.first_ts:%Y-%m-%dT%H:%M:%SZ}"
        ),
        Column(
            "last_period_ends_utc", _("End of the last period, UTC"), lambda row: f"{row.last_ts:%Y-%m-%dT%H:%M:%SZ}"
        ),
        Column("readings", _("Readings"), lambda row: row.readings),
        Column("peak_value", _("Highest"), lambda row: row.peak_value),
        Column("unit", _("Unit"), lambda row: row.series.unit.code),
        Column("peak_multiple", _("Times the limit"), lambda row: round(row.peak_multiple, 6)),
        Column("limit_value", _("Limit"), lambda row: row.limit_value.value),
        Column("norm", _("Norm"), lambda row: row.limit_value.norm.code),
    ]
    rows = _episodes(request).qs.order_by("-last_ts", "-pk")
    return respond(fmt, "exceedances", columns, rows, excel="excel" in request.GET)


class NewsFilter(EpisodeFilter):
    class Meta(EpisodeFilter.Meta):
        model = ExceedanceNews


class ExceedanceFeed(AtomFeed):
    """What became known last comes first, also where it was measured long ago."""

    link = "/data/exceedances/"

    def title(self):
        return _("Readings above a limit")

    def get_object(self, request):
        news = ExceedanceNews.objects.filter(series__is_public=True).with_episode()
        return list(NewsFilter(request.GET, queryset=news).qs.order_by("-id")[: self.size])

    def items(self, news):
        episodes = _with_words(Episode.objects).in_bulk([one.episode_key for one in news])
        return [Told(one, words.EpisodeInWords(episodes[one.episode_key])) for one in news]

    def item_title(self, item):
        return super().item_title(item.episode)

    def item_description(self, item):
        return super().item_description(item.episode)

    def item_link(self, item):
        return item.episode.get_absolute_url()

    def item_pubdate(self, item):
        return item.news.told_at

    def item_updateddate(self, item):
        return item.news.told_at

    def item_guid(self, item):
        """The same however often the values are computed anew."""
        return f"/data/exceedances/{item.news.series_id}/{item.news.first_ts:%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True)
class Told:
    news: ExceedanceNews
    episode: words.EpisodeInWords
