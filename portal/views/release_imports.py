"""The data steward's pages for releases of facilities: check a table, load it, undo it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.exports import Column, respond
from portal.facilities import loading
from portal.facilities.forms import ReleaseTableForm
from portal.importing.problems import sentence
from portal.models import Facility, Medium, PrtrPollutant, ReleaseImport
from portal.views.import_steps import carry_out, steward_required, upload

SHOWN_RUNS = 30
SHOWN_REFUSALS = 100


@steward_required
def release_imports(request):
    form, run = upload(request, ReleaseTableForm, _check)
    if run:
        return redirect(run)
    context = {"form": form, "runs": ReleaseImport.objects.select_related("made_by")[:SHOWN_RUNS]}
    return render(request, "portal/release_imports.html", context, status=422 if form.errors else 200)


@steward_required
def release_import(request, pk):
    run = get_object_or_404(ReleaseImport.objects.select_related("made_by", "undone_by"), pk=pk)
    left_out = run.report.get("left_out")
    context = {
        "run": run,
        "facts": [
            (_("State"), run.get_state_display()),
            (_("Source of the figures"), run.source),
            (_("Checked or loaded by"), run.made_by or "—"),
            *([(_("Columns and sheets that were not read"), ", ".join(left_out))] if left_out else []),
            ("SHA-256", run.sha256),
        ],
        "changes": _changes(run.report["changes"]),
        "refusals": [sentence(*refused) for refused in run.report["refused"][:SHOWN_REFUSALS]],
    }
    return render(request, "portal/release_import.html", context)


@steward_required
@require_POST
def load_releases(request, pk):
    run = get_object_or_404(ReleaseImport, pk=pk, state=ReleaseImport.State.CHECKED)
    return carry_out(request, loading.load, run, _("The file is loaded. It can be undone on this page."))


@steward_required
@require_POST
def undo_releases(request, pk):
    run = get_object_or_404(ReleaseImport, pk=pk)
    said = _("The import is undone: the releases are what they were before it.")
    return carry_out(request, loading.undo, run, said)


@steward_required
def refused_releases(request, pk):
    """The rows that were not taken, each with its sentence, to be sent back to the publisher."""
    run = get_object_or_404(ReleaseImport, pk=pk)
    columns = [
        Column("row", _("row"), lambda refused: refused[0]),
        Column("column", _("column"), lambda refused: refused[1]),
        Column("why", _("why it was refused"), lambda refused: sentence(*refused)),
    ]
    return respond("csv", f"releases-{run.pk}-refused", columns, run.report["refused"], excel=True)


def _changes(changes):
    """What changes, with the names of today; a facility or pollutant that is gone stays as the run kept it."""
    facilities = _names(Facility, "slug", {slug for _row, slug, *_rest in changes})
    pollutants = _names(PrtrPollutant, "number", {number for _row, _slug, _year, number, *_rest in changes})
    return [
        (facilities.get(slug, slug), year, pollutants.get(number, number), Medium(medium).label, was, became)
        for _row, slug, year, number, medium, was, became in changes
    ]


def _names(model, key, values):
    return {value: one.name for value, one in model.objects.in_bulk(values, field_name=key).items()}


def _check(form, kept, **made):
    return loading.check(kept, form.cleaned_data["source"], **made)
