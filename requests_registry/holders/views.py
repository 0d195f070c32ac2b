from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from portal import exports
from portal.languages import active_language
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from portal.redirects import moved_to
from requests_registry import structured_data
from requests_registry.holders import directory, legal_basis
from requests_registry.models import InformationHolder, InformationRequest
from requests_registry.statistics import figures

NEWEST = 5


def holders(request):
    filterset = directory.HolderFilter(request.GET, directory.listed())
    order = (f"organisation__name_{active_language()}", "pk")
    page = page_of(filterset.qs, request.GET, order=order, size=30)
    counts = directory.request_counts(page.rows)
    context = {
        "filter": filterset,
        "page": page,
        "lines": [(holder, counts.get(holder.pk, 0)) for holder in page.rows],
        "downloads": _downloads(filterset.query),
        "is_registrar": _is_registrar(request.user),
    }
    return render(request, "requests_registry/holders.html", context)


def export(request, fmt):
    filterset = directory.HolderFilter(request.GET, directory.listed())
    rows = filterset.qs.select_related("organisation__region", "higher_body").prefetch_related("channels")
    columns = directory.columns(directory.request_counts(filterset.qs))
    return exports.respond(fmt, "holders", columns, rows, excel=request.GET.get("excel") == "1")


def holder(request, slug):
    holder = _holder(slug)
    if holder is None:
        return _where_it_went(slug)
    today = timezone.localdate()
    organisation = holder.organisation
    channels = list(holder.channels.all())
    public = InformationRequest.objects.public().filter(holder=holder)
    context = {
        "holder": holder,
        "organisation": organisation,
        "duties": legal_basis.in_words(holder.legal_basis),
        "channels": channels,
        "structured": structured_data.holder(holder, channels, request.build_absolute_uri(request.path)),
        "mailboxes": holder.mailboxes.order_by("address"),
        "requests": public.with_standing()[:NEWEST],
        "register_url": f"{reverse('requests:list')}?holder={organisation.slug}",
        "figures": figures.of_holder(holder, today),
        "fewest": figures.FEWEST,
        "today": today,
        "is_registrar": _is_registrar(request.user),
        "is_company": holder.profile == InformationHolder.Profile.COMPANY,
    }
    return render(request, "requests_registry/holder.html", context)


def _holder(slug):
    known = InformationHolder.objects.select_related("organisation__region", "higher_body")
    return known.filter(organisation__slug=slug).first()


def _is_registrar(user):
    return user.is_authenticated and user.has_role(REGISTRAR)


def _where_it_went(slug):
    """A changed address of the organisation leads on to its holder too."""
    address = moved_to(reverse("organisation", args=[slug]))
    moved = address and _holder(address.rstrip("/").rpartition("/")[2])
    if moved is None:
        raise Http404
    return redirect(moved, permanent=True)


def _downloads(query):
    links = [(fmt.upper(), reverse("requests:holders-file", args=[fmt])) for fmt in exports.FORMATS]
    return [(label, f"{url}?{query}" if query else url) for label, url in links]
