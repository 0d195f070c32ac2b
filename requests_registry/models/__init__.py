from requests_registry.models.calendars import CalendarDay, WorkCalendar
from requests_registry.models.clocks import Clock, LegalRule
from requests_registry.models.events import RequestEvent
from requests_registry.models.forwardings import Forwarding
from requests_registry.models.holders import InformationHolder
from requests_registry.models.replies import Reply
from requests_registry.models.requests import InformationRequest, RequestCounter

__all__ = [
    "CalendarDay",
    "Clock",
    "Forwarding",
    "InformationHolder",
    "InformationRequest",
    "LegalRule",
    "Reply",
    "RequestCounter",
    "RequestEvent",
    "WorkCalendar",
]
