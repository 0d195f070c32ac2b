from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events import months, page, press, structured_data
from events.calendar import calendar_of
from events.columns import COLUMNS
from events.filters import EventFilter
from events.listing import sections
from events.models import Event
from portal.exports import FORMATS, respond

CALENDAR_EVENTS = 1000  # the newest of a list that go into one calendar file


def event_list(request):
    today = timezone.localdate()
    filterset = EventFilter(request.GET, Event.objects.published(), on=today)
    return render(
        request,
        "events/event_list.html",
        {
            "filter": filterset,
            "sections": sections(filterset, request.GET),
            "today": today,
            "downloads": _downloads(filterset.query),
            "webcal_url": _webcal(request, filterset.query),
        },
    )


def event_export(request, fmt):
    filterset = EventFilter(request.GET, Event.objects.published(), on=timezone.localdate())
    events = filterset.qs.prefetch_related("regions", "topics", "event_organisations__organisation")
    return respond(fmt, _("events"), COLUMNS, events, excel="excel" in request.GET)


def list_calendar(request):
    filterset = EventFilter(request.GET, Event.objects.published(), on=timezone.localdate())
    events = filterset.qs.on_known_days().order_by("-starts_at", "-pk")[:CALENDAR_EVENTS]
    return _calendar(request, "events", events, _("Events"))


def this_month(request):
    today = timezone.localdate()
    return redirect("events:month", today.year, today.month)


def month(request, year, month):
    if not months.is_shown(year, month):
        raise Http404("no such month")
    today = timezone.localdate()
    filterset = EventFilter(request.GET, Event.objects.published(), on=today)
    first, last = months.first_and_last(year, month)
    events = list(filterset.qs.between(first, last).order_by("starts_at", "pk"))
    before, after = months.neighbours(year, month)
    return render(
        request,
        "events/month.html",
        {
            "filter": filterset,
            "first": first,
            "before": before,
            "after": after,
            "today": today,
            "weeks": months.weeks(year, month, [event for event in events if event.has_known_day], today),
            "without_day": [event for event in events if not event.has_known_day],
            "has_events": bool(events),
        },
    )


def event(request, slug):
    event = page.with_page(Event.objects.visible_to(request.user)).filter(slug=slug).first()
    if event is None:
        raise Http404(slug)
    report = event.report_for(request.user)
    return render(
        request,
        "events/event.html",
        {
            "event": event,
            "report": report,
            "roles": page.roles_of(event),
            "groups": page.groups_of(event),
            "topics": page.topics_of(event),
            "regions": page.regions_of(event),
            "today": timezone.localdate(),
            "json_ld": structured_data.json_ld(event, request.build_absolute_uri),
        },
    )


def event_calendar(request, slug):
    event = Event.objects.published().on_known_days().filter(slug=slug).first()
    if event is None:
        raise Http404(slug)
    return _calendar(request, event.slug, [event], event.title)


def report_text(request, slug):
    event = page.with_page(Event.objects.published()).filter(slug=slug).first()
    report = event and event.published_report()
    if report is None:
        raise Http404(slug)
    text = press.release(event, report, request.build_absolute_uri(event.get_absolute_url()))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _calendar(request, filename, events, name):
    response = HttpResponse(
        calendar_of(events, name=name, absolute=request.build_absolute_uri),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


def _downloads(query):
    suffix = f"?{query}" if query else ""
    links = [(fmt.upper(), reverse("events:export", args=[fmt]) + suffix) for fmt in FORMATS]
    return [*links, ("Atom", reverse("events:feed") + suffix)]


def _webcal(request, query):
    address = request.build_absolute_uri(reverse("events:list-calendar") + (f"?{query}" if query else ""))
    return "webcal:" + address.partition(":")[2]
