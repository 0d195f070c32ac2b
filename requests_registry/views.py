from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal import exports
from portal.languages import active_language
from portal.models import SearchEntry
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from requests_registry import campaigns, terms, timeline
from requests_registry.files import published, tables
from requests_registry.filters import RequestFilter
from requests_registry.models import Campaign, InformationRequest
from requests_registry.register import columns
from requests_registry.structured_data import question

RELATED = 4


def register(request):
    """All public requests, newest first; registrars see the hidden ones too, marked as such."""
    filterset = _filtered(request)
    context = {
        "filter": filterset,
        "page": page_of(filterset.qs, request.GET, order=("-sent_on", "-pk")),
        "today": filterset.on,
        "downloads": _download_links(filterset.query),
        "feed_url": _with_query(reverse("requests:feed"), filterset.query),
    }
    return render(request, "requests_registry/register.html", context)


def export(request, fmt):
    filterset = _filtered(request)
    rows = filterset.qs.order_by("-sent_on", "-pk").prefetch_related("topics", "regions")
    is_excel = request.GET.get("excel") == "1"
    return exports.respond(fmt, "requests", columns(filterset.on), rows, excel=is_excel)


def info_request(request, number):
    visible = InformationRequest.objects.visible_to(request.user).sent().with_terms().with_what_it_has()
    info_request = get_object_or_404(visible, number=number)
    replies = list(info_request.replies.all())
    context = {
        "info_request": info_request,
        "organisation": info_request.holder.organisation,
        "today": timezone.localdate(),
        "explanation": terms.explanation(info_request),
        "terms": terms.beside_the_reply(info_request, timezone.localdate()),
        "timeline": timeline.public(info_request),
        "replies": replies,
        "letters": published.letters(info_request) if info_request.has_mail else [],
        "reviews": published.reviews_of(info_request) if info_request.has_mail else [],
        "results": tables.results(info_request),
        "forwardings": _forwardings(info_request) if info_request.was_forwarded else [],
        "structured": question(info_request, replies, request.build_absolute_uri(request.path)),
        "related": _related(info_request),
        "citation": _citation(info_request, request.build_absolute_uri(request.path)),
        "is_registrar": request.user.is_authenticated and request.user.has_role(REGISTRAR),
    }
    return render(request, "requests_registry/request.html", context)


def campaign(request, slug):
    """The same question to many holders, side by side: those of the requests that the reader may see."""
    found = get_object_or_404(Campaign, slug=slug)
    rows = campaigns.compare(found, request.user, timezone.localdate())
    if not rows:
        raise Http404
    return render(request, "requests_registry/campaign.html", {"campaign": found, "rows": rows})


def _forwardings(info_request):
    return info_request.forwardings.select_related("from_holder__organisation", "to_holder__organisation")


def _filtered(request):
    visible = InformationRequest.objects.visible_to(request.user).sent().with_standing()
    return RequestFilter(request.GET, visible, on=timezone.localdate())


def _download_links(query):
    links = [(fmt.upper(), reverse("requests:export", args=[fmt])) for fmt in exports.FORMATS]
    return [(label, _with_query(url, query)) for label, url in links]


def _with_query(url, query):
    return f"{url}?{query}" if query else url


def _citation(info_request, url):
    """The centre, the number and the subject, and where and when it was read."""
    centre = settings.CENTRE_NAME[active_language()]
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    return f"{centre}. {info_request.number}: «{info_request.subject}». {url} ({today})"


def _related(info_request):
    """Other things with the same holder, as everybody may read them."""
    return (
        SearchEntry.objects.listed(active_language())
        .with_organisation(info_request.holder.organisation)
        .exclude(kind=SearchEntry.Kind.ORGANISATION)
        .exclude(kind=SearchEntry.Kind.REQUEST, object_id=info_request.pk)
        .defer("body", "vector")[:RELATED]
    )
