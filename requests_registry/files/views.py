"""Where registrars look through what holders sent, and decide what readers see of it; and where readers see it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.access import role_required
from portal.documents import findings, isolation
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from requests_registry.files import paper, published, redaction, reviewing, tables, texts, unpacking
from requests_registry.files.filters import FileFilter
from requests_registry.files.forms import BoxForm, DecisionForm, PublicationForm, WordsForm
from requests_registry.models import FileReview, MailFile, MailMessage, TextReview

registrar_required = role_required(REGISTRAR)


@require_safe
def published_file(request, number, pk):
    """The text of a published file, some pages at a time, beside the file itself."""
    reviews = (
        FileReview.objects.visible_to(request.user)
        .published()
        .select_related("document", "redaction", "file__message__request")
    )
    review = get_object_or_404(reviews, pk=pk, file__message__request__number=number)
    context = {
        "review": review,
        "document": review.document,
        "info_request": review.file.message.request,
        "window": published.window(review.document, request.GET.get("page", "1")),
    }
    return render(request, "requests_registry/file.html", context)


@registrar_required
def files(request):
    found = MailFile.objects.answers().select_related("message__request", "document", "review")
    filterset = FileFilter(request.GET, queryset=found)
    page = page_of(filterset.qs, request.GET, order=("-message__delivered_at", "-pk"))
    return render(request, "requests_registry/staff/files.html", {"filter": filterset, "page": page})


@registrar_required
def review(request, pk):
    file = _file(pk)
    decided = FileReview.objects.filter(file=file).select_related("document", "decided_by").first()
    form = DecisionForm(request.POST if request.method == "POST" else None, file=file, review=decided)
    if form.is_valid():
        return _decide(request, file, form)
    return _review_page(request, file, decided, form, status=422 if form.errors else 200)


@registrar_required
@require_safe
def text(request, pk):
    """The text of a file as staff read it, before and after the review."""
    file = _file(pk)
    if file.document is None:
        raise Http404
    window = published.window(file.document, request.GET.get("page", "1"))
    context = {"file": file, "document": file.document, "window": window, "info_request": file.message.request}
    return render(request, "requests_registry/staff/file_text.html", context)


@registrar_required
@require_safe
def picture(request, pk, number):
    """A page as it is seen: the boxes are drawn on it. Made anew each time, kept by nobody."""
    file = _redactable(pk)
    if not 1 <= number <= redaction.page_count(file):
        raise Http404
    try:
        content = redaction.picture(file, number)
    except isolation.ReaderStopped as error:
        raise Http404 from error
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, no-store"})


@registrar_required
@require_POST
def put_on_paper(request, pk):
    file = _file(pk)
    if _try(request, lambda: paper.put_on_paper(file, by=request.user)):
        return redirect("staff:redaction", pk)
    return redirect("staff:file", pk)


@registrar_required
def draw(request, pk):
    file = _redactable(pk)
    form = BoxForm(request.POST if request.method == "POST" else None, file=file)
    if form.is_valid():
        box = form.box
        try:
            redaction.draw(file, by=request.user, at=timezone.now(), **box)
        except reviewing.NotPossible as problem:
            messages.error(request, str(problem))
        return redirect(_drawing_url(file, box["page"]))
    return _drawing_page(request, file, form, status=422 if form.errors else 200)


@registrar_required
@require_POST
def erase(request, pk, box):
    file = _redactable(pk)
    _try(request, lambda: redaction.erase(file, box))
    return redirect(_drawing_url(file, request.POST.get("page", "1")))


@registrar_required
@require_POST
def change(request, pk):
    file = _redactable(pk)
    _try(request, lambda: redaction.change(file, by=request.user, at=timezone.now()))
    return redirect("staff:redaction", pk)


@registrar_required
@require_POST
def make(request, pk):
    file = _redactable(pk)
    if redaction.drawing(file):
        done = _try(request, lambda: redaction.ask(file, by=request.user, at=timezone.now()))
    else:
        done = _try(request, lambda: redaction.ask_again(file))
    if done:
        messages.success(request, _("The new file is being made. Look it through before it is published."))
        return redirect("staff:file", pk)
    return redirect("staff:redaction", pk)


@registrar_required
@require_POST
def offer_table(request, pk):
    """Hand a reviewed table to the people of the published data."""
    file = _file(pk)
    if _try(request, lambda: tables.offer_file(file, by=request.user, at=timezone.now())):
        messages.success(request, _("The table is with the people of the published data."))
    return redirect("staff:file", pk)


@registrar_required
def letter(request, pk):
    message = _message(pk)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            count = texts.remove(message, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Removed in places: %(count)d.") % {"count": count})
            return redirect("staff:mail-text", pk)
        except reviewing.NotPossible as problem:
            form.add_error("words", str(problem))
    return _letter_page(request, message, form, status=422 if form.errors else 200)


@registrar_required
@require_POST
def restore(request, pk, start):
    message = _message(pk)
    _try(request, lambda: texts.restore(message, by=request.user, at=timezone.now(), start=start))
    return redirect("staff:mail-text", pk)


@registrar_required
@require_POST
def publish_letter(request, pk):
    message = _message(pk)
    form = PublicationForm(request.POST, message=message)
    if not form.is_valid():
        return _letter_page(request, message, WordsForm(), status=422, publication=form)
    seen = form.cleaned_data["seen"]
    if _try(request, lambda: texts.publish(message, by=request.user, at=timezone.now(), seen=seen)):
        messages.success(request, _("The letter is on the page of the request."))
    return redirect("staff:mail-text", pk)


@registrar_required
@require_POST
def withdraw_letter(request, pk):
    message = _message(pk)
    if _try(request, lambda: texts.withdraw(message, by=request.user, at=timezone.now())):
        messages.success(request, _("The letter is off the page of the request."))
    return redirect("staff:mail-text", pk)


@registrar_required
@require_POST
def offer_letter_table(request, pk):
    message = _message(pk)
    if _try(request, lambda: tables.offer_text(message, by=request.user, at=timezone.now())):
        messages.success(request, _("The table is with the people of the published data."))
    return redirect("staff:mail-text", pk)


def _file(pk):
    return get_object_or_404(
        MailFile.objects.select_related("message__request", "message__inbound", "document", "paper"), pk=pk
    )


def _redactable(pk):
    file = _file(pk)
    if not redaction.may_be_redacted(file):
        raise Http404
    return file


def _message(pk):
    return get_object_or_404(MailMessage.objects.select_related("request", "inbound"), pk=pk)


def _try(request, act):
    """Whether it was done; if not, the page says why."""
    try:
        act()
    except reviewing.NotPossible as problem:
        messages.error(request, str(problem))
        return False
    return True


def _decide(request, file, form):
    given = {name: form.cleaned_data[name] for name in ("decision", "name", "reason", "seen")}
    try:
        decided = reviewing.decide(file, by=request.user, at=timezone.now(), **given)
    except reviewing.NotPossible as problem:
        messages.error(request, str(problem))
        now = FileReview.objects.filter(file=file).select_related("document", "decided_by").first()
        return _review_page(request, file, now, DecisionForm(file=file, review=now), status=409)
    messages.success(request, decided.get_decision_display().capitalize() + ".")
    return redirect("staff:file", file.pk)


def _review_page(request, file, decided, form, status):
    newest = redaction.newest(file)
    context = {
        "file": file,
        "document": file.document,
        "info_request": file.message.request,
        "review": decided,
        "form": form,
        "findings": findings.of(file.document) if file.document else [],
        "may_be_redacted": redaction.may_be_redacted(file),
        "redaction": newest,
        "problem": redaction.sentence(newest) if newest and newest.problem else "",
        "may_be_put_on_paper": paper.is_wanted(file),
        "unpacked": file.unpacked.select_related("document", "review").order_by("position"),
        "is_too_much": unpacking.is_too_much(file),
        "most_unpacked": unpacking.MOST_FILES,
        "may_be_offered": tables.may_be_offered(file, decided),
    }
    return render(request, "requests_registry/staff/file_review.html", context, status=status)


def _drawing_page(request, file, form, status):
    count = redaction.page_count(file)
    asked = request.POST.get("page") or request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= count else 1
    drawn = redaction.drawing(file)
    boxes = list(drawn.boxes.all()) if drawn else []
    form.fields["page"].initial = number
    context = {
        "file": file,
        "info_request": file.message.request,
        "form": form,
        "number": number,
        "count": count,
        "boxes": [box for box in boxes if box.page == number],
        "all_boxes": boxes,
        "last": redaction.newest(file),
        "next": number + 1 if number < count else 0,
        "previous": number - 1,
    }
    return render(request, "requests_registry/staff/redaction.html", context, status=status)


def _drawing_url(file, page):
    number = str(page) if str(page).isascii() and str(page).isdigit() else "1"
    return f"{reverse('staff:redaction', args=[file.pk])}?page={number}#page"


def _letter_page(request, message, form, status, publication=None):
    decided = TextReview.objects.filter(message=message).select_related("changed_by").first()
    spans = decided.spans if decided else []
    context = {
        "message": message,
        "info_request": message.request,
        "review": decided,
        "pieces": texts.pieces(message.text, spans),
        "suggestions": texts.suggestions(message.text, spans),
        "form": form,
        "publication": publication or PublicationForm(message=message, initial={"seen": spans}),
        "table": tables.rows_in(texts.shown(message.text, spans)),
    }
    return render(request, "requests_registry/staff/mail_text.html", context, status=status)
