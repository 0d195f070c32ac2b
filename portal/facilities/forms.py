from django import forms
from django.utils.translation import gettext_lazy as _

from portal.importing.forms import TableField


class ReleaseTableForm(forms.Form):
    source = forms.CharField(
        label=_("Source of the figures"),
        max_length=300,
        help_text=_("As it will stand beside each figure: who published the table, when and where."),
    )
    file = TableField(
        "import_releases",
        _(
            "CSV, XLS, XLSX or ODS with the columns facility, operator, BIN, year, medium, pollutant, amount, unit and method. "
            "It is checked first; nothing is stored yet."
        ),
    )
