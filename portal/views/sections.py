from django.http import Http404
from django.shortcuts import get_object_or_404, render

from portal import charts
from portal.datasets import section_page
from portal.datasets.section_page import SectionPage
from portal.exports import FORMATS, respond
from portal.models import RiverSection
from portal.views import downloads


def section(request, pk):
    page = SectionPage(_section(pk))
    forms = (*FORMATS, *(["svg"] if page.has_chart else []), "geojson", "metadata.json")
    links = downloads.links("data:section-file", [pk], forms)
    return render(request, "portal/section.html", {"section": page.section, "page": page, "links": links})


def section_file(request, pk, fmt):
    page = SectionPage(_section(pk))
    if fmt == "svg" and page.has_chart:
        return downloads.picture(page.svg(charts.ROWS_WIDE))
    if fmt == "geojson":
        return downloads.geojson(section_page.geojson(page), f"section-{pk}")
    if fmt == "metadata.json":
        return downloads.metadata(section_page.metadata(page, _absolute(request)))
    if fmt not in FORMATS:
        raise Http404(fmt)
    return respond(fmt, f"section-{pk}", section_page.columns(), page.readings, excel="excel" in request.GET)


def _absolute(request):
    return lambda one: request.build_absolute_uri(one.get_absolute_url())


def _section(pk):
    return get_object_or_404(RiverSection.objects.select_related("region", "replaced_by"), pk=pk)
