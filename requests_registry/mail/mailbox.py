"""The IMAP mailbox that answers arrive in. How far it was read stands in the table, in the transaction of each mail."""

import hashlib
import ssl
from dataclasses import dataclass
from imaplib import IMAP4
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from requests_registry.mail.receive import receive
from requests_registry.models import InboundMail, MailboxPlace

KINDS = {"imaps": MailBox, "imap+tls": MailBoxStartTls, "imap": MailBoxUnencrypted}
PATIENCE = 60  # seconds: a server that says nothing must not stop the mail that goes out
BATCH = 50
MailboxError = (ImapToolsError, IMAP4.error)


@dataclass(frozen=True)
class Comparison:
    """What the mailbox holds and the table lacks; empty when all is well."""

    in_mailbox: int
    missing: tuple[str, ...]


def open_mailbox(url):
    """`url` is imaps://name:password@host:port/folder, with %40 for an @ in name or password."""
    parts = urlsplit(url)
    if parts.scheme not in KINDS:
        raise ImproperlyConfigured("IMAP_URL begins with imaps://, imap+tls:// or imap://.")
    given = {"timeout": PATIENCE} | ({"port": parts.port} if parts.port else {})
    if parts.scheme != "imap":
        given["ssl_context"] = ssl.create_default_context()  # without it no certificate would be verified
    box = KINDS[parts.scheme](parts.hostname, **given)
    folder = unquote(parts.path).strip("/") or "INBOX"
    return box.login(unquote(parts.username or ""), unquote(parts.password or ""), initial_folder=folder)


def name_of(url):
    """The mailbox without its password."""
    parts = urlsplit(url)
    return f"{unquote(parts.username or '')}@{parts.hostname}"


def fetch(box, *, name, at):
    """Take in everything behind the last mail that was taken in; how many that was. Killed anywhere, it goes on there."""
    _word, (validity,) = box.client.response("UIDVALIDITY")
    place, _is_new = MailboxPlace.objects.get_or_create(name=name[:200], validity=(validity or b"").decode())
    uids = [uid for uid in box.uids(f"UID {place.last_uid + 1}:*") if int(uid) > place.last_uid]
    for uid in sorted(uids, key=int):
        raw = _raw(box, uid)
        with transaction.atomic():
            if raw is not None:
                receive(raw, source=f"{name} {uid}", at=at)
            MailboxPlace.objects.filter(pk=place.pk).update(last_uid=uid)
        _mark(box, uid)
    return len(uids)


def compare(box):
    """Every mail of the mailbox against the table, by content: a mark may lie."""
    uids = box.uids()
    missing = []
    for start in range(0, len(uids), BATCH):
        hashes = {}
        for uid in uids[start : start + BATCH]:
            raw = _raw(box, uid)
            if raw is not None:
                hashes[hashlib.sha256(raw).hexdigest()] = uid
        kept = set(InboundMail.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
        missing += [uid for sha256, uid in hashes.items() if sha256 not in kept]
    return Comparison(len(uids), tuple(missing))


def _mark(box, uid):
    """A star for people who look into the mailbox. Not by imap-tools, which expunges then what others have deleted."""
    status, _answer = box.client.uid("STORE", uid, "+FLAGS.SILENT", r"(\Flagged)")
    if status != "OK":
        raise IMAP4.error(f"mail {uid} could not be marked")


def _raw(box, uid):
    """The bytes of a mail, without setting \\Seen, or None where it is gone. imap-tools would parse it before it is kept."""
    status, answer = box.client.uid("FETCH", uid, "(BODY.PEEK[])")
    if status != "OK":
        raise IMAP4.error(f"mail {uid} could not be fetched")
    return next((piece[1] for piece in answer if isinstance(piece, tuple)), None)
