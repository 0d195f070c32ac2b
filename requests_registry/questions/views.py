"""Where a citizen asks the centre, and the private pages on which he follows his question."""

from functools import wraps

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.languages import active_language
from requests_registry import attempts
from requests_registry.explanations import citation, length_of
from requests_registry.models import LegalRule
from requests_registry.models.clocks import ClockKind
from requests_registry.models.questions import CONFIRM_WITHIN
from requests_registry.questions import asking, consent, links
from requests_registry.questions.forms import LONGEST_TEXT, QuestionForm


@never_cache
@sensitive_post_parameters("text", "email", "phone")
def ask(request):
    """The question, with the words that led here filled in. A machine is thanked, and nothing is kept of it."""
    now = timezone.now()
    form = QuestionForm(request.POST if request.method == "POST" else None, at=now, initial=_carried(request))
    if form.is_of_a_machine:
        return redirect("requests:asked")
    if not form.is_valid():
        return _ask_page(request, form, status=422 if form.errors else 200)
    try:
        question = asking.ask(
            at=now, sender=request.META["REMOTE_ADDR"], language=active_language(), **form.question_data
        )
    except attempts.TooManyAttempts as problem:
        form.add_error(None, str(problem))
        response = _ask_page(request, form, status=429)
        response["Retry-After"] = str(problem.retry_after)
        return response
    return redirect(links.give(question, at=now) if question.is_by_telephone else "requests:asked")


@require_safe
def asked(request):
    return render(request, "requests_registry/asked.html", {"days": CONFIRM_WITHIN.days})


def private(view, referrer="no-referrer"):
    """A page by whose address alone a person is known: kept by no search engine and no cache, told to no other site."""

    @wraps(view)
    def guarded(request, token):
        question = links.find(token)
        response = view(request, question, token) if question else _unknown(request)
        response["Referrer-Policy"] = referrer
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(guarded)


def private_form(view):
    """The same with a form: without a referrer the browser names no origin either, and the form would be refused."""
    return private(view, referrer="same-origin")


@private
def question(request, question, token):
    if question.is_unconfirmed:
        return redirect("requests:question-confirm", token)
    return _question_page(request, question, token)


@private_form
def confirm(request, question, token):
    """A button, not the link itself: programs that look through mail follow every link."""
    now = timezone.now()
    if question.is_unconfirmed and now > question.confirm_by:
        return _too_late(request)
    if request.method == "POST":
        try:
            asking.confirm(question, at=now)
        except asking.TooLateToConfirm:
            return _too_late(request)
    if request.method == "POST" or not question.is_unconfirmed:
        return redirect("requests:question", token)
    return render(request, "requests_registry/question_confirm.html", {"confirm_by": question.confirm_by})


@private_form
def withdraw(request, question, token):
    if request.method == "POST":
        asking.withdraw_consent(question, at=timezone.now())
    if request.method == "POST" or question.is_erased:
        return redirect("requests:question", token)
    return render(request, "requests_registry/question_withdraw.html", {"token": token})


def _carried(request):
    return {"text": request.GET.get("about", "").replace("\x00", "").strip()[:LONGEST_TEXT]}


def _ask_page(request, form, status):
    rule = LegalRule.objects.in_force(ClockKind.REPLY, on=timezone.localdate())
    context = {
        "form": form,
        "about": form.initial["text"],
        "centre": consent.operator(),
        "reply_term": rule and length_of(rule.term),
        "reply_source": rule and citation(rule),
    }
    return render(request, "requests_registry/ask.html", context, status=status)


def _question_page(request, question, token):
    info_request = question.request
    context = {
        "question": question,
        "token": token,
        "address": settings.SITE_URL + request.path,
        "info_request": info_request,
        "events": question.events.all(),
        "kept": _kept(question),
    }
    return render(request, "requests_registry/question.html", context)


def _kept(question):
    """Which data are held, without showing them: whoever has the link has not proved who he is."""
    if question.is_erased:
        return []
    held = [_("the words of your question"), _("your e-mail address"), _("your telephone number"), _("the answer")]
    values = [question.text, question.email, question.phone, question.answer]
    given = _("your consent, given on %(day)s") % {
        "day": date_format(timezone.localdate(question.asked_at), "DATE_FORMAT")
    }
    return [label for label, value in zip(held, values, strict=True) if value] + [given]


def _unknown(request):
    return render(request, "requests_registry/question_unknown.html", status=404)


def _too_late(request):
    return render(request, "requests_registry/question_too_late.html", {"days": CONFIRM_WITHIN.days}, status=410)
