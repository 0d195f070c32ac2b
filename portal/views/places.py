from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import charts
from portal.datasets import region_files
from portal.datasets.region_profile import RegionProfile
from portal.exceedances.station_map import station_map
from portal.exports import FORMATS, respond
from portal.languages import active_language
from portal.maps import region_tiles, since_or_until
from portal.models import Region, SearchEntry
from portal.views import downloads
from portal.views.entries import listing


def region_list(request):
    regions = list(Region.objects.current())
    return render(request, "portal/region_list.html", {"regions": regions, "tiles": region_tiles(regions)})


def region(request, slug):
    profile = _profile(slug)
    region = profile.region
    entries = SearchEntry.objects.listed(active_language()).within(region)
    context = {
        "region": region,
        "existence": since_or_until(region),
        "profile": profile,
        "map": station_map([*profile.stations, *profile.facilities], _("Stations and facilities: north is up")),
        "links": _links(profile),
        "tiles": region_tiles(_current(profile.regions), shown=lambda tile: {"level": 4 if tile == region else 0}),
        "listing": listing(request, entries),
    }
    return render(request, "portal/region.html", context)


def region_file(request, slug, fmt):
    """The page's address with the name of a form: the region's figures of all datasets, its places, the picture of one."""
    profile = _profile(slug)

    def url_of(one):
        return request.build_absolute_uri(one.get_absolute_url())

    if fmt == "geojson":
        return downloads.geojson(region_files.geojson(profile, url_of), slug)
    if fmt == "metadata.json":
        return downloads.metadata(region_files.metadata(profile, url_of))
    if fmt == "svg":
        return downloads.picture(_drawn(profile, request.GET.get("dataset")).page.svg(charts.WIDE))
    return respond(fmt, slug, region_files.columns(), region_files.rows(profile.region), excel="excel" in request.GET)


def _drawn(profile, slug):
    """The figures of the dataset that the address names, else the first ones; only what has a line is a picture."""
    drawn = [figures for figures in profile.figures if figures.page.has_lines and slug in (None, figures.dataset.slug)]
    if not drawn:
        raise Http404("svg")
    return drawn[0]


def _links(profile):
    forms = [*(FORMATS if profile.figures else ()), "geojson", "metadata.json"]
    return downloads.links("region-file", [profile.slug], forms)


def _profile(slug):
    try:
        return RegionProfile(slug, at=timezone.now())
    except Region.DoesNotExist as unknown:
        raise Http404(slug) from unknown


def _current(regions):
    return [one for one in regions if one.kind != Region.Kind.COUNTRY and not one.ended_in]
