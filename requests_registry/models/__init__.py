from requests_registry.models.attempts import Attempt
from requests_registry.models.calendars import CalendarDay, WorkCalendar
from requests_registry.models.campaigns import Campaign
from requests_registry.models.channels import HolderChannel
from requests_registry.models.clocks import Clock, LegalRule
from requests_registry.models.corrections import HolderCorrection
from requests_registry.models.events import RequestEvent
from requests_registry.models.forwardings import Forwarding
from requests_registry.models.frequent import FrequentQuestion
from requests_registry.models.guide import Duty
from requests_registry.models.holders import InformationHolder
from requests_registry.models.letters import Letter, LetterConsent, LetterCounter, Letterhead
from requests_registry.models.mail import (
    HolderMailbox,
    InboundMail,
    MailboxPlace,
    MailFile,
    MailMessage,
    RequestAddress,
    SentMail,
)
from requests_registry.models.outgoing import MailAttempt, OutgoingFile, OutgoingMail
from requests_registry.models.questions import ConsentText, Question, QuestionEvent, QuestionLink
from requests_registry.models.replies import Reply
from requests_registry.models.requests import InformationRequest, RequestCounter
from requests_registry.models.reviews import FileReview, Redaction, RedactionBox, TextReview
from requests_registry.models.uploads import UploadLink

__all__ = [
    "Attempt",
    "CalendarDay",
    "Campaign",
    "Clock",
    "ConsentText",
    "Duty",
    "FileReview",
    "Forwarding",
    "FrequentQuestion",
    "HolderChannel",
    "HolderCorrection",
    "HolderMailbox",
    "InboundMail",
    "InformationHolder",
    "InformationRequest",
    "LegalRule",
    "Letter",
    "LetterConsent",
    "LetterCounter",
    "Letterhead",
    "MailAttempt",
    "MailFile",
    "MailMessage",
    "MailboxPlace",
    "OutgoingFile",
    "OutgoingMail",
    "Question",
    "QuestionEvent",
    "QuestionLink",
    "Redaction",
    "RedactionBox",
    "Reply",
    "RequestAddress",
    "RequestCounter",
    "RequestEvent",
    "SentMail",
    "TextReview",
    "UploadLink",
    "WorkCalendar",
]
