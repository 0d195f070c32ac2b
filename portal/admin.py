from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from portal.datasets import admin as datasets  # noqa: F401 -- registers the datasets' own
from portal.facilities import admin as facilities  # noqa: F401 -- registers facilities and their releases
from portal.importing import admin as importing  # noqa: F401 -- registers limits, stations, sources
from portal.languages import columns
from portal.models import (
    Direction,
    GlossaryTerm,
    Organisation,
    Page,
    Person,
    Redirect,
    Region,
    SearchedText,
    StatusFact,
    Topic,
    User,
)
from portal.publishing import IndexedAdmin, PublishedAdmin, language_fieldsets

admin.site.site_header = _("Aarhus Centre: administration")
admin.site.site_title = _("Administration")
admin.site.index_title = _("What do you want to change?")


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    fieldsets = [*DjangoUserAdmin.fieldsets, (_("Language"), {"fields": ["language"]})]


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ["iso_3166_2", "name", "kind", "began_in", "ended_in"]
    list_filter = ["kind"]
    search_fields = ["iso_3166_2", *columns("name")]


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "parent", "order"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["code", *columns("name")]


@admin.register(Direction)
class DirectionAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "order"]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(IndexedAdmin):
    list_display = ["code", *columns("term"), "abbreviations"]
    list_filter = ["group", "kazakh_seen_in_official_text"]
    search_fields = ["code", "abbreviations", "other_names", *columns("term")]


@admin.register(Organisation)
class OrganisationAdmin(IndexedAdmin):
    list_display = ["name", "kind", "level", "region"]
    list_filter = ["kind", "level", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region"]
    search_fields = ["slug", *columns("name"), *columns("short_name")]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name_en"]}


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["name", "original_name"]
    search_fields = ["original_name", *columns("name")]


class StatusFactInline(admin.StackedInline):
    model = StatusFact
    extra = 0


@admin.register(Page)
class PageAdmin(PublishedAdmin):
    list_display = ["title", "slug", "order", "is_in_menu"]
    list_filter = ["is_in_menu", "directions"]
    search_fields = ["slug", *columns("title")]
    filter_horizontal = ["topics", "regions", "directions"]
    inlines = [StatusFactInline]
    fieldsets = [
        (None, {"fields": ["slug", "order", "is_in_menu", "status", "published_at", "published_by"]}),
        *language_fieldsets(Page),
        (_("What it is about"), {"fields": ["topics", "regions", "directions"]}),
    ]


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    list_display = ["old_path", "new_path", "created_at"]
    search_fields = ["old_path", "new_path"]


class NotFoundFilter(admin.SimpleListFilter):
    title = _("found")
    parameter_name = "nothing"

    def lookups(self, request, model_admin):
        return [("yes", _("Nothing was found"))]

    def queryset(self, request, queryset):
        return queryset.filter(found=0) if self.value() == "yes" else queryset


@admin.register(SearchedText)
class SearchedTextAdmin(admin.ModelAdmin):
    """What people look for and do not find: what to publish next, and which names the glossary lacks."""

    list_display = ["text", "day", "times", "found"]
    list_filter = [NotFoundFilter]
    date_hierarchy = "day"
    search_fields = ["text"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
