"""The piles that this app puts on the staff desk; what only waits for its holder is not on it."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk import Item, Source, register
from requests_registry import counting
from requests_registry.mail import delivery, tray
from requests_registry.models import HolderCorrection, InformationRequest, LegalRule, MailFile, OutgoingMail, Question
from requests_registry.models.clocks import ClockKind
from requests_registry.standing import SOON, standing
from requests_registry.workdays import ONE_DAY


def register_piles():
    for source in SOURCES:
        register(source)
    for urgency, (key, title, hint, _find) in zip((50, 95, 5, 15), tray.PILES, strict=True):
        register(Source(f"mail-{key}", urgency, title, hint, mails(key), may_be_done=True))


def overdue(on):
    """Until a complaint is filed: then its own terms are watched."""
    return _requests(_waiting().overdue(on).filter(stage=InformationRequest.Stage.REQUEST), on)


def refused_late(on):
    """Looked at once: does the lateness go into a complaint?"""
    refused = _with_holder(InformationRequest.objects.refused_late().filter(stage=InformationRequest.Stage.REQUEST))
    return _requests(refused.order_by("-answered_on", "-pk"), on, occasion=lambda row: row.answered_on)


def soon(on):
    return _requests(_waiting().due_soon(on, SOON), on)


def dispute(on):
    """A term of ours or of the higher body that ends soon: complaint, court, decision."""
    ending = _with_holder(InformationRequest.objects.with_dispute_term_by(on, SOON)).order_by("dispute_due_on", "pk")
    return (
        Item(
            object_id=row.pk,
            occasion=str(row.dispute_due_on),
            title=row.title,
            url=row.get_staff_url(),
            detail=_("%(number)s, %(what)s: until %(day)s")
            % {
                "number": row.number,
                "what": ClockKind(row.dispute_kind).label,
                "day": date_format(row.dispute_due_on, "DATE_FORMAT"),
            },
            tag=("due", "hourglass", date_format(row.dispute_due_on, "SHORT_DATE_FORMAT")),
        )
        for row in ending
    )


def undecided(on):
    """The higher body kept silent: its silence, too, can be taken to court, for as long as that term runs."""
    silent = _with_holder(InformationRequest.objects.complaint_unanswered(on)).order_by("pk")
    return _requests(silent, on, occasion=lambda row: row.pk, detail=_court_until)


def _court_until(row):
    court = next((clock for clock in row.open_clocks() if clock.kind == ClockKind.COURT), None)
    return court and _("court until %(day)s") % {"day": date_format(court.due_on, "DATE_FORMAT")}


def unregistered(on):
    waiting = (
        _waiting().exclude(pk__in=_ids(_waiting().overdue(on))).exclude(pk__in=_ids(_waiting().due_soon(on, SOON)))
    )
    return _requests(
        waiting.without_registration_since(_chased_since(on)), on, occasion=lambda row: row.resent_on or row.sent_on
    )


def asked_of_us(on):
    asking = _waiting().exclude(asked="")
    return _requests(
        asking, on, occasion=lambda row: f"{row.asked} {row.reply_due_on}", detail=lambda row: row.asked_label
    )


def mails(key):
    def find(_on):
        for mail in tray.waiting(key).order_by("received_at", "pk"):
            yield Item(
                object_id=mail.pk,
                occasion=mail.outcome,
                title=mail.subject or _("(no subject)"),
                url=reverse("staff:one-mail", args=[mail.pk]),
                detail=", ".join(filter(None, [mail.request and mail.request.number, mail.sender_address])),
            )

    return find


def questions(_on):
    for question in Question.objects.waiting().order_by("asked_at", "pk"):
        yield Item(
            object_id=question.pk,
            occasion=question.state,
            title=question.heading,
            url=question.get_staff_url(),
            detail=date_format(localdate(question.asked_at), "DATE_FORMAT"),
        )


def corrections(_on):
    for correction in HolderCorrection.objects.waiting().select_related("holder__organisation").order_by("proposed_at"):
        yield Item(
            object_id=correction.pk,
            occasion=correction.state,
            title=correction.holder.organisation.name,
            url=reverse("staff:correction", args=[correction.pk]),
            detail=date_format(localdate(correction.proposed_at), "DATE_FORMAT"),
        )


def undelivered(_on):
    return _sent_mails(OutgoingMail.objects.undelivered())


def waiting_long(_on):
    return _sent_mails(OutgoingMail.objects.waiting_long(now()))


def without_proof(on):
    return _sent_mails(delivery.without_proof(on))


def _sent_mails(mails):
    for mail in mails.select_related("request").order_by("queued_at", "pk"):
        yield Item(
            object_id=mail.pk,
            occasion=mail.state,
            title=mail.request.title if mail.request else mail.subject,
            url=mail.request.get_staff_url() if mail.request else reverse("staff:mail-sent"),
            detail=", ".join(filter(None, [mail.request and mail.request.number, mail.get_state_display()])),
        )


def files(_on):
    """Files of answers that nobody has looked at: until then only staff see them."""
    waiting = MailFile.objects.to_review().select_related("message__request").order_by("message__delivered_at", "pk")
    for file in waiting:
        yield Item(
            object_id=file.pk,
            occasion="",
            title=file.name,
            url=reverse("staff:file", args=[file.pk]),
            detail=file.message.request.number,
        )


def drafts(on):
    written = _with_holder(InformationRequest.objects.drafts()).order_by("filed_at", "pk")
    return _requests(written, on, occasion=lambda row: "")


def hidden(on):
    answered = InformationRequest.objects.answered().filter(visibility=InformationRequest.Visibility.HIDDEN)
    return _requests(_with_holder(answered).order_by("-answered_on", "-pk"), on, occasion=lambda row: row.answered_on)


SOURCES = (
    Source("overdue", 10, gettext_lazy("Overdue"), gettext_lazy("The last day to answer is over."), overdue),
    Source(
        "refused-late",
        20,
        gettext_lazy("Refused late"),
        gettext_lazy("The refusal came after its own, shorter term: a reason to complain."),
        refused_late,
        may_be_done=True,
    ),
    Source(
        "dispute",
        30,
        gettext_lazy("Terms of a dispute"),
        gettext_lazy("A complaint, a decision or a claim whose last day is near."),
        dispute,
        may_be_done=True,
    ),
    Source(
        "undecided",
        25,
        gettext_lazy("No decision on the complaint"),
        gettext_lazy("The term of the higher body is over: go to court, or ask it once more."),
        undecided,
        may_be_done=True,
    ),
    Source("soon", 40, gettext_lazy("Due in three days"), gettext_lazy("Is the answer on its way?"), soon),
    Source(
        "unregistered",
        70,
        gettext_lazy("No registration number"),
        gettext_lazy("Sent more than three working days ago: ask the chancellery for the number and the date."),
        unregistered,
    ),
    Source(
        "asked",
        80,
        gettext_lazy("The holder waits for us"),
        gettext_lazy("A clarification, costs or a defect: the term does not stop for it."),
        asked_of_us,
    ),
    Source(
        "questions",
        60,
        gettext_lazy("Questions of citizens"),
        gettext_lazy("Answer them, or make requests of them."),
        questions,
    ),
    Source(
        "undelivered",
        18,
        gettext_lazy("Letters that did not arrive"),
        gettext_lazy("Correct the address, send the letter another way, or set it aside with the reason."),
        undelivered,
    ),
    Source(
        "waiting-long",
        19,
        gettext_lazy("Mail that cannot leave"),
        gettext_lazy("The mail server has not taken it for hours: tell the administrator."),
        waiting_long,
    ),
    Source(
        "without-proof",
        75,
        gettext_lazy("Sent by e-mail, and nothing heard"),
        gettext_lazy("Two working days without a word: call, or bring the letter to the chancellery."),
        without_proof,
        may_be_done=True,
    ),
    Source(
        "corrections",
        100,
        gettext_lazy("Corrections proposed"),
        gettext_lazy("A visitor says that something about a holder is wrong."),
        corrections,
    ),
    Source(
        "files",
        55,
        gettext_lazy("Files of answers to review"),
        gettext_lazy("Nobody outside sees a file until a person has looked through it."),
        files,
    ),
    Source("drafts", 120, gettext_lazy("Drafts"), gettext_lazy("Written and not sent yet."), drafts),
    Source(
        "hidden",
        130,
        gettext_lazy("Not on the public register"),
        gettext_lazy("Answered, but seen by staff only."),
        hidden,
        may_be_done=True,
    ),
)


def _requests(info_requests, on, occasion=lambda row: row.reply_due_on, detail=None):
    for row in info_requests.prefetch_related("clocks").iterator(chunk_size=100):
        seen = standing(row, on)
        yield Item(
            object_id=row.pk,
            occasion=str(occasion(row)),
            title=row.title,
            url=row.get_staff_url(),
            detail=", ".join(
                filter(None, [row.number, str(row.holder.organisation.name), detail and str(detail(row))])
            ),
            tag=(seen.tone, seen.icon, seen.label),
        )


def _waiting():
    return _with_holder(InformationRequest.objects.waiting()).most_urgent_first()


def _with_holder(info_requests):
    return info_requests.select_related("holder__organisation")


def _ids(info_requests):
    return info_requests.order_by().values("pk")


def _chased_since(on):
    """Sent on that day or before: the term to give a registration number was over yesterday."""
    rule = LegalRule.objects.in_force(ClockKind.REGISTRATION_CHASE, on=on)
    if rule is None:
        return date.min
    return counting.work_calendar().working_days_before(on - ONE_DAY, rule.length)
