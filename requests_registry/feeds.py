from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.feeds import AtomFeed
from requests_registry.filters import RequestFilter
from requests_registry.models import InformationRequest


class RequestFeed(AtomFeed):
    """The newest requests of the register, or of a filtered part of it, and what changed in them."""

    def get_object(self, request):
        public = InformationRequest.objects.visible_to(AnonymousUser()).select_related("holder__organisation")
        return RequestFilter(request.GET, public, on=timezone.localdate())

    def title(self, filterset):
        return _("Information requests")

    def link(self, filterset):
        query = f"?{filterset.query}" if filterset.query else ""
        return reverse("requests:list") + query

    def items(self, filterset):
        return filterset.qs.order_by("-changed_at", "-pk")[: self.size]

    def item_title(self, item):
        return f"{item.number} {super().item_title(item)}"

    def item_description(self, item):
        return f"{item.holder.organisation.name}. {item.get_state_display()}. {item.abstract}"
