"""The steps that every import has on its pages: a file is checked, what was checked is loaded, what was loaded is undone."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from portal.access import role_required
from portal.importing import keeping
from portal.importing.problems import FileRefused, StepRefused
from portal.models.accounts import DATA_STEWARD

steward_required = role_required(DATA_STEWARD)


def upload(request, form_class, check):
    """(form, what `check` made of its file); None where nothing was sent, or where the form says what is wrong."""
    if request.method != "POST":
        return form_class(), None
    form = form_class(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return form, check(form, keeping.keep(file, file.name), by=request.user, at=timezone.now())
        except FileRefused as refused:
            form.add_error("file", str(refused))
    return form, None


def carry_out(request, step, found, said):
    """Load or undo, and back to the page of the import, which tells how it went."""
    try:
        made = step(found, by=request.user, at=timezone.now())
    except (FileRefused, StepRefused) as refused:
        messages.error(request, str(refused))
        return redirect(found)
    messages.success(request, said)
    return redirect(made)
