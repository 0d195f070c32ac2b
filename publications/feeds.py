from django.urls import reverse
from django.utils.translation import gettext as _

from portal.feeds import AtomFeed
from publications.filters import PublicationFilter
from publications.models import Publication


class PublicationFeed(AtomFeed):
    """The newest publications of the list that the same query string shows."""

    def get_object(self, request):
        return PublicationFilter(request.GET, Publication.objects.published())

    def title(self, filterset):
        return _("Publications")

    def link(self, filterset):
        query = f"?{filterset.query}" if filterset.query else ""
        return reverse("publications:list") + query

    def items(self, filterset):
        return filterset.qs.order_by("-published_at", "-pk")[: self.size]
