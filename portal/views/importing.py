"""The data steward's pages: upload a file, see what it would do, load it, undo it."""

import csv
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import charts
from portal.datasets.numbers import exact, rounded
from portal.documents import serving
from portal.documents.kinds import Kind
from portal.exports import formula_safe
from portal.importing import keeping, load, offers
from portal.importing.forms import MappingForm, OfferForm, UploadForm
from portal.importing.problems import ROLES, WARNINGS, FileRefused, sentence
from portal.models import ImportRun, Source, Station, TableOffer
from portal.views.import_steps import carry_out, steward_required, upload

SHOWN_RUNS = 30
SHOWN_REFUSALS = 100
SHOWN_STATIONS = 50


@steward_required
def imports(request):
    form, run = upload(request, UploadForm, _check)
    if run:
        return redirect(run)
    runs = ImportRun.objects.select_related("source", "made_by")[:SHOWN_RUNS]
    sources = list(Source.objects.all())
    context = {
        "form": form,
        "runs": runs,
        "sources": sources,
        "offers": offers.waiting()[:SHOWN_RUNS],
        "incomplete": Station.objects.incomplete().count(),
    }
    return render(request, "portal/imports.html", context, status=422 if form.errors else 200)


@steward_required
def offer(request, pk):
    """A table that another room handed over: which source it is read as, or its own dataset."""
    offered = get_object_or_404(TableOffer.objects.select_related("offered_by"), pk=pk)
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect(offers.check(offered, form.cleaned_data["source"], by=request.user, at=timezone.now()))
        except FileRefused as refused:
            form.add_error("source", str(refused))
    context = {
        "offer": offered,
        "form": form,
        "runs": offered.runs.select_related("source"),
        "dataset_query": urlencode({"source_url": f"{settings.SITE_URL}{offered.get_absolute_url()}"}),
    }
    return render(request, "portal/table_offer.html", context, status=422 if form.errors else 200)


@steward_required
@require_safe
def offered_file(request, pk):
    offered = get_object_or_404(TableOffer, pk=pk)
    kind = Kind("table", "", "application/octet-stream", ())
    path = keeping.path_of(offered.sha256)
    return serving.send(request, path, etag=offered.sha256, kind=kind, name=offered.file_name, is_public=False)


@steward_required
def run(request, pk):
    run = get_object_or_404(ImportRun.objects.select_related("source", "made_by", "undone_by", "offer"), pk=pk)
    refusals = run.refusals.all()[:SHOWN_REFUSALS]
    context = {
        "run": run,
        "facts": _facts(run),
        "warnings": [
            (WARNINGS[code], count, run.report["examples"].get(code, []))
            for code, count in run.report["warnings"].items()
        ],
        "taken": [(name, ROLES[role], said) for name, role, said in run.report.get("taken", [])],
        "changes": run.report["changes"],
        "cycle": (cycle := _cycle(run.report["cycle"])),
        "cycle_chart": _cycle_chart(cycle),
        "coverage": _coverage(run.report.get("coverage", [])),
        "refusals": [sentence(row.row, row.column, row.code, row.details) for row in refusals],
        "incomplete": _incomplete(run),
    }
    return render(request, "portal/import_run.html", context)


@steward_required
@require_POST
def load_run(request, pk):
    checked = get_object_or_404(
        ImportRun.objects.select_related("source", "offer"), pk=pk, state=ImportRun.State.CHECKED
    )
    return carry_out(request, _load, checked, _("The file is loaded. It can be undone on this page."))


@steward_required
@require_POST
def undo_run(request, pk):
    run = get_object_or_404(ImportRun.objects.select_related("source"), pk=pk)
    said = _("The import is undone: the readings are what they were before it.")
    return carry_out(request, load.undo, run, said)


