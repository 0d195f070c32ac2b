"""What a data steward keeps of facilities: their releases, their waste, their permits."""

from django.contrib import admin

from portal.languages import columns
from portal.models import Facility, Permit, PrtrPollutant, Release, WasteTransfer
from portal.publishing import IndexedAdmin


class PermitInline(admin.TabularInline):
    model = Permit
    raw_id_fields = ["issuer"]
    extra = 0


class ReleaseInline(admin.TabularInline):
    model = Release
    autocomplete_fields = ["pollutant"]
    extra = 0


class WasteTransferInline(admin.TabularInline):
    model = WasteTransfer
    extra = 0


@admin.register(Facility)
class FacilityAdmin(IndexedAdmin):
    list_display = ["slug", "name", "operator", "region", "category"]
    list_select_related = ["operator", "region"]
    search_fields = ["slug", *columns("name")]
    raw_id_fields = ["operator"]
    inlines = [PermitInline, ReleaseInline, WasteTransferInline]


@admin.register(PrtrPollutant)
class PrtrPollutantAdmin(admin.ModelAdmin):
    list_display = ["number", "name", "cas_number", "to_air_kg", "to_water_kg", "to_land_kg"]
    search_fields = ["cas_number", *columns("name")]
