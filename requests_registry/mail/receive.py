"""A mail comes in: first kept as it is, then, apart and repeatable, read, matched and recorded.

    inbound = receive(raw, source="…", at=now)      one row, whatever happens next
    process(inbound, at=now)                        its outcome, or "failed" with the error

Killed at any moment, each mail has one row and at most one message: what was not finished is done by `process_waiting`.
"""

import hashlib
import logging
import traceback
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.documents import door
from requests_registry.files import unpacking
from requests_registry.mail import delivery, lookup, match, quotes, receipts
from requests_registry.mail.kinds import Kind, Verdict, kind_of, spam_marks
from requests_registry.mail.parse import parse
from requests_registry.models import InboundMail, MailFile, MailMessage

Outcome = InboundMail.Outcome
DELIVERABLE = (Outcome.UNMATCHED, Outcome.SPAM, Outcome.FAILED)
MOST_DOCUMENTS = 300  # files of one mail that are looked into; a third of a second each
UNTOUCHED = {
    "id",
    "sha256",
    "raw",
    "source",
    "received_at",
    "way",
    "channel",
    "entered_by",
}  # what came is never written again
MACHINES = {
    Kind.BOUNCE: Outcome.BOUNCE,
    Kind.DELAY: Outcome.BOUNCE,
    Kind.DELIVERY_RECEIPT: Outcome.AUTOMATIC,
    Kind.READ_RECEIPT: Outcome.AUTOMATIC,
    Kind.AUTOMATIC_REPLY: Outcome.AUTOMATIC,
}
logger = logging.getLogger(__name__)


class NotPossible(Exception):
    """The mail is no longer where this step leads on from."""


