"""A correction of the directory: where a visitor proposes it, and the queue in which staff decide."""

import django_filters
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.access import role_required
from portal.filters import PublicFilterSet
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from requests_registry import attempts
from requests_registry.holders import corrections
from requests_registry.holders.correction_forms import CorrectionDecisionForm, CorrectionProposalForm
from requests_registry.models import HolderCorrection, InformationHolder

registrar_required = role_required(REGISTRAR)


class CorrectionFilter(PublicFilterSet):
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a correction", "State"),
        empty_label=gettext_lazy("Waiting"),
        choices=[choice for choice in HolderCorrection.State.choices if choice[0] != HolderCorrection.State.WAITING],
    )

    class Meta:
        model = HolderCorrection
        fields = ["state"]

    def filter_queryset(self, corrections):
        """Without a choice: what waits."""
        return super().filter_queryset(corrections) if self.form.cleaned_data["state"] else corrections.waiting()


@never_cache  # each form has a key of its own
@sensitive_post_parameters("email", "wrong", "right")
def propose(request, slug):
    """A machine is thanked as a person is, and nothing is kept of it."""
    holder = get_object_or_404(InformationHolder.objects.select_related("organisation"), organisation__slug=slug)
    form = CorrectionProposalForm(request.POST if request.method == "POST" else None)
    if not form.is_of_a_machine:
        if not form.is_valid():
            return _proposal_page(request, holder, form, status=422 if form.errors else 200)
        try:
            corrections.propose(holder, at=timezone.now(), sender=request.META["REMOTE_ADDR"], **form.proposal)
        except attempts.TooManyAttempts as problem:
            form.add_error(None, str(problem))
            response = _proposal_page(request, holder, form, status=429)
            response["Retry-After"] = str(problem.retry_after)
            return response
    messages.success(request, _("Thank you. The staff of the centre will check it and mend the directory."))
    return redirect(holder)


@registrar_required
def queue(request):
    known = HolderCorrection.objects.select_related("holder__organisation", "decided_by")
    filterset = CorrectionFilter(request.GET, known)
    context = {"filter": filterset, "page": page_of(filterset.qs, request.GET, order=("-proposed_at", "-pk"))}
    return render(request, "requests_registry/staff/corrections.html", context)


@registrar_required
def correction(request, pk):
    known = HolderCorrection.objects.select_related("holder__organisation", "decided_by")
    correction = get_object_or_404(known, pk=pk)
    form = CorrectionDecisionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _decision_page(request, correction, form, status=422 if form.errors else 200)
    try:
        corrections.decide(correction, by=request.user, at=timezone.now(), **form.cleaned_data)
    except corrections.AlreadyDecided as problem:
        messages.error(request, str(problem))
        return _decision_page(request, get_object_or_404(known, pk=pk), CorrectionDecisionForm(), status=409)
    messages.success(request, _("The decision is recorded."))
    return redirect("staff:corrections")


def _proposal_page(request, holder, form, status):
    context = {"holder": holder, "organisation": holder.organisation, "form": form}
    return render(request, "requests_registry/correction.html", context, status=status)


def _decision_page(request, correction, form, status):
    context = {"correction": correction, "organisation": correction.holder.organisation, "form": form}
    return render(request, "requests_registry/staff/correction.html", context, status=status)
