from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.filters import EventFilter
from events.models import Event
from events.wording import when
from portal.feeds import AtomFeed


class EventFeed(AtomFeed):
    """The newest events of the filtered list, by the day they were published."""

    def get_object(self, request):
        filterset = EventFilter(request.GET, Event.objects.published(), on=timezone.localdate())
        return filterset.query, filterset.qs

    def title(self, obj):
        return _("Events")

    def link(self, obj):
        query, _events = obj
        return reverse("events:list") + (f"?{query}" if query else "")

    def items(self, obj):
        _query, events = obj
        return events.order_by("-published_at", "-pk")[: self.size]

    def item_description(self, event):
        return f"{when(event)}. {super().item_description(event)}"
