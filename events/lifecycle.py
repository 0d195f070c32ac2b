"""What happens to an event besides editing: the only writer of its state, its sequence and its report's publication."""

from uuid import uuid4

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from events import dates
from events.addresses import address_of
from events.models import Event
from events.models.event import RESERVED_SLUGS
from portal.languages import columns
from portal.models import Published
from portal.search import index

# A change of one of these makes calendars that hold the event take the new version (RFC 5545, SEQUENCE).
CALENDAR_FIELDS = {
    "date_precision", "starts_on", "starts_time", "ends_on", "ends_time", "zone", "state", "online_url",
    *columns("place"), *columns("address"),
}  # fmt: skip


def cancel(event, *, by, reason):
    """Call the event off. It stays public, so that nobody comes; calendars show it crossed out."""
    _call_off(event, Event.State.CANCELLED, by, reason)


def postpone(event, *, by, reason):
    """Put the event off until a new date is known. The old date stays until then."""
    _call_off(event, Event.State.POSTPONED, by, reason)


def edited(event, changed):
    """To be called before an edited event is saved, with the names of the changed fields."""
    if CALENDAR_FIELDS & set(changed):
        event.sequence += 1
    if not event.is_off:
        event.state_reason_kk = event.state_reason_ru = event.state_reason_en = ""


def is_taken(address):
    return address in RESERVED_SLUGS or Event.objects.filter(slug=address).exists()


@transaction.atomic
def publish_report(report, *, by, at):
    """Show the report to the public. An event with a report took place."""
    event = Event.objects.select_for_update().get(pk=report.event_id)
    report.is_published = True
    report.published_at = report.published_at or at
    report.save(update_fields=["is_published", "published_at", "changed_at"])
    if event.state == Event.State.PLANNED:
        event.state = Event.State.HELD
        event.save(update_fields=["state", "changed_at"])
    _log(event, by, "report published")
    index.refresh(event)


@transaction.atomic
def withdraw_report(report, *, by):
    report.is_published = False
    report.save(update_fields=["is_published", "changed_at"])
    _log(report.event, by, "report withdrawn")
    index.refresh(report.event)


@transaction.atomic
def clone(event, *, by):
    """A draft with the same words, organisations, groups, speakers and programme, and without a date."""
    copy = Event.objects.get(pk=event.pk)
    copy.pk = copy.published_at = copy.published_by = None
    copy.slug = address_of(event.slug, taken=is_taken)
    copy.uid = uuid4()
    copy.sequence = 0
    copy.status = Published.Status.DRAFT
    copy.state = Event.State.PLANNED
    copy.date_precision = dates.UNKNOWN
    copy.starts_on = copy.starts_time = copy.ends_on = copy.ends_time = None
    copy.withdrawn_reason = copy.state_reason_kk = copy.state_reason_ru = copy.state_reason_en = ""
    copy._state.adding = True
    copy.save()
    for name in ("topics", "regions", "directions"):
        getattr(copy, name).set(getattr(event, name).all())
    for name in ("event_organisations", "participant_groups", "speakers", "programme"):
        _copy_rows(getattr(event, name).all(), copy)
    _log(copy, by, f"copied from {event.slug}")
    return copy


@transaction.atomic
def _call_off(event, state, by, reason):
    """`reason` in languages: {"ru": "…"}; an empty one leaves what was said before."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    locked.state = state
    locked.sequence += 1
    for language, words in reason.items():
        setattr(locked, f"state_reason_{language}", words)
    locked.save(update_fields=["state", "sequence", *columns("state_reason"), "changed_at"])
    _log(locked, by, state.value)
    index.refresh(locked)
    event.refresh_from_db(fields=["state", "sequence", *columns("state_reason")])


def _copy_rows(rows, event):
    for row in rows:
        row.pk = None
        row._state.adding = True
        row.event = event
        if getattr(row, "on", None):
            row.on = None
        row.save()


def _log(event, by, message):
    if by is not None:
        LogEntry.objects.log_actions(by.pk, [event], CHANGE, change_message=message, single_object=True)
