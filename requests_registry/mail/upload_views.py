"""Where a holder answers through the private link of our letter, without an account."""

from functools import wraps

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from requests_registry import attempts
from requests_registry.attempts import LONGEST, Limit, network
from requests_registry.mail import handed_in
from requests_registry.mail.handing_in_forms import UploadForm
from requests_registry.models import InboundMail, MailMessage

OF_ONE_LINK = Limit("upload by link", 40, LONGEST)
OF_ONE_SENDER = Limit("upload by sender", 40, LONGEST)


def private(view):
    """By its address alone the page is opened: no search engine and no cache keeps it, no other site is told of it."""

    @wraps(view)
    def guarded(request, token, **kwargs):
        link = handed_in.find_link(token)
        if link is None:
            response = render(request, "requests_registry/upload_unknown.html", status=404)
        elif link.ended_at or link.expires_on < timezone.localdate():
            response = render(request, "requests_registry/upload_over.html", {"link": link}, status=410)
        else:
            response = view(request, link, token, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(guarded)


@sensitive_post_parameters("text", "name", "email", "reference")
@private
def upload(request, link, token):
    """The form, and the answer. A machine is shown the form again, and nothing is kept of it."""
    now = timezone.now()
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_of_a_machine:
        return redirect("requests:upload", token)
    if not form.is_valid():
        return _form_page(request, link, form, status=422 if form.errors else 200)
    try:
        _count(request, link, at=now)
    except attempts.TooManyAttempts as problem:
        form.add_error(None, str(problem))
        response = _form_page(request, link, form, status=429)
        response["Retry-After"] = str(problem.retry_after)
        return response
    handed_in.take_in(link.request, MailMessage.Way.LINK, at=now, **form.answer)
    return redirect("requests:upload-received", token, form.cleaned_data["form_key"])


@private
def received(request, link, token, key):
    """The receipt: what came, when, and what becomes of it."""
    mails = InboundMail.objects.without_raw().filter(message_id=handed_in.identifier(key), request=link.request)
    inbound = mails.select_related("message").order_by("pk").first()
    if inbound is None:
        raise Http404
    message = getattr(inbound, "message", None)
    files = message.files.all() if message else []
    context = {"link": link, "inbound": inbound, "files": files, "token": token}
    return render(request, "requests_registry/upload_received.html", context)


@transaction.atomic
def _count(request, link, *, at):
    attempts.spend(OF_ONE_LINK, link.pk, at=at)
    attempts.spend(OF_ONE_SENDER, network(request.META["REMOTE_ADDR"]), at=at)


def _form_page(request, link, form, status):
    return render(request, "requests_registry/upload.html", {"link": link, "form": form}, status=status)
