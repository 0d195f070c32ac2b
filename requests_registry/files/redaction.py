"""Blackening parts of a file: boxes are drawn, a new file is made in the background, and only a proved one is kept."""

import tempfile
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from portal.documents import door, isolation, kinds, limits, recognition, shelves
from portal.models import Document
from requests_registry.files.reviewing import NotPossible
from requests_registry.models import MailFile, Redaction, RedactionBox, RequestEvent
from requests_registry.recording import day_of, lock, record

KINDS = (kinds.PDF, *kinds.PICTURES)
State = Redaction.State
PROBLEMS = {
    "still_readable": gettext_lazy(
        "It is not kept: these words can still be read on page %(page)s: %(words)s. Cover them there too, or draw the box larger."
    ),
    "not_one_colour": gettext_lazy("It is not kept: something still shows under a box on page %(page)s. Draw it anew."),
    "more_than_pictures": gettext_lazy("It is not kept: the new file holds more than pictures of pages."),
    "pages_differ": gettext_lazy("It is not kept: the new file has another number of pages than the old one."),
    "too_many_pages": gettext_lazy(
        "This file has more than %(pages)s pages. Divide it on your computer, and keep this one private."
    ),
    "stopped": gettext_lazy("The program that makes the new file stopped at this one or took too long. Try it again."),
    "refused": gettext_lazy("The new file could not be kept: %(why)s"),
}


def original(file):
    """What boxes are drawn on: the file, or the paper on which its text was put."""
    return file.paper or file.document


def may_be_redacted(file):
    return file.document is not None and original(file).kind in KINDS


def page_count(file):
    return original(file).page_count or 1


def drawing(file):
    """The redaction whose boxes are being drawn, None where nobody has begun or begun anew."""
    return file.redactions.filter(state=State.DRAWING).first()


def newest(file):
    return file.redactions.select_related("document").first()


@transaction.atomic
def draw(file, *, by, at, page, left, top, width, height, why):
    """Add a box. Who draws at the same time as another draws on the same redaction."""
    _lock(file)
    redaction = drawing(file) or _begin(file, by, at)
    if redaction.boxes.count() >= limits.REDACTION_BOXES:
        raise NotPossible(
            _("There are %(count)d boxes already; more are not possible.") % {"count": limits.REDACTION_BOXES}
        )
    place = {"left": left, "top": top, "width": width, "height": height}
    return RedactionBox.objects.create(redaction=redaction, page=page, why=why, drawn_by=by, **place)


@transaction.atomic
def erase(file, box_id):
    """Take a box away, as long as it is only drawn."""
    _lock(file)
    deleted, _rows = RedactionBox.objects.filter(
        pk=box_id, redaction__file=file, redaction__state=State.DRAWING
    ).delete()
    if not deleted:
        raise NotPossible(_("This box is not there any more."))


@transaction.atomic
def change(file, *, by, at):
    """Draw on from the boxes of the last redaction."""
    _lock(file)
    last = newest(file)
    if last is None or last.state == State.DRAWING:
        return
    if last.state == State.WAITING:
        raise NotPossible(_("The new file is being made just now."))
    _begin(file, by, at, last)


@transaction.atomic
def ask(file, *, by, at):
    """Have the new file made, in the background."""
    info_request = lock(file.message.request)
    redaction = drawing(file)
    if redaction is None or not redaction.boxes.exists():
        raise NotPossible(_("Draw a box first."))
    redaction.state, redaction.asked_at, redaction.asked_by = State.WAITING, at, by
    redaction.places = Counter(box.why for box in redaction.boxes.all())
    redaction.save(update_fields=["state", "asked_at", "asked_by", "places"])
    facts = {"file": file.pk, "boxes": redaction.places.total(), "reasons": sorted(redaction.places)}
    record(info_request, RequestEvent.Kind.FILE_REDACTED, by=by, at=at, on=day_of(at), facts=facts)
    make_redaction.enqueue(redaction.pk)
    return redaction


