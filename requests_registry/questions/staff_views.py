"""Where registrars answer citizens, make requests of their questions, or say that the centre cannot help."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from portal.paging import page_of
from requests_registry.models import Question
from requests_registry.questions import asking, consent
from requests_registry.questions.filters import QuestionFilter
from requests_registry.questions.forms import AnswerForm, ClosingForm, ContactForm, ErasingForm

registrar_required = role_required(REGISTRAR)


@dataclass(frozen=True)
class StepPage:
    name: str
    states: tuple
    form: type
    take: Callable
    title: str
    advice: str
    button: str
    done: str


PAGES = {
    page.name: page
    for page in (
        StepPage(
            "answer",
            asking.ANSWERABLE,
            AnswerForm,
            asking.answer,
            _("Answer the question"),
            _("Plain words, with the address of what is published already. The answer goes out by e-mail at once."),
            pgettext_lazy("button of a step", "Send the answer"),
            _("The question is answered."),
        ),
        StepPage(
            "close",
            asking.CLOSABLE,
            ClosingForm,
            asking.close,
            _("Not for us"),
            _("For questions that have nothing to do with the environment or with the rights of the public."),
            pgettext_lazy("button of a step", "Close the question"),
            _("The question is closed."),
        ),
        StepPage(
            "contact",
            asking.KEPT,
            ContactForm,
            asking.correct_contact,
            _("Correct the address"),
            _("The asker may have it corrected within one working day. Make sure that it is he who asks for it."),
            pgettext_lazy("button of a step", "Save"),
            _("The address is corrected."),
        ),
        StepPage(
            "erase",
            asking.KEPT,
            ErasingForm,
            asking.withdraw_consent,
            _("Erase: the consent was withdrawn"),
            _(
                "For a person who withdrew by telephone or letter. Address, words, answer and letters are erased for good."
            ),
            pgettext_lazy("button of a step", "Erase"),
            _("The data are erased."),
        ),
    )
}


@registrar_required
def question_list(request):
    known = Question.objects.visible_to(request.user).select_related("topic", "region")
    filterset = QuestionFilter(request.GET, known)
    context = {
        "filter": filterset,
        "page": page_of(filterset.qs, request.GET, order=("-asked_at", "-pk")),
        "operator_lacks_bin": not getattr(consent.operator(), "bin", ""),
    }
    return render(request, "requests_registry/staff/questions.html", context)


@registrar_required
def question(request, pk):
    return _question_page(request, _visible(request, pk))


@registrar_required
def step(request, pk, name):
    page = PAGES.get(name)
    if page is None:
        raise Http404
    question = _visible(request, pk)
    form = page.form(request.POST if request.method == "POST" else None, initial=_contact(question))
    if form.is_valid():
        try:
            page.take(question, by=request.user, at=timezone.now(), **form.cleaned_data)
        except asking.QuestionMovedOn as problem:
            messages.error(request, str(problem))
            return _question_page(request, _visible(request, pk), status=409)
        messages.success(request, page.done)
        return redirect(question.get_staff_url())
    context = {"question": question, "page": page, "form": form}
    return render(request, "requests_registry/staff/question_step.html", context, status=422 if form.errors else 200)


def _contact(question):
    return {"email": question.email, "phone": question.phone}


def _visible(request, pk):
    known = Question.objects.visible_to(request.user)
    return get_object_or_404(known.select_related("topic", "region", "request", "consent", "frequent_question"), pk=pk)


def _question_page(request, question, status=200):
    context = {
        "question": question,
        "pages": [page for page in PAGES.values() if question.state in page.states],
        "may_be_requested": question.state in asking.LINKABLE,
        "events": question.events.select_related("by"),
        "letters": question.mails.order_by("pk"),
    }
    return render(request, "requests_registry/staff/question.html", context, status=status)
