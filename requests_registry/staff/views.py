"""Where registrars work: the desk, filing, and a small page for each step of a request."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from requests_registry import counting, dates, forms, lifecycle, recording, terms, timeline
from requests_registry.explanations import citation, length_of
from requests_registry.models import InformationRequest, LegalRule, MailFile
from requests_registry.models.clocks import ClockKind
from requests_registry.questions import asking
from requests_registry.staff import proposals
from requests_registry.staff.step_pages import PAGES, first_and_groups

registrar_required = role_required(REGISTRAR)


@registrar_required
def file_request(request):
    now = timezone.now()
    question = asking.named_in(request.GET, request.user)
    initial = asking.prefill(question) if question else None
    form = forms.FilingForm(request.POST if request.method == "POST" else None, at=now, initial=initial)
    if form.is_valid():
        filed = lifecycle.file_request(by=request.user, at=now, **form.request_data)
        if question:
            asking.link(question, filed, by=request.user, at=now)
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
    now = timezone.now()
    if not lifecycle.is_possible(info_request, page.step, timezone.localdate(now)):
        messages.error(request, _("This step is not possible: request %(number)s has moved on.") % {"number": number})
        return _request_page(request, info_request, status=409)
    if request.method != "POST":
        proposal = proposals.proposed(page.step, info_request)
        form = page.form(at=now, info_request=info_request, initial=proposal.values)
        return _step_page(request, info_request, page, form, status=200, source=proposal.source)
    form = page.form(request.POST, at=now, info_request=info_request)
    if form.is_valid():
        return _take(request, info_request, page, form, now)
    return _step_page(request, info_request, page, form, status=422)


def _take(request, info_request, page, form, now):
    try:
        page.take(info_request, by=request.user, at=now, **form.cleaned_data)
    except recording.RequestChanged as problem:
        form.data = form.data.copy()
        form.data["seen"] = problem.events[-1].sequence
        return _step_page(request, info_request, page, form, status=409, news=problem.events)
    except dates.DateNotPossible as problem:
        form.add_error(None, str(problem))
        return _step_page(request, info_request, page, form, status=422)
    except lifecycle.StepNotAllowed as problem:
        messages.error(request, str(problem))
        return _request_page(request, _visible(request, info_request.number), status=409)
    messages.success(request, page.done)
    return redirect(info_request.get_staff_url())


def _step_page(request, info_request, page, form, status, news=(), source=""):
    """`news` is what others recorded since the form was opened; what was typed stays in it. `source` filled the form in."""
    context = {
        "info_request": info_request,
        "page": page,
        "form": form,
        "source": source,
        "terms": _terms(page.step, info_request),
        "news": [(event, timeline.details(event)) for event in news],
    }
    return render(request, "requests_registry/staff/step.html", context, status=status)


def _visible(request, number):
    visible = InformationRequest.objects.visible_to(request.user).with_terms()
    return get_object_or_404(visible, number=number)


def _request_page(request, info_request, status=200):
    today = timezone.localdate()
    likely, groups = first_and_groups(lifecycle.possible_steps(info_request, today))
    context = {
        "info_request": info_request,
        "organisation": info_request.holder.organisation,
        "today": today,
        "explanation": terms.explanation(info_request),
        "terms": terms.beside_the_reply(info_request, today),
        "likely": likely,
        "groups": groups,
        "events": [(event, timeline.details(event)) for event in timeline.whole(info_request)],
        "replies": info_request.replies.all(),
        "files": MailFile.objects.answers().filter(message__request=info_request).select_related("review", "document"),
        "mail_messages": info_request.mail_messages.select_related("review", "inbound").defer("inbound__raw"),
        "forwardings": info_request.forwardings.select_related("from_holder__organisation", "to_holder__organisation"),
    }
    return render(request, "requests_registry/staff/request.html", context, status=status)


def _filed(info_request):
    if info_request.is_draft:  # the same form had kept it as a draft
        return _("Request %(number)s is a draft.") % {"number": info_request.number}
    return _("Request %(number)s is filed. The answer is due by %(day)s, provisionally.") % {
        "number": info_request.number,
        "day": date_format(info_request.reply_due_on, "DATE_FORMAT"),
    }


def _law_of_reply():
    """What the law says beside the form: a reply within 15 calendar days (Law … art. 11(10))."""
    rule = LegalRule.objects.in_force(ClockKind.REPLY, on=timezone.localdate())
    return rule and {"length": length_of(rule.term), "source": citation(rule)}


def _terms(step, info_request):
    """The terms of law that matter for a step, for a holder of this profile."""
    rules = [counting.rule_for(kind, info_request, timezone.localdate()) for kind in step.law]
    return [(rule.get_kind_display(), length_of(rule.term), citation(rule)) for rule in rules if rule]
