"""How often one sender may send. Counted in the database, by a keyed hash, so that no address is kept for it."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from requests_registry.models import Attempt

LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    name: str
    most: int
    within: timedelta


class TooManyAttempts(Exception):
    """The sender has to wait: the message is a sentence for a person."""

    def __init__(self, limit):
        super().__init__(
            _("So much has come from you in a short time that the portal asks you to wait. Try again later.")
        )
        self.retry_after = int(limit.within.total_seconds())


def spend(limit, value, *, at):
    """Count one attempt of this sender, in the caller's transaction; parallel attempts of one sender stand in a line."""
    key = salted_hmac("requests_registry.attempts", f"{limit.name} {value}", algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])
    if Attempt.objects.filter(key=key, at__gt=at - limit.within).count() >= limit.most:
        raise TooManyAttempts(limit)
    Attempt.objects.create(key=key, at=at)


def forget_old(*, at):
    return Attempt.objects.filter(at__lt=at - LONGEST).delete()[0]


def network(address):
    """One household has a whole /64 of IPv6: it is one sender."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a server behind a socket knows no address
        return address
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address
