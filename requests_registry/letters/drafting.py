"""Drafts of letters: made from the facts of the request, edited by people, thrown away or issued (issuing.py)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.models.accounts import LAWYER, REGISTRAR
from requests_registry.letters.kinds import KINDS
from requests_registry.letters.wording import wording_of
from requests_registry.models import Letter
from requests_registry.recording import day_of

WRITERS = (REGISTRAR, LAWYER)  # a lawyer completes a claim; numbers are given by registrars


class LetterNotPossible(Exception):
    """Not this letter, not as the request or the letter stands: its message is a sentence for the person."""


class DraftChanged(Exception):
    """Somebody saved the draft since the page was opened: `letter` is what stands now."""

    def __init__(self, letter):
        super().__init__(_("Somebody changed this draft meanwhile."))
        self.letter = letter


def make(info_request, *, by, at, form_key, kind, language, consent=None):
    """A draft worded for today; the same `form_key` again gives the letter that it made the first time."""
    check_role(by, *WRITERS)
    on = day_of(at)
    earlier = Letter.objects.filter(form_key=form_key).first()
    if earlier:
        return earlier
    if not KINDS[kind].when(info_request, on):
        raise LetterNotPossible(
            _("This letter does not fit: request %(number)s has moved on.") % {"number": info_request.number}
        )
    wording = wording_of(kind, language, info_request, on)
    values = {
        "request": info_request,
        "kind": kind,
        "language": language,
        "consent": consent,
        "worded_on": on,
        "made_at": at,
        "made_by": by,
        "changed_at": at,
        "changed_by": by,
        **vars(wording),
    }
    return Letter.objects.get_or_create(form_key=form_key, defaults=values)[0]


@transaction.atomic
def save(letter, *, by, at, version, addressee, subject, body, consent):
    """The words of a person. They are taken to fit the day on which they were saved."""
    check_role(by, *WRITERS)
    letter = locked_draft(letter, version=version)
    letter.addressee, letter.subject, letter.body, letter.consent = addressee, subject, body, consent
    letter.worded_on, letter.changed_at, letter.changed_by = day_of(at), at, by
    letter.version += 1
    letter.save()
    return letter


@transaction.atomic
def discard(letter, *, by, version):
    check_role(by, REGISTRAR)
    locked_draft(letter, version=version).delete()


def locked_draft(letter, *, version):
    """The draft as it is now, locked; refused to who has not seen its newest words, and where it was issued."""
    letter = Letter.objects.select_for_update(of=["self"]).select_related("consent").filter(pk=letter.pk).first()
    if letter is None:
        raise LetterNotPossible(_("This draft was thrown away meanwhile."))
    if letter.is_issued:
        words = {"number": letter.outgoing_number}
        raise LetterNotPossible(_("This letter was issued under No. %(number)s and does not change.") % words)
    if letter.version != version:
        raise DraftChanged(letter)
    return letter


def check_role(by, *roles):
    if not any(by.has_role(role) for role in roles):
        raise PermissionDenied
