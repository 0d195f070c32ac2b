import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.languages import LANGUAGE_NAMES
from portal.models import Region, Topic
from requests_registry import counting, lifecycle
from requests_registry.holder_field import HolderField
from requests_registry.models import InformationRequest
from requests_registry.models.clocks import ClockKind
from requests_registry.models.replies import Outcome

LANGUAGES = list(LANGUAGE_NAMES.items())


class DatedForm(forms.Form):
    """A form that records what happened: its dates are checked as lifecycle checks them, each with a sentence."""

    def __init__(self, *args, at, info_request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.info_request = info_request
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget.attrs["max"] = timezone.localdate(at).isoformat()

    def checked_date(self, name, not_before=None):
        day = self.cleaned_data[name]
        try:
            lifecycle.check_date(day, at=self.at, not_before=not_before)
        except lifecycle.DateNotPossible as problem:
            raise forms.ValidationError(str(problem)) from problem
        return day

    def check_rule(self, name, profile):
        """Without a rule of law for that day no reply date could be promised."""
        day = self.cleaned_data.get(name)
        try:
            if day:
                counting.rule_in_force(ClockKind.REPLY, on=day, profile=profile)
        except counting.NoRuleInForce:
            self.add_error(name, _("The portal knows no rule of law for requests of that day."))


class OnceForm(DatedForm):
    """A form that makes something: its hidden key makes pressing the button twice one thing."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class FilingForm(OnceForm):
    """A request that was sent."""

    NOW, LATER = "now", "later"

    holder = HolderField(
        label=gettext_lazy("Whom the request was sent to"),
        help_text=gettext_lazy("Begin to type the name and choose from the list."),
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=200,
        help_text=gettext_lazy("In one line, as a reader would look for it. No names of citizens."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the letter"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("As it was sent, without addresses, telephones and IINs of citizens."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=LANGUAGES, initial="ru")
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        queryset=Topic.objects.filter(parent=None),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"),
        queryset=Region.objects.current(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("the whole country"),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it was sent"),
        choices=InformationRequest.Channel.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A letter by e-mail without a digital signature may be refused for its form."),
    )
    sent_on = forms.DateField(label=gettext_lazy("Sent on"))
    publication = forms.ChoiceField(
        label=gettext_lazy("Show on the public register"),
        choices=[(NOW, gettext_lazy("at once")), (LATER, gettext_lazy("later, by a step of its own"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = timezone.localdate(self.at)

    def clean_sent_on(self):
        return self.checked_date("sent_on")

    def clean(self):
        cleaned = super().clean()
        if "holder" in cleaned:
            self.check_rule("sent_on", cleaned["holder"].profile)
        return cleaned

    @property
    def request_data(self):
        """What lifecycle.file_request takes."""
        data = dict(self.cleaned_data)
        region = data.pop("region")
        publish_now = data.pop("publication") == self.NOW
        return {**data, "regions": [region] if region else [], "publish_now": publish_now}


class RegistrationForm(DatedForm):
    received_on = forms.DateField(label=gettext_lazy("Received or registered by the holder on"))
    registration_number = forms.CharField(
        label=gettext_lazy("Registration number at the holder"),
        max_length=60,
        help_text=gettext_lazy("The incoming number on the slip or from the chancellery."),
    )

    def clean_received_on(self):
        return self.checked_date("received_on", not_before=self.info_request.sent_on)

    def clean(self):
        cleaned = super().clean()
        self.check_rule("received_on", self.info_request.holder.profile)
        return cleaned


class ReplyForm(OnceForm):
    received_on = forms.DateField(label=gettext_lazy("The reply was received on"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("What was answered"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the reply"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("As it was received, without personal data of citizens: everybody may read it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the reply"), choices=LANGUAGES)
    reference = forms.CharField(label=gettext_lazy("Number and date on the reply"), max_length=100, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = self.info_request.language

    def clean_received_on(self):
        earliest = self.info_request.received_on or self.info_request.sent_on
        return self.checked_date("received_on", not_before=earliest)


class PublicationForm(DatedForm):
    """Nothing to fill in: the button is the decision."""


class WithdrawalForm(DatedForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history for staff; the public does not see it."),
    )
