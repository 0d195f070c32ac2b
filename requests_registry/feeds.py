from datetime import datetime, time

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.feeds import AtomFeed
from requests_registry import timeline
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


class HistoryFeed(AtomFeed):
    """What happens to one request, as its public page tells it."""

    def get_object(self, request, number):
        return get_object_or_404(InformationRequest.objects.visible_to(AnonymousUser()), number=number)

    def title(self, info_request):
        return f"{info_request.number} {info_request.subject}"

    def link(self, info_request):
        return info_request.get_absolute_url()

    def items(self, info_request):
        told = timeline.public(info_request)
        return [(info_request, number, entry) for number, entry in enumerate(told, 1)][::-1][: self.size]

    def item_title(self, item):
        return item[2].label

    def item_description(self, item):
        return item[2].details

    def item_link(self, item):
        info_request, number, _entry = item
        return f"{info_request.get_absolute_url()}#event-{number}"

    def item_pubdate(self, item):
        return timezone.make_aware(datetime.combine(item[2].on, time()))

    item_updateddate = item_pubdate
