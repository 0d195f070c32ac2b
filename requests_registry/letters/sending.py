"""An issued letter leaves by e-mail: the step that it is, its event and its row of the outbox, or none of them."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.models.accounts import REGISTRAR
from requests_registry import counting, lifecycle
from requests_registry.letters import rendering
from requests_registry.letters.drafting import LetterNotPossible, check_role
from requests_registry.letters.issuing import answer_link
from requests_registry.letters.kinds import KINDS
from requests_registry.mail import dispatch, outbox
from requests_registry.models import InformationHolder, InformationRequest, Letter, OutgoingMail, RequestEvent
from requests_registry.models.clocks import ClockKind
from requests_registry.models.letters import LetterDamaged
from requests_registry.questions import asking
from requests_registry.recording import check_seen, day_of, lock

Channel = InformationRequest.Channel
Kind = Letter.Kind


@dataclass(frozen=True)
class Sending:
    """How a letter can leave: to which address, or why not; `is_step` where the request moves on with it."""

    to: str = ""
    obstacle: str = ""
    is_step: bool = False
    is_to_holder: bool = True


def possible(letter, at):
    """What the page of an issued letter offers."""
    if not _is_to_holder(letter):
        return Sending(
            is_to_holder=False, obstacle=_("This letter goes to a prosecutor or a court: print it and sign it.")
        )
    to = dispatch.address_of(letter.request.holder)
    obstacle = _obstacle(letter, to, at)
    return Sending(to=to, obstacle=obstacle, is_step=bool(_step(letter, letter.request, at)))


@transaction.atomic
def send(letter, *, by, at, seen, to):
    """Queue the letter with its PDF. `to` is the address that the person was shown: to no other one it goes.

    Two presses and two people stand in a line at the lock of the request, and the second finds the letter on its way.
    """
    check_role(by, REGISTRAR)
    info_request = lock(letter.request)
    letter = Letter.objects.select_related("consent").get(pk=letter.pk)
    letter.request = info_request
    if letter.mails.filter(state__in=OutgoingMail.UNDER_WAY).exists():
        raise LetterNotPossible(_("This letter is on its way already."))
    check_seen(info_request, seen)
    found = possible(letter, at)
    if found.obstacle:
        raise LetterNotPossible(found.obstacle)
    if found.to != to:
        raise LetterNotPossible(
            _("The e-mail address of the holder was changed meanwhile. Look at the new one and send the letter again.")
        )
    pdf = outbox.File(rendering.file_name(letter, "pdf"), "application/pdf", letter.issued_pdf)
    event = _take_step(letter, info_request, by=by, at=at)
    mail = dispatch.send_request_mail(
        info_request,
        letter_text=_text(letter, answer_link(letter, by=by, at=at)),
        attachments=[pdf],
        by=by,
        at=at,
        letter=letter,
        event=event,
    )
    asking.wait_for_letter(mail)
    return mail


@transaction.atomic
def take_back(mail, *, by, at):
    """The mail does not leave. True where the request stands as before, False where it had moved on and stays there."""
    if mail.request:
        lock(mail.request)
    outbox.take_back(mail)
    if mail.event is None:
        return True
    try:
        lifecycle.take_back(mail.event, by=by, at=at)
    except lifecycle.StepNotAllowed:
        return False
    return True


def _is_to_holder(letter):
    """A claim goes to a court; a complaint against a company, which has no higher body, to the prosecutor."""
    is_of_company = letter.request.holder.profile == InformationHolder.Profile.COMPANY
    return letter.kind != Kind.CLAIM and not (letter.kind == Kind.COMPLAINT and is_of_company)


def _obstacle(letter, to, at):
    on = day_of(at)
    if not to:
        return str(dispatch.NoAddress(letter.request.holder))
    try:
        validate_email(to)
    except ValidationError:
        return _("“%(address)s” is no e-mail address: correct it on the page of the holder.") % {"address": to}
    if letter.consent and not letter.consent.is_valid(on):
        return _("The consent of the person does not hold any more: the letter cannot be sent in his or her name.")
    if not (_went_out(letter) or KINDS[letter.kind].when(letter.request, on)):
        return _("The request has moved on: this letter does not fit any more.")
    return _damage(letter) or _without_rule(letter, on)


def _damage(letter):
    try:
        letter.issued_pdf  # noqa: B018 — reading it proves it by its hash
    except LetterDamaged:
        return _("The file of this letter is not the one that was issued: restore it from a backup.")
    return ""


def _without_rule(letter, on):
    """Without a rule of law for that day no reply date could be promised."""
    try:
        counting.rule_in_force(ClockKind.REPLY, on=on, profile=letter.request.holder.profile)
    except counting.NoRuleInForce:
        return _("The portal knows no rule of law for requests of that day.")
    return ""


def _went_out(letter):
    """It left before: what it said to the request was said then."""
    return RequestEvent.objects.true().filter(mail__letter=letter).exists()


def _step(letter, info_request, at):
    """The step of lifecycle.py that this sending is, as a function of what every step takes; None where it is none."""
    if _went_out(letter):
        return None
    on = day_of(at)
    if letter.kind == Kind.REQUEST and info_request.is_draft:
        return lambda **who: lifecycle.submit(info_request, channel=Channel.EMAIL, sent_on=on, **who)
    if letter.kind == Kind.REQUEST and lifecycle.is_possible(info_request, lifecycle.RESENDING, on):
        return lambda **who: lifecycle.send_again(info_request, resent_on=on, **who)
    if letter.kind == Kind.COMPLAINT:
        return lambda **who: lifecycle.complain(info_request, filed_on=on, document=_reference(letter), **who)
    if letter.kind == Kind.CLARIFICATION:
        return lambda **who: lifecycle.give(info_request, on=on, text=_reference(letter), **who)
    return None


def _take_step(letter, info_request, *, by, at):
    """The event of this sending."""
    step = _step(letter, info_request, at)
    if step is None:
        facts = {"letter": letter.kind, "outgoing_number": letter.outgoing_number}
        return lifecycle.note_mailing(info_request, by=by, at=at, facts=facts)
    step(by=by, at=at)
    return info_request.events.last()


def _reference(letter):
    """№ 12/2026, as it stands on the letter."""
    with override(letter.language):
        return _("Outgoing No. %(number)s") % {"number": letter.outgoing_number}


def _text(letter, link):
    """The words of the letter without the name and the IIN of a person, which stand in the file alone."""
    with override(letter.language):
        return (
            render_to_string("requests_registry/mail/letter.txt", {"letter": letter, "answer_link": link}).strip()
            + "\n"
        )
