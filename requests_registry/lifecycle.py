"""The life of a request: which step is possible from which state, and the functions that take them.

Together with passing.py (what time alone does) the only module that decides a state, a clock and an event; owed.py counts
what runs, dates.py refuses days that cannot be, recording.py writes all of it in one transaction.
The caller reads the clock (`at=`) and says who acts (`by=`); `seen` is the last event that the person had before the eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import Direction
from portal.models.accounts import REGISTRAR
from requests_registry import counting, dates, owed, passing
from requests_registry.models import (
    Forwarding,
    InformationHolder,
    InformationRequest,
    Reply,
    RequestCounter,
    RequestEvent,
)
from requests_registry.models.clocks import (
    AARHUS_KINDS,
    COMPLAINT_KINDS,
    DECISION_KINDS,
    HOLDER_KINDS,
    REPLY_KINDS,
    ClockKind,
    ClosedWhy,
)
from requests_registry.models.replies import Outcome
from requests_registry.questions import asking
from requests_registry.recording import check_seen, day_of, first_values, lock, record
from requests_registry.workdays import ONE_DAY

State = InformationRequest.State
Stage = InformationRequest.Stage
Decision = InformationRequest.Decision
Asked = InformationRequest.Asked
Visibility = InformationRequest.Visibility
Profile = InformationHolder.Profile
Kind = RequestEvent.Kind

WAITING = InformationRequest.WAITING
IN_HAND = InformationRequest.IN_HAND
SENT = tuple(state for state in State if state != State.DRAFT)
NOT_CLOSED = tuple(state for state in State if state != State.CLOSED)
OPEN_DISPUTE = (Stage.COMPLAINT, Stage.COURT)
OF_A_DISPUTE = (*DECISION_KINDS, ClockKind.COURT)
SETTLED = (Stage.DECIDED, Stage.JUDGED, Stage.COMMITTEE)
NOTHING = ""

DIRECTION = "access-to-information"  # the direction of the centre's work that every request belongs to


def may_be_complained_of(info_request, on):
    """There is an answer, or the term for one is over."""
    return info_request.state == State.ANSWERED or info_request.reply_due_on < on


def may_complain(info_request, on):
    return owed.is_open_to_complaint(info_request) and may_be_complained_of(info_request, on)


def may_go_to_court(info_request, on):
    """After the higher body decided or kept silent; a company has no higher body, so against its answer or silence."""
    if info_request.stage == Stage.DECIDED:
        return True
    if info_request.stage == Stage.COMPLAINT:
        return (decision_due_on(info_request) or on) < on
    return info_request.holder.profile == Profile.COMPANY and may_be_complained_of(info_request, on)


def was_sent(info_request, on):
    return info_request.sent_on is not None


def may_be_closed(info_request, on):
    """Nothing is awaited: neither from the holder nor from a higher body or a court. A draft may be laid aside."""
    if info_request.state == State.WITHDRAWN:
        return True
    if info_request.state in WAITING:
        return info_request.stage in SETTLED
    return info_request.stage not in OPEN_DISPUTE


@dataclass(frozen=True)
class Step:
    """Who may take it and from where; where it leads (none: that axis stays); the clocks it closes and may open.

    `needs` are the facts it cannot be taken without, `law` the terms shown beside its form.
    """

    name: str
    event: Kind
    states: tuple[State, ...]
    target: State | None = None
    stages: tuple[Stage, ...] = tuple(Stage)
    next_stage: Stage | None = None
    asked: tuple[str, ...] = (NOTHING, *Asked)
    visibility: tuple[Visibility, ...] = tuple(Visibility)
    profiles: tuple[Profile, ...] = tuple(Profile)
    needs: tuple[str, ...] = ()
    closes: tuple[ClockKind, ...] = ()
    opens: tuple[ClockKind, ...] = ()
    law: tuple[ClockKind, ...] = ()
    when: Callable = lambda info_request, on: True
    roles: tuple[str, ...] = (REGISTRAR,)

    @property
    def values(self):
        """The axes that the step itself moves."""
        moved = {"state": self.target, "stage": self.next_stage}
        return {name: value for name, value in moved.items() if value}


SUBMISSION = Step(
    "submission",
    Kind.FILED,
    (State.DRAFT,),
    State.SENT,
    needs=("channel", "sent_on"),
    opens=(ClockKind.REPLY, ClockKind.AARHUS),
    law=(ClockKind.REPLY, ClockKind.AARHUS),
)
REGISTRATION = Step(
    "registration",
    Kind.REGISTERED,
    (State.SENT, State.FORWARDED),
    State.REGISTERED,
    needs=("received_on", "registration_number"),
    closes=(*REPLY_KINDS, *COMPLAINT_KINDS),
    opens=(ClockKind.REPLY, ClockKind.REFUSAL, ClockKind.DEEMED_REFUSAL, ClockKind.FORWARDING, ClockKind.MEDIA),
    law=(ClockKind.REPLY, ClockKind.REFUSAL, ClockKind.DEEMED_REFUSAL),
)
EXTENSION = Step(
    "extension",
    Kind.EXTENDED,
    (State.REGISTERED,),
    State.EXTENDED,
    needs=("decided_on", "until", "noticed_on", "document"),
    closes=(*REPLY_KINDS, *AARHUS_KINDS, *COMPLAINT_KINDS),
    opens=(ClockKind.EXTENSION, ClockKind.EXTENSION_NOTICE, ClockKind.AARHUS_COMPLEX),
    law=(ClockKind.EXTENSION, ClockKind.EXTENSION_NOTICE),
)
FORWARDING = Step(
    "forwarding",
    Kind.FORWARDED,
    (State.SENT, State.FORWARDED, State.REGISTERED, State.EXTENDED),
    State.FORWARDED,
    needs=("to_holder", "forwarded_on", "document"),
    closes=(*HOLDER_KINDS, *COMPLAINT_KINDS),
    opens=(ClockKind.REPLY, ClockKind.AARHUS),
    law=(ClockKind.FORWARDING, ClockKind.REPLY),
)
CLARIFICATION = Step(
    "clarification", Kind.ASKED, WAITING, asked=(NOTHING,), needs=("on", "text"), law=(ClockKind.REPLY,)
)
COSTS = Step("costs", Kind.ASKED, WAITING, asked=(NOTHING,), needs=("on", "text"), law=(ClockKind.REPLY,))
DEFECT = Step("defect", Kind.ASKED, WAITING, asked=(NOTHING,), needs=("on", "text"), law=(ClockKind.REPLY,))
GIVING = Step("given", Kind.GIVEN, WAITING, asked=(Asked.CLARIFICATION, Asked.COSTS), needs=("on", "text"))
RETURN = Step(
    "return",
    Kind.RETURNED,
    WAITING,
    State.RETURNED,
    needs=("on", "text"),
    closes=(*HOLDER_KINDS, *COMPLAINT_KINDS),
    law=(ClockKind.REPLY,),
)
RESENDING = Step(
    "resending",
    Kind.RESENT,
    (State.RETURNED, *WAITING),
    State.SENT,
    asked=(Asked.DEFECT,),
    needs=("resent_on",),
    closes=(*HOLDER_KINDS, *COMPLAINT_KINDS),
    opens=(ClockKind.REPLY, ClockKind.AARHUS),
    law=(ClockKind.REPLY,),
)
REPLY = Step(
    "reply",
    Kind.REPLIED,
    IN_HAND,
    State.ANSWERED,
    needs=("received_on", "outcome", "text", "language"),
    closes=(*HOLDER_KINDS, *COMPLAINT_KINDS),
    opens=COMPLAINT_KINDS,
    law=(ClockKind.REPLY, ClockKind.COMPLAINT),
)
REFUSAL = Step(
    "refusal",
    Kind.REPLIED,
    IN_HAND,
    State.ANSWERED,
    needs=("received_on", "grounds", "text", "language"),
    closes=REPLY.closes,
    opens=COMPLAINT_KINDS,
    law=(ClockKind.REFUSAL, ClockKind.COMPLAINT, ClockKind.COMPLAINT_NO_REMEDY),
)
ALREADY_PUBLISHED = Step(
    "already-published",
    Kind.REPLIED,
    IN_HAND,
    State.ANSWERED,
    needs=("received_on", "text", "language"),
    closes=REPLY.closes,
    opens=COMPLAINT_KINDS,
    law=(ClockKind.ALREADY_PUBLISHED, ClockKind.COMPLAINT),
)
TERMINATION = Step(
    "termination",
    Kind.REPLIED,
    IN_HAND,
    State.ANSWERED,
    profiles=(Profile.STATE,),
    needs=("received_on", "text", "language"),
    closes=REPLY.closes,
    opens=COMPLAINT_KINDS,
    law=(ClockKind.COMPLAINT, ClockKind.COMPLAINT_NO_REMEDY),
)
AUTHOR_WITHDRAWAL = Step(
    "withdrawal",
    Kind.WITHDRAWN,
    (*IN_HAND, State.RETURNED),
    State.WITHDRAWN,
    needs=("on", "text"),
    closes=tuple(ClockKind),
)
COMPLAINT = Step(
    "complaint",
    Kind.COMPLAINED,
    IN_HAND,
    stages=(Stage.REQUEST, Stage.DECIDED),
    next_stage=Stage.COMPLAINT,
    profiles=(Profile.STATE,),
    needs=("filed_on", "document"),
    closes=COMPLAINT_KINDS,
    opens=DECISION_KINDS,
    law=(*COMPLAINT_KINDS, *DECISION_KINDS),
    when=may_complain,
)
DECISION = Step(
    "decision",
    Kind.DECIDED,
    IN_HAND,
    stages=(Stage.COMPLAINT,),
    next_stage=Stage.DECIDED,
    needs=("served_on", "decision", "document"),
    closes=(*DECISION_KINDS, ClockKind.COURT),
    opens=(ClockKind.COURT,),
    law=(ClockKind.COMPLAINT_DECISION, ClockKind.COURT),
)
CLAIM = Step(
    "court",
    Kind.CLAIMED,
    IN_HAND,
    stages=(Stage.REQUEST, Stage.COMPLAINT, Stage.DECIDED),
    next_stage=Stage.COURT,
    needs=("filed_on", "court", "document"),
    closes=(*COMPLAINT_KINDS, *DECISION_KINDS, ClockKind.COURT),
    law=(ClockKind.COURT,),
    when=may_go_to_court,
)
JUDGMENT = Step(
    "judgment",
    Kind.JUDGED,
    IN_HAND,
    stages=(Stage.COURT,),
    next_stage=Stage.JUDGED,
    needs=("decided_on", "decision", "document"),
)
COMMUNICATION = Step(
    "committee",
    Kind.COMMUNICATED,
    IN_HAND,
    stages=(Stage.DECIDED, Stage.COURT, Stage.JUDGED),
    next_stage=Stage.COMMITTEE,
    needs=("on", "document"),
)
PROSECUTOR = Step(
    "prosecutor",
    Kind.PROSECUTOR,
    IN_HAND,
    needs=("on", "document"),
    closes=COMPLAINT_KINDS,
    when=may_be_complained_of,
)
SUPERVISION = Step(
    "supervision",
    Kind.SUPERVISED,
    IN_HAND,
    needs=("on", "document"),
    when=lambda info_request, on: is_before_the_prosecutor(info_request),
)
CLOSING = Step(
    "closing", Kind.CLOSED, NOT_CLOSED, State.CLOSED, needs=("reason",), closes=tuple(ClockKind), when=may_be_closed
)
REOPENING = Step(
    "reopening",
    Kind.REOPENED,
    (State.CLOSED, State.WITHDRAWN),
    needs=("reason",),
    opens=(*HOLDER_KINDS, *COMPLAINT_KINDS, *DECISION_KINDS, ClockKind.COURT),
)
CORRECTION = Step(
    "correction",
    Kind.CORRECTED,
    (State.SENT, State.FORWARDED, State.REGISTERED, State.EXTENDED, State.ANSWERED),
    stages=(Stage.REQUEST,),
    needs=("date", "day", "reason"),
    closes=HOLDER_KINDS,
    opens=HOLDER_KINDS,
    law=(ClockKind.REPLY,),
)
PUBLICATION = Step("publish", Kind.PUBLISHED, SENT, visibility=(Visibility.HIDDEN,), when=was_sent)
UNPUBLISHING = Step("unpublish", Kind.HIDDEN, SENT, visibility=(Visibility.PUBLIC,), needs=("reason",))
STEPS = (
    SUBMISSION,
    REGISTRATION,
    REPLY,
    REFUSAL,
    ALREADY_PUBLISHED,
    TERMINATION,
    EXTENSION,
    FORWARDING,
    CLARIFICATION,
    COSTS,
    DEFECT,
    GIVING,
    RETURN,
    RESENDING,
    AUTHOR_WITHDRAWAL,
    COMPLAINT,
    DECISION,
    CLAIM,
    JUDGMENT,
    PROSECUTOR,
    SUPERVISION,
    COMMUNICATION,
    CLOSING,
    REOPENING,
    CORRECTION,
    PUBLICATION,
    UNPUBLISHING,
)

# Whoever asked the question that became this request hears of these by mail, and of the sending and the answer beside them.
TOLD_TO_ASKERS = (EXTENSION, FORWARDING, RETURN, AUTHOR_WITHDRAWAL, COMPLAINT, DECISION, CLAIM, JUDGMENT, CLOSING)


class StepNotAllowed(Exception):
    """The request is not in a state from which this step leads on: its message is a sentence for the person."""


def possible_steps(info_request, on):
    """The steps that can be taken on that day."""
    return [step for step in STEPS if is_possible(info_request, step, on)]


def is_possible(info_request, step, on):
    return (
        info_request.state in step.states
        and info_request.stage in step.stages
        and info_request.asked in step.asked
        and info_request.visibility in step.visibility
        and info_request.holder.profile in step.profiles
        and step.when(info_request, on)
    )


@transaction.atomic
def draft(*, by, at, form_key, **written):
    """Write down a request that is not sent yet. It has the next number of the year at once, and no clock.

    The same `form_key` again gives the draft that it made the first time.
    """
    info_request, is_new = _write_down(by=by, at=at, form_key=form_key, state=State.DRAFT, **written)
    if is_new:
        record(info_request, Kind.DRAFTED, by=by, at=at, on=day_of(at), facts=first_values(info_request))
    return info_request


@transaction.atomic
def edit_draft(info_request, *, by, at, topics=(), regions=(), seen=None, **values):
    """Change what a draft asks and of whom; old and new stay in its history."""
    info_request = _locked_for(SUBMISSION, info_request, by, at, seen)
    record(info_request, Kind.EDITED, by=by, at=at, on=day_of(at), values=values)
    info_request.topics.set(topics)
    info_request.regions.set(regions)
    return info_request


@transaction.atomic
def submit(info_request, *, by, at, channel, sent_on, seen=None):
    """The letter went out on that day: the clock of the reply starts, provisional until the holder has registered it."""
    info_request = _locked_for(SUBMISSION, info_request, by, at, seen)
    dates.check_date(sent_on, at=at)
    values = {"channel": channel, "sent_on": sent_on}
    _take(SUBMISSION, info_request, by=by, at=at, on=sent_on, values=values, opens=owed.counts_of_sending)
    asking.tell_of_sending(info_request, at=at)
    return info_request


@transaction.atomic
def file_request(*, by, at, form_key, sent_on, publish_now=False, **written):
    """Enter a request that was sent, give it the next number of the year and start the clock of the reply.

    The same `form_key` again gives the request that it made the first time.
    """
    dates.check_date(sent_on, at=at)
    info_request, is_new = _write_down(by=by, at=at, form_key=form_key, state=State.SENT, sent_on=sent_on, **written)
    if not is_new:
        return info_request
    facts = first_values(info_request)
    record(info_request, Kind.FILED, by=by, at=at, on=sent_on, opens=owed.counts_of_sending, facts=facts)
    return publish(info_request, by=by, at=at) if publish_now else info_request


@transaction.atomic
def record_registration(info_request, *, by, at, received_on, registration_number, seen=None):
    """The holder has the request since `received_on`, under its own number: from that day the law counts."""
    info_request = _locked_for(REGISTRATION, info_request, by, at, seen)
    dates.check_date(received_on, at=at, not_before=info_request.counted_from_on)
    values = {"received_on": received_on, "registration_number": registration_number}
    why = ClosedWhy.REGISTERED
    return _take(
        REGISTRATION, info_request, by=by, at=at, on=received_on, values=values, why=why, opens=owed.counts_of_holder
    )


@transaction.atomic
def extend(info_request, *, by, at, decided_on, until, noticed_on, document, seen=None):
    """The holder takes more time, once: decided while its term ran, to a day within the rule, with a notice."""
    info_request = _locked_for(EXTENSION, info_request, by, at, seen)
    dates.check_extension(info_request, at=at, decided_on=decided_on, until=until, noticed_on=noticed_on)
    notice = counting.count_if_given(ClockKind.EXTENSION_NOTICE, info_request, decided_on)
    return _take(
        EXTENSION,
        info_request,
        by=by,
        at=at,
        on=decided_on,
        why=ClosedWhy.EXTENDED,
        opens=lambda changed: [owed.extension_until(changed, until), owed.aarhus_count(changed)],
        passing=[(notice, noticed_on)],
        facts={"noticed_on": noticed_on, "document": document},
    )


@transaction.atomic
def forward(info_request, *, by, at, to_holder, forwarded_on, document, seen=None):
    """Another holder is the competent one: both stay in the history, and the term begins anew with the second."""
    info_request = _locked_for(FORWARDING, info_request, by, at, seen)
    dates.check_date(forwarded_on, at=at, not_before=info_request.counted_from_on)
    Forwarding.objects.create(
        request=info_request,
        from_holder=info_request.holder,
        to_holder=to_holder,
        forwarded_on=forwarded_on,
        document=document,
    )
    return _take(
        FORWARDING,
        info_request,
        by=by,
        at=at,
        on=forwarded_on,
        why=ClosedWhy.FORWARDED,
        values={"holder": to_holder} | _sent_anew(forwarded_on),
        opens=owed.counts_of_sending,
        facts={"document": document},
    )


@transaction.atomic
def ask(step, asked, info_request, *, by, at, on, text, seen=None):
    """The holder wants something of us. The law stops no clock for it: a note, and our move."""
    info_request = _locked_for(step, info_request, by, at, seen)
    dates.check_date(on, at=at, not_before=info_request.sent_on)
    return _take(step, info_request, by=by, at=at, on=on, values={"asked": asked}, note=text)


ask_for_clarification = partial(ask, CLARIFICATION, Asked.CLARIFICATION)
ask_for_costs = partial(ask, COSTS, Asked.COSTS)
report_defect = partial(ask, DEFECT, Asked.DEFECT)
give = partial(ask, GIVING, NOTHING)


@transaction.atomic
def send_back(info_request, *, by, at, on, text, seen=None):
    """The holder returned the request for its defects: its terms end here, and begin anew when it is sent again."""
    info_request = _locked_for(RETURN, info_request, by, at, seen)
    dates.check_date(on, at=at, not_before=info_request.sent_on)
    values = {"asked": Asked.DEFECT}
    return _take(RETURN, info_request, by=by, at=at, on=on, values=values, why=ClosedWhy.RETURNED, note=text)


@transaction.atomic
def send_again(info_request, *, by, at, resent_on, seen=None):
    """Mended and sent anew: the clocks start with the new sending, and again with the new registration."""
    info_request = _locked_for(RESENDING, info_request, by, at, seen)
    dates.check_date(resent_on, at=at, not_before=info_request.counted_from_on)
    values = _sent_anew(resent_on)
    why = ClosedWhy.RESENT
    return _take(
        RESENDING, info_request, by=by, at=at, on=resent_on, values=values, why=why, opens=owed.counts_of_sending
    )


@transaction.atomic
def record_reply(
    info_request,
    *,
    by,
    at,
    form_key,
    received_on,
    outcome,
    text,
    language,
    reference="",
    grounds=(),
    names_remedy=True,
    completeness="",
    usability="",
    seen=None,
    step=REPLY,
):
    """The holder answered. A later reply may mend the outcome; the day of the first one stays.

    The same `form_key` again gives the reply that it made the first time.
    """
    info_request = _locked(step, info_request, by)
    earlier = Reply.objects.filter(form_key=form_key).first()
    if earlier and earlier.request_id == info_request.pk:
        return earlier
    if earlier:
        raise StepNotAllowed(_("This form has recorded a reply to another request already. Open the form anew."))
    _check_possible(step, info_request, at, seen)
    dates.check_date(received_on, at=at, not_before=info_request.counted_from_on)
    reply = Reply.objects.create(
        request=info_request,
        form_key=form_key,
        received_on=received_on,
        outcome=outcome,
        text=text,
        language=language,
        reference=reference,
        grounds=list(grounds),
        names_remedy=names_remedy,
        completeness=completeness,
        usability=usability,
        recorded_at=at,
        recorded_by=by,
    )
    _take(
        step,
        info_request,
        by=by,
        at=at,
        on=received_on,
        values={
            "asked": NOTHING,
            "outcome": outcome,
            "answered_on": min(filter(None, [info_request.answered_on, received_on])),
        },
        why=ClosedWhy.ANSWERED,
        opens=owed.complaint_counts,
        reply=reply,
    )
    asking.tell_of_answer(info_request, at=at)
    return reply


record_termination = partial(record_reply, step=TERMINATION, outcome=Outcome.TERMINATED)
record_refusal = partial(record_reply, step=REFUSAL, outcome=Outcome.REFUSED)
record_already_published = partial(record_reply, step=ALREADY_PUBLISHED, outcome=Outcome.REFERENCE)


@transaction.atomic
def withdraw(info_request, *, by, at, on, text, seen=None):
    """The author does not want the answer any more: every clock stops."""
    info_request = _locked_for(AUTHOR_WITHDRAWAL, info_request, by, at, seen)
    dates.check_date(on, at=at, not_before=info_request.sent_on)
    values = {"asked": NOTHING}
    return _take(
        AUTHOR_WITHDRAWAL, info_request, by=by, at=at, on=on, values=values, why=ClosedWhy.WITHDRAWN, note=text
    )


@transaction.atomic
def complain(info_request, *, by, at, filed_on, document, seen=None):
    """A complaint to the higher body, filed through the holder: three days to pass it on, then the body's own term.

    The time to complain of silence runs from the first day of the delay: passing.note_passed_terms has opened its clock.
    """
    info_request = _locked_for(COMPLAINT, info_request, by, at, seen)
    dates.check_date(filed_on, at=at, not_before=_complaint_possible_from(info_request))
    return _take(
        COMPLAINT,
        info_request,
        by=by,
        at=at,
        on=filed_on,
        opens=lambda changed: [counting.count_if_given(kind, changed, filed_on) for kind in DECISION_KINDS],
        facts={"document": document},
    )


@transaction.atomic
def record_decision(info_request, *, by, at, served_on, decision, document, seen=None):
    """The higher body decided. A satisfied complaint gives the case back to the holder, whose term begins anew."""
    info_request = _locked_for(DECISION, info_request, by, at, seen)
    dates.check_date(served_on, at=at, not_before=owed.last_on(info_request, Kind.COMPLAINED))
    is_satisfied = decision == Decision.SATISFIED
    back = {"state": State.SENT, "stage": Stage.REQUEST, "answered_on": None, "outcome": NOTHING} | _sent_anew(
        served_on
    )
    return _take(
        DECISION,
        info_request,
        by=by,
        at=at,
        on=served_on,
        values=back if is_satisfied else {},
        closes=(*DECISION.closes, *HOLDER_KINDS) if is_satisfied else DECISION.closes,
        opens=owed.counts_of_sending if is_satisfied else lambda changed: [owed.court_count(changed, served_on)],
        facts={"decision": decision, "document": document},
    )


@transaction.atomic
def go_to_court(info_request, *, by, at, filed_on, court, document, seen=None):
    """A claim: against the decision on the complaint or, when none came, from the day its term was over."""
    info_request = _locked_for(CLAIM, info_request, by, at, seen)
    dates.check_date(filed_on, at=at, not_before=_claim_possible_from(info_request))
    return _take(
        CLAIM,
        info_request,
        by=by,
        at=at,
        on=filed_on,
        facts={"court": court, "document": document},
    )


@transaction.atomic
def record_judgment(info_request, *, by, at, decided_on, decision, document, seen=None):
    info_request = _locked_for(JUDGMENT, info_request, by, at, seen)
    dates.check_date(decided_on, at=at, not_before=owed.last_on(info_request, Kind.CLAIMED))
    facts = {"decision": decision, "document": document}
    return _take(JUDGMENT, info_request, by=by, at=at, on=decided_on, facts=facts)


@transaction.atomic
def go_to_committee(info_request, *, by, at, on, document, seen=None):
    """A communication to the Aarhus Compliance Committee: no term of law, domestic remedies are taken into account."""
    info_request = _locked_for(COMMUNICATION, info_request, by, at, seen)
    dates.check_date(on, at=at, not_before=info_request.sent_on)
    return _take(COMMUNICATION, info_request, by=by, at=at, on=on, facts={"document": document})


@transaction.atomic
def appeal_to_prosecutor(info_request, *, by, at, on, document, seen=None):
    """Beside the complaint and the court, at any time after an answer or silence; it moves no stage and starts no clock.

    A company has no higher body: its complaint is this one, and the time for it ends.
    """
    info_request = _locked_for(PROSECUTOR, info_request, by, at, seen)
    dates.check_date(on, at=at, not_before=_complaint_possible_from(info_request))
    closes = COMPLAINT_KINDS if info_request.holder.profile == Profile.COMPANY else ()
    return _take(PROSECUTOR, info_request, by=by, at=at, on=on, closes=closes, facts={"document": document})


@transaction.atomic
def record_supervision(info_request, *, by, at, on, document, seen=None):
    """What the prosecutor answered."""
    info_request = _locked_for(SUPERVISION, info_request, by, at, seen)
    dates.check_date(on, at=at, not_before=owed.last_on(info_request, Kind.PROSECUTOR))
    return _take(SUPERVISION, info_request, by=by, at=at, on=on, facts={"document": document})


def is_before_the_prosecutor(info_request):
    kinds = info_request.events.filter(kind__in=(Kind.PROSECUTOR, Kind.SUPERVISED)).values_list("kind", flat=True)
    return list(kinds)[-1:] == [Kind.PROSECUTOR]


@transaction.atomic
def close(info_request, *, by, at, reason, seen=None):
    info_request = _locked_for(CLOSING, info_request, by, at, seen)
    values = {"asked": NOTHING}
    return _take(CLOSING, info_request, by=by, at=at, on=day_of(at), values=values, why=ClosedWhy.CLOSED, note=reason)


@transaction.atomic
def reopen(info_request, *, by, at, reason, seen=None):
    """Back to where it stood, with the terms that still matter counted from the days on which they began."""
    info_request = _locked_for(REOPENING, info_request, by, at, seen)
    ending = _ending(info_request)
    state = State(ending.changes["state"][0])
    values = {"state": state, "asked": Asked.DEFECT if state == State.RETURNED else NOTHING}
    return _take(
        REOPENING,
        info_request,
        by=by,
        at=at,
        on=day_of(at),
        values=values,
        opens=lambda changed: [*owed.counts_to_go_on(changed), *_counts_before(changed, ending, OF_A_DISPUTE)],
        note=reason,
    )


@transaction.atomic
def correct(info_request, *, by, at, date, day, reason, seen=None):
    """A wrongly recorded date: the running clocks are closed and opened anew, old and new stay in the history."""
    info_request = _locked_for(CORRECTION, info_request, by, at, seen)
    dates.check_correction(info_request, at=at, date=date, day=day)
    if date == "answered_on":
        first = info_request.replies.filter(received_on=info_request.answered_on).first()
        first.received_on = day
        first.save(update_fields=["received_on"])
    if date == "resent_on":
        info_request.forwardings.filter(forwarded_on=info_request.resent_on).update(forwarded_on=day)
    is_answered = info_request.state == State.ANSWERED
    changed = dates.with_another(info_request, date, day)
    measured = [(count, day_of(at)) for count in owed.counts_anew(changed)] if is_answered else []
    return _take(
        CORRECTION,
        info_request,
        by=by,
        at=at,
        on=day_of(at),
        values={date: day},
        closes=(*HOLDER_KINDS, *COMPLAINT_KINDS),
        why=ClosedWhy.CORRECTED,
        opens=owed.complaint_counts if is_answered else owed.counts_anew,
        passing=measured,
        note=reason,
    )


@transaction.atomic
def publish(info_request, *, by, at, seen=None):
    """Show the request to everybody. The time of the first publication stays."""
    info_request = _locked_for(PUBLICATION, info_request, by, at, seen)
    values = {"visibility": Visibility.PUBLIC, "published_at": info_request.published_at or at}
    return _take(PUBLICATION, info_request, by=by, at=at, on=day_of(at), values=values)


@transaction.atomic
def unpublish(info_request, *, by, at, reason, seen=None):
    """Take the request off every public page; the reason stays with its history."""
    info_request = _locked_for(UNPUBLISHING, info_request, by, at, seen)
    values = {"visibility": Visibility.HIDDEN}
    return _take(UNPUBLISHING, info_request, by=by, at=at, on=day_of(at), values=values, note=reason)


@transaction.atomic
def note_mailing(info_request, *, by, at, facts):
    """A letter goes out that is no step of its own: a reminder, thanks, or the same letter once more."""
    return record(lock(info_request), Kind.MAILED, by=by, at=at, on=day_of(at), facts=facts)


BESIDE_THE_WAY = (Kind.LETTER, Kind.TERM_PASSED)  # what may be told between a sending and its taking back


@transaction.atomic
def take_back(event, *, by, at):
    """The letter of this event never left: the request stands again where it stood, its terms counted as before.

    Refused once more has been recorded: what rests on the sending cannot be pulled from under it.
    """
    info_request = lock(event.request)
    if info_request.events.filter(sequence__gt=event.sequence).exclude(kind__in=BESIDE_THE_WAY).exists():
        raise StepNotAllowed(
            _("Request %(number)s has moved on since the letter was queued.") % {"number": info_request.number}
        )
    return record(
        info_request,
        Kind.TAKEN_BACK,
        by=by,
        at=at,
        on=day_of(at),
        undoes=event,
        values=_values_before(info_request, event),
        closes=[kind for kind, *_days in event.changes.get("clocks_opened", [])],
        why=ClosedWhy.TAKEN_BACK,
        opens=lambda changed: list(_counts_before(changed, event, tuple(ClockKind))),
    )


def _values_before(info_request, event):
    """The columns that the event changed, as they were."""
    columns = {field.attname: field for field in info_request._meta.concrete_fields}
    return {name: columns[name].to_python(told[0]) for name, told in event.changes.items() if name in columns}


def _counts_before(info_request, event, kinds):
    """The terms of these kinds that the event closed, counted once more from the days on which they began."""
    for kind, due_on in event.changes.get("clocks_closed", []):
        if kind not in kinds:
            continue
        clock = info_request.clocks.filter(kind=kind, due_on=due_on).last()
        clock.request = info_request
        yield counting.count_again(clock)


def decision_due_on(info_request):
    """The last day of the higher body's term, or None where the laws know no such term."""
    clock = info_request.clocks.filter(kind=ClockKind.COMPLAINT_DECISION).last()
    return clock and clock.due_on


