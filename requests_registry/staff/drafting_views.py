"""Requests that are not sent yet: one draft, and the same question to many holders as a campaign."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from requests_registry import campaigns, forms, lifecycle, recording, timeline
from requests_registry.models import Campaign, InformationRequest
from requests_registry.questions import asking

registrar_required = role_required(REGISTRAR)


@registrar_required
def draft(request):
    now = timezone.now()
    question = asking.named_in(request.GET, request.user)
    initial = asking.prefill(question) if question else None
    form = forms.DraftForm(request.POST if request.method == "POST" else None, at=now, initial=initial)
    if form.is_valid():
        drafted = lifecycle.draft(by=request.user, at=now, **form.request_data)
        if question:
            asking.link(question, drafted, by=request.user, at=now)
        messages.success(request, _("Draft %(number)s is written.") % {"number": drafted.number})
        return redirect(drafted.get_staff_url())
    return _page(request, form, title=_("Write a draft"), button=_("Keep the draft"))


@registrar_required
def edit(request, number):
    now = timezone.now()
    drafts = InformationRequest.objects.visible_to(request.user).drafts()
    info_request = get_object_or_404(drafts.select_related("holder__organisation"), number=number)
    form = forms.EditingForm(request.POST if request.method == "POST" else None, at=now, info_request=info_request)
    if not form.is_valid():
        return _page(request, form, title=_("Change the draft"), button=_("Keep the draft"))
    try:
        lifecycle.edit_draft(info_request, by=request.user, at=now, **form.request_data)
    except recording.RequestChanged as problem:
        form.data = form.data.copy()
        form.data["seen"] = problem.events[-1].sequence
        news = [(event, timeline.details(event)) for event in problem.events]
        return _page(request, form, title=_("Change the draft"), button=_("Keep the draft"), status=409, news=news)
    except lifecycle.StepNotAllowed as problem:
        messages.error(request, str(problem))
        return redirect(info_request.get_staff_url())
    messages.success(request, _("The draft is changed."))
    return redirect(info_request.get_staff_url())


@registrar_required
def campaign_new(request):
    now = timezone.now()
    form = forms.CampaignForm(request.POST if request.method == "POST" else None, at=now)
    if form.is_valid():
        made = campaigns.begin(by=request.user, at=now, **form.request_data)
        count = made.requests.count()
        words = ngettext("A draft for %(count)d holder is written.", "Drafts for %(count)d holders are written.", count)
        messages.success(request, words % {"count": count})
        return redirect("staff:campaign", slug=made.slug)
    return _page(request, form, title=_("Ask many holders the same"), button=_("Write the drafts"))


@registrar_required
def campaign(request, slug):
    """The comparison as staff see it: drafts and hidden requests among the rows."""
    found = get_object_or_404(Campaign, slug=slug)
    context = {
        "campaign": found,
        "rows": campaigns.compare(found, request.user, timezone.localdate()),
        "is_staff": True,
    }
    return render(request, "requests_registry/campaign.html", context)


@registrar_required
def campaign_list(request):
    return render(request, "requests_registry/staff/campaigns.html", {"campaigns": campaigns.listed()})


def _page(request, form, *, title, button, status=None, news=()):
    context = {"form": form, "title": title, "button": button, "news": news}
    status = status or (422 if form.errors else 200)
    return render(request, "requests_registry/staff/draft.html", context, status=status)
