from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_registry.files import redaction, reviewing
from requests_registry.models import FileReview, MailMessage
from requests_registry.models.reviews import WHOLE, Why

Decision = FileReview.Decision
CHOICES = {
    Decision.AS_IS: gettext_lazy("Publish it as it is"),
    Decision.REDACTED: gettext_lazy("Publish the file with parts blacked out"),
    Decision.PRIVATE: gettext_lazy("Keep it private"),
}


class SenderForm(forms.Form):
    """Before a letter or a file of somebody who is not known as the holder is shown, a person says that it is his."""

    is_holders = forms.BooleanField(
        label=gettext_lazy("It is from the holder: I have made sure"),
        help_text=gettext_lazy("The sender's address is not among the mailboxes of the holder."),
    )

    def __init__(self, *args, message, **kwargs):
        super().__init__(*args, **kwargs)
        if message.trust != MailMessage.Trust.UNVERIFIED:
            del self.fields["is_holders"]


class DecisionForm(SenderForm):
    decision = forms.ChoiceField(label=gettext_lazy("What shall readers see?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Name of the file for readers"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("No names of people: a file's name is as public as the file."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, if it is kept private"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Readers see it in place of the file."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["decision", "name", "reason", "is_holders"]

    def __init__(self, *args, file, review, **kwargs):
        super().__init__(*args, message=file.message, **kwargs)
        self.file = file
        possible = reviewing.possible_decisions(file)
        self.fields["decision"].choices = [(decision, CHOICES[decision]) for decision in possible]
        self.fields["seen"].initial = reviewing.seen_of(review)
        self.fields["name"].initial = review.document.name if review and review.document else file.name
        self.fields["reason"].initial = review.reason if review else ""
        if review:
            self.fields["decision"].initial = review.decision
        if "is_holders" in self.fields:
            self.fields["is_holders"].required = False

    def clean(self):
        cleaned = super().clean()
        is_private = cleaned.get("decision") == Decision.PRIVATE
        if is_private and not cleaned.get("reason"):
            self.add_error("reason", _("Say why readers cannot see it."))
        if not is_private and "decision" in cleaned:
            if not cleaned.get("name"):
                self.add_error("name", _("Give the file a name for readers."))
            if "is_holders" in self.fields and not cleaned.get("is_holders"):
                self.add_error("is_holders", _("A file is published only where somebody made sure whose it is."))
        return cleaned


SMALLEST = Decimal("0.01")


def side(label, smallest=0):
    return forms.DecimalField(
        label=label,
        min_value=smallest,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )


class BoxForm(forms.Form):
    """A box in per cent of the page, as it is seen."""

    left = side(pgettext_lazy("of a box, in per cent of the page", "From the left"))
    top = side(pgettext_lazy("of a box, in per cent of the page", "From the top"))
    width = side(pgettext_lazy("of a box, in per cent of the page", "Width"), smallest=SMALLEST)
    height = side(pgettext_lazy("of a box, in per cent of the page", "Height"), smallest=SMALLEST)
    why = forms.ChoiceField(label=gettext_lazy("What is under it"), choices=Why.choices)
    page = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, file, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].max_value = redaction.page_count(file)
        self.count = redaction.page_count(file)

    def clean_page(self):
        if self.cleaned_data["page"] > self.count:
            raise forms.ValidationError(_("This file has no such page."))
        return self.cleaned_data["page"]

    def clean(self):
        cleaned = super().clean()
        for start, length in (("left", "width"), ("top", "height")):
            if start in cleaned and length in cleaned and cleaned[start] + cleaned[length] > 100:
                self.add_error(length, _("The box reaches beyond the page: together these two are more than 100."))
        return cleaned

    @property
    def box(self):
        """In the units of RedactionBox."""
        sides = {name: round(self.cleaned_data[name] * WHOLE / 100) for name in ("left", "top", "width", "height")}
        return {**sides, "why": self.cleaned_data["why"], "page": self.cleaned_data["page"]}


class WordsForm(forms.Form):
    """Words of a letter that are not to be shown."""

    words = forms.CharField(
        label=gettext_lazy("Words that are not to be shown"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2, "data-words": True}),
        help_text=gettext_lazy("Copied from the letter, or marked in it. They are removed wherever they stand."),
    )
    why = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Why.choices)


class PublicationForm(SenderForm):
    """The letter as it stands on the page, for everybody."""

    seen = forms.JSONField(widget=forms.HiddenInput)
