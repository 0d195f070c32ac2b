"""What the form of a step can know beforehand: the letter of ours that it records, or the mail that it classifies.

Proposals only: they stand in the form, and the registrar mends what is wrong.
"""

from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from requests_registry import lifecycle
from requests_registry.mail.kinds import Kind as MailKind
from requests_registry.models import Letter, RequestEvent

# Which letter a step is about, and the field that takes its day.
LETTERS = {
    lifecycle.SUBMISSION: (Letter.Kind.REQUEST, "sent_on"),
    lifecycle.RESENDING: (Letter.Kind.REQUEST, "resent_on"),
    lifecycle.GIVING: (Letter.Kind.CLARIFICATION, "on"),
    lifecycle.COMPLAINT: (Letter.Kind.COMPLAINT, "filed_on"),
    lifecycle.PROSECUTOR: (Letter.Kind.COMPLAINT, "on"),
    lifecycle.CLAIM: (Letter.Kind.CLAIM, "filed_on"),
}
ANSWERS = (lifecycle.REPLY, lifecycle.REFUSAL, lifecycle.ALREADY_PUBLISHED, lifecycle.TERMINATION)
# After these the letter before them is about something that is over.
BEGINNINGS = (RequestEvent.Kind.FILED, RequestEvent.Kind.ASKED)


@dataclass(frozen=True)
class Proposal:
    values: dict = field(default_factory=dict)
    source: str = ""


def proposed(step, info_request):
    if step in LETTERS:
        return _from_letter(step, info_request, *LETTERS[step])
    if step in ANSWERS:
        return _from_mail(info_request)
    return Proposal()


def _from_letter(step, info_request, kind, day):
    before = info_request.events.true().filter(kind__in=(*BEGINNINGS, step.event)).last()
    issued = Letter.objects.listed().filter(request=info_request, kind=kind, state=Letter.State.ISSUED)
    letter = issued.filter(issued_at__gt=before.at).last() if before else issued.last()
    if letter is None:
        return Proposal()
    words = {"number": letter.outgoing_number, "day": date_format(letter.issued_on, "DATE_FORMAT")}
    name = _("No. %(number)s of %(day)s") % words
    text = {"text": name} if "text" in step.needs else {}
    document = {"document": name} if "document" in step.needs else {}
    return Proposal({day: letter.issued_on, **text, **document}, _("Our letter No. %(number)s fills this in.") % words)


def _from_mail(info_request):
    message = info_request.mail_messages.filter(inbound__kind=MailKind.LETTER).select_related("inbound").last()
    last = info_request.replies.last()
    if message is None or (last and last.recorded_at >= message.delivered_at):
        return Proposal()
    day = localdate(message.inbound.received_at)
    words = {"day": date_format(day, "DATE_FORMAT")}
    source = (
        _("The mail of %(day)s stands here. Everybody may read it later: take out what tells of a citizen.") % words
    )
    return Proposal({"received_on": day, "text": message.shown_text}, source)
