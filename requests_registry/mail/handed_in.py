"""An answer that came another way than by mail: through the private link of a letter, on paper, through a portal.

It is written down as a mail that the portal puts together itself, so that step 1 and step 2 of `receive.py`, the files,
the piles of the desk and the search treat it as they treat every answer.
"""

import hashlib
import secrets
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from requests_registry.mail import receive
from requests_registry.models import InboundMail, UploadLink
from requests_registry.recording import day_of

VALID_FOR = timedelta(days=120)  # the term, its extension, and time for a reminder


def give_link(info_request, *, by, at):
    """(a new private address, its last day). It is told once."""
    token = secrets.token_urlsafe(24)
    expires_on = day_of(at) + VALID_FOR
    UploadLink.objects.create(
        request=info_request, token_hash=_hash(token), given_at=at, given_by=by, expires_on=expires_on
    )
    with override(info_request.language):
        return settings.SITE_URL + reverse("requests:upload", args=[token]), expires_on


def find_link(token):
    return UploadLink.objects.select_related("request__holder__organisation").filter(token_hash=_hash(token)).first()


def end_links(info_request, *, at):
    """From now on none of the addresses given leads anywhere; how many those were."""
    return info_request.upload_links.filter(ended_at=None).update(ended_at=at)


def take_in(info_request, way, *, form_key, at, received_at=None, by=None, channel="", **said):
    """Keep the answer, then read it. The same `form_key` again gives the answer that it made the first time."""
    message_id = identifier(form_key)
    earlier = InboundMail.objects.without_raw().filter(message_id=message_id, request=info_request).first()
    if earlier:
        return earlier
    raw = _written(info_request, message_id=message_id, at=received_at or at, **said)
    brought = {"way": way, "request": info_request, "channel": channel, "entered_by": by}
    inbound = receive.receive(raw, source=way, at=received_at or at, **brought)
    return receive.process(inbound, at=at) or inbound


def identifier(form_key):
    return f"{form_key.hex}.handed-in@{settings.REQUESTS_MAILBOX.rpartition('@')[2]}"


def _written(info_request, *, message_id, at, name="", email="", reference="", text="", files=()):
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _sender(info_request, name, email)
    mail["To"] = settings.REQUESTS_MAILBOX
    mail["Subject"] = _subject(info_request, reference)
    mail["Date"] = at
    mail["Message-ID"] = f"<{message_id}>"
    mail.set_content(text or "\n", cte="base64")
    for file in files:
        mail.add_attachment(file.read(), maintype="application", subtype="octet-stream", filename=file.name)
    return mail.as_bytes()


def _sender(info_request, name, email):
    """Where nobody signed, the holder that the letter went to."""
    name = " ".join((name or str(info_request.holder.organisation.name)).split())
    username, _at, domain = email.rpartition("@")
    return Address(name, username, domain) if email else Address(name, "", "")


def _subject(info_request, reference):
    with override(info_request.language):
        words = {"number": info_request.number, "reference": " ".join(reference.split())}
        if reference:
            return _("Answer %(reference)s to request № %(number)s") % words
        return _("Answer to request № %(number)s") % words


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
