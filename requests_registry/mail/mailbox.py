"""The IMAP mailbox that answers arrive in. A mail is marked as seen only after its row is committed."""

import hashlib
from dataclasses import dataclass
from imaplib import IMAP4

from imap_tools import AND, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from requests_registry.mail.receive import receive
from requests_registry.models import InboundMail

KINDS = {"imaps": MailBox, "imap+tls": MailBoxStartTls, "imap": MailBoxUnencrypted}
BATCH = 50
MailboxError = (ImapToolsError, IMAP4.error)


@dataclass(frozen=True)
class Comparison:
    """What the mailbox holds and the table lacks; empty when all is well."""

    in_mailbox: int
    missing: tuple[str, ...]


def open_mailbox(url):
    """`url` is a parsed imaps://name:password@host:port/folder. Certificates are verified."""
    box = KINDS[url.scheme](url.hostname, **({"port": url.port} if url.port else {}))
    return box.login(url.username, url.password, initial_folder=(url.path or "").strip("/") or "INBOX")


def fetch(box, *, name, at):
    """Take in everything that has no mark of ours; how many that was. Killed anywhere, it begins there again."""
    uids = box.uids(AND(flagged=False))
    for uid in uids:
        raw = _raw(box, uid)
        if raw is not None:
            receive(raw, source=f"{name} {uid}", at=at)
            box.flag([uid], [MailMessageFlags.FLAGGED], True)
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


def _raw(box, uid):
    """The bytes of a mail, without setting \\Seen. imap-tools would parse it; a mail must not fail before it is kept."""
    _status, answer = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    return next((piece[1] for piece in answer if isinstance(piece, tuple)), None)