@transaction.atomic
def ask_again(file):
    """After the work was broken off: a new start, which does no harm where it still runs."""
    redaction = newest(file)
    if redaction is None or redaction.state != State.WAITING:
        raise NotPossible(_("Nothing waits to be made."))
    make_redaction.enqueue(redaction.pk)


@task()
def make_redaction(redaction_id):
    """Safe to run twice, at once or after a kill: file, state and row appear together, or nothing does."""
    redaction = _claimed(redaction_id)
    if redaction is None:
        return
    if redaction.attempts > limits.READ_ATTEMPTS:
        _fail(redaction, {"problem": "stopped"})
        return
    with tempfile.TemporaryDirectory(dir=shelves.arrivals()) as folder:
        try:
            _make(redaction, Path(folder))
        except isolation.ReaderStopped:
            _fail(redaction, {"problem": "stopped"})
        except ValidationError as refused:
            _fail(redaction, {"problem": "refused", "why": " ".join(refused.messages)})


def take_up(*, before):
    """Start again what was asked for before `before` and still waits; how many those are."""
    keys = list(Redaction.objects.filter(state=State.WAITING, asked_at__lt=before).values_list("pk", flat=True))
    for key in keys:
        make_redaction.enqueue(key)
    return len(keys)


def sentence(redaction):
    """Why there is no new file, in words."""
    told = dict(redaction.problem)
    if "words" in told:
        told["words"] = ", ".join(f"“{word}”" for word in told["words"])
    return PROBLEMS[told.get("problem", "stopped")] % told


def picture(file, number):
    """The bytes of a page's picture, as it is seen. Raises ReaderStopped."""
    with tempfile.TemporaryDirectory(dir=shelves.arrivals()) as folder:
        isolation.picture(original(file).kind, original(file).path, folder, number)
        return (Path(folder) / "page.png").read_bytes()


@transaction.atomic
def _claimed(key):
    """The redaction with this attempt counted; None where nothing waits or another worker is at it."""
    redaction = _waiting(key).select_related("file__document", "file__paper", "asked_by").first()
    if redaction:
        redaction.attempts += 1
        redaction.save(update_fields=["attempts"])
    return redaction


def _waiting(key):
    waiting = Redaction.objects.select_for_update(of=["self"], skip_locked=True)
    return waiting.filter(pk=key, state=State.WAITING)


@transaction.atomic
def _make(redaction, folder):
    """The row is ours until the file is kept: a second worker passes it by."""
    if not _waiting(redaction.pk).exists():
        return
    source = original(redaction.file)
    boxes = list(redaction.boxes.values_list("page", "left", "top", "width", "height"))
    known = recognition.languages() if settings.RECOGNISE_TEXT else ""
    answer = isolation.redact(source.kind, source.path, folder, known, boxes)
    if "problem" in answer:
        _fail(redaction, answer)
        return
    recognised = Document.Recognition.DONE if answer["is_recognised"] else ""
    with open(folder / answer["file"], "rb") as made:
        redaction.document = door.store(made, answer["file"], by=redaction.asked_by, recognition=recognised)
    redaction.state, redaction.problem, redaction.in_the_open = State.READY, {}, answer["in_the_open"]
    redaction.save(update_fields=["document", "state", "problem", "in_the_open"])


def _fail(redaction, problem):
    Redaction.objects.filter(pk=redaction.pk, state=State.WAITING).update(state=State.FAILED, problem=problem)


def _begin(file, by, at, last=None):
    redaction = Redaction.objects.create(file=file, begun_by=by, begun_at=at)
    for box in last.boxes.all() if last else ():
        box.pk, box._state.adding, box.redaction = None, True, redaction
        box.save()
    return redaction


def _lock(file):
    MailFile.objects.select_for_update(of=["self"]).get(pk=file.pk)
