"""The staff desk: what needs a person today, who has taken what, and the calendar of deadlines."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import desk
from portal.access import role_required
from portal.models.accounts import REGISTRAR
from requests_registry.mail import outbox
from requests_registry.staff import deadline_calendar

registrar_required = role_required(REGISTRAR)


class MarkForm(forms.Form):
    """What to do with one thing on the desk."""

    CLAIM, RELEASE, POSTPONE, DONE = "claim", "release", "postpone", "done"

    act = forms.ChoiceField(choices=[(act, act) for act in (CLAIM, RELEASE, POSTPONE, DONE)])
    occasion = forms.CharField(max_length=40, required=False)
    until = forms.DateField(required=False)
    reason = forms.CharField(max_length=300, required=False)


@registrar_required
def desk_page(request):
    return _desk(request)


@registrar_required
@require_POST
def mark(request, key, object_id):
    """A mark on one thing; what cannot be done is said above the desk, and nothing is changed."""
    if desk.source(key) is None:
        raise Http404
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _desk(request, problem=_("Choose what to do, and give the day as a date."), status=422)
    try:
        _carry_out(form.cleaned_data, key, object_id, by=request.user)
    except desk.NotPossible as problem:
        return _desk(request, problem=str(problem), status=422)
    return redirect(f"{reverse('staff:desk')}#{key}")


def _carry_out(given, key, object_id, *, by):
    now = timezone.now()
    where = (key, object_id, given["occasion"])
    if given["act"] == MarkForm.CLAIM:
        desk.claim(*where, by=by, at=now)
    elif given["act"] == MarkForm.RELEASE:
        desk.release(*where, by=by)
    elif given["act"] == MarkForm.DONE:
        desk.finish(*where, by=by, at=now)
    else:
        until = given["until"] or timezone.localdate(now)
        desk.postpone(*where, by=by, on=timezone.localdate(now), until=until, reason=given["reason"])


def _desk(request, problem="", status=200):
    today = timezone.localdate()
    piles = desk.piles(today)
    if problem:
        messages.error(request, problem)
    context = {
        "piles": [pile for pile in piles if pile.items],
        "empty": [pile.source.title for pile in piles if not pile.items],
        "people": desk.people(piles),
        "today": today,
        "mail_is_configured": outbox.is_configured(),
    }
    return render(request, "requests_registry/staff/desk.html", context, status=status)


@registrar_required
def calendar(request):
    today = timezone.localdate()
    month = deadline_calendar.month_named(request.GET.get("month", ""), today)
    context = {
        "month": month,
        "days": deadline_calendar.days(month),
        "earlier": deadline_calendar.earlier(month),
        "later": deadline_calendar.later(month),
        "today": today,
        "private_url": request.build_absolute_uri(
            reverse("staff:calendar-file", args=[deadline_calendar.key_of(request.user)])
        ),
    }
    return render(request, "requests_registry/staff/calendar.html", context)


def calendar_file(request, key):
    """For a calendar program, which cannot log in: whoever has the address reads it, until the password is changed."""
    user = deadline_calendar.user_of(key)
    if user is None:
        raise Http404
    response = HttpResponse(
        deadline_calendar.as_ical(timezone.localdate()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
