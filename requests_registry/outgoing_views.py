"""Where registrars see what became of our own mail, take a letter back, and send again what did not leave."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from requests_registry.filters import OutgoingFilter
from requests_registry.mail import outbox
from requests_registry.models import OutgoingMail

registrar_required = role_required(REGISTRAR)
SHOWN = 50


@registrar_required
def mails(request):
    sent = OutgoingMail.objects.with_attempts().select_related("request")
    filterset = OutgoingFilter(request.GET, queryset=sent)
    context = {
        "filter": filterset,
        "page": page_of(filterset.qs, request.GET, order=("-queued_at", "-pk")),
        "undelivered": [] if request.GET else list(sent.undelivered()[:SHOWN]),
        "waiting": [] if request.GET else list(sent.waiting_long(timezone.now())[:SHOWN]),
        "is_configured": outbox.is_configured(),
    }
    return render(request, "requests_registry/staff/mails_sent.html", context)


@registrar_required
@require_POST
def take_back(request, key):
    mail = get_object_or_404(OutgoingMail, pk=key)
    try:
        outbox.take_back(mail)
        messages.success(request, _("The letter is taken back: it was not sent."))
    except outbox.NotPossible:
        messages.error(request, _("It is too late to take this letter back."))
    return _back_to(mail)


@registrar_required
@require_POST
def send_again(request, key):
    mail = get_object_or_404(OutgoingMail, pk=key)
    try:
        outbox.try_again(mail, at=timezone.now())
        messages.success(request, _("The mail will leave within a minute."))
    except outbox.NotPossible:
        messages.error(request, _("This mail is on its way already."))
    return _back_to(mail)


def _back_to(mail):
    return redirect(mail.request.get_staff_url() if mail.request else "staff:mail-sent")
