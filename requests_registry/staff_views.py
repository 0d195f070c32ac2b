"""Where registrars work: the desk, filing, and a small page for each step of a request."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from requests_registry import counting, forms, lifecycle, timeline
from requests_registry import desk as desks
from requests_registry.explanations import citation, explain, length_of
from requests_registry.models import InformationRequest, LegalRule
from requests_registry.models.clocks import ClockKind

registrar_required = role_required(REGISTRAR)


@registrar_required
def desk(request):
    today = timezone.localdate()
    return render(request, "requests_registry/staff/desk.html", {"piles": desks.piles(today), "today": today})


@registrar_required
def file_request(request):
    now = timezone.now()
    form = forms.FilingForm(request.POST if request.method == "POST" else None, at=now)
    if form.is_valid():
        filed = lifecycle.file_request(by=request.user, at=now, **form.request_data)
        messages.success(request, _filed(filed))
        return redirect(filed.get_staff_url())
    context = {"form": form, "law": _law_of_reply()}
    return render(request, "requests_registry/staff/file.html", context, status=422 if form.errors else 200)


@registrar_required
def info_request(request, number):
    return _request_page(request, _visible(request, number))


@registrar_required
def step(request, number, name):
    page = PAGES.get(name)
    if page is None:
        raise Http404
    info_request = _visible(request, number)
    if not lifecycle.is_possible(info_request, page.step):
        messages.error(request, _("This step is not possible: request %(number)s has moved on.") % {"number": number})
        return _request_page(request, info_request, status=409)
    now = timezone.now()
    form = page.form(request.POST if request.method == "POST" else None, at=now, info_request=info_request)
    if form.is_valid():
        return _take(request, info_request, page, form, now)
    context = {"info_request": info_request, "page": page, "form": form, "law": _law_of_reply()}
    return render(request, "requests_registry/staff/step.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class StepPage:
    """How a step of lifecycle looks to a registrar: its form, its function, its words."""

    step: lifecycle.Step
    form: type
    take: Callable
    title: str
    button: str
    done: str
    advice: str


PAGES = {
    page.step.name: page
    for page in (
        StepPage(
            lifecycle.REGISTRATION,
            forms.RegistrationForm,
            lifecycle.record_registration,
            gettext_lazy("Record the registration"),
            gettext_lazy("Save the registration"),
            gettext_lazy("The registration is recorded and the reply date is counted anew."),
            gettext_lazy(
                "From the day of receipt the law counts the days to answer. At a state body that is the day of "
                "registration. The provisional date is closed, and the true one opened."
            ),
        ),
        StepPage(
            lifecycle.REPLY,
            forms.ReplyForm,
            lifecycle.record_reply,
            gettext_lazy("Record a reply"),
            gettext_lazy("Save the reply"),
            gettext_lazy("The reply is recorded."),
            gettext_lazy(
                "A reply quotes the number and the date of the request and is in its language. A reply on paper "
                "counts as one by e-mail does."
            ),
        ),
        StepPage(
            lifecycle.PUBLICATION,
            forms.PublicationForm,
            lifecycle.publish,
            gettext_lazy("Publish the request"),
            gettext_lazy("Publish"),
            gettext_lazy("The request is on the public register."),
            gettext_lazy(
                "Everybody will read the letter, the replies and the history. Look once more for names, addresses, "
                "telephones and IINs of citizens."
            ),
        ),
        StepPage(
            lifecycle.WITHDRAWAL,
            forms.WithdrawalForm,
            lifecycle.unpublish,
            gettext_lazy("Take the request off the register"),
            gettext_lazy("Take it off"),
            gettext_lazy("The request is seen by staff only."),
            gettext_lazy(
                "The page, the lists, the feed and the search will not show it any more. Its history and the "
                "reason stay."
            ),
        ),
    )
}


def _take(request, info_request, page, form, now):
    try:
        page.take(info_request, by=request.user, at=now, **form.cleaned_data)
    except (lifecycle.StepNotAllowed, lifecycle.DateNotPossible) as problem:
        messages.error(request, str(problem))
        return _request_page(request, _visible(request, info_request.number), status=409)
    messages.success(request, page.done)
    return redirect(info_request.get_staff_url())


def _visible(request, number):
    visible = InformationRequest.objects.visible_to(request.user).with_standing()
    return get_object_or_404(visible, number=number)


def _request_page(request, info_request, status=200):
    context = {
        "info_request": info_request,
        "organisation": info_request.holder.organisation,
        "today": timezone.localdate(),
        "explanation": explain(counting.count_of(info_request.reply_clock)),
        "pages": [PAGES[step.name] for step in lifecycle.possible_steps(info_request)],
        "events": [(event, timeline.details(event)) for event in timeline.whole(info_request)],
        "replies": info_request.replies.all(),
    }
    return render(request, "requests_registry/staff/request.html", context, status=status)


def _filed(info_request):
    return _("Request %(number)s is filed. The answer is due by %(day)s, provisionally.") % {
        "number": info_request.number,
        "day": date_format(info_request.reply_due_on, "DATE_FORMAT"),
    }


def _law_of_reply():
    """What the law says beside the form: a reply within 15 calendar days (Law … art. 11(10))."""
    rule = LegalRule.objects.in_force(ClockKind.REPLY, on=timezone.localdate())
    return rule and {"length": length_of(rule.term), "source": citation(rule)}
