"""A mail goes out: its row is written in the transaction of the step that wants it, and sent by the worker afterwards.

    queue_mail(to=…, subject=…, body=…, language="kk", at=now, purpose="receipt")     in the caller's transaction
    send_due(at=now)                                                                  every few seconds, by itself

SMTP cannot promise "exactly once": a process killed after the server took a mail and before that was written down
does not know. We err towards sending twice. A letter that never left costs somebody's right to an answer and nobody
notices; two copies of one letter carry one Message-ID, so mail programs show one, and a clerk needs a glance.
A mail found in "is being sent" by nobody is therefore queued again, after a pause, and the attempt says so.
"""

import logging
import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction

from requests_registry.mail import transport
from requests_registry.mail.transport import is_configured
from requests_registry.models import MailAttempt, OutgoingFile, OutgoingMail

__all__ = [
    "File",
    "NotPossible",
    "hold_back",
    "is_configured",
    "queue_mail",
    "send_due",
    "set_aside",
    "take_back",
    "try_again",
]

Result = MailAttempt.Result
State = OutgoingMail.State
TAKE_BACK = timedelta(minutes=10)  # how long a letter to a holder can be taken back
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 720, 720))
LONGEST_WAIT_FOR_A_SERVER = timedelta(minutes=30)
AT_ONCE = 50  # mails in one round: the next one reads the clock anew
COUNTED = (Result.POSTPONED, Result.INTERRUPTED)  # a server that is down says nothing about the mail
logger = logging.getLogger(__name__)


class NotPossible(Exception):
    """The mail is no longer where this step leads on from."""


