from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.exports import FORMATS, respond
from portal.languages import LANGUAGES, OWN_NAMES, Text
from portal.paging import page_of
from publications import citations, metadata, reading
from publications.columns import COLUMNS
from publications.filters import PublicationFilter
from publications.models import LanguageVersion, Publication


@require_safe
def publication_list(request):
    filterset = PublicationFilter(request.GET, Publication.objects.published())
    page = page_of(filterset.qs.with_versions(), request.GET, order=("-published_at", "-pk"))
    context = {"filter": filterset, "page": page, "downloads": _downloads(filterset.query)}
    return render(request, "publications/publication_list.html", context)


@require_safe
def publication_export(request, fmt):
    filterset = PublicationFilter(request.GET, Publication.objects.published())
    publications = (
        filterset.qs.select_related("publisher").with_versions().prefetch_related("authors__person", "topics")
    )
    ordered = publications.order_by("-published_at", "-pk")
    return respond(fmt, "publications", COLUMNS, ordered, excel="excel" in request.GET)


@require_safe
def publication(request, slug):
    publication = get_object_or_404(_whole(Publication.objects.visible_to(request.user)), slug=slug)
    version = publication.main_version
    reference = metadata.reference(publication, version)
    context = {
        "publication": publication,
        "citation": Text(citations.text(reference), reference.language),
        "citation_tags": metadata.citation_tags(publication, reference, version),
        "citation_links": _citation_links(publication, reference.language),
        "json_ld": metadata.json_ld(publication, reference),
        "missing_languages": _missing_languages(publication),
        "newer": _if_shown(getattr(publication, "replaced_by", None), request.user),
        "older": _if_shown(publication.replaces, request.user),
    }
    return render(request, "publications/publication.html", context)


@require_safe
def cite(request, slug, language, fmt):
    if language not in LANGUAGES or fmt not in citations.FORMATS:
        raise Http404("no such citation")
    publication = get_object_or_404(_whole(Publication.objects.visible_to(request.user)), slug=slug)
    version = next((version for version in publication.versions.all() if version.language == language), None)
    write, content_type = citations.FORMATS[fmt]
    response = HttpResponse(write(metadata.reference(publication, version)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{publication.slug}-{language}.{fmt}"'
    return response


@require_safe
def read(request, slug, language):
    versions = LanguageVersion.objects.visible_to(request.user).with_file()
    version = get_object_or_404(
        versions.select_related("document", "publication"), publication__slug=slug, language=language
    )
    window, exists = reading.window(version, request.GET.get("page", "1"))
    notes = [] if exists else [_("There is no such page; this is the first one.")]
    return render(request, "publications/read.html", {"version": version, "window": window, "notes": notes})


def _whole(publications):
    """With everything that the page of a publication shows."""
    related = ["topics", "regions", "directions", "authors__person"]
    one_each = ["publisher", "replaces", "replaced_by"]
    return publications.select_related(*one_each).with_versions().prefetch_related(*related)


def _downloads(query):
    suffix = f"?{query}" if query else ""
    links = [(fmt.upper(), reverse("publications:export", args=[fmt]) + suffix) for fmt in FORMATS]
    return [*links, ("Atom", reverse("publications:feed") + suffix)]


def _citation_links(publication, language):
    names = {"bib": "BibTeX", "ris": "RIS"}
    return [(name, reverse("publications:cite", args=[publication.slug, language, fmt])) for fmt, name in names.items()]


def _if_shown(other, user):
    """Another edition, unless it is a draft that this reader may not see."""
    return other if other and (other.is_published or user.is_staff) else None


def _missing_languages(publication):
    present = {version.language for version in publication.versions_with_file}
    return [Text(OWN_NAMES[language], language) for language in LANGUAGES if language not in present]
