"""What a data steward corrects by hand: limits, stations, sources and their spellings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.languages import columns
from portal.models import (
    FlagPeriod,
    LimitValue,
    ParameterAlias,
    Source,
    Station,
    StationAlias,
    StationChange,
    SummationGroup,
    WaterClassRow,
)


@admin.register(LimitValue)
class LimitValueAdmin(admin.ModelAdmin):
    list_display = ["parameter", "averaging", "step", "value", "unit", "norm", "valid", "is_confirmed"]
    list_filter = ["norm", "medium", "averaging", "is_confirmed"]
    list_select_related = ["parameter", "unit", "norm"]
    readonly_fields = ["table"]


@admin.register(SummationGroup)
class SummationGroupAdmin(admin.ModelAdmin):
    list_display = ["number", "norm", "valid"]
    filter_horizontal = ["members"]


@admin.register(WaterClassRow)
class WaterClassRowAdmin(admin.ModelAdmin):
    list_display = ["row", "indicator", "unit_text", "cells", "upper_bounds", "is_confirmed"]
    list_filter = ["norm", "is_confirmed"]


class StationChangeInline(admin.TabularInline):
    model = StationChange
    exclude = ["section"]
    extra = 0


class StationAliasInline(admin.TabularInline):
    model = StationAlias
    extra = 0


class IncompleteFilter(admin.SimpleListFilter):
    title = _("to be completed")
    parameter_name = "incomplete"

    def lookups(self, request, model_admin):
        return [("yes", _("without a region or a name in Kazakh or Russian"))]

    def queryset(self, request, queryset):
        return queryset.incomplete() if self.value() == "yes" else queryset


@admin.register(Station)
class StationAdmin(admin.ModelAdmin):
    list_display = ["slug", "settlement", "name", "medium", "kind", "region", "time_zone", "closed_on"]
    list_filter = [IncompleteFilter, "medium", "kind", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region"]
    search_fields = ["slug", *columns("name"), *columns("settlement")]
    inlines = [StationAliasInline, StationChangeInline]
    raw_id_fields = ["operator", "replaced_by", "probable_twin"]


class ParameterAliasInline(admin.TabularInline):
    model = ParameterAlias
    extra = 0


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "clock", "time_zone", "stamp", "licence"]
    list_select_related = ["licence"]
    inlines = [ParameterAliasInline]


@admin.register(FlagPeriod)
class FlagPeriodAdmin(admin.ModelAdmin):
    list_display = ["station", "series", "during", "flag"]
    list_select_related = ["station", "series__parameter"]
    raw_id_fields = ["series", "station", "made_by"]
