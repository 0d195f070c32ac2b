"""The directory of holders: how it is narrowed, and the same columns as CSV, XLSX and JSON."""

import django_filters
from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.exports import Column
from portal.filters import PublicFilterSet
from portal.languages import LANGUAGES
from portal.models import Organisation, Region
from requests_registry.filters import ANY
from requests_registry.models import InformationHolder, InformationRequest


class HolderFilter(PublicFilterSet):
    text = django_filters.CharFilter(label=gettext_lazy("Name or a part of it"), method="named")
    kind = django_filters.ChoiceFilter(
        empty_label=ANY,
        label=gettext_lazy("Kind of holder"),
        field_name="organisation__kind",
        choices=Organisation.Kind.choices,
    )
    region = django_filters.ModelChoiceFilter(
        empty_label=ANY,
        label=gettext_lazy("Region"),
        field_name="organisation__region",
        queryset=Region.objects.current(),
        to_field_name="slug",
    )
    profile = django_filters.ChoiceFilter(
        empty_label=ANY, label=gettext_lazy("Rules that apply"), choices=InformationHolder.Profile.choices
    )

    class Meta:
        model = InformationHolder
        fields = ["text", "kind", "region", "profile"]

    def named(self, holders, _name, words):
        return holders.named(words)


def listed():
    return InformationHolder.objects.select_related("organisation__region")


def request_counts(holders):
    """{key of a holder: public requests to it}, in one query."""
    counts = InformationRequest.objects.public().filter(holder__in=holders).order_by().values_list("holder")
    return dict(counts.annotate(Count("pk")))


def columns(counts):
    return [
        Column("slug", _("address of the holder's page"), lambda holder: holder.organisation.slug),
        *(_name_column(language) for language in LANGUAGES),
        Column("kind", _("kind of holder"), lambda holder: holder.organisation.get_kind_display()),
        Column("region", _("region"), lambda holder: _region(holder.organisation)),
        Column("profile", _("rules that apply"), lambda holder: holder.get_profile_display()),
        Column("legal_basis", _("why it must answer (law and article)"), lambda holder: holder.legal_basis),
        Column("higher_body", _("higher body for complaints"), lambda holder: str(holder.higher_body or "")),
        Column("language", _("language of correspondence"), lambda holder: holder.get_language_display()),
        Column("office_hours", _("hours of the chancellery"), lambda holder: str(holder.office_hours)),
        Column("channels", _("ways to write"), lambda holder: "; ".join(map(str, holder.channels.all()))),
        Column("requests", _("public requests"), lambda holder: counts.get(holder.pk, 0)),
        Column("url", _("address"), lambda holder: settings.SITE_URL + holder.get_absolute_url()),
    ]


def _name_column(language):
    name = f"name_{language}"
    return Column(
        name, Organisation._meta.get_field(name).verbose_name, lambda holder: getattr(holder.organisation, name)
    )


def _region(organisation):
    return str(organisation.region.name) if organisation.region else ""
