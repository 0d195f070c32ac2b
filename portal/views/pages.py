from django.http import Http404
from django.shortcuts import redirect, render

from portal.languages import active_language
from portal.models import Direction, Page, Redirect, SearchEntry
from portal.views.entries import listing


def page(request, slug):
    """A standing page; a direction of work shows everything that belongs to it below its text."""
    page = Page.objects.visible_to(request.user).filter(slug=slug).prefetch_related("status_facts", "topics").first()
    if page is None:
        return moved(f"/{slug}/")
    direction = Direction.objects.filter(slug=slug).first()
    context = {"page": page, "direction": direction}
    if direction:
        entries = SearchEntry.objects.listed(active_language()).in_direction(direction)
        context["listing"] = listing(request, entries.exclude(kind=SearchEntry.Kind.PAGE))
    return render(request, "portal/page.html", context)


def moved(old_path):
    """Addresses do not die: where the object went, or a true 404."""
    known = Redirect.objects.filter(old_path=old_path).first()
    if known is None:
        raise Http404(old_path)
    return redirect(f"/{active_language()}{known.new_path}", permanent=True)
