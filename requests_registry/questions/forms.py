import uuid
from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Region, Topic
from requests_registry.models import FrequentQuestion
from requests_registry.questions import consent as consents
from requests_registry.questions import contacts

QUICKEST = timedelta(seconds=3)  # nobody reads, ticks and types faster
LONGEST_TEXT = 5000
OPENED = "requests_registry.question_form"


class ContactForm(forms.Form):
    """How a person can be reached: one of the two is enough."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("The answer comes here. First you get a letter with a link to confirm the address."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
        help_text=gettext_lazy("If you have no e-mail: +7 701 000 00 00. One of the two is enough."),
    )

    def clean_email(self):
        return contacts.plain_email(self.cleaned_data["email"])

    def clean_phone(self):
        number = self.cleaned_data["phone"]
        plain = contacts.plain_phone(number) if number else ""
        if plain is None:
            raise forms.ValidationError(_("“%(number)s” is not a telephone number.") % {"number": number})
        return plain

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("email") and not cleaned.get("phone") and not {"email", "phone"} & self.errors.keys():
            self.add_error(
                "email", _("Give an e-mail address or a telephone number, so that the answer can reach you.")
            )
        return cleaned


class QuestionForm(ContactForm):
    """A question to the centre. It knows machines by a field that no person sees and by their haste."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    consent_shown = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "What do you want to know, about which place and which time? You need not say why, and need not give your "
            "name or IIN."
        ),
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"),
        queryset=Topic.objects.filter(parent=None),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("I do not know"),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"),
        queryset=Region.objects.current(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("the whole country"),
    )
    consent = forms.BooleanField(
        label=consents.AGREEMENT,
        error_messages={"required": gettext_lazy("Without your consent the centre may not keep your question.")},
    )
    may_publish = forms.BooleanField(label=consents.PUBLICATION, required=False)
    comment = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        template_name="requests_registry/trap_field.html",
    )

    field_order = ["form_key", "opened", "consent_shown", "text", "topic", "region", "email", "phone"]

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.consent_text = consents.as_text()
        self.fields["opened"].initial = signing.dumps(at.timestamp(), salt=OPENED)
        self.fields["consent_shown"].initial = consents.digest_of(self.consent_text)
        self.fields["consent"].help_text = consents.as_html()

    @property
    def is_of_a_machine(self):
        return self.is_bound and bool(self.data.get("comment"))

    def clean(self):
        cleaned = super().clean()
        self._check_haste()
        self._check_consent_shown()
        return cleaned

    def _check_haste(self):
        """The time of opening is signed. Without it, as with too much haste, the button is to be pressed once more."""
        try:
            opened = signing.loads(self.data.get("opened", ""), salt=OPENED)
        except signing.BadSignature:
            self._show_anew("opened")
            self.add_error(None, _("The form was open for too long. Look through it and press the button once more."))
            return
        if self.at - datetime.fromtimestamp(opened, tz=self.at.tzinfo) < QUICKEST:
            self.add_error(None, _("That was very quick. Look through the form and press the button once more."))

    def _check_consent_shown(self):
        """Nobody agrees to words that he has not seen."""
        if self.data.get("consent_shown") != self.fields["consent_shown"].initial:
            self._show_anew("consent_shown")
            self.add_error("consent", _("The words of the consent have changed. Please read them once more."))

    def _show_anew(self, name):
        self.data = self.data.copy()
        self.data[name] = self.fields[name].initial

    @property
    def question_data(self):
        """What questions.ask takes."""
        asked = ("form_key", "text", "email", "phone", "topic", "region", "may_publish")
        return {name: self.cleaned_data[name] for name in asked} | {"consent_text": self.consent_text}


class AnswerForm(forms.Form):
    frequent_question = forms.ModelChoiceField(
        label=gettext_lazy("A frequent question that answers it"),
        queryset=FrequentQuestion.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("Its answer and its address go into the letter."),
    )
    text = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "In the language of the question. It goes out by e-mail and stands on the private page."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["frequent_question"].queryset = FrequentQuestion.objects.published()

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and not cleaned.get("frequent_question") and not self.errors:
            self.add_error("text", _("Write an answer or choose a frequent question."))
        return cleaned


class ErasingForm(forms.Form):
    """Nothing to fill in: the button is the decision."""


class ClosingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("In the language of the question: the asker reads it. Say who can help instead."),
    )


class GuideForm(forms.Form):
    topic = forms.ModelChoiceField(
        label=gettext_lazy("What is it about?"),
        queryset=Topic.objects.filter(parent=None),
        to_field_name="code",
        empty_label=gettext_lazy("choose a topic"),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Where?"),
        queryset=Region.objects.current(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("the whole country"),
    )
