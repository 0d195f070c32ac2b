"""What the events of a request add up to: its columns and its open clocks, without a look at what is stored."""

from requests_registry.models import InformationRequest
from requests_registry.recording import FOLDED


def fold(events):
    """The columns as the events leave them, and the due dates of the clocks that still run, by kind."""
    columns, running = {}, {}
    for event in events:
        columns |= {name: event.changes[name][1] for name in FOLDED if name in event.changes}
        for kind, _due_on in event.changes.get("clocks_closed", []):
            running.pop(kind, None)
        running |= {kind: due_on for kind, _started_on, due_on in event.changes.get("clocks_opened", [])}
    return columns, running


def differences(info_request):
    """What is stored otherwise than the events tell, as sentences for the log; none where all is well."""
    columns, running = fold(info_request.events.all())
    stored = {name: _as_told(info_request, name) for name in FOLDED}
    clocks = {clock.kind: clock.due_on.isoformat() for clock in info_request.clocks.all() if not clock.closed_on}
    found = [
        f"{info_request.number}: {name} is {stored[name]!r}, its events tell {columns.get(name)!r}"
        for name in FOLDED
        if stored[name] != columns.get(name)
    ]
    if clocks != running:
        found.append(f"{info_request.number}: the clocks {clocks} run, its events tell {running}")
    return found


def all_differences():
    requests = InformationRequest.objects.order_by("pk").prefetch_related("events", "clocks")
    for info_request in requests.iterator(chunk_size=500):
        yield from differences(info_request)


def _as_told(info_request, name):
    value = getattr(info_request, info_request._meta.get_field(name).attname)
    return value.isoformat() if hasattr(value, "isoformat") else value
