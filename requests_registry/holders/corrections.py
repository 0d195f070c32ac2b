"""A visitor's word on a mistake in the directory, and what staff make of it. The only writer of a correction's state."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.models.accounts import REGISTRAR
from requests_registry import attempts
from requests_registry.models import HolderCorrection

State = HolderCorrection.State
LIMIT = attempts.Limit("holder corrections", most=5, within=timedelta(hours=1))


class AlreadyDecided(Exception):
    """Somebody decided first: the message is a sentence for the person."""

    def __init__(self, correction):
        super().__init__(
            _("%(name)s has decided on this correction already. Nothing of yours is saved.")
            % {"name": correction.decided_by.get_full_name() or correction.decided_by.username}
        )


@transaction.atomic
def propose(holder, *, at, sender, form_key, wrong, right, source="", email=""):
    """Keep what a visitor proposes. The same `form_key` again is the same proposal; too many are refused."""
    earlier = HolderCorrection.objects.filter(form_key=form_key).first()
    if earlier:
        return earlier
    attempts.spend(LIMIT, attempts.network(sender), at=at)
    correction, _is_new = HolderCorrection.objects.get_or_create(
        form_key=form_key,
        defaults={
            "holder": holder,
            "wrong": wrong,
            "right": right,
            "source": source,
            "email": email,
            "proposed_at": at,
        },
    )
    return correction


@transaction.atomic
def decide(correction, *, by, at, state, note=""):
    """Done or rejected, once. The visitor's address is not needed any more and is forgotten."""
    if not by.has_role(REGISTRAR):
        raise PermissionDenied
    known = HolderCorrection.objects.select_for_update(of=["self"]).select_related("decided_by")
    locked = known.get(pk=correction.pk)
    if not locked.is_waiting:
        raise AlreadyDecided(locked)
    locked.state = state
    locked.note = note
    locked.email = ""
    locked.decided_at = at
    locked.decided_by = by
    locked.save(update_fields=["state", "note", "email", "decided_at", "decided_by"])
    return locked
