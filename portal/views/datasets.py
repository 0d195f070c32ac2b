from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import charts
from portal.bibliography import CONTENT_TYPES
from portal.datasets import citations, files, points
from portal.datasets.catalogue import DatasetFilter, facets
from portal.datasets.metadata import metadata
from portal.datasets.region_page import RegionPage
from portal.datasets.river_page import RiverPage
from portal.datasets.words import period, structured_data
from portal.exports import FORMATS, Column, respond
from portal.feeds import AtomFeed
from portal.models import Dataset
from portal.paging import page_of
from portal.views import downloads

DATASET_FORMS = (*FORMATS, "geojson", "svg", "metadata.json")
PAGES = {Dataset.Shape.REGIONS_BY_YEAR: RegionPage, Dataset.Shape.SECTIONS_BY_MONTH: RiverPage}


def _listed(request):
    return DatasetFilter(request.GET, queryset=Dataset.objects.published())


def _described(datasets):
    return datasets.with_period().select_related("publisher", "licence", "unit")


def dataset_list(request):
    filterset = _listed(request)
    page = page_of(_described(filterset.qs), request.GET, order=("-published_at", "-pk"))
    page.rows = [(dataset, period(dataset)) for dataset in page.rows]
    context = {
        "filter": filterset,
        "facets": facets(filterset),
        "page": page,
        "links": _list_links(filterset.query),
    }
    return render(request, "portal/dataset_list.html", context)


def _list_links(query):
    feed = reverse("data:feed")
    return [*downloads.links("data:list-file", [], FORMATS, query), ("Atom", f"{feed}?{query}" if query else feed)]


def dataset_list_file(request, fmt):
    columns = [
        Column("slug", _("Address"), lambda row: row.slug),
        Column("title", _("Title"), lambda row: row.title),
        Column("description", _("Description"), lambda row: row.description),
        Column("publisher", _("Publisher"), lambda row: row.publisher.name if row.publisher else ""),
        Column("licence", _("Licence"), lambda row: row.licence.name if row.licence else ""),
        Column("unit", _("Unit"), lambda row: row.unit.code),
        Column("period", _("Period"), period),
        Column("topics", _("Topics"), lambda row: " ".join(topic.code for topic in row.topics.all())),
        Column("changed_at", _("Last changed"), lambda row: row.changed_at),
        Column("url", _("Link"), lambda row: request.build_absolute_uri(row.get_absolute_url())),
    ]
    datasets = _described(_listed(request).qs).prefetch_related("topics").order_by("-published_at", "-pk")
    return respond(fmt, _("datasets"), columns, datasets, excel="excel" in request.GET)


class DatasetFeed(AtomFeed):
    link = "/data/"

    def title(self):
        return _("Data")

    def get_object(self, request):
        return _listed(request).qs.order_by("-published_at", "-pk")

    def items(self, datasets):
        return datasets[: self.size]

    def item_description(self, dataset):
        return dataset.description


def dataset(request, slug):
    dataset = get_object_or_404(_visible(request), slug=slug)
    page = PAGES[dataset.shape](dataset, request.GET) if dataset.newest_on else None
    url = request.build_absolute_uri(dataset.get_absolute_url())
    files = [(fmt, reverse("data:dataset-file", args=[slug, fmt])) for fmt in FORMATS]
    forms = _forms(page)
    context = {
        "today": timezone.localdate(),
        "dataset": dataset,
        "page": page,
        "period": period(dataset),
        "citation": citations.text(dataset, url),
        "citation_links": [
            ("BibTeX", reverse("data:dataset-file", args=[slug, "bib"])),
            ("RIS", reverse("data:dataset-file", args=[slug, "ris"])),
        ],
        "links": downloads.links("data:dataset-file", [slug], forms),
        "structured": structured_data(dataset, url, [(fmt, request.build_absolute_uri(path)) for fmt, path in files]),
    }
    return render(request, page.template if page else "portal/dataset.html", context)


def _forms(page):
    """Those that have something in them; a figure without a known place is still in the GeoJSON, without a point."""
    if page is None:
        return ("metadata.json",)
    return [form for form in DATASET_FORMS if form != "geojson" or page.has_places]


def dataset_file(request, slug, fmt):
    """The page's address with the name of a form: rows, points, the picture, what is known of them, a citation."""
    dataset = get_object_or_404(_visible(request), slug=slug)
    url = request.build_absolute_uri(dataset.get_absolute_url())
    if fmt in citations.WRITERS:
        return _citation(dataset, fmt, url)
    if fmt == "metadata.json":
        return downloads.metadata(metadata(dataset, url))
    if fmt == "svg" and dataset.newest_on:
        return downloads.picture(PAGES[dataset.shape](dataset, request.GET).svg(charts.WIDE))
    regions = files.regions_named(dataset, request.GET.getlist("region"))
    name = f"{slug}-selection" if regions else slug
    if fmt == "geojson":
        return downloads.geojson(points.geojson(dataset, files.rows(dataset, regions)), name)
    if fmt not in FORMATS:
        raise Http404(fmt)
    return respond(fmt, name, files.columns(dataset), files.rows(dataset, regions), excel="excel" in request.GET)


def _citation(dataset, fmt, url):
    response = HttpResponse(citations.WRITERS[fmt](dataset, url), content_type=CONTENT_TYPES[fmt])
    response["Content-Disposition"] = f'attachment; filename="{dataset.slug}.{fmt}"'
    return response


def _visible(request):
    return (
        Dataset.objects.visible_to(request.user)
        .with_period()
        .select_related("publisher", "licence", "unit", "chart_unit")
        .prefetch_related("columns", "topics", "regions", "files", "corrections")
    )
