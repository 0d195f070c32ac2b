"""Whose answer a mail is. The request's own address or an answer to our Message-ID delivers; all else only suggests."""

import hashlib
import re
import secrets
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db.models import Q

from requests_registry.models import (
    HolderChannel,
    HolderMailbox,
    InformationRequest,
    MailMessage,
    RequestAddress,
    SentMail,
)

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: clerks type addresses from paper
TOKEN_LENGTH = 12
LOOKALIKES = str.maketrans("авекмнорстухіԁ" + "АВЕКМНОРСТУХІ", "abekmhopctyxid" + "ABEKMHOPCTYXI")
NUMBER = re.compile(r"(?<!\d)((?:20)\d{2})\s?[-–—−/]\s?(\d{4,8})(?!\d)")
SHOWN = 5


@dataclass(frozen=True)
class Match:
    request: InformationRequest
    way: str


@dataclass(frozen=True)
class Suggestion:
    """A request that it may be, and why: a retired address, its number, an address with a slip, or the sender."""

    number: str
    reason: str
    detail: str


def give_address(info_request, *, at):
    """A new address for a request. It is told once, for only its hash is kept."""
    token = "".join(secrets.choice(LETTERS) for _letter in range(TOKEN_LENGTH))
    RequestAddress.objects.create(request=info_request, token_hash=hash_of(token), given_at=at)
    return address_with(token)


def retire_addresses(info_request, *, by, at):
    """What comes to the addresses given so far only suggests the request from now on; how many those were."""
    return info_request.mail_addresses.filter(retired_at=None).update(retired_at=at, retired_by=by)


def address_with(token):
    name, _at, domain = settings.REQUESTS_MAILBOX.partition("@")
    return f"{name}+{token}@{domain}"


def address_used(mail, info_request):
    """The request's address that the mail was sent to, or None."""
    ours = set(info_request.mail_addresses.filter(retired_at=None).values_list("token_hash", flat=True))
    return next((address_with(token) for token in tokens(mail.recipients) if hash_of(token) in ours), None)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def tokens(addresses):
    """The tokens in addresses of ours, with Cyrillic look-alikes and capital letters undone."""
    name, _at, domain = settings.REQUESTS_MAILBOX.lower().partition("@")
    found = []
    for address in addresses:
        local, _at, host = address.lower().translate(LOOKALIKES).rpartition("@")
        base, plus, token = local.strip("\"'<> ").partition("+")
        if plus and base == name and host.strip(" .>") == domain:
            found.append(token)
    return list(dict.fromkeys(found))


def find(mail, verdict):
    """The request that this mail certainly belongs to, or None."""
    hashes = [hash_of(token) for token in tokens(mail.recipients)]
    known = RequestAddress.objects.filter(token_hash__in=hashes, retired_at=None)
    address = known.select_related("request").first()
    if address:
        return Match(address.request, MailMessage.Way.ADDRESS)
    identifiers = dict.fromkeys([*mail.in_reply_to, *reversed(mail.references), *verdict.about])
    sent = {
        row.message_id: row for row in SentMail.objects.filter(message_id__in=identifiers).select_related("request")
    }
    found = next((sent[identifier] for identifier in identifiers if identifier in sent), None)
    return Match(found.request, MailMessage.Way.REPLY) if found else None


def suggest(mail):
    """Requests that it may belong to, the likeliest first, each with its reason."""
    found = [*_by_retired_address(mail), *_by_number(mail), *_by_near_address(mail), *_by_sender(mail)]
    return [asdict(suggestion) for suggestion in {one.number: one for one in reversed(found)}.values()][::-1][:SHOWN]


def trust(mail, info_request):
    """Whose word it is. Exact: a mailbox or a domain of this holder; a@x.gov.kz says nothing about b@y.gov.kz."""
    address = mail.sender.email if mail.sender else ""
    if not address:
        return MailMessage.Trust.UNVERIFIED
    listed = {box.address.lower() for box in info_request.holder.mailboxes.all()}
    listed |= {channel.address.lower() for channel in info_request.holder.channels.all() if channel.is_email}
    listed.add(info_request.holder.organisation.public_email.lower())
    if address in listed:
        return MailMessage.Trust.MAILBOX
    return MailMessage.Trust.DOMAIN if f"@{address.rpartition('@')[2]}" in listed else MailMessage.Trust.UNVERIFIED


def _by_number(mail):
    text = f"{mail.subject}\n{mail.text[:20_000]}".translate(LOOKALIKES)
    numbers = list(dict.fromkeys(f"{year}-{number}" for year, number in NUMBER.findall(text)))[:20]
    known = set(InformationRequest.objects.filter(number__in=numbers).values_list("number", flat=True))
    return [Suggestion(number, "number", number) for number in numbers if number in known]


def _by_retired_address(mail):
    used = {hash_of(token): address_with(token) for token in tokens(mail.recipients)}
    rows = RequestAddress.objects.filter(token_hash__in=used).exclude(retired_at=None).select_related("request")
    return [Suggestion(row.request.number, "retired", used[row.token_hash]) for row in rows[:SHOWN]]


def _by_near_address(mail):
    """An address with one wrong letter: of all hashes of its neighbours, one is kept."""
    near = {hash_of(variant): token for token in tokens(mail.recipients) for variant in _neighbours(token)}
    rows = RequestAddress.objects.filter(token_hash__in=near).select_related("request")[:SHOWN]
    return [Suggestion(row.request.number, "address", near[row.token_hash]) for row in rows]


def _by_sender(mail):
    address = mail.sender.email if mail.sender else ""
    if not address:
        return []
    boxes = HolderMailbox.objects.filter(address__iexact=address).values("holder")
    channels = HolderChannel.objects.filter(address__iexact=address).values("holder")
    holders = Q(holder__in=boxes) | Q(holder__in=channels) | Q(holder__organisation__public_email__iexact=address)
    waiting = list(InformationRequest.objects.waiting().filter(holders)[:2])
    return [Suggestion(waiting[0].number, "sender", address)] if len(waiting) == 1 else []


def _neighbours(token):
    """All tokens one slip away: a letter wrong, missing, too many, or two swapped."""
    if not TOKEN_LENGTH - 1 <= len(token) <= TOKEN_LENGTH + 1:
        return set()
    cuts = [(token[:at], token[at:]) for at in range(len(token) + 1)]
    slips = {head + tail[1:] for head, tail in cuts if tail}
    slips |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    slips |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in LETTERS}
    slips |= {head + letter + tail for head, tail in cuts for letter in LETTERS}
    return {slip for slip in slips if len(slip) == TOKEN_LENGTH}