@transaction.atomic
def receive(raw, *, source, at, **handed_in):
    """Keep the mail. The same bytes again give the row that they made the first time.

    `handed_in` is what handed_in.py knows of an answer that is no mail: its way, its request, its channel and who entered it.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    InboundMail.objects.bulk_create(
        [InboundMail(sha256=sha256, raw=raw, source=source[:200], received_at=at, **handed_in)], ignore_conflicts=True
    )
    return InboundMail.objects.without_raw().get(sha256=sha256)


def process_waiting(*, at):
    """Finish what waits, the oldest first; how many that was."""
    keys = list(InboundMail.objects.waiting().order_by("received_at", "pk").values_list("pk", flat=True))
    return sum(process(InboundMail(pk=key), at=at) is not None for key in keys)


def write_words_anew():
    """After the rules of search have changed; how many mails that was."""
    read = InboundMail.objects.exclude(outcome="").values_list("pk", flat=True)
    for key in read.iterator():
        words = lookup.words_of(parse(bytes(InboundMail.objects.only("raw").get(pk=key).raw)))
        InboundMail.objects.filter(pk=key).update(words=words)
    return len(read)


def process(inbound, *, at):
    """The mail with its outcome; None when another process has it or it is done. An error is kept, never raised."""
    try:
        with transaction.atomic():
            locked = _locked(inbound, Outcome.FAILED)
            return locked and _record(locked, parse(bytes(locked.raw)), at)
    except Exception as error:  # the mail is kept, and a person sees why it is not read
        logger.exception("mail %s could not be processed", inbound.pk)
        return _fail(inbound, error, at)


@transaction.atomic
def deliver(inbound, info_request, *, by, at):
    """A person says whose mail it is."""
    locked = _locked(inbound, *DELIVERABLE)
    if locked is None:
        raise NotPossible
    mail = parse(bytes(locked.raw))
    _write_message(locked, mail, match.Match(info_request, MailMessage.Way.PERSON), at, by=by)
    locked.kind = locked.kind or Kind.LETTER
    delivery.hear(locked, [*mail.in_reply_to, *mail.references], info_request)
    return _finish(locked, Outcome.DELIVERED, at, request=info_request)


@transaction.atomic
def take_back(inbound, *, at):
    """Undo a delivery by hand: the mail waits in the tray again. What readers see already is first taken off the page."""
    message = MailMessage.objects.select_for_update().filter(inbound=inbound.pk, way=MailMessage.Way.PERSON).first()
    if message is None or message.is_public:
        raise NotPossible
    message.delete()
    locked = InboundMail.objects.select_for_update().get(pk=inbound.pk)
    delivery.unhear(locked)
    return _finish(locked, Outcome.UNMATCHED, at, request=None)


def mark_spam(inbound, *, at):
    """A person takes it for spam: it is kept, and shown only to who looks for it."""
    return _sort(inbound, Outcome.SPAM, at, (Outcome.UNMATCHED, Outcome.FAILED))


def unmark_spam(inbound, *, at):
    return _sort(inbound, Outcome.UNMATCHED, at, (Outcome.SPAM,))


@transaction.atomic
def _sort(inbound, outcome, at, outcomes):
    locked = InboundMail.objects.select_for_update().filter(pk=inbound.pk, outcome__in=outcomes).first()
    if locked is None:
        raise NotPossible
    return _finish(locked, outcome, at)


def _locked(inbound, *outcomes):
    """The row when it waits or has one of these outcomes, else None; a row that another process holds is passed by."""
    rows = InboundMail.objects.select_for_update(skip_locked=True)
    return rows.filter(pk=inbound.pk, outcome__in=["", *outcomes]).first()


def _record(inbound, mail, at):
    verdict, marks = (Verdict(Kind.LETTER), ()) if inbound.way else (kind_of(mail), spam_marks(mail))
    _describe(inbound, mail, verdict, marks)
    original = _original_of(inbound)
    if original:
        return _finish(inbound, Outcome.DUPLICATE, at, duplicate_of=original, request=original.request)
    found = match.Match(inbound.request, inbound.way) if inbound.way else match.find(mail, verdict)
    if found:
        _write_message(inbound, mail, found, at)
    else:
        inbound.suggestions = match.suggest(mail)
    outcome = MACHINES.get(verdict.kind) or (Outcome.DELIVERED if found else None)
    outcome = outcome or (Outcome.SPAM if marks else Outcome.UNMATCHED)
    delivery.hear(inbound, _names(mail, verdict), found and found.request)
    if outcome == Outcome.DELIVERED and not inbound.way:
        receipts.acknowledge(inbound, mail, found.request, at=at)
    return _finish(inbound, outcome, at, request=found.request if found else None)


def _names(mail, verdict):
    """Every identifier of a mail of ours that this one may be about."""
    return list(dict.fromkeys([*verdict.about, *mail.in_reply_to, *mail.references]))


def _describe(inbound, mail, verdict, marks):
    inbound.kind, inbound.kind_reason = verdict.kind, verdict.reason[:100]
    inbound.spam_marks = list(marks)
    inbound.message_id = mail.message_id[:250]
    inbound.content_hash = _content_hash(mail)
    inbound.subject = mail.subject[:500]
    inbound.sender = str(mail.sender or "")[:500]
    inbound.sender_address = (mail.sender.email if mail.sender else "")[:250]
    inbound.sent_at = mail.sent_at
    inbound.words = lookup.words_of(mail)


def _content_hash(mail):
    """What the mail says, without the way it took: two copies of one mail have other Received lines."""
    digest = hashlib.sha256(f"{mail.subject}\0{mail.sender}\0{mail.text}".encode())
    for file in mail.attachments:
        digest.update(f"\0{file.name}\0".encode() + hashlib.sha256(file.content).digest())
    return digest.hexdigest()


def _original_of(inbound):
    """The same mail that came before by another way: the same identifier and the same content."""
    if not inbound.message_id:
        return None
    door.lock(inbound.content_hash)  # two copies that come at once are read one after the other
    same = InboundMail.objects.without_raw().filter(message_id=inbound.message_id, content_hash=inbound.content_hash)
    return same.exclude(pk=inbound.pk).exclude(outcome__in=["", Outcome.DUPLICATE]).order_by("pk").first()


def _write_message(inbound, mail, found, at, by=None):
    earlier = _earlier_texts(found.request)
    message = MailMessage.objects.create(
        inbound=inbound,
        request=found.request,
        way=found.way,
        trust=MailMessage.Trust(inbound.way) if inbound.way else match.trust(mail, found.request),
        text=mail.text,
        quotes=[[quote.start, quote.end, quote.rule] for quote in quotes.find(mail.text, earlier)],
        enclosed=[_letter(letter) for letter in mail.letters_inside],
        notes=[[note, detail] for note, detail in mail.notes],
        authentication=list(mail.authentication),
        delivered_at=at,
        delivered_by=by or inbound.entered_by,
    )
    files = [_file(message, position, file, by) for position, file in enumerate(mail.files, 1)]
    unpacking.ask(MailFile.objects.bulk_create(files, batch_size=100))


def _letter(mail):
    sent_at = mail.sent_at.isoformat() if mail.sent_at else ""
    return {"subject": mail.subject, "sender": str(mail.sender or ""), "sent_at": sent_at, "text": mail.text}


def _earlier_texts(info_request):
    sent = info_request.sent_mails.values_list("text", flat=True)
    received = info_request.mail_messages.values_list("text", flat=True)
    return [info_request.text, *sent, *received]


def _file(message, position, file, by):
    kept = MailFile(
        message=message,
        position=position,
        name=file.name[:500],
        content_type=file.content_type[:150],
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        inside=list(file.inside),
        is_inline=file.is_inline,
    )
    if position > MOST_DOCUMENTS:
        kept.refusal = _("A mail of more than %(most)d files: this one was left in the mail.") % {
            "most": MOST_DOCUMENTS
        }
        return kept
    try:
        with transaction.atomic():
            kept.document = door.store(BytesIO(file.content), file.name, by=by, by_content=True)
    except ValidationError as refused:
        kept.refusal = " ".join(refused.messages)
    return kept


def _finish(inbound, outcome, at, **fields):
    inbound.outcome, inbound.processed_at, inbound.error = outcome, at, ""
    for name, value in fields.items():
        setattr(inbound, name, value)
    inbound.attempts += 1
    inbound.save(update_fields=[field.name for field in inbound._meta.fields if field.name not in UNTOUCHED])
    return inbound


def _fail(inbound, error, at):
    with transaction.atomic():
        locked = _locked(inbound, Outcome.FAILED)
        if locked is None:
            return None
        locked.outcome, locked.processed_at, locked.attempts = Outcome.FAILED, at, locked.attempts + 1
        locked.error = "".join(traceback.format_exception(error))[-4000:].replace("\x00", "")
        locked.save(update_fields=["outcome", "processed_at", "attempts", "error"])
    return locked
