"""What events put on the staff desk: those that took place and have no report yet."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from events.models import Event
from portal.desk import Item, Source, register


def reports_due(on):
    for event in Event.objects.awaiting_report(on).order_by("last_on", "pk"):
        yield Item(
            object_id=event.pk,
            occasion=str(event.last_on),
            title=event.title,
            url=reverse("admin:events_event_change", args=[event.pk]),
            detail=date_format(event.last_on, "DATE_FORMAT") if event.last_on else "",
        )


register(
    Source(
        "reports",
        110,
        gettext_lazy("Reports due"),
        gettext_lazy("The event is over, and people wait for what was said."),
        reports_due,
        may_be_done=True,
    )
)
