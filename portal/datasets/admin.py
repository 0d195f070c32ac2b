import hashlib

from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.datasets import corrections
from portal.languages import columns
from portal.models import (
    Dataset,
    DatasetColumn,
    DatasetFile,
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


class DatasetFileForm(forms.ModelForm):
    file = forms.FileField(
        label=_("take the fingerprint of"), required=False, help_text=_("the file itself is not kept")
    )

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file:
            fingerprint = hashlib.sha256()
            for chunk in file.chunks():
                fingerprint.update(chunk)
            cleaned |= {"sha256": fingerprint.hexdigest(), "size": file.size}
        return cleaned


class DatasetFileInline(admin.TabularInline):
    model = DatasetFile
    form = DatasetFileForm
    readonly_fields = ["loaded_at", "loaded_by"]
    extra = 0


@admin.register(Dataset)
class DatasetAdmin(PublishedAdmin):
    list_display = ["title", "slug", "publisher", "licence", "unit"]
    list_filter = ["shape", ("publisher", admin.RelatedOnlyFieldListFilter), "licence"]
    list_select_related = ["publisher", "licence", "unit"]
    search_fields = ["slug", *columns("title")]
    autocomplete_fields = ["publisher"]
    filter_horizontal = ["topics", "regions", "directions"]
    inlines = [DatasetColumnInline, DatasetFileInline]
    fieldsets = [
        (None, {"fields": ["slug", "shape", "status", "published_at", "published_by"]}),
        (_("Source and licence"), {"fields": ["publisher", "source_url", "licence", "unit", "chart_unit"]}),
        (_("Updates"), {"fields": ["rhythm", "next_due_on"]}),
        *language_fieldsets(Dataset),
        (_("What it is about"), {"fields": ["topics", "regions", "directions"]}),
    ]

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if isinstance(row.instance, DatasetFile) and row.instance._state.adding:
                row.instance.loaded_by = request.user
        super().save_formset(request, form, formset, change)


class FigureForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("why the figure is corrected"),
        required=False,
        help_text=_("Everybody reads it beside the figure before and after."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and "value" in self.changed_data and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why the published figure is corrected."))
        return cleaned


class FigureAdmin(admin.ModelAdmin):
    """A figure that changes is a change of its dataset: a correction for all to see, its date, its row in the index."""

    form = FigureForm

    def save_model(self, request, obj, form, change):
        old = self.model.objects.values_list("value", flat=True).get(pk=obj.pk) if change else obj.value
        super().save_model(request, obj, form, change)
        reason = form.cleaned_data["reason"].strip()
        corrections.record(obj, old=old, new=obj.value, reason=reason, by=request.user, at=timezone.now())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        _touch(form.instance.dataset)

    def delete_model(self, request, obj):
        with transaction.atomic():
            corrections.record(obj, old=obj.value, new=None, by=request.user, at=timezone.now())
            super().delete_model(request, obj)
            _touch(obj.dataset)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            datasets = list(Dataset.objects.filter(pk__in=queryset.values("dataset")))
            for figure in queryset.select_related("dataset"):
                corrections.record(figure, old=figure.value, new=None, by=request.user, at=timezone.now())
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
