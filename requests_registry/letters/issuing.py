"""A draft becomes a letter: it gets the next outgoing number, its day and its file, and never changes again."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.languages import LANGUAGE_NAMES
from portal.models.accounts import REGISTRAR
from requests_registry.letters.drafting import check_role, locked_draft
from requests_registry.letters.kinds import KINDS
from requests_registry.letters.rendering import as_pdf
from requests_registry.letters.wording import BLANK
from requests_registry.mail import handed_in
from requests_registry.models import Letter, LetterCounter, Letterhead, RequestEvent
from requests_registry.models.letters import SENDER_IN_A_LANGUAGE
from requests_registry.recording import check_seen, day_of, lock, record
from requests_registry.standing import days_late

# Law 401-V, art. 11(5): name, БИН, № and day of the letter, who signs, telephone, and a postal or an e-mail address.
ASKING = (Letter.Kind.REQUEST, Letter.Kind.REMINDER, Letter.Kind.CLARIFICATION)  # letters that want an answer
REQUIRED = ("name", "bin", "phone", "signatory_name", "signatory_post")


@dataclass(frozen=True)
class Obstacle:
    """Why a letter cannot be issued yet, and where that is mended."""

    sentence: str
    url: str


class LetterNotReady(Exception):
    def __init__(self, obstacles):
        super().__init__(" ".join(obstacle.sentence for obstacle in obstacles))
        self.obstacles = obstacles


@transaction.atomic
def issue(letter, *, by, at, version, seen=None):
    """Number, day, file and event, or none of them."""
    check_role(by, REGISTRAR)
    info_request = lock(letter.request)
    check_seen(info_request, seen)
    letter = locked_draft(letter, version=version)
    letter.request = info_request
    letterhead = Letterhead.objects.ours()
    if found := obstacles(letter, letterhead, day_of(at)):
        raise LetterNotReady(found)
    letter.state = Letter.State.ISSUED
    letter.outgoing_number = _next_number(day_of(at).year)
    letter.issued_on, letter.issued_at, letter.issued_by = day_of(at), at, by
    letter.sender = letterhead.sender_in(letter.language)
    letter.answer_link = answer_link(letter, by=by, at=at)
    pdf = as_pdf(letter, letter.sender)
    letter.pdf, letter.pdf_sha256 = b64encode(pdf).decode(), sha256(pdf).hexdigest()
    letter.save()
    facts = {"letter": letter.kind, "outgoing_number": letter.outgoing_number}
    record(info_request, RequestEvent.Kind.LETTER, by=by, at=at, on=letter.issued_on, facts=facts)
    return letter


def answer_link(letter, *, by, at):
    """A new private address for the answer; "" where the letter asks for none."""
    return handed_in.give_link(letter.request, by=by, at=at)[0] if letter.kind in ASKING else ""


def obstacles(letter, letterhead, on):
    """Everything that stands between a draft and its number; nothing where it can be issued."""
    return [*_in_letterhead(letter, letterhead), *_in_text(letter), *_in_consent(letter, on), *_in_request(letter, on)]


def _in_letterhead(letter, letterhead):
    url = reverse("admin:requests_registry_letterhead_change", args=[letterhead.pk])
    sender = letterhead.sender_in(letter.language)
    for name in REQUIRED:
        if not sender[name]:
            column = f"{name}_{letter.language}" if name in SENDER_IN_A_LANGUAGE else name
            words = {"what": letterhead._meta.get_field(column).verbose_name}
            yield Obstacle(_("The letterhead lacks: %(what)s.") % words, f"{url}#id_{column}")
    if not (sender["address"] or sender["email"]):
        words = {"language": LANGUAGE_NAMES[letter.language]}
        sentence = _("The letterhead lacks a postal address (%(language)s) or an e-mail address.") % words
        yield Obstacle(sentence, f"{url}#id_address_{letter.language}")


def _in_text(letter):
    for name in ("addressee", "subject", "body"):
        words = {"what": capfirst(letter._meta.get_field(name).verbose_name)}
        url = f"{letter.get_edit_url()}#id_{name}"
        if not getattr(letter, name).strip():
            yield Obstacle(_("%(what)s: nothing is written there.") % words, url)
        elif BLANK in getattr(letter, name):
            yield Obstacle(_("%(what)s: a place is still blank (____). Fill it in or take it out.") % words, url)


def _in_consent(letter, on):
    consent = letter.consent
    if consent and not (consent.request_id == letter.request_id and consent.is_valid(on)):
        sentence = _("The consent of the person does not hold any more: the letter cannot be sent in his or her name.")
        yield Obstacle(sentence, f"{letter.get_edit_url()}#id_consent")


def _in_request(letter, on):
    url = letter.get_edit_url()
    if not KINDS[letter.kind].when(letter.request, on):
        yield Obstacle(
            _("The request has moved on: this letter does not fit any more."), letter.request.get_staff_url()
        )
    told_apart = (RequestEvent.Kind.LETTER, RequestEvent.Kind.TERM_PASSED)
    for event in letter.request.events.filter(at__gt=letter.changed_at).exclude(kind__in=told_apart):
        words = {"event": event.get_kind_display()}
        yield Obstacle(
            _("Recorded after the draft was saved: “%(event)s”. Look it over and save it again.") % words, url
        )
    then, now = days_late(letter.request, letter.worded_on), days_late(letter.request, on)
    if then != now:
        words = {"then": then, "now": now}
        yield Obstacle(
            _("Days late in the draft: %(then)d, today: %(now)d. Mend the number and save the draft again.") % words,
            url,
        )


def _next_number(year):
    """1/2026, 2/2026, … A letter that fails gives its number back with the rollback."""
    LetterCounter.objects.bulk_create([LetterCounter(year=year)], ignore_conflicts=True)
    counter = LetterCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.last}/{year}"
