"""The life of a citizen's question, from the form to an answer or a request, and the only writer of its state.

The caller reads the clock (`at=`) and says who acts (`by=`). Row lock, change, event and mail: one transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from requests_registry import attempts
from requests_registry.mail import outbox
from requests_registry.models import FrequentQuestion, OutgoingMail, Question, QuestionEvent
from requests_registry.models.requests import beginning
from requests_registry.questions import consent, contacts, notices

State = Question.State
Kind = QuestionEvent.Kind

PER_ADDRESS = attempts.Limit("question from", most=20, within=timedelta(hours=1))
PER_CONTACT = attempts.Limit("question of", most=3, within=timedelta(days=1))

# From which states each step is possible.
ANSWERABLE = (State.WAITING, State.CLOSED)
LINKABLE = (State.WAITING, State.ANSWERED, State.CLOSED)
CLOSABLE = (State.WAITING,)
KEPT = (State.WAITING, State.ANSWERED, State.REQUESTED, State.CLOSED)


class QuestionMovedOn(Exception):
    """The question is not in a state from which this step leads on: the message is a sentence for a person."""


class TooLateToConfirm(Exception):
    """The link of the mail was good for some days, and they are over."""


@transaction.atomic
def ask(
    *,
    at,
    form_key,
    sender,
    language,
    text,
    consent_text,
    email="",
    phone="",
    topic=None,
    region=None,
    may_publish=False,
):
    """Take a question in. With an e-mail address it waits for its confirmation, with a telephone number for a registrar.

    The same `form_key` again gives the question that it made the first time. Raises TooManyAttempts.
    """
    question, is_new = Question.objects.get_or_create(
        form_key=form_key,
        defaults={
            "state": State.UNCONFIRMED if email else State.WAITING,
            "text": text,
            "language": language,
            "topic": topic,
            "region": region,
            "email": email,
            "phone": phone,
            "consent": consent.kept_text(consent_text, language=language, at=at),
            "may_publish": may_publish,
            "asked_at": at,
            "changed_at": at,
        },
    )
    if is_new:
        attempts.spend(PER_ADDRESS, attempts.network(sender), at=at)
        for contact in sorted(filter(None, [email, phone])):
            attempts.spend(PER_CONTACT, contact, at=at)
        _record(question, Kind.ASKED, at=at)
        notices.tell(question, notices.RECEIVED, at=at)
    return question


@transaction.atomic
def confirm(question, *, at):
    """The address is the asker's: the question goes to the registrars. Confirming twice is confirming once."""
    question = _locked(question)
    if not question.is_unconfirmed:
        return question
    if at > question.confirm_by:
        raise TooLateToConfirm
    return _move(question, State.WAITING, Kind.CONFIRMED, at=at)


@transaction.atomic
def answer(question, *, by, at, text="", frequent_question=None):
    question = _locked_for(question, ANSWERABLE)
    question = _move(
        question,
        State.ANSWERED,
        Kind.ANSWERED,
        by=by,
        at=at,
        answer=text,
        frequent_question=frequent_question,
    )
    notices.tell(question, notices.ANSWERED, at=at)
    return question


@transaction.atomic
def close(question, *, by, at, reason):
    """Nothing that the centre can help with. The reason is told to the asker."""
    question = _locked_for(question, CLOSABLE)
    question = _move(question, State.CLOSED, Kind.CLOSED, by=by, at=at, answer=reason)
    notices.tell(question, notices.CLOSED, at=at)
    return question


@transaction.atomic
def link(question, info_request, *, by, at):
    """The request was made of this question. A question that was erased or settled meanwhile stays as it is."""
    question = _locked(question)
    if question.state not in LINKABLE:
        return question
    question = _move(question, State.REQUESTED, Kind.REQUESTED, by=by, at=at, request=info_request)
    if info_request.sent_on:
        notices.tell(question, notices.REQUESTED, at=at)
    return question


# These three are called in the transaction that records what they tell.


@transaction.atomic
def tell_of_sending(info_request, *, at):
    """A draft went out: those who asked are told."""
    for question in _asked_through(info_request):
        notices.tell(question, notices.REQUESTED, at=at)


@transaction.atomic
def tell_of_move(info_request, event, *, at):
    """The request took a step that those who asked want to know of."""
    for question in _asked_through(info_request):
        notices.tell(question, notices.MOVED, at=at, event=event)


@transaction.atomic
def tell_of_answer(info_request, *, at):
    """A reply to the request came: those who asked are told."""
    for question in _asked_through(info_request):
        _record(question, Kind.REPLIED, at=at)
        notices.tell(question, notices.REPLIED, at=at)


