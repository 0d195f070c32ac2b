import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_registry.models import HolderCorrection


class CorrectionProposalForm(forms.Form):
    """What a visitor proposes. A field that no person sees tells machines apart."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    wrong = forms.CharField(
        label=gettext_lazy("What is wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("An address, a name, an article of law: as it stands on the page."),
    )
    right = forms.CharField(
        label=gettext_lazy("What is right"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=gettext_lazy("Where it can be checked"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("The address of a page, or the number and date of a letter."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Only for a question about this correction. It is kept encrypted and deleted with the decision."
        ),
    )
    comment = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        template_name="requests_registry/trap_field.html",
    )

    @property
    def is_of_a_machine(self):
        return self.is_bound and bool(self.data.get("comment"))

    @property
    def proposal(self):
        """What corrections.propose takes."""
        return {name: self.cleaned_data[name] for name in ("form_key", "wrong", "right", "source", "email")}


class CorrectionDecisionForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("What is decided"),
        choices=[
            (HolderCorrection.State.DONE, gettext_lazy("It is right: the directory has it now")),
            (HolderCorrection.State.REJECTED, gettext_lazy("Nothing is changed")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Reason or note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For staff. If nothing is changed, say why."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == HolderCorrection.State.REJECTED and not cleaned.get("note"):
            self.add_error("note", _("Say why nothing is changed."))
        return cleaned
