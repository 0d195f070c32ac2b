"""Letters of a request at the desk: a draft from its facts, edited, looked over, issued, downloaded."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import role_required
from portal.documents.serving import PDF_POLICY, SANDBOX
from portal.models.accounts import REGISTRAR
from requests_registry import counting, lifecycle, recording, timeline
from requests_registry.explanations import citation, length_of
from requests_registry.letters import consents, drafting, forms, issuing, rendering, sending
from requests_registry.letters.kinds import KINDS
from requests_registry.mail import outbox
from requests_registry.models import InformationRequest, Letter, LetterConsent, Letterhead
from requests_registry.models.letters import LetterDamaged

registrar_required = role_required(REGISTRAR)
writer_required = role_required(*drafting.WRITERS)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOLDER = "requests_registry/staff/letters"


@writer_required
def letters(request, number):
    return _list_page(request, _request(request, number))


@writer_required
def new(request, number, kind):
    info_request, letter_kind = _request(request, number), KINDS.get(kind)
    if letter_kind is None:
        raise Http404
    now = timezone.now()
    if not letter_kind.when(info_request, timezone.localdate(now)):
        messages.error(request, _("This letter does not fit: request %(number)s has moved on.") % {"number": number})
        return _list_page(request, info_request, status=409)
    form = forms.NewLetterForm(_posted(request), at=now, info_request=info_request)
    if form.is_valid():
        letter = drafting.make(info_request, by=request.user, at=now, kind=kind, **form.cleaned_data)
        return redirect(letter.get_edit_url())
    context = {"form": form, **_about(info_request, letter_kind)}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


@writer_required
def letter(request, number, pk):
    return _letter_page(request, _letter(request, number, pk))


@writer_required
def edit(request, number, pk):
    letter, now = _letter(request, number, pk), timezone.now()
    if letter.is_issued:
        return redirect(letter)
    initial = model_to_dict(letter, [*forms.DraftForm.base_fields])
    given = {"at": now, "info_request": letter.request, "language": letter.language, "initial": initial}
    form = forms.DraftForm(_posted(request), **given)
    if form.is_valid():
        try:
            drafting.save(letter, by=request.user, at=now, **form.cleaned_data)
        except drafting.DraftChanged as problem:
            form.data = form.data.copy()
            form.data["version"] = problem.letter.version
            return _edit_page(request, letter, form, status=409, newest=problem.letter)
        except drafting.LetterNotPossible as problem:
            return _gone(request, letter, problem)
        return redirect(letter)
    return _edit_page(request, letter, form, status=422 if form.errors else 200)


@require_POST
@registrar_required
def issue(request, number, pk):
    letter, now = _letter(request, number, pk), timezone.now()
    form = forms.IssueForm(request.POST, at=now, info_request=letter.request)
    if not form.is_valid():
        return _letter_page(request, letter, status=422)
    try:
        issued = issuing.issue(letter, by=request.user, at=now, **form.cleaned_data)
    except issuing.LetterNotReady:
        return _letter_page(request, letter, status=422)
    except recording.RequestChanged as problem:
        return _letter_page(request, letter, status=409, news=problem.events)
    except drafting.DraftChanged as problem:
        messages.error(request, str(problem))
        return _letter_page(request, problem.letter, status=409)
    except drafting.LetterNotPossible as problem:
        return _gone(request, letter, problem)
    messages.success(request, _("The letter is issued under No. %(number)s.") % {"number": issued.outgoing_number})
    return redirect(issued)


@require_POST
@registrar_required
def send(request, number, pk):
    letter, now = _letter(request, number, pk), timezone.now()
    if not letter.is_issued:
        raise Http404
    form = forms.SendForm(request.POST, at=now, info_request=letter.request)
    if not form.is_valid():
        return _letter_page(request, letter, status=422)
    try:
        mail = sending.send(letter, by=request.user, at=now, **form.cleaned_data)
    except recording.RequestChanged as problem:
        return _letter_page(request, letter, status=409, news=problem.events)
    except (drafting.LetterNotPossible, lifecycle.StepNotAllowed) as problem:
        messages.error(request, str(problem))
        return _letter_page(request, _letter(request, number, pk), status=409)
    messages.success(
        request,
        _("The letter leaves at %(time)s. Until then you can take it back.")
        % {"time": time_format(timezone.localtime(mail.due_at), "TIME_FORMAT")},
    )
    return redirect(letter)


@require_POST
@registrar_required
def discard(request, number, pk):
    letter = _letter(request, number, pk)
    form = forms.DiscardForm(request.POST)
    if not form.is_valid():
        return _letter_page(request, letter, status=422)
    try:
        drafting.discard(letter, by=request.user, version=form.cleaned_data["version"])
    except drafting.DraftChanged as problem:
        messages.error(request, str(problem))
        return _letter_page(request, problem.letter, status=409)
    except drafting.LetterNotPossible as problem:
        return _gone(request, letter, problem)
    messages.success(request, _("The draft is thrown away."))
    return redirect("staff:letters", number)


@writer_required
def pdf(request, number, pk):
    letter = _letter(request, number, pk)
    try:
        content = letter.issued_pdf if letter.is_issued else rendering.as_pdf(letter, _sender(letter))
    except LetterDamaged:
        messages.error(request, _("The file of this letter is not the one that was issued: restore it from a backup."))
        return _letter_page(request, letter, status=409)
    return _file(letter, content, "pdf", "application/pdf", PDF_POLICY)


@writer_required
def docx(request, number, pk):
    letter = _letter(request, number, pk)
    return _file(letter, rendering.as_docx(letter, _sender(letter)), "docx", WORD, SANDBOX)


@registrar_required
def new_consent(request, number):
    info_request, now = _request(request, number), timezone.now()
    form = forms.ConsentForm(_posted(request), at=now, info_request=info_request)
    if form.is_valid():
        consents.record_consent(info_request, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, _("The consent is recorded: letters may be written in the name of this person."))
        return redirect("staff:letters", number)
    context = {"info_request": info_request, "form": form, "texts": consents.texts(info_request)}
    return render(request, f"{FOLDER}/consent.html", context, status=422 if form.errors else 200)


@require_POST
@registrar_required
def withdraw_consent(request, number, pk):
    info_request = _request(request, number)
    consent = get_object_or_404(LetterConsent, pk=pk, request=info_request)
    consents.withdraw(consent, by=request.user, at=timezone.now())
    messages.success(request, _("The consent is withdrawn: no more letters are written in the name of this person."))
    return redirect("staff:letters", number)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _request(request, number):
    visible = InformationRequest.objects.visible_to(request.user).with_standing()
    return get_object_or_404(visible.select_related("holder__organisation", "holder__higher_body"), number=number)


def _letter(request, number, pk):
    info_request = _request(request, number)
    letter = get_object_or_404(
        Letter.objects.select_related("consent", "issued_by", "changed_by"), pk=pk, request=info_request
    )
    letter.request = info_request
    return letter


def _sender(letter):
    return letter.sender or Letterhead.objects.ours().sender_in(letter.language)


def _list_page(request, info_request, status=200):
    context = {
        "info_request": info_request,
        "consents": info_request.letter_consents.all(),
        "today": timezone.localdate(),
        "is_registrar": request.user.has_role(REGISTRAR),
    }
    return render(request, f"{FOLDER}/list.html", context, status=status)


def _letter_page(request, letter, status=200, news=()):
    """`news` is what others recorded since the page was opened."""
    now = timezone.now()
    obstacles = []
    if not letter.is_issued:
        obstacles = issuing.obstacles(letter, Letterhead.objects.ours(), timezone.localdate(now))
    context = {
        "letter": letter,
        "obstacles": obstacles,
        "form": forms.IssueForm(at=now, info_request=letter.request, initial={"version": letter.version}),
        "news": [(event, timeline.details(event)) for event in news],
        "is_registrar": request.user.has_role(REGISTRAR),
        **_about(letter.request, KINDS[letter.kind]),
        **(_sending(letter, now) if letter.is_issued else {}),
    }
    return render(request, f"{FOLDER}/letter.html", context, status=status)


def _sending(letter, now):
    """Its mails and what became of them; the button, or why there is none and how else the letter gets there."""
    mails = list(letter.mails.with_attempts())
    found = sending.possible(letter, now)
    return {
        "mails": mails,
        "is_under_way": any(mail.is_under_way for mail in mails),
        "sending": found,
        "send_form": forms.SendForm(at=now, info_request=letter.request, initial={"to": found.to}),
        "other_channels": [channel for channel in letter.request.holder.channels.all() if not channel.is_email],
        "is_configured": outbox.is_configured(),
    }


def _edit_page(request, letter, form, status, newest=None):
    """`newest` is what another person saved meanwhile; what was typed here stays in the form."""
    context = {"letter": letter, "form": form, "newest": newest, **_about(letter.request, KINDS[letter.kind])}
    return render(request, f"{FOLDER}/edit.html", context, status=status)


def _gone(request, letter, problem):
    messages.error(request, str(problem))
    return _list_page(request, letter.request, status=409)


def _about(info_request, letter_kind):
    """The request, the kind of letter and the terms of law that matter for it."""
    rules = [counting.rule_for(kind, info_request, timezone.localdate()) for kind in letter_kind.law]
    terms = [(rule.get_kind_display(), length_of(rule.term), citation(rule)) for rule in rules if rule]
    return {"info_request": info_request, "letter_kind": letter_kind, "terms": terms}


def _file(letter, content, extension, media_type, policy):
    """A letter may name a person: no cache keeps it, and nothing in it can load anything."""
    response = HttpResponse(content, content_type=media_type)
    is_attachment = extension != "pdf"
    response["Content-Disposition"] = content_disposition_header(is_attachment, rendering.file_name(letter, extension))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cache-Control"] = "private, no-store"
    return response
