from django.shortcuts import get_object_or_404, render

from portal.languages import active_language
from portal.models import Direction, Page, SearchEntry
from portal.views.entries import listing


def page(request, slug):
    """A standing page; a direction of work shows everything that belongs to it below its text."""
    pages = Page.objects.visible_to(request.user).prefetch_related("status_facts")
    page = get_object_or_404(pages, slug=slug)
    direction = Direction.objects.filter(slug=slug).first()
    context = {"page": page, "direction": direction}
    if direction:
        entries = SearchEntry.objects.listed(active_language()).in_direction(direction)
        context["listing"] = listing(request, entries.exclude(kind=SearchEntry.Kind.PAGE))
    return render(request, "portal/page.html", context)
