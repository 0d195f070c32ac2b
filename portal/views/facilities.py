import django_filters
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal import charts
from portal.exceedances.station_map import station_map
from portal.exports import FORMATS, respond
from portal.facilities import files
from portal.facilities.facility_page import FacilityPage
from portal.filters import PublicFilterSet
from portal.languages import columns
from portal.models import Facility, Medium, Organisation, PrtrPollutant, Region, Release, WasteTransfer
from portal.paging import page_of
from portal.views import downloads

ANY = pgettext_lazy("choice of a filter", "Any")
LIST_FORMS = (*FORMATS, "geojson")
FACILITY_FORMS = (*FORMATS, "geojson", "svg", "metadata.json")
RELEASED_TO = [(medium.value, medium.label) for medium in (Medium.AIR, Medium.WATER, Medium.SOIL)]


class FacilityFilter(PublicFilterSet):
    """By what article 5 of the Kyiv Protocol names: the facility, its place, its operator, pollutant and medium."""

    name = django_filters.CharFilter(label=gettext_lazy("Name"), method="with_name")
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"),
        empty_label=ANY,
        queryset=Region.objects.filter(facilities__isnull=False).distinct(),
        to_field_name="slug",
    )
    operator = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Operator"),
        empty_label=ANY,
        queryset=Organisation.objects.filter(facilities__isnull=False).distinct(),
        to_field_name="slug",
    )
    pollutant = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Pollutant"),
        empty_label=ANY,
        queryset=PrtrPollutant.objects.filter(releases__isnull=False).distinct(),
        to_field_name="number",
        method="releasing",
    )
    medium = django_filters.ChoiceFilter(
        label=gettext_lazy("Medium"), empty_label=ANY, choices=RELEASED_TO, method="into"
    )

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


def _listed(request):
    facilities = Facility.objects.with_figures().select_related("operator", "region")
    return FacilityFilter(request.GET, queryset=facilities)


def facility_list(request):
    filterset = _listed(request)
    page = page_of(filterset.qs, request.GET, order=("slug",), size=50)
    context = {
        "filter": filterset,
        "page": page,
        "map": station_map(page.rows, _("Facilities on a map: north is up")),
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
