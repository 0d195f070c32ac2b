"""A person decides about a file of an answer: published as it is, with parts blacked out, or kept private.

Every file is private until then. What was decided can be decided anew; each decision is an event of the request.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.documents import door, kinds
from portal.search import index
from requests_registry.models import FileReview, MailFile, Redaction, RequestEvent
from requests_registry.recording import day_of, lock, record

Decision = FileReview.Decision
EVENTS = {
    Decision.AS_IS: RequestEvent.Kind.FILE_PUBLISHED,
    Decision.REDACTED: RequestEvent.Kind.FILE_PUBLISHED,
    Decision.PRIVATE: RequestEvent.Kind.FILE_PRIVATE,
}


class NotPossible(Exception):
    """Its message is a sentence for the person."""


def possible_decisions(file):
    """What may be decided of this file as it stands."""
    if file.document is None:
        return [Decision.PRIVATE]
    possible = [] if file.document.kind in kinds.UNREAD else [Decision.AS_IS]
    return [*possible, *([Decision.REDACTED] if proved_redaction(file) else []), Decision.PRIVATE]


def proved_redaction(file):
    """The newest redaction, where its new file is ready."""
    newest = file.redactions.exclude(state=Redaction.State.DRAWING).select_related("document").first()
    return newest if newest and newest.state == Redaction.State.READY else None


def seen_of(review):
    """What a page remembers of the decision that it showed."""
    return review.decided_at.isoformat() if review else ""


@transaction.atomic
def decide(file, *, by, at, decision, name="", reason="", seen=None):
    """`name` is what readers see; `seen` is the decision that the person had before the eyes (None: no form)."""
    info_request = lock(file.message.request)
    file = MailFile.objects.select_related("document", "message").get(pk=file.pk)
    review = FileReview.objects.filter(file=file).first()
    if seen is not None and seen != seen_of(review):
        raise NotPossible(_("Somebody decided about this file meanwhile. Look at what stands here now."))
    if decision not in possible_decisions(file):
        raise NotPossible(_("This is not possible with the file as it stands now."))
    redaction = proved_redaction(file) if decision == Decision.REDACTED else None
    values = {
        "decision": decision,
        "reason": reason if decision == Decision.PRIVATE else "",
        "document": _document(file, decision, redaction, name, by),
        "redaction": redaction,
        "decided_at": at,
        "decided_by": by,
    }
    FileReview.objects.update_or_create(file=file, defaults=values)
    facts = {"file": file.pk, "file_decision": decision}
    record(info_request, EVENTS[decision], by=by, at=at, on=day_of(at), facts=facts, note=values["reason"])
    return FileReview.objects.get(file=file)


def text_was_read(review):
    """Called when the text of a published file became known: search has it at once."""
    index.refresh(review.file.message.request)


def _document(file, decision, redaction, name, by):
    if decision == Decision.AS_IS:
        return door.share(file.document, name, by=by)
    if decision == Decision.REDACTED:
        document = redaction.document
        document.name = door.renamed(document, name)
        document.save(update_fields=["name"])
        return document
    return None
