"""Where staff enter an answer that came on paper or through a portal, and give holders private links."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from requests_registry.mail import handed_in, match
from requests_registry.mail.handing_in_forms import PaperForm
from requests_registry.models import InformationRequest, MailMessage

registrar_required = role_required(REGISTRAR)


@registrar_required
def paper(request, number):
    info_request, now = _sent(request, number), timezone.now()
    is_sent = request.method == "POST"
    form = PaperForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, at=now, info_request=info_request
    )
    if form.is_valid():
        inbound = handed_in.take_in(info_request, MailMessage.Way.PAPER, by=request.user, at=now, **form.answer)
        messages.success(request, _("The answer is entered. Now record what it answers."))
        return redirect(reverse("staff:one-mail", args=[inbound.pk]))
    context = {"info_request": info_request, "form": form}
    return render(request, "requests_registry/staff/paper.html", context, status=422 if form.errors else 200)


@require_POST
@registrar_required
def new_link(request, number):
    info_request = _sent(request, number)
    address, last_day = handed_in.give_link(info_request, by=request.user, at=timezone.now())
    words = {"address": address, "day": date_format(last_day, "DATE_FORMAT")}
    messages.success(request, _("Private link for the answer, until %(day)s. It is shown once: %(address)s") % words)
    return redirect(info_request.get_staff_url())


@require_POST
@registrar_required
def end_links(request, number):
    info_request = _sent(request, number)
    handed_in.end_links(info_request, at=timezone.now())
    messages.success(request, _("No private link of this request leads anywhere any more."))
    return redirect(info_request.get_staff_url())


@require_POST
@registrar_required
def retire_addresses(request, number):
    info_request = _sent(request, number)
    match.retire_addresses(info_request, by=request.user, at=timezone.now())
    messages.success(
        request,
        _("The addresses are retired: what comes to them waits in the tray. The next letter brings a new one."),
    )
    return redirect(info_request.get_staff_url())


def _sent(request, number):
    visible = InformationRequest.objects.visible_to(request.user).exclude(sent_on=None).with_standing()
    return get_object_or_404(visible, number=number)