@dataclass(frozen=True)
class File:
    """Bytes that go with a mail and are kept encrypted: not every file may lie on the disk as it is."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def queue_mail(
    *,
    to,
    subject,
    body,
    language,
    at,
    purpose,
    request=None,
    letter=None,
    event=None,
    attachments=(),
    by=None,
    sender="",
    answers=None,
):
    """The mail's row. `attachments` are Documents, or Files where they may name a person; `sender` is the portal's own
    address when none is given, `answers` the mail that this one is the reply to.

    An address that is none is refused with a ValidationError. A letter to a holder waits ten minutes, all else leaves
    at once.
    """
    validate_email(to)
    pause = TAKE_BACK if purpose == OutgoingMail.Purpose.LETTER else timedelta(0)
    mail = OutgoingMail.objects.create(
        message_id=_new_message_id(),
        purpose=purpose,
        request=request,
        letter=letter,
        event=event,
        sender=_with_name(sender or settings.DEFAULT_FROM_EMAIL, language),
        to=to,
        subject=" ".join(subject.split()),
        body=body,
        language=language,
        queued_at=at,
        queued_by=by,
        answers=answers,
        due_at=at + pause,
    )
    OutgoingFile.objects.bulk_create(
        OutgoingFile(mail=mail, position=position, **_columns(file)) for position, file in enumerate(attachments, 1)
    )
    return mail


def send_due(*, at):
    """Try what is due, the oldest first; how many mails that was. Where no server answers, the rest waits untouched."""
    put_back_interrupted(at=at)
    tried = 0
    while tried < AT_ONCE and (begun := _begin(at)):
        tried += 1
        if _send(begun, at) == Result.UNREACHABLE:
            break
    return tried


@transaction.atomic
def put_back_interrupted(*, at):
    """What is marked as being sent and locked by nobody was being sent by a process that is no more."""
    for mail in OutgoingMail.objects.being_sent().select_for_update(skip_locked=True):
        _record(mail, transport.Handover(Result.INTERRUPTED), at)


def hold_back(mails, letter):
    """These tell of the letter: they leave when it has left, and not at all when it is taken back."""
    mails.filter(state=State.QUEUED, attempt_count=0).update(follows=letter, due_at=letter.due_at)


@transaction.atomic
def take_back(mail):
    """Undo a mail that has not begun to leave, and those that tell of it."""
    locked = OutgoingMail.objects.select_for_update().filter(pk=mail.pk, state=State.QUEUED, attempt_count=0).first()
    if locked is None:
        raise NotPossible
    locked.followers.filter(state=State.QUEUED).update(state=State.TAKEN_BACK, due_at=None)
    return _move(locked, State.TAKEN_BACK, due_at=None)


@transaction.atomic
def try_again(mail, *, at):
    """Queue anew what did not leave or did not arrive."""
    locked = OutgoingMail.objects.select_for_update().filter(pk=mail.pk).first()
    if locked is None or not locked.may_be_sent_again or _leaves_anew(locked):
        raise NotPossible
    return _move(locked, State.QUEUED, due_at=at, queued_at=at, sent_at=None, **OutgoingMail.NOT_SET_ASIDE)


@transaction.atomic
def set_aside(mail, *, by, at, why):
    """A person says why nothing more is to be done about a mail that did not arrive."""
    locked = OutgoingMail.objects.select_for_update().filter(pk=mail.pk).first()
    if locked is None or not locked.may_be_set_aside:
        raise NotPossible
    return _move(locked, locked.state, set_aside_at=at, set_aside_by=by, set_aside_why=why)


def _leaves_anew(mail):
    """The same letter is on its way already, in another mail."""
    return (
        mail.letter_id and OutgoingMail.objects.filter(letter=mail.letter_id, state__in=OutgoingMail.UNDER_WAY).exists()
    )


@transaction.atomic
def _begin(at):
    """Before anything is sent it stands in the table that it is being sent."""
    mail = OutgoingMail.objects.due(at).select_for_update(skip_locked=True).first()
    if mail is None:
        return None
    _move(mail, State.SENDING, due_at=None, attempt_count=mail.attempt_count + 1)
    MailAttempt.objects.create(mail=mail, number=mail.attempt_count, at=at)
    return mail


@transaction.atomic
def _send(begun, at):
    """Hand the mail over and record it; the row is locked meanwhile, so nobody takes it for interrupted."""
    mail = (
        OutgoingMail.objects.being_sent()
        .select_for_update(skip_locked=True)
        .filter(pk=begun.pk, attempt_count=begun.attempt_count)
        .first()
    )
    return mail and _record(mail, transport.hand_over(mail), at)


def _record(mail, handover, at):
    mail.attempts.filter(number=mail.attempt_count).update(result=handover.result, answer=handover.answer)
    if handover.result in (Result.ACCEPTED, Result.WRITTEN):
        state = State.SENT if handover.result == Result.ACCEPTED else State.WRITTEN
        _move(mail, state, sent_at=at)
        return handover.result
    logger.warning("mail %s, attempt %s: %s", mail.pk, mail.attempt_count, handover.result)
    if handover.result == Result.REFUSED or (pause := _pause(mail, handover.result)) is None:
        _move(mail, State.FAILED)
    else:
        _move(mail, State.QUEUED, due_at=at + pause)
    return handover.result


def _pause(mail, result):
    """How long until the next attempt; None when there have been enough. A server that is down is waited for for ever."""
    if result == Result.UNREACHABLE:
        return min(PAUSES[min(mail.attempt_count, len(PAUSES)) - 1], LONGEST_WAIT_FOR_A_SERVER)
    counted = mail.attempts.filter(result__in=COUNTED, at__gte=mail.queued_at).count()
    return PAUSES[counted - 1] if counted <= len(PAUSES) else None


def _move(mail, state, **fields):
    mail.state = state
    for name, value in fields.items():
        setattr(mail, name, value)
    mail.save(update_fields=["state", *fields])
    return mail


def _columns(file):
    if not isinstance(file, File):
        return {"document": file}
    content = b64encode(file.content).decode()
    return {"own_name": file.name, "own_media_type": file.media_type, "own_content": content}


def _new_message_id():
    return f"{secrets.token_hex(16)}@{settings.REQUESTS_MAILBOX.rpartition('@')[2]}"


def _with_name(address, language):
    """The centre's name, in the language of the mail, before an address that brings none."""
    name, bare = parseaddr(address)
    return formataddr((name or settings.CENTRE_NAME[language], bare))
