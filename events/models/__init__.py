from events.models.event import Event
from events.models.materials import Material, ProgrammeItem
from events.models.participants import EventOrganisation, ParticipantGroup, Speaker
from events.models.report import EventReport, Photo, Recommendation, ReportPoint, ReportQuestion, ReportQuote

__all__ = [
    "Event",
    "EventOrganisation",
    "EventReport",
    "Material",
    "ParticipantGroup",
    "Photo",
    "ProgrammeItem",
    "Recommendation",
    "ReportPoint",
    "ReportQuestion",
    "ReportQuote",
    "Speaker",
]
