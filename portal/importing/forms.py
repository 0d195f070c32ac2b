from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.importing.problems import FileRefused
from portal.importing.times import check_period
from portal.models import LimitTable, Parameter, Series, Source, Unit

MEGABYTE = 1024 * 1024
TABLES = _("CSV, XLS, XLSX or ODS, also inside GZ or ZIP. It is checked first; nothing is stored yet.")


class TableField(forms.FileField):
    """`command` takes what is larger than a page may."""

    def __init__(self, command, help_text=TABLES):
        super().__init__(label=_("File"), help_text=help_text)
        self.command = command

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file.size > settings.MAX_UPLOAD_MB * MEGABYTE:
            raise ValidationError(
                _("The file is larger than %(limit)d MB. Divide it, or load it with the command %(command)s."),
                params={"limit": settings.MAX_UPLOAD_MB, "command": self.command},
            )
        return file


class UploadForm(forms.Form):
    source = forms.ModelChoiceField(Source.objects.all(), label=_("Source of readings"))
    file = TableField("import_observations")


class LimitTableForm(forms.ModelForm):
    file = TableField("load_limits")

    class Meta:
        model = LimitTable
        fields = [
            "norm",
            "edition",
            "source",
            "medium",
            "use",
            "averaging",
            "unit",
            "valid_from",
            "valid_until",
        ]
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("valid_from", "valid_until")}


class OfferForm(forms.Form):
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_("Source of readings"),
        help_text=_("Its mapping says how the columns are read. The table is checked first; nothing is stored yet."),
    )


class MappingForm(forms.Form):
    """What the columns of a source's files are. Empty: found by the heading."""

    averaging = forms.ChoiceField(label=_("Averaged over"), choices=Series.Averaging)
    time = forms.CharField(label=_("Column of dates"), required=False)
    fixed_time = forms.CharField(
        label=_("Period of all rows"),
        required=False,
        help_text=_("Only for a file without a column of dates: 2006 for a year, 2006-04 for a month."),
    )
    place = forms.CharField(label=_("Column of places"), required=False)
    place_within = forms.CharField(
        label=_("Column of regions"),
        required=False,
        help_text=_("Where places of one name lie in several regions: each becomes a place of its own."),
    )
    value = forms.CharField(
        label=_("Column of values"), required=False, help_text=_("Empty where each parameter has a column of its own.")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Unit of the values"), to_field_name="code", required=False
    )
    unit_column = forms.CharField(label=_("Column of units"), required=False)
    parameter = forms.ModelChoiceField(
        Parameter.objects.all(),
        label=_("Parameter"),
        to_field_name="code",
        required=False,
        help_text=_("Empty where the heading, a column or the name of the file says it."),
    )
    parameter_column = forms.CharField(label=_("Column of parameters"), required=False)

    def clean(self):
        answers = super().clean()
        if answers.get("fixed_time") and answers.get("averaging"):
            try:
                check_period(answers["fixed_time"], answers["averaging"])
            except FileRefused as refused:
                self.add_error("fixed_time", str(refused))
        return answers

    def mapping(self, known):
        """The saved mapping with the answers of the form; what the form does not ask for stays."""
        answers = {name: getattr(value, "code", value) for name, value in self.cleaned_data.items()}
        kept = {name: value for name, value in known.items() if name not in self.fields}
        return kept | {name: value for name, value in answers.items() if value}