@steward_required
def refused_rows(request, pk):
    """The rows that were not taken, each with its sentence, to be sent back to the publisher."""
    run = get_object_or_404(ImportRun, pk=pk)
    writer = csv.writer(_Echo())
    heading = writer.writerow([_("row"), _("column"), _("why it was refused"), _("the row as it stands in the file")])

    def lines():
        yield "\ufeff" + heading
        for row in run.refusals.all().iterator():
            said = sentence(row.row, row.column, row.code, row.details)
            yield writer.writerow([row.row, *map(formula_safe, (row.column, str(said), row.raw))])
        if run.rows_refused > run.report["refusals_kept"]:
            yield writer.writerow([_("The file is cut here: more rows were refused.")])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-refused.csv"'
    return response


@steward_required
def mapping(request, code):
    source = get_object_or_404(Source, code=code)
    form = MappingForm(request.POST or None, initial=source.mapping)
    if form.is_valid():
        source.mapping = form.mapping(source.mapping)
        source.save(update_fields=["mapping"])
        messages.success(request, _("The mapping is saved; the next file of this source is read by it."))
        return redirect("data-staff:imports")
    return render(
        request, "portal/import_mapping.html", {"form": form, "source": source}, status=422 if form.errors else 200
    )


def _check(form, kept, **made):
    return load.check(form.cleaned_data["source"], kept, **made)


def _load(checked, **made):
    """The run of the load takes the place of the one of the check."""
    kept = keeping.kept(checked)
    loaded = load.load(checked.source, kept, mapping=checked.mapping, offer=checked.offer, **made)
    checked.delete()
    return loaded


class _Echo:
    """What csv.writer writes into; it hands the line back."""

    def write(self, line):
        return line


def _facts(run):
    report = run.report
    return [
        (_("State"), run.get_state_display()),
        (_("Source of readings"), run.source),
        (_("Checked or loaded by"), run.made_by or "—"),
        (_("Parameters"), ", ".join(report["parameters"])),
        (_("Places"), report["places"]),
        (_("First and last reading (UTC)"), f"{report['first']} – {report['last']}"),
        ("SHA-256", run.sha256),
    ]


def _incomplete(run):
    """(station, what an import cannot know of it) of those that the run wrote to."""
    if run.state != ImportRun.State.LOADED:
        return []
    stations = Station.objects.incomplete().filter(series__written__run=run).distinct()
    return [(station, ", ".join(_missing(station))) for station in stations[:SHOWN_STATIONS]]


def _missing(station):
    needed = [(station.name_kk, _("name in Kazakh")), (station.name_ru, _("name in Russian"))]
    needed.append((station.region_id, _("region")))
    return [said for known, said in needed if not known]


def _coverage(coverage):
    """(series, readings, expected, share) of the series with the largest gaps."""
    return [
        (name, readings, expected, _("%(number)s%%") % {"number": rounded(100 * Decimal(readings) / expected, 1)})
        for name, readings, expected in coverage
    ]


def _cycle_chart(cycle):
    if not cycle:
        return ""
    lines = [
        charts.Series(code, [charts.Point(hour, Decimal(share)) for hour, share in enumerate(shares)], has_dots=False)
        for code, shares in cycle
    ]
    words = charts.Words(
        "cycle",
        _("Daily cycle"),
        _("Means by local hour, in per cent of the largest; the table has the figures."),
        exact,
    )
    times = [charts.Tick(hour, f"{hour:02}:00") for hour in range(0, 24, 3)]
    drawn = [charts.line_chart(lines, size, words, times=times) for size in (charts.WIDE, charts.NARROW)]
    return mark_safe("".join(drawn))  # charts.py escapes every word


def _cycle(cycle):
    """(parameter, means of the hours 0 to 23 in per cent of the largest) to judge the clock by."""
    rows = []
    for code, hours in cycle.items():
        largest = max(hours.values()) or 1
        rows.append((code, [round(100 * hours.get(str(hour), 0) / largest) for hour in range(24)]))
    return rows
