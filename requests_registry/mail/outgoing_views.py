"""Where registrars see what became of our own mail, take a letter back, and send again what did not leave."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from requests_registry.filters import OutgoingFilter
from requests_registry.letters import sending
from requests_registry.mail import outbox
from requests_registry.models import OutgoingMail

registrar_required = role_required(REGISTRAR)
SHOWN = 50


class SetAsideForm(forms.Form):
    why = forms.CharField(max_length=300)


@registrar_required
def mails(request):
    return _mails_page(request)


def _mails_page(request, status=200):
    sent = OutgoingMail.objects.with_attempts().select_related("request")
    filterset = OutgoingFilter(request.GET, queryset=sent)
    context = {
        "filter": filterset,
        "page": page_of(filterset.qs, request.GET, order=("-queued_at", "-pk")),
        "undelivered": [] if request.GET else list(sent.undelivered()[:SHOWN]),
        "waiting": [] if request.GET else list(sent.waiting_long(timezone.now())[:SHOWN]),
        "is_configured": outbox.is_configured(),
    }
    return render(request, "requests_registry/staff/mails_sent.html", context, status=status)


@registrar_required
@require_POST
def take_back(request, key):
    mail = get_object_or_404(OutgoingMail.objects.select_related("request"), pk=key)
    try:
        is_undone = sending.take_back(mail, by=request.user, at=timezone.now())
    except outbox.NotPossible:
        messages.error(request, _("It is too late to take this letter back."))
    else:
        messages.success(request, _("The letter is taken back: it was not sent."))
        _say_where_it_stands(request, mail, is_undone)
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


@registrar_required
@require_POST
def set_aside(request, key):
    mail = get_object_or_404(OutgoingMail, pk=key)
    why = SetAsideForm(request.POST)
    if not why.is_valid():
        messages.error(request, _("Say in a few words why nothing more is to be done."))
        return _mails_page(request, status=422)
    try:
        outbox.set_aside(mail, by=request.user, at=timezone.now(), why=why.cleaned_data["why"])
        messages.success(request, _("The mail is off the desk."))
    except outbox.NotPossible:
        messages.error(request, _("Nothing was changed: somebody has dealt with this mail meanwhile."))
    return _back_to(mail)


def _say_where_it_stands(request, mail, is_undone):
    """What the request looks like now, and what is to be done where it could not go back."""
    if mail.event is None:
        return
    mail.request.refresh_from_db()
    words = {"number": mail.request.number, "state": mail.request.get_state_display()}
    if is_undone:
        messages.info(request, _("Request %(number)s stands as before the letter: %(state)s.") % words)
    else:
        messages.warning(
            request,
            _(
                "Request %(number)s has moved on since the letter was queued, and still stands as if it had left: "
                "%(state)s. Send the letter another way, or close the request."
            )
            % words,
        )


def _back_to(mail):
    return redirect(mail.request.get_staff_url() if mail.request else "staff:mail-sent")