def _write_down(*, by, at, form_key, topics=(), regions=(), **written):
    """A new request with the next number of the year, or the one that this form made before, and which of the two."""
    counter = _locked_counter(day_of(at).year)
    earlier = InformationRequest.objects.filter(form_key=form_key).first()
    if earlier:
        return earlier, False
    info_request = InformationRequest.objects.create(
        number=_next_number(counter), form_key=form_key, filed_at=at, filed_by=by, changed_at=at, **written
    )
    info_request.topics.set(topics)
    info_request.regions.set(regions)
    info_request.directions.set(Direction.objects.filter(slug=DIRECTION))
    return info_request, True


def _locked_counter(year):
    """The row of the year, locked to the end of the transaction: parallel filings stand in a line here."""
    RequestCounter.objects.bulk_create([RequestCounter(year=year)], ignore_conflicts=True)
    return RequestCounter.objects.select_for_update().get(year=year)


def _next_number(counter):
    """2026-0001, 2026-0002, … A filing that fails gives its number back with the rollback."""
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.year}-{counter.last:04d}"


def _locked_for(step, info_request, by, at, seen):
    """The request as it is now, locked; refused where the step is not possible (any more) or not for this person."""
    locked = _locked(step, info_request, by)
    _check_possible(step, locked, at, seen)
    return locked


