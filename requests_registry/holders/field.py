from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.languages import active_language, columns
from requests_registry.models import InformationHolder

SHOWN = 3


class Datalist(forms.TextInput):
    """A text box with the names to choose from: the browser searches them, no script is needed."""

    template_name = "requests_registry/widgets/datalist.html"

    def __init__(self, options, attrs=None):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.options = options

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "options": self.options()}


class HolderField(forms.CharField):
    """A holder by its name in any language, or by a part of the name that fits one holder alone."""

    def __init__(self, **options):
        super().__init__(max_length=300, widget=Datalist(holder_names), **options)

    def clean(self, value):
        name = super().clean(value)
        found = list(_holders().filter(_named(name, "iexact"))[:2]) or list(
            _holders().filter(_named(name, "icontains"))[: SHOWN + 1]
        )
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No holder of information has this name. Choose one from the list."))
        names = "; ".join(str(holder.organisation.name) for holder in found[:SHOWN])
        raise forms.ValidationError(
            _("Several holders have this in their name: %(names)s. Give the whole name.") % {"names": names}
        )


def holder_names():
    """Every holder's name in the language of the page, in the order of the alphabet."""
    return sorted({str(holder.organisation.name) for holder in _holders()}, key=str.casefold)


def _holders():
    return InformationHolder.objects.select_related("organisation").order_by(f"organisation__name_{active_language()}")


def _named(name, lookup):
    condition = Q()
    for column in [*columns("name"), *columns("short_name")]:
        condition |= Q(**{f"organisation__{column}__{lookup}": name})
    return condition
