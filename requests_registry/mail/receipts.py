"""A receipt for an answer that came: never to a machine, and to one sender at most once in a day and a night."""

import hashlib
import re
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.documents import door
from requests_registry.mail import match, outbox
from requests_registry.mail.kinds import is_from_a_machine, spam_marks
from requests_registry.models import OutgoingMail, SentMail

ONCE_IN = timedelta(days=1)
FORGED = re.compile(r"\bdmarc=fail\b", re.I)


def acknowledge(inbound, mail, info_request, *, at):
    """Tell the sender that the mail is here, and which files came with it."""
    if not _may_be_answered(mail) or _was_told_today(inbound, at):
        return
    receipt = outbox.queue_mail(
        to=inbound.sender_address,
        subject=_subject(info_request),
        body=_body(inbound, mail, info_request),
        language=info_request.language,
        at=at,
        purpose=OutgoingMail.Purpose.RECEIPT,
        request=info_request,
        answers=inbound,
        sender=match.address_used(mail, info_request) or match.give_address(info_request, at=at),
    )
    SentMail.objects.create(request=info_request, message_id=receipt.message_id, text=receipt.body, sent_at=at)


def _may_be_answered(mail):
    """A person wrote it and is who the mail says; our own addresses never answer each other."""
    if is_from_a_machine(mail) or spam_marks(mail) or any(FORGED.search(line) for line in mail.authentication):
        return False
    try:
        validate_email(mail.sender.email if mail.sender else "")
    except ValidationError:
        return False
    ours = {settings.REQUESTS_MAILBOX.lower(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()}
    return mail.sender.email not in ours and not match.tokens([mail.sender.email])


def _was_told_today(inbound, at):
    door.lock(hashlib.sha256(inbound.sender_address.encode()).hexdigest())  # two mails of one sender that come at once
    receipts = OutgoingMail.objects.filter(purpose=OutgoingMail.Purpose.RECEIPT, queued_at__gt=at - ONCE_IN)
    return receipts.filter(answers__sender_address=inbound.sender_address).exists()


def _subject(info_request):
    with override(info_request.language):
        return _("We have received your letter, request № %(number)s") % {"number": info_request.number}


def _body(inbound, mail, info_request):
    words = {
        "inbound": inbound,
        "files": mail.files,
        "info_request": info_request,
        "centre": settings.CENTRE_NAME[info_request.language],
    }
    with override(info_request.language):
        return render_to_string("requests_registry/mail/receipt.txt", words).strip() + "\n"
