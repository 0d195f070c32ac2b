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
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages import text_in
from requests_registry import counting
from requests_registry.explanations import citation, length_of
from requests_registry.models import InformationHolder, InformationRequest, Letter, RequestEvent
from requests_registry.models.clocks import COMPLAINT_KINDS, ClockKind
from requests_registry.models.replies import ARTICLES, Ground, Outcome
from requests_registry.standing import days_late
from requests_registry.workdays import ONE_DAY

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
    laws = _laws(info_request, on)
    return {
        "blank": BLANK,
        "is_company": holder.profile == InformationHolder.Profile.COMPANY,
        "holder": text_in(holder.organisation, "name", language),
        "higher_body": holder.higher_body and text_in(holder.higher_body, "name", language),
        "number": _number(info_request),
        "about": info_request.subject,
        "asked": info_request.text.strip() if language == info_request.language else BLANK,
        "due_on": _day(_due(clock)),
        "is_extended": clock is not None and clock.kind == ClockKind.EXTENSION,
        "reply_law": _law(clock.rule) if clock else laws.get(ClockKind.REPLY),
        "law": laws,
        "on": _day(on),
        "is_waiting": info_request.is_waiting,
        "days_late": late and ngettext("%(n)d day", "%(n)d days", late) % {"n": late},
        "url": info_request.is_public and settings.SITE_URL + info_request.get_absolute_url(),
        **_way(info_request, language),
        **_silence(info_request, on),
        **_answer(info_request, language, laws),
        **_complaint(info_request, on),
        **_dispute(info_request, on),
    }


def _number(info_request):
    """Our number and, where the request went out as a letter of ours, the number that the holder read on it."""
    sent = info_request.letters.filter(kind=Letter.Kind.REQUEST).exclude(outgoing_number="").last()
    if sent is None:
        return info_request.number
    return f"{info_request.number} ({_('outgoing No. %(number)s') % {'number': sent.outgoing_number}})"


def _way(info_request, language):
    """How the request came to the holder that has it: sent by us, or forwarded by another."""
    resent = _last(info_request, RequestEvent.Kind.RESENT)
    forwarding = info_request.forwardings.select_related("from_holder__organisation").last()
    return {
        "sent_on": _day(resent.effective_on if resent else info_request.sent_on),
        "forwarded_on": _day(forwarding and forwarding.forwarded_on),
        "forwarded_by": forwarding and text_in(forwarding.from_holder.organisation, "name", language),
        "registration_number": info_request.registration_number,
        "received_on": _day(info_request.received_on),
    }


def _laws(info_request, on):
    """The rules of law for this request, by clock; a clock that the laws do not give is not there."""
    rules = {kind: counting.rule_for(kind, info_request, on) for kind in QUOTED}
    return {str(kind): _law(rule) for kind, rule in rules.items() if rule}


QUOTED = (
    ClockKind.REPLY,
    ClockKind.FORWARDING,
    ClockKind.REFUSAL,
    ClockKind.DEEMED_REFUSAL,
    ClockKind.COMPLAINT_PASSED_ON,
    ClockKind.COMPLAINT_DECISION,
    ClockKind.COURT,
)


def _law(rule):
    return Law(length_of(rule.term), citation(rule))


def _silence(info_request, on):
    """Since when silence counts as a refusal, where it does."""
    clock = _newest(info_request, ClockKind.DEEMED_REFUSAL)
    is_over = clock and info_request.is_waiting and not clock.closed_on and clock.due_on < on
    return {"deemed_refused_since": _day(clock.due_on) if is_over else ""}


def _answer(info_request, language, laws):
    reply = info_request.replies.last()
    if reply is None or info_request.is_waiting:
        return {"reply": None, "grounds": [], "refusal_due_on": ""}
    clock = _refusal_clock(info_request)
    is_refused = reply.outcome == Outcome.REFUSED
    is_refused_late = is_refused and clock and reply.received_on > clock.due_on
    return {
        "reply": {"on": _day(reply.received_on), "reference": reply.reference, "is_refusal": is_refused},
        "grounds": [_refusal(Ground(ground), language, laws) for ground in reply.grounds],
        "refusal_due_on": _day(clock.due_on) if is_refused_late else "",
    }


def _refusal_clock(info_request):
    """Of the holder that answered: one that never registered the request has no such term yet."""
    clock = _newest(info_request, ClockKind.REFUSAL)
    return clock if clock and clock.started_on == info_request.received_on else None


def _refusal(ground, language, laws):
    answer = _rendered("grounds.txt", language, {"ground": str(ground), "law": laws})
    label = str(ground.label).partition(" (")[0]  # what stands in brackets is our remark, not the holder's
    return Refusal(label, ARTICLES[ground], answer)


def _complaint(info_request, on):
    """Until when the law allows a complaint: against an answer by its clock, against silence from the first day late."""
    rule, until = None, None
    if clock := _newest(info_request, *COMPLAINT_KINDS):
        rule, until = clock.rule, clock.due_on
    elif info_request.is_waiting:
        count = counting.count_if_given(ClockKind.COMPLAINT, info_request, info_request.reply_due_on + ONE_DAY)
        rule, until = (count.rule, count.due_on) if count else (None, None)
    return {
        "complaint_law": rule and _law(rule),
        "complaint_until": _day(until),
        "is_complaint_late": bool(until and until < on),
    }


def _dispute(info_request, on):
    """What was asked of us, complained of and decided: by the last event of each kind."""
    complained = _last(info_request, RequestEvent.Kind.COMPLAINED)
    decided = _last(info_request, RequestEvent.Kind.DECIDED)
    is_of_it = complained and decided and decided.sequence > complained.sequence
    court_until = _due(_newest(info_request, ClockKind.COURT))
    return {
        "asked_on": _day(_on(_last(info_request, RequestEvent.Kind.ASKED))),
        "complaint": _document(complained),
        "decision": _document(decided) if is_of_it else None,
        "decision_due_on": _day(_due(_newest(info_request, ClockKind.COMPLAINT_DECISION))),
        "court_until": _day(court_until),
        "is_claim_late": bool(court_until and court_until < on),
    }


def _document(event):
    if event is None:
        return None
    changes = event.changes
    is_satisfied = changes.get("decision", [None, ""])[1] == InformationRequest.Decision.SATISFIED
    return {"on": _day(event.effective_on), "document": changes["document"][1], "is_satisfied": is_satisfied}


def _last(info_request, kind):
    return info_request.events.true().filter(kind=kind).last()


def _newest(info_request, *kinds):
    return next((clock for clock in reversed(info_request.clocks.all()) if clock.kind in kinds), None)


def _due(clock):
    return clock and clock.due_on


def _on(event):
    return event and event.effective_on


def _day(day):
    return date_format(day, "DATE_FORMAT") if day else ""


def _rendered(name, language, context):
    """A text without HTML in it; the lines that tags leave empty are one empty line, «2026 г.» ends a sentence as it is."""
    template = Engine.get_default().get_template(f"{FOLDER}/{language}/{name}")
    text = template.render(Context(context, autoescape=False))
    text = re.sub(r"\n\s*\n", "\n\n", text.replace("\r\n", "\n")).strip()
    return re.sub(r"(?<!\.)\.\.(?=\s|$)", ".", text)
