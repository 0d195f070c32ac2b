from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.documents import kinds
from portal.documents.forms import CarrierForm
from portal.languages import columns
from portal.publishing import PublishedAdmin, language_fieldsets
from publications import articles
from publications.models import Author, LanguageVersion, Publication


class LanguageVersionForm(CarrierForm):
    accepted = [kinds.PDF]

    class Meta:
        model = LanguageVersion
        fields = ["language", "is_original", "printed_title", "translator", "isbn"]


class LanguageVersionInline(admin.StackedInline):
    model = LanguageVersion
    form = LanguageVersionForm
    max_num = 3
    fields = [("language", "is_original"), "printed_title", "translator", "isbn", "state_of_file", ("file", "kept")]
    readonly_fields = ["state_of_file"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document", "publication")

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.by = request.user
        return formset

    @admin.display(description=_("file now"))
    def state_of_file(self, version):
        if not version.document:
            return _("none yet")
        return describe_file(version.document)


class AuthorInline(admin.TabularInline):
    model = Author
    extra = 0
    autocomplete_fields = ["person"]


class PublicationForm(forms.ModelForm):
    articles = forms.MultipleChoiceField(
        label=_("articles of the Aarhus Convention"),
        choices=articles.CHOICES,
        required=False,
        widget=FilteredSelectMultiple(_("articles"), is_stacked=False),
    )


@admin.register(Publication)
class PublicationAdmin(PublishedAdmin):
    form = PublicationForm
    list_display = ["title", "type", "year", "files"]
    list_filter = ["type", "year"]
    search_fields = ["slug", *columns("title")]
    prepopulated_fields = {"slug": ["title_ru"]}
    autocomplete_fields = ["publisher", "replaces"]
    filter_horizontal = ["topics", "regions", "directions"]
    inlines = [LanguageVersionInline, AuthorInline]
    fieldsets = [
        (None, {"fields": ["type", "slug", "year", "publisher", "licence", "status", "published_at", "published_by"]}),
        *language_fieldsets(Publication),
        (_("What it is about"), {"fields": ["articles", "topics", "regions", "directions"]}),
        (_("Where it comes from"), {"fields": ["replaces", "source", "source_url"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_versions()

    @admin.display(description=_("files"))
    def files(self, publication):
        return ", ".join(version.language for version in publication.versions_with_file) or "–"


def describe_file(document):
    """The file as a link, with its size, its pages and how far its processing is."""
    parts = [filesizeformat(document.size)]
    if document.page_count:
        parts.append(
            ngettext("%(count)d page", "%(count)d pages", document.page_count) % {"count": document.page_count}
        )
    parts.append(document.get_state_display())
    if document.failure:
        parts.append(document.get_failure_display())
    if document.lacks_text_layer:
        parts.append(_("its pages are pictures without text: it can be neither searched nor read aloud"))
    link = format_html('<a href="{}">{}</a>', document.get_absolute_url(), document.name)
    return format_html("{}: {}", link, "; ".join(map(str, parts)))
