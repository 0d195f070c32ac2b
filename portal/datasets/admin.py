from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.languages import columns
from portal.models import (
    Dataset,
    DatasetColumn,
    Licence,
    Norm,
    Parameter,
    RegionValue,
    RiverSection,
    SectionReading,
    Unit,
)
from portal.publishing import PublishedAdmin, language_fieldsets
from portal.search import index


class DatasetColumnInline(admin.TabularInline):
    model = DatasetColumn
    extra = 0


@admin.register(Dataset)
class DatasetAdmin(PublishedAdmin):
    list_display = ["title", "slug", "publisher", "licence", "unit"]
    list_filter = ["shape", ("publisher", admin.RelatedOnlyFieldListFilter), "licence"]
    list_select_related = ["publisher", "licence", "unit"]
    search_fields = ["slug", *columns("title")]
    autocomplete_fields = ["publisher"]
    filter_horizontal = ["topics", "regions", "directions"]
    inlines = [DatasetColumnInline]
    fieldsets = [
        (None, {"fields": ["slug", "shape", "status", "published_at", "published_by"]}),
        (_("Source and licence"), {"fields": ["publisher", "source_url", "licence", "unit", "chart_unit", "rhythm"]}),
        *language_fieldsets(Dataset),
        (_("What it is about"), {"fields": ["topics", "regions", "directions"]}),
    ]


class FigureAdmin(admin.ModelAdmin):
    """A figure that changes is a change of its dataset: its date, its row in the index."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        _touch(form.instance.dataset)

    def delete_model(self, request, obj):
        with transaction.atomic():
            super().delete_model(request, obj)
            _touch(obj.dataset)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            datasets = list(Dataset.objects.filter(pk__in=queryset.values("dataset")))
            super().delete_queryset(request, queryset)
            for dataset in datasets:
                _touch(dataset)


def _touch(dataset):
    dataset.save(update_fields=["changed_at"])
    index.refresh(dataset)


@admin.register(RegionValue)
class RegionValueAdmin(FigureAdmin):
    list_display = ["dataset", "region", "year", "value"]
    list_filter = ["dataset", ("region", admin.RelatedOnlyFieldListFilter), "year"]
    list_select_related = ["dataset", "region"]


@admin.register(SectionReading)
class SectionReadingAdmin(FigureAdmin):
    list_display = ["dataset", "section", "parameter", "measured_on", "value", "unit", "quality_class"]
    list_filter = ["dataset", "parameter", "section"]
    list_select_related = ["dataset", "section", "parameter", "unit"]


@admin.register(RiverSection)
class RiverSectionAdmin(admin.ModelAdmin):
    list_display = ["name", "river", "order", "region"]
    list_select_related = ["region"]
    search_fields = ["source_name", *columns("name")]


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["code", "symbol", "name", "kind", "factor_to_base"]


@admin.register(Parameter)
class ParameterAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", *columns("name")]


@admin.register(Norm)
class NormAdmin(admin.ModelAdmin):
    list_display = ["code", "title", "number", "in_force_from"]


@admin.register(Licence)
class LicenceAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "url"]
