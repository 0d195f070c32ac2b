"""The questions that many have, and the guide to who has the information."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.paging import page_of
from requests_registry.models import FrequentQuestion
from requests_registry.questions import guide as guides
from requests_registry.questions.filters import FrequentQuestionFilter
from requests_registry.questions.forms import GuideForm
from requests_registry.structured_data import frequent_question


@require_safe
def frequent_list(request):
    visible = FrequentQuestion.objects.visible_to(request.user).select_related("topic")
    filterset = FrequentQuestionFilter(request.GET, visible)
    context = {"filter": filterset, "page": page_of(filterset.qs, request.GET, order=("order", "pk"))}
    return render(request, "requests_registry/frequent_list.html", context)


@require_safe
def frequent(request, pk):
    visible = FrequentQuestion.objects.visible_to(request.user).select_related("topic")
    found = get_object_or_404(visible, pk=pk)
    context = {"frequent": found, "structured": frequent_question(found, request.build_absolute_uri(request.path))}
    return render(request, "requests_registry/frequent.html", context)


@require_safe
def guide(request):
    """Two choices in the address, and who has the information. Nonsense in the address is said, not answered with a failure."""
    form = GuideForm(request.GET if {"topic", "region"} & request.GET.keys() else None)
    context = {"form": form, "notes": [], "parts": None}
    if form.is_valid():
        topic, region = form.cleaned_data["topic"], form.cleaned_data["region"]
        context |= {
            "parts": guides.parts(topic, region),
            "topic": topic,
            "region": region,
            "about": _about(topic, region),
        }
    elif form.is_bound:
        context["notes"] = [_("Choose a topic from the list, and a region if the place matters.")]
    return render(request, "requests_registry/guide.html", context)


def _about(topic, region):
    return f"{topic}, {region}" if region else str(topic)
