"""The data steward's pages for tables of limit values: the file, what it would do, load it, undo it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.importing import limits
from portal.importing.forms import LimitTableForm
from portal.importing.problems import sentence
from portal.models import LimitTable, LimitValue
from portal.views.import_steps import carry_out, steward_required, upload

SHOWN = 30
WHAT = {"new": gettext_lazy("new"), "changed": gettext_lazy("changed"), "same": gettext_lazy("the same")}


@steward_required
def limit_tables(request):
    form, table = upload(request, LimitTableForm, _check)
    if table:
        return redirect(table)
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
    table = get_object_or_404(LimitTable, pk=pk)
    said = _(
        "The limit values are loaded. Each is unconfirmed until somebody has compared it with the text of the act."
    )
    return carry_out(request, limits.load, table, said)


@steward_required
@require_POST
def undo_table(request, pk):
    table = get_object_or_404(LimitTable, pk=pk)
    said = _("The table is undone: the limit values are what they were before it.")
    return carry_out(request, limits.undo, table, said)


def _check(form, kept, **made):
    return limits.check(form.save(commit=False), kept, **made)


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
