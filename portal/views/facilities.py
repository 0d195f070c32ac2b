from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from portal import charts
from portal.exceedances.station_map import station_map
from portal.exports import FORMATS, respond
from portal.facilities import files
from portal.facilities.catalogue import FacilityFilter, facility_facets
from portal.facilities.facility_page import FacilityPage
from portal.models import Facility, PrtrPollutant, Release, WasteTransfer
from portal.paging import page_of
from portal.views import downloads

LIST_FORMS = (*FORMATS, "geojson")
FACILITY_FORMS = (*FORMATS, "geojson", "svg", "metadata.json")


def _listed(request):
    facilities = Facility.objects.with_figures().select_related("operator", "region")
    return FacilityFilter(request.GET, queryset=facilities)


def facility_list(request):
    filterset = _listed(request)
    page = page_of(filterset.qs, request.GET, order=("slug",), size=50)
    context = {
        "filter": filterset,
        "facets": facility_facets(request.GET),
        "page": page,
        "map": station_map(page.rows, _("Facilities on a map: north is up")),
        "off_the_map": sum(facility.latitude is None for facility in page.rows),
        "links": downloads.links("data:facility-list-file", [], LIST_FORMS, filterset.query),
        "release_links": downloads.links("data:release-file", [], FORMATS, filterset.query),
        "waste_links": downloads.links("data:waste-file", [], FORMATS, filterset.query),
    }
    return render(request, "portal/facility_list.html", context)


def facility_list_file(request, fmt):
    facilities = _listed(request).qs.order_by("slug")
    url_of = _absolute(request)
    if fmt == "geojson":
        return downloads.geojson(files.geojson(facilities, url_of), "facilities")
    return respond(fmt, "facilities", files.facility_columns(url_of), facilities, excel="excel" in request.GET)


def release_file(request, fmt):
    """Every release of the facilities that the list shows."""
    releases = _of_listed(request, Release).select_related("pollutant").order_by("facility__slug", "year", "pk")
    return respond(fmt, "releases", files.release_columns(), releases, excel="excel" in request.GET)


def waste_file(request, fmt):
    transfers = _of_listed(request, WasteTransfer).order_by("facility__slug", "year", "pk")
    return respond(fmt, "waste", files.waste_columns(), transfers, excel="excel" in request.GET)


def _of_listed(request, model):
    facilities = FacilityFilter(request.GET, queryset=Facility.objects.all()).qs
    rows = model.objects.filter(facility__in=facilities.order_by().values("pk"))
    return rows.select_related("facility__operator", "facility__region")


def facility(request, slug):
    page = _page(request, slug)
    forms = FACILITY_FORMS if page.line else ("geojson", "metadata.json")
    context = {
        "facility": page.facility,
        "page": page,
        "links": downloads.links("data:facility-file", [slug], forms, page.state.removeprefix("?")),
    }
    return render(request, "portal/facility.html", context)


def facility_file(request, slug, fmt):
    page = _page(request, slug)
    url_of = _absolute(request)
    if fmt == "geojson":
        return downloads.geojson(files.geojson([page.facility], url_of), slug)
    if fmt == "metadata.json":
        return downloads.metadata(files.metadata(page, url_of(page.facility)))
    if fmt == "svg" and page.line:
        return downloads.picture(page.svg(charts.WIDE))
    if fmt not in FORMATS:
        raise Http404(fmt)
    releases = page.facility.releases.select_related("pollutant", "facility__operator", "facility__region")
    rows = releases.order_by("year", "pollutant__number", "medium")
    return respond(fmt, f"{slug}-releases", files.release_columns(), rows, excel="excel" in request.GET)


def _page(request, slug):
    facility = get_object_or_404(Facility.objects.select_related("operator", "region"), slug=slug)
    return FacilityPage(facility, request.GET)


def _absolute(request):
    return lambda one: request.build_absolute_uri(one.get_absolute_url())


def pollutant_list(request):
    pollutants = PrtrPollutant.objects.annotate(
        facilities=Count("releases__facility", distinct=True), last_year=Max("releases__year")
    )
    return render(request, "portal/pollutant_list.html", {"pollutants": pollutants.order_by("number")})
