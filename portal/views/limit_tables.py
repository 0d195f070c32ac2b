"""The data steward's pages for tables of limit values: the file, what it would do, load it, undo it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.importing import keeping, limits
from portal.importing.forms import LimitTableForm
from portal.importing.problems import FileRefused, sentence
from portal.models import LimitTable, LimitValue
from portal.views.importing import steward_required

SHOWN = 30
WHAT = {"new": gettext_lazy("new"), "changed": gettext_lazy("changed"), "same": gettext_lazy("the same")}


@steward_required
def limit_tables(request):
    form = LimitTableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = keeping.keep(file, file.name)
            table = limits.check(form.save(commit=False), kept, by=request.user, at=timezone.now())
            return redirect("data-staff:limit-table", table.pk)
        except FileRefused as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "tables": LimitTable.objects.select_related("norm")[:SHOWN]}
    return render(request, "portal/limit_tables.html", context, status=422 if form.errors else 200)


@steward_required
@require_safe
def limit_table(request, pk):
    table = get_object_or_404(LimitTable.objects.select_related("norm", "made_by"), pk=pk)
    averagings = dict(LimitValue.Averaging.choices)
    context = {
        "table": table,
        "facts": _facts(table),
        "counts": table.counts,
        "lines": [
            line | {"averaging": averagings[line["averaging"]], "said": WHAT[line["what"]]} for line in table.lines
        ],
        "refusals": [sentence(*refusal) for refusal in table.refusals],
    }
    return render(request, "portal/limit_table.html", context)


@steward_required
@require_POST
def load_table(request, pk):
    said = _(
        "The limit values are loaded. Each is unconfirmed until somebody has compared it with the text of the act."
    )
    return _step(request, pk, limits.load, said)


@steward_required
@require_POST
def undo_table(request, pk):
    return _step(request, pk, limits.undo, _("The table is undone: the limit values are what they were before it."))


def _step(request, pk, step, said):
    table = get_object_or_404(LimitTable, pk=pk)
    try:
        step(table, by=request.user, at=timezone.now())
        messages.success(request, said)
    except (FileRefused, limits.StepRefused) as refused:
        messages.error(request, str(refused))
    return redirect("data-staff:limit-table", pk)


def _facts(table):
    until = formats.date_format(table.valid_until, "SHORT_DATE_FORMAT") if table.valid_until else ""
    return [
        (_("State"), table.get_state_display()),
        (_("Act"), table.norm.title),
        (_("Edition of the act"), table.edition),
        (_("Where the table comes from"), table.source),
        (_("In force"), f"{formats.date_format(table.valid_from, 'SHORT_DATE_FORMAT')} – {until}"),
        (_("Checked or loaded by"), table.made_by or "—"),
        ("SHA-256", table.sha256),
    ]
