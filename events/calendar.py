"""Events for people's own calendars (RFC 5545): one UID for ever, a SEQUENCE that grows, the zone with its rules.

An event whose day is not known is in no calendar; the pages say so.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from events import dates
from events.models import Event
from portal.languages import active_language

REFRESH_AFTER = timedelta(hours=6)
STATUS = {
    Event.State.PLANNED: "CONFIRMED",
    Event.State.HELD: "CONFIRMED",
    Event.State.CANCELLED: "CANCELLED",
    Event.State.POSTPONED: "TENTATIVE",
}


def calendar_of(events, *, name, absolute):
    """The iCalendar text of `events` of known days; `absolute` makes a full address of a path."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Aarhus Centre portal//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH_AFTER, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    events = list(events)
    for event in events:
        calendar.add_component(_entry(event, absolute))
    _add_zones(calendar, events)
    return calendar.to_ical()


def _entry(event, absolute):
    url = absolute(event.get_absolute_url())
    entry = icalendar.Event()
    entry.add("uid", str(event.uid))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("created", event.created_at)
    entry.add("status", STATUS[event.state])
    entry.add("summary", _clean(_summary(event)), parameters={"language": event.title.lang or active_language()})
    entry.add("description", _clean("\n\n".join(filter(None, (event.state_reason, event.summary, url)))))
    entry.add("categories", [event.get_kind_display()])
    entry.add("url", url)
    if where := ", ".join(filter(None, (event.place, event.address, event.online_url))):
        entry.add("location", _clean(where))
    _add_times(entry, event)
    return entry


def _summary(event):
    """Not every calendar shows STATUS, so a cancelled event says so in words."""
    if event.state == Event.State.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": event.title}
    if event.state == Event.State.POSTPONED:
        return _("Postponed: %(title)s") % {"title": event.title}
    return event.title


def _add_times(entry, event):
    if event.date_precision == dates.DAY:
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.last_on + timedelta(days=1))
        return
    zone = ZoneInfo(event.zone)
    entry.add("dtstart", datetime.combine(event.starts_on, event.starts_time, zone))
    if event.ends_time:
        entry.add("dtend", datetime.combine(event.last_on, event.ends_time, zone))


def _add_zones(calendar, events):
    """Rules of the zones for a year around the events; the library would write those of seventy years."""
    timed = [event for event in events if event.date_precision == dates.TIME]
    if timed:
        first = min(event.starts_on for event in timed) - timedelta(days=366)
        last = max(event.last_on for event in timed) + timedelta(days=366)
        calendar.add_missing_timezones(first_date=first, last_date=last)
        for zone in calendar.walk("VTIMEZONE"):
            zone.pop("COMMENT", None)  # the library's note on those dates, which not every program reads past


def _clean(text):
    """Without control characters, which no calendar reads."""
    return "".join(char for char in str(text) if char in "\t\n" or ord(char) >= 32)
