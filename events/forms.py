"""The forms of the admin, where events and reports are written."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from events import lifecycle, photos
from events.addresses import address_of
from events.models import Event, Material, Photo
from events.models.event import validate_slug_is_free
from portal.documents import kinds
from portal.documents.forms import CarrierForm
from portal.languages import LANGUAGE_NAMES, LANGUAGES, columns
from portal.publishing import translated_fields

ZONES_OF_KAZAKHSTAN = [
    f"Asia/{town}" for town in ("Atyrau", "Oral", "Aqtau", "Aqtobe", "Qostanay", "Qyzylorda", "Almaty")
]


LONG_TEXTS = ("description", "body")


class TranslatedForm(forms.ModelForm):
    """Gives texts room, and asks for each of the `needed` ones in one language at least, in words."""

    needed = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in translated_fields(self._meta.model):
            for column in filter(self.fields.__contains__, columns(name)):
                attrs = self.fields[column].widget.attrs
                attrs |= {"class": "vLargeTextField", "rows": 8 if name in LONG_TEXTS else 3}

    def clean(self):
        for name in self.needed:
            if not any(self.cleaned_data.get(f"{name}_{language}") for language in LANGUAGES):
                self.add_error(f"{name}_ru", _("Fill this in, in one language at least."))
        return super().clean()


def zone_choices():
    others = sorted(available_timezones() - set(ZONES_OF_KAZAKHSTAN))
    return [
        (_("Kazakhstan"), [(zone, zone) for zone in ZONES_OF_KAZAKHSTAN]),
        (_("Other zones"), [(zone, zone) for zone in others]),
    ]


class EventForm(TranslatedForm):
    needed = ("title",)
    slug = forms.SlugField(
        label=_("address of the page"),
        max_length=80,
        required=False,
        help_text=_("Empty: made from the title."),
        validators=[validate_slug_is_free],
    )
    zone = forms.ChoiceField(label=_("time zone"), choices=zone_choices)
    languages = forms.MultipleChoiceField(
        label=_("languages of work"),
        choices=list(LANGUAGE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            self.fields["state"].choices = self._states()

    def clean_slug(self):
        """An address once given is kept when the field is emptied: others may link to it."""
        return self.cleaned_data["slug"] or self.instance.slug

    def clean(self):
        cleaned_data = super().clean()
        title = next(filter(None, (cleaned_data.get(column) for column in ("title_ru", "title_kk", "title_en"))), "")
        if title and "slug" not in self.errors and not cleaned_data.get("slug"):
            cleaned_data["slug"] = address_of(title, taken=lifecycle.is_taken)
        return cleaned_data

    def _states(self):
        """Cancelling and postponing ask for a reason, so they have steps of their own."""
        offered = {Event.State.PLANNED, Event.State.HELD, self.instance.state}
        return [(value, label) for value, label in Event.State.choices if value in offered]


class CallOffForm(forms.Form):
    """Why an event is cancelled or postponed: what people read on its page and in their calendars."""

    reason_kk = forms.CharField(label=_("Reason (Kazakh)"), widget=forms.Textarea({"rows": 3}), required=False)
    reason_ru = forms.CharField(label=_("Reason (Russian)"), widget=forms.Textarea({"rows": 3}), required=False)
    reason_en = forms.CharField(label=_("Reason (English)"), widget=forms.Textarea({"rows": 3}), required=False)

    def clean(self):
        if not any(self.reason().values()):
            raise forms.ValidationError(_("Say why, in one language at least: people read it on the page."))
        return self.cleaned_data

    def reason(self):
        return {language: self.cleaned_data.get(f"reason_{language}", "") for language in LANGUAGES}


class MaterialForm(TranslatedForm, CarrierForm):
    needed = ("title",)

    class Meta:
        model = Material
        fields = ["kind", "language", *columns("title"), "url", "order"]

    def clean(self):
        cleaned_data = super().clean()
        if "file" not in self.errors and bool(self.instance.document) == bool(cleaned_data.get("url")):
            self.add_error("file", _("Give a file or a link, one of the two."))
        return cleaned_data


class PhotoForm(TranslatedForm, CarrierForm):
    needed = ("alt",)
    accepted = kinds.IMAGES

    class Meta:
        model = Photo
        fields = [*columns("alt"), *columns("caption"), "author", "order"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        return photos.prepared(file, file.name) if file else None

    def clean(self):
        cleaned_data = super().clean()
        if "file" not in self.errors and not self.instance.document_id:
            self.add_error("file", _("Choose the picture."))
        return cleaned_data
