"""A letter of a request leaves by e-mail, from an address that belongs to this request alone."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from requests_registry.mail import match, outbox
from requests_registry.models import InformationRequest, OutgoingMail, SentMail


class NoAddress(Exception):
    """No e-mail address of this holder is known."""

    def __init__(self, holder):
        super().__init__(
            _("No e-mail address of %(holder)s is known: send the letter another way.") % {"holder": holder}
        )


def address_of(holder):
    """Where letters to a holder go: the way to write to it by e-mail, else its public address; "" when there is none."""
    channel = holder.channels.filter(kind=InformationRequest.Channel.EMAIL).first()
    return channel.address if channel else holder.organisation.public_email


@transaction.atomic
def send_request_mail(info_request, *, letter_text, attachments, by, at, letter=None, event=None):
    """Queue a letter to the holder; `attachments` as for `queue_mail`. It can be taken back for ten minutes.

    `letter` is the issued letter that it carries, `event` what the request tells of it.

    Its Message-ID and its text are kept: by them an answer finds the request, and what it quotes is known.
    """
    to = address_of(info_request.holder)
    if not to:
        raise NoAddress(info_request.holder)
    mail = outbox.queue_mail(
        to=to,
        subject=_subject(info_request),
        body=letter_text,
        language=letter.language if letter else info_request.language,
        at=at,
        purpose=OutgoingMail.Purpose.LETTER,
        request=info_request,
        letter=letter,
        event=event,
        attachments=attachments,
        by=by,
        sender=match.give_address(info_request, at=at),
    )
    SentMail.objects.create(request=info_request, message_id=mail.message_id, text=letter_text, sent_at=at)
    return mail


def _subject(info_request):
    with override(info_request.language):
        words = {"number": info_request.number, "subject": info_request.subject}
        return _("Request № %(number)s: %(subject)s") % words
