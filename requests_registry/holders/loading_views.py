"""Where registrars take the directory out as a table and bring it in again: checked first, then loaded whole."""

import tempfile

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.access import role_required
from portal.models.accounts import REGISTRAR
from requests_registry.holders import loading, tables
from requests_registry.models import InformationHolder

LARGEST = 1024 * 1024
SALT = "requests_registry.holder_import"
KEPT_FOR = 3600  # seconds
SHOWN = 200

registrar_required = role_required(REGISTRAR)


class HolderTableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table of holders"),
        help_text=gettext_lazy("CSV, XLSX or ODS, up to 1 MB. It is checked first; nothing is stored yet."),
    )

    def clean_file(self):
        """The rows of the file; it is not kept itself."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 1 MB: that is no table of holders."))
        with tempfile.NamedTemporaryFile() as copy:
            copy.writelines(file.chunks())
            copy.flush()
            try:
                return tables.rows_of(copy.name, file.name)
            except tables.TableRefused as problem:
                raise ValidationError(str(problem)) from problem


@require_safe
@registrar_required
def table(request):
    """All that the import reads, as it stands now."""
    holders = InformationHolder.objects.select_related("organisation__region", "higher_body")
    holders = holders.prefetch_related("channels", "mailboxes").order_by("organisation__slug")
    response = HttpResponse(tables.as_csv(holders), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="holders-table.csv"'
    return response


@registrar_required
def check(request):
    is_sent = request.method == "POST"
    form = HolderTableForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if not form.is_valid():
        context = {"form": form, "columns": tables.COLUMNS}
        return render(request, "requests_registry/staff/holder_import.html", context, status=422 if is_sent else 200)
    rows = form.cleaned_data["file"]
    return _plan_page(request, rows, loading.plan(rows))


@require_POST
@registrar_required
def load(request):
    """The rows come back signed with what they were shown to do: nothing was kept meanwhile."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        messages.error(request, _("The check is older than an hour or damaged. Give the file once more."))
        return redirect("staff:holders-import")
    try:
        plan = loading.load(kept["rows"], by=request.user, at=timezone.now(), expected=kept["fingerprint"])
    except loading.PlanChanged as problem:
        messages.error(request, str(problem))
        return _plan_page(request, kept["rows"], problem.plan, status=409)
    except loading.ImportRunning as problem:
        messages.error(request, str(problem))
        return _plan_page(request, kept["rows"], loading.plan(kept["rows"]), status=409)
    messages.success(request, _loaded(plan))
    return redirect("staff:holders-import")


def _plan_page(request, rows, plan, status=200):
    context = {
        "plan": plan,
        "kept": signing.dumps({"rows": rows, "fingerprint": plan.fingerprint}, salt=SALT, compress=True),
        "changes": [(row, change) for row in plan.changed for change in row.changes][:SHOWN],
        "new": plan.new[:SHOWN],
        "refusals": [sentence for row in plan.refused for sentence in row.sentences][:SHOWN],
        "shown": SHOWN,
    }
    return render(request, "requests_registry/staff/holder_import_plan.html", context, status=status)


def _loaded(plan):
    count = len(plan.new) + len(plan.changed)
    words = ngettext("%(count)d holder is new or changed.", "%(count)d holders are new or changed.", count)
    return words % {"count": count}
