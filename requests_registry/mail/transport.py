"""One mail to the mail server, and what the server said: a plain result, never an exception."""

import logging
import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from requests_registry.models import MailAttempt, OutgoingMail

Result = MailAttempt.Result
Purpose = OutgoingMail.Purpose
TO_FILES = "django.core.mail.backends.filebased.EmailBackend"
LONGEST_ANSWER = 2000
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handover:
    result: Result
    answer: str = ""


def is_configured():
    """Whether mail leaves at all. Without EMAIL_URL each message is a file in VAR_DIR/mail."""
    return settings.EMAIL_BACKEND != TO_FILES


def hand_over(mail):
    try:
        return _send(_message(mail))
    except Exception as error:  # a mail that cannot be put together must not stop those behind it
        logger.exception("mail %s could not be handed over", mail.pk)
        return Handover(Result.POSTPONED, repr(error)[:LONGEST_ANSWER])


def _message(mail):
    message = EmailMessage(mail.subject, mail.body, mail.sender, [mail.to], headers=_headers(mail))
    for file in mail.files.select_related("document"):
        message.attach(file.name, file.content, file.media_type)
    return message


def _headers(mail):
    """The Message-ID is the same at every attempt, so that programs know two copies for one mail.

    Whatever no person wrote says so (RFC 3834): then no machine answers it.
    """
    headers = {"Message-ID": f"<{mail.message_id}>", "Content-Language": mail.language}
    if mail.answers and mail.answers.message_id:
        headers["In-Reply-To"] = headers["References"] = f"<{mail.answers.message_id}>"
    if mail.purpose != Purpose.LETTER:
        headers["Auto-Submitted"] = "auto-replied" if mail.purpose == Purpose.RECEIPT else "auto-generated"
    return headers


def _send(message):
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        return _refusal(*next(iter(error.recipients.values())))
    except smtplib.SMTPDataError as error:
        return _refusal(error.smtp_code, error.smtp_error)
    except smtplib.SMTPSenderRefused as error:  # our own settings are wrong, not the mail
        return Handover(Result.POSTPONED, _words(error.smtp_code, error.smtp_error))
    except smtplib.SMTPResponseException as error:
        return Handover(Result.UNREACHABLE, _words(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError, ImproperlyConfigured) as error:
        return Handover(Result.UNREACHABLE, str(error)[:LONGEST_ANSWER])
    return Handover(Result.ACCEPTED if is_configured() else Result.WRITTEN)


def _refusal(code, words):
    return Handover(Result.REFUSED if code >= 500 else Result.POSTPONED, _words(code, words))


def _words(code, words):
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {said}"[:LONGEST_ANSWER]
