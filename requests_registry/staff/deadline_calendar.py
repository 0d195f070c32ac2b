"""The calendar of deadlines: the terms that run, by day, as a page and as a private calendar file."""

from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.utils.timezone import now
from icalendar import Calendar, Event

from portal.models import User
from portal.models.accounts import REGISTRAR
from requests_registry.models import Clock
from requests_registry.models.clocks import ClockKind

SALT = "calendar of deadlines"
PAST_KEPT = timedelta(days=90)
# Terms that bind others and that nobody has to act on: shown on the request, not in the calendar.
QUIET = (ClockKind.FORWARDING, ClockKind.REFUSAL)


def days(month):
    """[(day, its clocks)] of one month, each clock with its request and holder."""
    found = {}
    for clock in _clocks().filter(due_on__gte=month, due_on__lt=later(month)).order_by("due_on", "pk"):
        found.setdefault(clock.due_on, []).append(clock)
    return list(found.items())


def month_named(text, today):
    """2026-03 as its first day; this month where nothing sensible is named."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = date.min
    return month if 2000 <= month.year <= 2100 else today.replace(day=1)


def earlier(month):
    return (month - timedelta(days=1)).replace(day=1)


def later(month):
    return (month + timedelta(days=32)).replace(day=1)


def as_ical(on):
    """Every term that runs, as a day of a calendar; the same identifier for the same term, so that programs update it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Aarhus Centre//Deadlines//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(settings.CENTRE_NAME["ru"]))
    for clock in _clocks().filter(due_on__gte=on - PAST_KEPT).order_by("due_on", "pk"):
        calendar.add_component(_event(clock))
    return calendar.to_ical()


def key_of(user):
    """What stands in the private address. Changing the password makes it worthless."""
    return signing.dumps([user.pk, _stamp(user)], salt=SALT)


def user_of(key):
    """The registrar whose address this is, or None."""
    try:
        pk, stamp = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and stamp == _stamp(user) and user.has_role(REGISTRAR) else None


def _stamp(user):
    return sha256(user.password.encode()).hexdigest()[:16]


def _clocks():
    return Clock.objects.open().exclude(kind__in=QUIET).select_related("request__holder__organisation")


def _event(clock):
    event = Event()
    info_request = clock.request
    event.add("uid", f"clock-{clock.pk}@{settings.SITE_URL.split('://')[-1]}")
    event.add("dtstamp", now())
    event.add("dtstart", clock.due_on)
    event.add("dtend", clock.due_on + timedelta(days=1))
    event.add("summary", f"{info_request.number}: {clock.get_kind_display()}")
    event.add("description", f"{info_request.holder.organisation.name}\n{info_request.subject}")
    event.add("url", settings.SITE_URL + info_request.get_staff_url())
    event.add("transp", "TRANSPARENT")
    return event
