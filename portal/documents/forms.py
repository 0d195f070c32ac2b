"""A form that takes a file for the object it edits."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.documents import door, kinds
from portal.models import Document


class CarrierForm(forms.ModelForm):
    """Sends the file through the door and sets `document` of the object; who makes the form sets `by`.

    A file that came in stays in while the person corrects something else in the form: `kept` remembers it.
    """

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    accepted = kinds.ALL
    by = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        endings = [ending for kind in self.accepted for ending in kind.extensions]
        self.fields["file"].widget.attrs["accept"] = ",".join(endings)

    def clean(self):
        cleaned_data = super().clean()
        if cleaned_data.get("file"):
            self._store(cleaned_data["file"])
        elif cleaned_data.get("kept"):
            self._take_back(cleaned_data["kept"])
        return cleaned_data

    def _store(self, file):
        try:
            self.instance.document = door.store(file, file.name, by=self.by, accepted=self.accepted)
        except ValidationError as refused:
            self.add_error("file", refused)
        else:
            self._remember(self.instance.document)

    def _take_back(self, kept):
        try:
            self.instance.document = Document.objects.get(pk=signing.loads(kept, salt=self._salt()), stored_by=self.by)
        except (signing.BadSignature, Document.DoesNotExist):
            self.add_error("file", _("Choose the file again."))
        else:
            self._remember(self.instance.document)

    def _remember(self, document):
        self.data = self.data.copy()
        self.data[self.add_prefix("kept")] = signing.dumps(document.pk, salt=self._salt())
        self["file"].help_text = _("“%(name)s” is kept; it need not be chosen again.") % {"name": document.name}

    def _salt(self):
        return f"document for {self._meta.model._meta.label}"
