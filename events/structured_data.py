"""An event in the words of schema.org, for search engines and harvesters."""

from events import dates
from events.models import Event, EventOrganisation
from portal.languages import active_language

STATUS = {
    Event.State.PLANNED: "EventScheduled",
    Event.State.HELD: "EventScheduled",
    Event.State.CANCELLED: "EventCancelled",
    Event.State.POSTPONED: "EventPostponed",
}
ORGANISERS = {EventOrganisation.Role.ORGANISER, EventOrganisation.Role.CO_ORGANISER}


def json_ld(event, absolute):
    """`event` with its organisations and speakers read; `absolute` makes a full address of a path."""
    roles = event.event_organisations.all()
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": absolute(event.get_absolute_url()),
        "inLanguage": event.languages or [active_language()],
        "eventStatus": f"https://schema.org/{STATUS[event.state]}",
        "eventAttendanceMode": _attendance_mode(event),
        "startDate": start(event),
        "endDate": _end(event),
        "location": _locations(event),
        "organizer": [_organisation(role, absolute) for role in roles if role.role in ORGANISERS],
        "sponsor": [_organisation(role, absolute) for role in roles if role.role == EventOrganisation.Role.SUPPORTER],
        "performer": [{"@type": "Person", "name": speaker.person.name} for speaker in event.speakers.all()],
    }
    return {key: value for key, value in data.items() if value}


def start(event):
    """The start in ISO 8601, as exactly as it is known: 2011, 2026-03, 2026-03-10, 2026-03-10T15:00:00+05:00."""
    if not event.starts_on:
        return ""
    if event.date_precision == dates.TIME:
        return dates.instant(event.starts_on, event.starts_time, event.zone).isoformat()
    return _iso(event.starts_on, event.date_precision)


def _end(event):
    if event.ends_at:
        return event.ends_at.isoformat()
    return _iso(event.last_on, event.date_precision) if event.ends_on else ""


def _iso(on, precision):
    return on.isoformat()[: {dates.YEAR: 4, dates.MONTH: 7}.get(precision, 10)]


def _attendance_mode(event):
    has_place = bool(event.place or event.address)
    mode = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}.get(
        (has_place, bool(event.online_url))
    )
    return f"https://schema.org/{mode}EventAttendanceMode" if mode else ""


def _locations(event):
    places = []
    if event.place or event.address:
        places.append({"@type": "Place", "name": event.place or event.address, "address": event.address or event.place})
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    return places


def _organisation(role, absolute):
    organisation = role.organisation
    return {"@type": "Organization", "name": organisation.name, "url": absolute(organisation.get_absolute_url())}
