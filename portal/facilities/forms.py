from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024


class ReleaseTableForm(forms.Form):
    source = forms.CharField(
        label=_("Source of the figures"),
        max_length=300,
        help_text=_("As it will stand beside each figure: who published the table, when and where."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, XLS, XLSX or ODS with the columns facility, operator, BIN, year, medium, pollutant, amount, unit and method. "
            "It is checked first; nothing is stored yet."
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_MB * MEGABYTE:
            raise ValidationError(
                _("The file is larger than %(limit)d MB. Divide it, or load it with the command import_releases."),
                params={"limit": settings.MAX_UPLOAD_MB},
            )
        return file
