"""The mail that waits for a person, worst first; and one mail with all that is known about it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from requests_registry.mail.kinds import Kind
from requests_registry.mail.parsed import Note
from requests_registry.models import InboundMail, OutgoingMail, Reply

SHOWN = 50
Outcome = InboundMail.Outcome

SENTENCES = {
    Note.CHARSET_GUESSED: gettext_lazy("The letters were guessed: the sender's program did not say which it uses."),
    Note.TEXT_DAMAGED: gettext_lazy("Some letters of the text could not be read. Look into the mail as it came."),
    Note.NO_BOUNDARY: gettext_lazy("The parts of this mail could not be told apart."),
    Note.TOO_DEEP: gettext_lazy("Mails within mails beyond twelve levels were left packed."),
    Note.NOT_UNPACKED: gettext_lazy("A package could not be opened; it is among the files as it came."),
    Note.ENCRYPTED: gettext_lazy("It is encrypted, and nobody here can read it: ask the sender to send it openly."),
    Note.FROM_ENCLOSED: gettext_lazy("The mail itself says nothing; this is the text of the mail enclosed."),
    Note.EMPTY: gettext_lazy("There is no text and no file in this mail."),
    Note.UNREADABLE: gettext_lazy("This mail could not be read properly. Look into the mail as it came."),
}
REASONS = {
    "number": gettext_lazy("its number stands in the mail: %(detail)s"),
    "address": gettext_lazy("its address with one slip: %(detail)s"),
    "retired": gettext_lazy("its earlier address, which was retired: %(detail)s"),
    "sender": gettext_lazy("the only open request to the holder that writes from %(detail)s"),
}


@dataclass(frozen=True)
class Pile:
    key: str
    title: str
    hint: str
    rows: list
    has_more: bool


def piles():
    """What a person has to look at. The rest is in the list below them, spam only for who asks for it."""
    return [_pile(key, str(title), str(hint), waiting(key)) for key, title, hint, _find in PILES]


def waiting(key):
    """The mails of one pile."""
    find = next(find for name, _title, _hint, find in PILES if name == key)
    return find(InboundMail.objects.without_raw().select_related("request"))


def _answers(mails):
    """No reply has been recorded since it came to its request: a mail delivered by hand may be older than one."""
    since = Reply.objects.filter(request=OuterRef("request"), recorded_at__gte=OuterRef("message__delivered_at"))
    return mails.filter(outcome=Outcome.DELIVERED, kind=Kind.LETTER).exclude(Exists(since))


def _bounces(mails):
    """Those of which no mail of ours tells already what they say: each stands in one pile of the desk."""
    bounces = mails.filter(outcome=Outcome.BOUNCE, is_told_by_ours=False)
    return bounces.exclude(Exists(_replies_since())).exclude(Exists(_letters_since()))


PILES = (
    (
        "unmatched",
        gettext_lazy("Whose answer is it?"),
        gettext_lazy("Open the mail: where we have a guess, one click delivers it."),
        lambda mails: mails.filter(outcome=Outcome.UNMATCHED),
    ),
    (
        "failed",
        gettext_lazy("Could not be read"),
        gettext_lazy("Nothing is lost: the mail is kept."),
        lambda mails: mails.failed(),
    ),
    (
        "answers",
        gettext_lazy("Answers to look at"),
        gettext_lazy("They came by mail, and no reply has been recorded since."),
        _answers,
    ),
    (
        "bounces",
        gettext_lazy("Our mail did not arrive"),
        gettext_lazy("Check the address, or send the request another way."),
        _bounces,
    ),
)


def sentences(notes):
    """What to know about the reading of a mail."""
    return list(dict.fromkeys(str(SENTENCES[Note(note)]) for note, _detail in notes))


def reasons(suggestions):
    """[(number of a request, why it may be the one)]"""
    return [(one["number"], REASONS[one["reason"]] % {"detail": one["detail"]}) for one in suggestions]


def _replies_since():
    return Reply.objects.filter(request=OuterRef("request"), recorded_at__gte=OuterRef("received_at"))


def _letters_since():
    return OutgoingMail.objects.letters().filter(request=OuterRef("request"), queued_at__gte=OuterRef("received_at"))


def _pile(key, title, hint, mails):
    rows = list(mails.order_by("-received_at", "-pk")[: SHOWN + 1])
    return Pile(key, title, hint, rows[:SHOWN], has_more=len(rows) > SHOWN)
