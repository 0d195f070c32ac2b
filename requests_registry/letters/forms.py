from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_registry.forms import LANGUAGES, DatedForm, OnceForm, StepForm
from requests_registry.letters import identity
from requests_registry.letters.rendering import visible


def printable(text):
    """What of a text can stand in a document; refused where nothing is left."""
    if words := visible(text).strip():
        return words
    raise forms.ValidationError(_("There is nothing here that can be printed."))


class ConsentChoice(forms.ModelChoiceField):
    def label_from_instance(self, consent):
        return consent.name


class InNameForm(DatedForm):
    """Whose letter it is: the centre's own or, with a consent that holds, one in the name of a person."""

    consent = ConsentChoice(
        label=gettext_lazy("In the name of"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("the centre itself"),
        help_text=gettext_lazy("A person is offered here once his or her consent is recorded on the page “Letters”."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].queryset = self.info_request.letter_consents.valid(timezone.localdate(self.at))


class NewLetterForm(InNameForm, OnceForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"),
        choices=LANGUAGES,
        help_text=gettext_lazy(
            "A letter has one language: that of the request. English is for embassies and companies."
        ),
    )
    field_order = ["language", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = self.info_request.language


class DraftForm(InNameForm):
    addressee = forms.CharField(
        label=gettext_lazy("Addressee"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    subject = forms.CharField(label=gettext_lazy("Heading"), max_length=300)
    body = forms.CharField(
        label=gettext_lazy("Text of the letter"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=gettext_lazy("An empty line ends a paragraph. Names and IINs of citizens come from their consent."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["addressee", "subject", "body", "consent"]

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("addressee", "subject", "body"):
            self.fields[name].widget.attrs["lang"] = language

    def clean_addressee(self):
        return printable(self.cleaned_data["addressee"])

    def clean_subject(self):
        return " ".join(printable(self.cleaned_data["subject"]).split())

    def clean_body(self):
        return printable(self.cleaned_data["body"])


class IssueForm(StepForm):
    """Nothing to fill in: what the person has before the eyes, and the button."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SendForm(StepForm):
    """Nothing to fill in: the address that the person has before the eyes, and the button."""

    to = forms.EmailField(widget=forms.HiddenInput)


class DiscardForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ConsentForm(OnceForm):
    name = forms.CharField(label=gettext_lazy("Full name of the person"), max_length=200)
    iin = forms.CharField(
        label=gettext_lazy("IIN"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Twelve digits, as on the identity card."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the text that the person signed"), choices=LANGUAGES)
    given_on = forms.DateField(label=gettext_lazy("The person signed on"))
    until = forms.DateField(
        label=gettext_lazy("The consent holds until"), help_text=gettext_lazy("As the person wrote it on the paper.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["until"].widget.attrs["max"]
        self.fields["given_on"].initial = timezone.localdate(self.at)
        self.fields["language"].initial = self.info_request.language

    def clean_name(self):
        return " ".join(printable(self.cleaned_data["name"]).split())

    def clean_iin(self):
        iin = self.cleaned_data["iin"].replace(" ", "")
        if not identity.is_valid(iin):
            raise forms.ValidationError(
                _("An IIN has twelve digits, and the last one checks the others: there is a slip in this one.")
            )
        return iin

    def clean_given_on(self):
        return self.checked_date("given_on")

    def clean_until(self):
        if self.cleaned_data["until"] < timezone.localdate(self.at):
            raise forms.ValidationError(_("This day is over: the consent does not hold any more."))
        return self.cleaned_data["until"]