def _locked(step, info_request, by):
    if not any(by.has_role(role) for role in step.roles):
        raise PermissionDenied
    return lock(info_request)


def _check_possible(step, locked, at, seen):
    check_seen(locked, seen)
    passing.note_passed_terms(locked, at=at)
    if not is_possible(locked, step, day_of(at)):
        raise StepNotAllowed(
            _("Request %(number)s has changed meanwhile: this step is not possible any more.")
            % {"number": locked.number}
        )


def _take(step, info_request, *, values=None, closes=None, why=ClosedWhy.DONE, **given):
    """Write one step of the table: its axes and clocks, and what this time is special."""
    closes = step.closes if closes is None else closes
    event = record(info_request, step.event, values=step.values | (values or {}), closes=closes, why=why, **given)
    if step in TOLD_TO_ASKERS:
        asking.tell_of_move(info_request, event, at=event.at)
    return info_request


def _sent_anew(day):
    """With a holder that has not registered it yet: the columns of such a request."""
    return {"resent_on": day, "received_on": None, "registration_number": "", "asked": NOTHING}


def _complaint_possible_from(info_request):
    is_answered = info_request.state == State.ANSWERED
    return info_request.answered_on if is_answered else info_request.reply_due_on + ONE_DAY


def _claim_possible_from(info_request):
    if info_request.stage == Stage.DECIDED:
        return owed.last_on(info_request, Kind.DECIDED)
    if info_request.stage == Stage.COMPLAINT:
        return decision_due_on(info_request) + ONE_DAY
    return _complaint_possible_from(info_request)


def _ending(info_request):
    """The event by which the request came to where it stands: closed or withdrawn, perhaps one after the other."""
    endings = info_request.events.filter(kind__in=(Kind.CLOSED, Kind.WITHDRAWN)).order_by("-sequence")
    return next(event for event in endings if event.changes["state"][0] != info_request.state)