def wait_for_letter(letter_mail):
    """What its sending tells those who asked is true only when the letter has left, and it can be taken back."""
    told = OutgoingMail.objects.filter(questions__request=letter_mail.request, queued_at=letter_mail.queued_at)
    outbox.hold_back(OutgoingMail.objects.filter(pk__in=told.values("pk")), letter_mail)


@transaction.atomic
def correct_contact(question, *, by, at, email, phone):
    """The asker said that his address is another one. A registrar who talked with him vouches for it."""
    question = _locked_for(question, KEPT)
    return _move(question, question.state, Kind.CORRECTED, by=by, at=at, email=email, phone=phone)


@transaction.atomic
def withdraw_consent(question, *, at, by=None):
    """The law gives 15 working days; here the data are erased at once. A request made of the question goes on without him.

    `by` is a registrar whom the asker told so; the asker himself does it on his private page.
    """
    question = _locked(question)
    return question if question.is_erased else _erase(question, Kind.WITHDRAWN, by=by, at=at)


def tidy(*, at):
    """Delete what was never confirmed and erase what has had its term. Running it twice, or days late, does the same."""
    counts = {"deleted": _delete_unconfirmed(at), "erased": _erase_old(at)}
    _delete_mails(Question.objects.filter(state=State.ERASED))
    attempts.forget_old(at=at)
    return counts


def prefill(question):
    """What the form of filing a request starts with."""
    words = contacts.without_contacts(question.text)
    return {
        "subject": beginning(words)[:200],
        "text": words,
        "language": question.language,
        "topics": [question.topic] if question.topic else [],
        "region": question.region and question.region.slug,
    }


def named_in(parameters, user):
    """The question that an address names (?question=17), where this user may read it."""
    pk = parameters.get("question", "")
    known = Question.objects.visible_to(user).select_related("topic", "region")
    return known.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None


def as_frequent(question):
    """What a frequent question starts with: the answer, and the asker's own words only where he agreed."""
    language = question.language
    words = contacts.without_contacts(question.text)[: FrequentQuestion._meta.get_field("question_kk").max_length]
    return {
        f"question_{language}": words if question.may_publish else "",
        f"answer_{language}": contacts.without_contacts(question.answer),
        "topic": question.topic_id,
    }


def _asked_through(info_request):
    """The questions that became this request, locked."""
    return Question.objects.filter(request=info_request, state=State.REQUESTED).select_for_update()


def _locked(question):
    return Question.objects.select_for_update(of=["self"]).get(pk=question.pk)


def _locked_for(question, states):
    question = _locked(question)
    if question.state not in states:
        raise QuestionMovedOn(
            _("This is not possible any more: the question is now “%(state)s”.")
            % {"state": question.get_state_display()}
        )
    return question


def _move(question, state, kind, *, at, by=None, **values):
    values |= {"state": state, "changed_at": at}
    for name, value in values.items():
        setattr(question, name, value)
    question.save(update_fields=list(values))
    _record(question, kind, at=at, by=by)
    return question


def _record(question, kind, *, at, by=None):
    QuestionEvent.objects.create(question=question, kind=kind, at=at, by=by)


def _erase(question, kind, *, at, by=None):
    _delete_mails([question])
    return _move(question, State.ERASED, kind, by=by, at=at, text="", email="", phone="", answer="", may_publish=False)


@transaction.atomic
def _delete_mails(of_questions):
    """Their letters too. One that is leaving this very moment is locked: `tidy` finds it later."""
    mails = OutgoingMail.objects.filter(questions__in=of_questions)
    free = OutgoingMail.objects.filter(pk__in=mails.values("pk")).select_for_update(skip_locked=True)
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in free]).delete()


@transaction.atomic
def _delete_unconfirmed(at):
    unconfirmed = list(Question.objects.never_confirmed(at).select_for_update())
    _delete_mails(unconfirmed)
    Question.objects.filter(pk__in=[question.pk for question in unconfirmed]).delete()
    return len(unconfirmed)


def _erase_old(at):
    return sum(_erase_if_old(pk, at) for pk in Question.objects.past_their_term(at).values_list("pk", flat=True))


@transaction.atomic
def _erase_if_old(pk, at):
    question = Question.objects.select_for_update(of=["self"]).get(pk=pk)
    if question.is_erased:
        return 0
    _erase(question, Kind.EXPIRED, at=at)
    return 1
