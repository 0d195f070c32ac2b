import operator

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.exports import FORMATS, Column, respond
from portal.filters import PublicFilterSet
from portal.languages import active_language, columns
from portal.models import Organisation, Region, SearchEntry
from portal.paging import page_of
from portal.views.entries import listing


class OrganisationFilter(PublicFilterSet):
    name = django_filters.CharFilter(label=_("Name"), method="with_name")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Organisation.Kind.choices)
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.current(), to_field_name="slug"
    )

    class Meta:
        model = Organisation
        fields = ["name", "kind", "region"]

    def with_name(self, organisations, _field, value):
        found = Q()
        for column in [*columns("name"), *columns("short_name")]:
            found |= Q(**{f"{column}__icontains": value})
        return organisations.filter(found)


def organisation_list(request):
    filterset = OrganisationFilter(request.GET, queryset=Organisation.objects.select_related("region"))
    page = page_of(filterset.qs, request.GET, order=(f"name_{active_language()}", "pk"), size=30)
    downloads = [(fmt.upper(), f"{reverse('organisation-file', args=[fmt])}?{filterset.query}") for fmt in FORMATS]
    context = {"filter": filterset, "page": page, "downloads": downloads}
    return render(request, "portal/organisation_list.html", context)


COLUMNS = [
    Column("slug", _("Address"), lambda organisation: organisation.slug),
    *(
        Column(name, name, operator.attrgetter(name))
        for name in [*columns("name"), "kind", "level", "website", "public_email", "source"]
    ),
    Column("region", _("Region"), lambda organisation: organisation.region.iso_3166_2 if organisation.region else ""),
]


def organisation_file(request, fmt):
    """The filtered list as CSV, XLSX or JSON."""
    filterset = OrganisationFilter(request.GET, queryset=Organisation.objects.select_related("region"))
    return respond(fmt, "organisations", COLUMNS, filterset.qs.order_by("slug"), excel="excel" in request.GET)


def organisation(request, slug):
    organisation = get_object_or_404(Organisation.objects.select_related("region", "parent"), slug=slug)
    entries = SearchEntry.objects.listed(active_language()).with_organisation(organisation)
    entries = entries.exclude(kind=SearchEntry.Kind.ORGANISATION)
    context = {
        "organisation": organisation,
        "children": organisation.children.all(),
        "facilities": organisation.facilities.with_figures().select_related("region").order_by("slug"),
        "listing": listing(request, entries),
    }
    return render(request, "portal/organisation.html", context)
