"""What a letter says before staff edit it: the facts of the request put into the texts of templates/…/letters/<language>/.

Everything is written in the language of the letter, whatever language the person at the desk reads.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.engine import Engine
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import ngettext

from portal.languages import text_in
from requests_registry.explanations import citation, length_of
from requests_registry.models import InformationHolder, LegalRule, RequestEvent
from requests_registry.models.clocks import ClockKind
from requests_registry.models.replies import ARTICLES, Ground, Outcome
from requests_registry.standing import days_late

FOLDER = "requests_registry/letters"
BLANK = "____"  # what nobody but the author can know; a letter with a blank in it is not issued


@dataclass(frozen=True)
class Wording:
    addressee: str
    subject: str
    body: str


@dataclass(frozen=True)
class Law:
    """A rule of law as a letter quotes it."""

    length: str
    citation: str


@dataclass(frozen=True)
class Refusal:
    """A ground quoted against us: its name, the articles it comes from, what answers it."""

    label: str
    articles: str
    answer: str


def wording_of(kind, language, info_request, on):
    """The letter of this kind as it would be written on that day."""
    with translation.override(language):
        context = _facts(info_request, language, on)
        addressee, subject, body = _rendered(f"{kind}.txt", language, context).split("\n\n", 2)
        return Wording(addressee, subject, body)


def _facts(info_request, language, on):
    holder = info_request.holder
    clock = info_request.reply_clock
    late = days_late(info_request, on)
    laws = _laws(info_request)
    return {
        "blank": BLANK,
        "is_company": holder.profile == InformationHolder.Profile.COMPANY,
        "holder": text_in(holder.organisation, "name", language),
        "higher_body": holder.higher_body and text_in(holder.higher_body, "name", language),
        "number": info_request.number,
        "about": info_request.subject,
        "asked": info_request.text.strip(),
        "sent_on": _day(info_request.resent_on or info_request.sent_on),
        "registration_number": info_request.registration_number,
        "received_on": _day(info_request.received_on),
        "due_on": _day(clock.due_on),
        "is_provisional": info_request.is_provisional,
        "reply_law": Law(length_of(clock.rule.term), citation(clock.rule)),
        "law": laws,
        "on": _day(on),
        "is_waiting": info_request.is_waiting,
        "days_late": late and ngettext("%(n)d day", "%(n)d days", late) % {"n": late},
        "url": info_request.is_public and settings.SITE_URL + info_request.get_absolute_url(),
        **_silence(info_request, on),
        **_answer(info_request, language, laws),
        **_dispute(info_request),
    }


def _laws(info_request):
    """The rules of law for this holder, by clock; a clock that the laws do not give is not there."""
    on, profile = info_request.counted_from_on, info_request.holder.profile
    rules = {kind: LegalRule.objects.in_force(kind, on=on, profile=profile) for kind in QUOTED}
    return {str(kind): Law(length_of(rule.term), citation(rule)) for kind, rule in rules.items() if rule}


QUOTED = (
    ClockKind.FORWARDING,
    ClockKind.REFUSAL,
    ClockKind.DEEMED_REFUSAL,
    ClockKind.COMPLAINT,
    ClockKind.COMPLAINT_PASSED_ON,
    ClockKind.COMPLAINT_DECISION,
    ClockKind.COURT,
)


def _silence(info_request, on):
    """Since when silence counts as a refusal, where it does."""
    clock = _newest(info_request, ClockKind.DEEMED_REFUSAL)
    is_over = clock and info_request.is_waiting and not clock.closed_on and clock.due_on < on
    return {"deemed_refused_since": _day(clock.due_on) if is_over else ""}


def _answer(info_request, language, laws):
    reply = info_request.replies.last()
    if reply is None or info_request.is_waiting:
        return {"reply": None, "grounds": [], "refusal_due_on": ""}
    clock = _newest(info_request, ClockKind.REFUSAL)
    is_refused = reply.outcome == Outcome.REFUSED
    is_refused_late = is_refused and clock and reply.received_on > clock.due_on
    return {
        "reply": {"on": _day(reply.received_on), "reference": reply.reference, "is_refusal": is_refused},
        "grounds": [_refusal(Ground(ground), language, laws) for ground in reply.grounds],
        "refusal_due_on": _day(clock.due_on) if is_refused_late else "",
    }


def _refusal(ground, language, laws):
    answer = _rendered("grounds.txt", language, {"ground": str(ground), "law": laws})
    return Refusal(str(ground.label), ARTICLES[ground], answer)


def _dispute(info_request):
    """What was asked of us, complained of and decided: by the last event of each kind."""
    return {
        "asked_on": _day(_on(_last(info_request, RequestEvent.Kind.ASKED))),
        "complaint": _document(_last(info_request, RequestEvent.Kind.COMPLAINED)),
        "decision": _document(_last(info_request, RequestEvent.Kind.DECIDED)),
        "decision_due_on": _day(_due(_newest(info_request, ClockKind.COMPLAINT_DECISION))),
        "court_until": _day(_due(_newest(info_request, ClockKind.COURT))),
    }


def _document(event):
    return event and {"on": _day(event.effective_on), "document": event.changes["document"][1]}


def _last(info_request, kind):
    return info_request.events.filter(kind=kind).last()


def _newest(info_request, kind):
    return next((clock for clock in reversed(info_request.clocks.all()) if clock.kind == kind), None)


def _due(clock):
    return clock and clock.due_on


def _on(event):
    return event and event.effective_on


def _day(day):
    return date_format(day, "DATE_FORMAT") if day else ""


def _rendered(name, language, context):
    """A text without HTML in it; the lines that tags leave empty are one empty line."""
    template = Engine.get_default().get_template(f"{FOLDER}/{language}/{name}")
    text = template.render(Context(context, autoescape=False))
    return re.sub(r"\n\s*\n", "\n\n", text.replace("\r\n", "\n")).strip()
