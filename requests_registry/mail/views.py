"""Where registrars look at mail: the tray, one mail, its files, whose it is."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.access import role_required
from portal.documents.serving import SANDBOX
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from requests_registry import lifecycle
from requests_registry.filters import MailFilter
from requests_registry.forms import MailDeliveryForm
from requests_registry.mail import receive, tray
from requests_registry.mail.parse import parse
from requests_registry.models import InboundMail, MailMessage

registrar_required = role_required(REGISTRAR)


@registrar_required
def mails(request):
    found = InboundMail.objects.without_raw().select_related("request")
    filterset = MailFilter(request.GET, queryset=found)
    context = {
        "filter": filterset,
        "page": page_of(filterset.qs, request.GET, order=("-received_at", "-pk")),
        "piles": [] if request.GET else tray.piles(),
    }
    return render(request, "requests_registry/staff/mails.html", context)


@registrar_required
def mail(request, key):
    inbound = _mail(key)
    form = MailDeliveryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _deliver(request, inbound, form.cleaned_data["number"])
    return _mail_page(request, inbound, form, status=422 if form.errors else 200)


@registrar_required
@require_POST
def take_back(request, key):
    return _sort(request, key, receive.take_back, _("The mail is in the tray again."))


@registrar_required
@require_POST
def mark_spam(request, key):
    return _sort(request, key, receive.mark_spam, _("Taken for spam: the mail is kept, and out of your way."))


@registrar_required
@require_POST
def unmark_spam(request, key):
    return _sort(request, key, receive.unmark_spam, _("The mail is in the tray again."))


@registrar_required
@require_POST
def read_again(request, key):
    read = receive.process(_mail(key), at=timezone.now())
    if read and read.outcome != InboundMail.Outcome.FAILED:
        messages.success(request, _("The mail is read."))
    else:
        messages.error(request, _("The mail could not be read this time either."))
    return redirect("staff:one-mail", key)


@registrar_required
@require_GET
def as_it_came(request, key):
    return _download(bytes(_mail(key).raw), f"{key}.eml")


@registrar_required
@require_GET
def file(request, key, position):
    files = parse(bytes(_mail(key).raw)).files
    if not 1 <= position <= len(files):
        raise Http404
    return _download(files[position - 1].content, files[position - 1].name)


def _mail(key):
    return get_object_or_404(InboundMail.objects.select_related("request__holder"), pk=key)


def _sort(request, key, act, told):
    try:
        act(_mail(key), at=timezone.now())
        messages.success(request, told)
    except receive.NotPossible:
        messages.error(request, _("Nothing was changed: somebody has dealt with this mail meanwhile."))
    return redirect("staff:one-mail", key)


def _deliver(request, inbound, info_request):
    try:
        receive.deliver(inbound, info_request, by=request.user, at=timezone.now())
    except receive.NotPossible:
        messages.error(request, _("This mail has been delivered meanwhile."))
    else:
        messages.success(request, _("The mail is delivered to request %(number)s.") % {"number": info_request.number})
    return redirect("staff:one-mail", inbound.pk)


def _mail_page(request, inbound, form, status):
    read = parse(bytes(inbound.raw))
    context = {
        "inbound": inbound,
        "mail": read,
        "message": MailMessage.objects.filter(inbound=inbound).first(),
        "files": list(enumerate(read.files, 1)),
        "notes": tray.sentences(read.notes),
        "suggestions": tray.reasons(inbound.suggestions),
        "form": form,
        "waits": inbound.outcome in receive.DELIVERABLE,
        "may_be_recorded": inbound.outcome == InboundMail.Outcome.DELIVERED and _takes_a_reply(inbound.request),
    }
    return render(request, "requests_registry/staff/mail.html", context, status=status)


def _takes_a_reply(info_request):
    return lifecycle.is_possible(info_request, lifecycle.REPLY, timezone.localdate())


def _download(content, name):
    """Never shown by the browser on our own address: what came by mail may be anything."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
