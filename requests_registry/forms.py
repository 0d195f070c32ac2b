import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.languages import LANGUAGE_NAMES
from portal.models import Region, Topic
from requests_registry import counting, dates
from requests_registry.holders.field import HolderField
from requests_registry.models import InformationHolder, InformationRequest
from requests_registry.models.clocks import ClockKind
from requests_registry.models.replies import Completeness, Ground, Outcome, Usability, articles_of

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
            dates.check_date(day, at=self.at, not_before=not_before)
        except dates.DateNotPossible as problem:
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


CHANNEL = {
    "label": gettext_lazy("How it was sent"),
    "choices": InformationRequest.Channel.choices,
    "widget": forms.RadioSelect,
    "help_text": gettext_lazy("A letter by e-mail without a digital signature may be refused for its form."),
}


class WritingForm(DatedForm):
    """What a request asks, of whom, and about what."""

    holder = HolderField(
        label=gettext_lazy("Whom the request goes to"),
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
    outlet = forms.CharField(
        label=gettext_lazy("Media outlet that signs with the centre"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Registered outlets only: their requests have a shorter term of their own."),
    )

    @property
    def request_data(self):
        """What lifecycle takes."""
        data = dict(self.cleaned_data)
        region = data.pop("region")
        return {**data, "regions": [region] if region else []}


class DraftForm(OnceForm, WritingForm):
    """A request that is not sent yet."""


class CampaignForm(OnceForm, WritingForm):
    """The same request to many holders."""

    holder = None
    holders = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom to ask"),
        queryset=InformationHolder.objects.select_related("organisation"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each of them gets a draft of its own."),
    )

    field_order = ["subject", "text", "language", "holders"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(holder.pk, str(holder.organisation.name)) for holder in self.fields["holders"].queryset]
        self.fields["holders"].choices = sorted(named, key=lambda choice: choice[1])

    def clean_holders(self):
        if len(self.cleaned_data["holders"]) < 2:
            raise forms.ValidationError(_("Choose two holders or more. To ask one, write a draft."))
        return self.cleaned_data["holders"]


class FilingForm(DraftForm):
    """A request that was sent."""

    NOW, LATER = "now", "later"

    channel = forms.ChoiceField(**CHANNEL)
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
        data = super().request_data
        publish_now = data.pop("publication") == self.NOW
        return {**data, "publish_now": publish_now}


class StepForm(DatedForm):
    """A step of a request that the person has before the eyes: `seen` is the last event that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.info_request.events.count()

    def check(self, rule, *names):
        """The rule of lifecycle.py about several fields, once each of them is good."""
        if all(self.cleaned_data.get(name) for name in names):
            try:
                rule(self.info_request, at=self.at, **{name: self.cleaned_data[name] for name in names})
            except dates.DateNotPossible as problem:
                raise forms.ValidationError(str(problem)) from problem


class EditingForm(StepForm, WritingForm):
    """A draft, to be changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        draft = self.info_request
        self.initial = {
            "holder": str(draft.holder.organisation.name),
            "topics": draft.topics.all(),
            "region": draft.regions.first(),
            **{name: getattr(draft, name) for name in ("subject", "text", "language", "outlet")},
            **self.initial,
        }


class SubmissionForm(StepForm):
    channel = forms.ChoiceField(**CHANNEL)
    sent_on = forms.DateField(label=gettext_lazy("Sent on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = timezone.localdate(self.at)

    def clean_sent_on(self):
        return self.checked_date("sent_on")

    def clean(self):
        cleaned = super().clean()
        self.check_rule("sent_on", self.info_request.holder.profile)
        return cleaned


class RegistrationForm(StepForm):
    received_on = forms.DateField(label=gettext_lazy("Received or registered by the holder on"))
    registration_number = forms.CharField(
        label=gettext_lazy("Registration number at the holder"),
        max_length=60,
        help_text=gettext_lazy("The incoming number on the slip or from the chancellery."),
    )

    def clean_received_on(self):
        return self.checked_date("received_on", not_before=self.info_request.counted_from_on)

    def clean(self):
        cleaned = super().clean()
        self.check_rule("received_on", self.info_request.holder.profile)
        return cleaned


DOCUMENT = {
    "label": gettext_lazy("Number and date of the document"),
    "max_length": 100,
    "help_text": gettext_lazy("As on the letter: No. 12-3/456 of 16 March."),
}


class ExtensionForm(StepForm):
    decided_on = forms.DateField(label=gettext_lazy("Decided on"))
    until = forms.DateField(
        label=gettext_lazy("Extended until"),
        help_text=gettext_lazy("One time only, and not beyond the day that the law allows."),
    )
    noticed_on = forms.DateField(label=gettext_lazy("We were told on"))
    document = forms.CharField(**DOCUMENT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["until"].widget.attrs["max"]
        self.fields["until"].initial = counting.count_extension(self.info_request).due_on

    def clean(self):
        cleaned = super().clean()
        self.check(dates.check_extension, "decided_on", "until", "noticed_on")
        return cleaned


class ForwardingForm(StepForm):
    to_holder = HolderField(
        label=gettext_lazy("Forwarded to"), help_text=gettext_lazy("Begin to type the name and choose from the list.")
    )
    forwarded_on = forms.DateField(label=gettext_lazy("Forwarded on"))
    document = forms.CharField(**DOCUMENT)

    def clean_to_holder(self):
        if self.cleaned_data["to_holder"] == self.info_request.holder:
            raise forms.ValidationError(_("This holder has the request already. Choose another one."))
        return self.cleaned_data["to_holder"]

    def clean_forwarded_on(self):
        return self.checked_date("forwarded_on", not_before=self.info_request.counted_from_on)


class NoteForm(StepForm):
    """Something that happened on a day, in a few words."""

    on = forms.DateField(label=gettext_lazy("Happened on"))
    text = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For staff: the public does not see it."),
    )

    def clean_on(self):
        return self.checked_date("on", not_before=self.info_request.sent_on)


class ResendingForm(StepForm):
    resent_on = forms.DateField(label=gettext_lazy("Sent anew on"))

    def clean_resent_on(self):
        return self.checked_date("resent_on", not_before=self.info_request.counted_from_on)


class AnswerForm(OnceForm, StepForm):
    """What every answer has, whatever it says."""

    received_on = forms.DateField(label=gettext_lazy("The reply was received on"))
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
        return self.checked_date("received_on", not_before=self.info_request.counted_from_on)


NOT_JUDGED = [("", gettext_lazy("not judged yet"))]


class ReplyForm(AnswerForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What was answered"),
        choices=[(outcome, outcome.label) for outcome in (Outcome.FULL, Outcome.PART, Outcome.NOT_HELD)],
        widget=forms.RadioSelect,
    )
    completeness = forms.ChoiceField(
        label=gettext_lazy("How complete it is"), choices=NOT_JUDGED + Completeness.choices, required=False
    )
    usability = forms.ChoiceField(
        label=gettext_lazy("How well it can be used"), choices=NOT_JUDGED + Usability.choices, required=False
    )


class AlreadyPublishedForm(AnswerForm):
    """The answer names where the information stands."""


class RemedyForm(AnswerForm):
    """An answer that withholds: it must say how it can be appealed."""

    remedy = forms.ChoiceField(
        label=gettext_lazy("Does it say how it can be appealed?"),
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        widget=forms.RadioSelect,
        initial="yes",
        help_text=gettext_lazy("Where a state body does not say so, the time to complain is longer."),
    )

    def clean(self):
        cleaned = super().clean()
        cleaned["names_remedy"] = cleaned.pop("remedy", "yes") == "yes"
        return cleaned


class TerminationForm(RemedyForm):
    """The holder ended the procedure without an answer."""


def grounds_with_articles():
    named = [(ground, articles_of(ground)) for ground in Ground]
    return [(ground, f"{ground.label}: {articles}" if articles else ground.label) for ground, articles in named]


class RefusalForm(RemedyForm):
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("Grounds that the refusal names"),
        choices=grounds_with_articles,
        widget=forms.CheckboxSelectMultiple,
    )


class ComplaintForm(StepForm):
    filed_on = forms.DateField(label=gettext_lazy("Filed on"))
    document = forms.CharField(**DOCUMENT)

    def clean_filed_on(self):
        return self.checked_date("filed_on", not_before=self.info_request.answered_on or self.info_request.sent_on)


class ClaimForm(ComplaintForm):
    court = forms.CharField(label=gettext_lazy("Court"), max_length=200)


class DecisionForm(StepForm):
    served_on = forms.DateField(label=gettext_lazy("We received the decision on"))
    decision = forms.ChoiceField(
        label=gettext_lazy("What was decided"),
        choices=InformationRequest.Decision.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A satisfied complaint gives the request back to the holder, and its term begins anew."),
    )
    document = forms.CharField(**DOCUMENT)

    def clean_served_on(self):
        return self.checked_date("served_on", not_before=self.info_request.sent_on)


class JudgmentForm(StepForm):
    decided_on = forms.DateField(label=gettext_lazy("Decided on"))
    decision = forms.ChoiceField(
        label=gettext_lazy("What was decided"),
        choices=InformationRequest.Decision.choices,
        widget=forms.RadioSelect,
    )
    document = forms.CharField(**DOCUMENT)

    def clean_decided_on(self):
        return self.checked_date("decided_on", not_before=self.info_request.sent_on)


class CommunicationForm(StepForm):
    on = forms.DateField(label=gettext_lazy("Sent on"))
    document = forms.CharField(**DOCUMENT)

    def clean_on(self):
        return self.checked_date("on", not_before=self.info_request.sent_on)


class CorrectionForm(StepForm):
    DATES = [
        ("sent_on", gettext_lazy("Sent on")),
        ("resent_on", gettext_lazy("Sent anew or forwarded on")),
        ("received_on", gettext_lazy("Received or registered by the holder on")),
        ("answered_on", gettext_lazy("First answered on")),
    ]
    date = forms.ChoiceField(label=gettext_lazy("Which day was wrong"), choices=DATES, widget=forms.RadioSelect)
    day = forms.DateField(label=gettext_lazy("The right day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["date"].choices = [(name, label) for name, label in self.DATES if getattr(self.info_request, name)]

    def clean(self):
        cleaned = super().clean()
        self.check(dates.check_correction, "date", "day")
        return cleaned


class PublicationForm(StepForm):
    """Nothing to fill in: the button is the decision."""


class ReasonForm(StepForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history for staff; the public does not see it."),
    )


class MailDeliveryForm(forms.Form):
    """Whose answer a mail is, when a person says so."""

    number = forms.CharField(
        label=gettext_lazy("Number of the request"), help_text=gettext_lazy("As in 2026-0042."), max_length=20
    )

    def clean_number(self):
        info_request = InformationRequest.objects.filter(number=self.cleaned_data["number"].strip()).first()
        if info_request is None:
            raise forms.ValidationError(_("There is no request with this number. Look it up in the list of requests."))
        return info_request
