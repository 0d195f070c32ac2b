"""How an answer is handed in: by the holder through the link of our letter, by staff from paper or a portal."""

import uuid

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.documents.limits import MEGABYTE
from requests_registry.forms import DatedForm
from requests_registry.models import InformationRequest

MOST_FILES = 30
MOST_MEGABYTES = 100  # of one answer: a longer one comes in several


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each within what the portal keeps, all within what one answer may hold."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(file, initial) for file in data or ()]
        if len(files) > MOST_FILES:
            words = {"n": len(files), "most": MOST_FILES}
            raise forms.ValidationError(
                _("These are %(n)d files, and at most %(most)d go at once: send the others afterwards.") % words
            )
        for file in files:
            if file.size > settings.MAX_UPLOAD_MB * MEGABYTE:
                words = {"name": file.name, "size": filesizeformat(file.size), "most": settings.MAX_UPLOAD_MB}
                raise forms.ValidationError(
                    _(
                        "“%(name)s” has %(size)s, and a file may have at most %(most)d MB. Cut it, or bring it on a disk."
                    )
                    % words
                )
        if sum(file.size for file in files) > MOST_MEGABYTES * MEGABYTE:
            raise forms.ValidationError(
                _("Together the files have more than %(most)d MB: send them in several goes.")
                % {"most": MOST_MEGABYTES}
            )
        return files


class HandingInForm(forms.Form):
    """What every answer has that is handed in: words, files or both."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reference = forms.CharField(label=gettext_lazy("Number and date of the answer"), max_length=100, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text of the answer"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    files = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("Up to 30 files, together up to 100 MB. Tables as XLSX or CSV can be used at once."),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["text"].strip() and not cleaned["files"]:
            raise forms.ValidationError(
                _("There is neither a text nor a file yet. Write the answer or choose its files.")
            )
        return cleaned


class UploadForm(HandingInForm):
    """A holder answers. It knows machines by a field that no person sees."""

    name = forms.CharField(
        label=gettext_lazy("Your name or that of your organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address, if we may ask back"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    comment = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        template_name="requests_registry/trap_field.html",
    )
    field_order = ["form_key", "text", "files", "reference", "name", "email"]

    @property
    def is_of_a_machine(self):
        return self.is_bound and bool(self.data.get("comment"))

    @property
    def answer(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "comment"}


CHANNELS = [
    (value, label)
    for value, label in InformationRequest.Channel.choices
    if value != InformationRequest.Channel.EMAIL  # that comes by itself
]


class PaperForm(DatedForm, HandingInForm):
    """Staff enter what came on paper or through a portal."""

    channel = forms.ChoiceField(label=gettext_lazy("How it came"), choices=CHANNELS, widget=forms.RadioSelect)
    received_on = forms.DateField(label=gettext_lazy("The reply was received on"))
    field_order = ["form_key", "channel", "received_on", "reference", "files", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate(self.at)

    def clean_received_on(self):
        return self.checked_date("received_on", not_before=self.info_request.counted_from_on)

    @property
    def answer(self):
        """What handed_in.take_in wants: an answer of today came just now, another at noon of its day."""
        data = dict(self.cleaned_data)
        day = data.pop("received_on")
        noon = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))
        return {**data, "received_at": self.at if day == timezone.localdate(self.at) else noon}
