from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from events import lifecycle, wording
from events.forms import CallOffForm, EventForm, MaterialForm, PhotoForm, TranslatedForm
from events.models import (
    Event,
    EventOrganisation,
    EventReport,
    Material,
    ParticipantGroup,
    Photo,
    ProgrammeItem,
    Recommendation,
    ReportPoint,
    ReportQuestion,
    ReportQuote,
    Speaker,
)
from portal.languages import LANGUAGES, OWN_NAMES, columns
from portal.publishing import PublishedAdmin, languages_filled, publish
from portal.search import index


def needing(*names):
    """A form that asks for these texts in one language at least."""
    return type("NeedingForm", (TranslatedForm,), {"needed": names})


class OrganisationInline(admin.TabularInline):
    model = EventOrganisation
    extra = 1
    fields = ["organisation", "role", "order"]
    autocomplete_fields = ["organisation"]


class GroupInline(admin.TabularInline):
    model = ParticipantGroup
    form = needing("name")
    extra = 0
    fields = ["kind", *columns("name"), "number", "order"]


class SpeakerInline(admin.StackedInline):
    model = Speaker
    form = TranslatedForm
    extra = 0
    fields = [("person", "role", "order"), "organisation", *columns("post"), *columns("talk")]
    autocomplete_fields = ["person", "organisation"]


class ProgrammeInline(admin.StackedInline):
    model = ProgrammeItem
    form = needing("title")
    extra = 0
    fields = [("on", "starts_time", "ends_time", "order"), *columns("title"), *columns("summary"), "organisation"]
    autocomplete_fields = ["organisation"]


class CarrierInline(admin.StackedInline):
    """Rows with a file of their own, which goes through the door for files in the name of who is at work."""

    extra = 0
    readonly_fields = ["file_now"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.by = request.user
        return formset

    @admin.display(description=_("file now"))
    def file_now(self, row):
        if not row.document_id:
            return _("none yet")
        return format_html('<a href="{}">{}</a>', row.document.get_absolute_url(), row.document)


class MaterialInline(CarrierInline):
    model = Material
    form = MaterialForm
    fields = [("kind", "language", "order"), *columns("title"), "file_now", ("file", "kept"), "url"]


class PhotoInline(CarrierInline):
    model = Photo
    form = PhotoForm
    fields = ["file_now", ("file", "kept"), *columns("alt"), *columns("caption"), ("author", "order")]


class ReportListFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of an event", "report")
    parameter_name = "report"

    def lookups(self, request, model_admin):
        return [("without", _("took place, without report")), ("with", _("with a published report"))]

    def queryset(self, request, queryset):
        if self.value() == "without":
            return queryset.awaiting_report(timezone.localdate())
        return queryset.filter(report__is_published=True) if self.value() == "with" else queryset


@admin.register(Event)
class EventAdmin(PublishedAdmin):
    form = EventForm
    change_form_template = "events/admin/event_form.html"
    view_on_site = False  # the form has a link of its own, which says "preview" while it is one
    save_on_top = True
    list_display = ["name", "kind", "when", "state"]
    list_filter = ["kind", "state", ReportListFilter, ("regions", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["report"]
    search_fields = ["slug", *columns("title")]
    date_hierarchy = "starts_on"
    ordering = ["-starts_at", "-pk"]
    actions = ["publish_selected", "withdraw_selected", "clone_selected"]
    filter_horizontal = ["topics", "regions", "directions"]
    inlines = [OrganisationInline, GroupInline, SpeakerInline, ProgrammeInline, MaterialInline]
    fieldsets = [
        (_("Basics"), {"fields": ["kind", "state", ("status", "published_at", "published_by")]}),
        *[
            (OWN_NAMES[code], {"fields": [f"{name}_{code}" for name in ("title", "summary", "description")]})
            for code in LANGUAGES
        ],
        (
            _("When"),
            {"fields": ["date_precision", ("starts_on", "starts_time"), ("ends_on", "ends_time"), "zone"]},
        ),
        (
            _("Where"),
            {"fields": [*columns("place"), *columns("address"), "online_url", "languages", *columns("accessibility")]},
        ),
        (_("Regions and topics"), {"fields": ["regions", "topics", "directions"]}),
        (_("Public hearing"), {"fields": ["notice_number", "notice_url"], "classes": ["collapse"]}),
        (_("Source and address"), {"fields": ["source", "source_url", "slug"], "classes": ["collapse"]}),
    ]

    @admin.display(description=_("title"), ordering="title_ru")
    def name(self, event):
        return event.title

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, event):
        return wording.when(event)

    def save_model(self, request, obj, form, change):
        if change:
            lifecycle.edited(obj, form.changed_data)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "_publish" in request.POST:
            publish(form.instance, by=request.user, at=timezone.now())
            self.message_user(request, _("The event is published."), messages.SUCCESS)

    def get_urls(self):
        steps = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"events_event_{name}")
            for name, view in (("cancel", self.cancel), ("postpone", self.postpone))
        ]
        return [*steps, *super().get_urls()]

    def cancel(self, request, pk):
        return self._call_off(request, pk, lifecycle.cancel, _("Cancel the event"))

    def postpone(self, request, pk):
        return self._call_off(request, pk, lifecycle.postpone, _("Postpone the event"))

    @admin.action(description=_("Copy as a draft"), permissions=["add"])
    def clone_selected(self, request, queryset):
        copies = [lifecycle.clone(event, by=request.user) for event in queryset]
        self.message_user(
            request,
            ngettext(
                "%(count)d copied as a draft without a date.", "%(count)d copied as drafts without a date.", len(copies)
            )
            % {"count": len(copies)},
            messages.SUCCESS,
        )
        return redirect("admin:events_event_change", copies[0].pk) if len(copies) == 1 else None

    def _call_off(self, request, pk, step, title):
        event = get_object_or_404(Event, pk=pk)
        if not self.has_change_permission(request, event):
            raise PermissionDenied
        form = CallOffForm(request.POST or None)
        if form.is_valid():
            step(event, by=request.user, reason=form.reason())
            self.message_user(request, _("Done. The page and the calendars say so."), messages.SUCCESS)
            return redirect("admin:events_event_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "event": event,
            "form": form,
            "opts": self.opts,
        }
        return render(request, "events/admin/call_off.html", context, status=422 if form.errors else 200)


class PointInline(admin.StackedInline):
    model = ReportPoint
    form = needing("text")
    extra = 1
    fields = [*columns("text"), "order"]


class QuoteInline(admin.StackedInline):
    model = ReportQuote
    form = needing("text")
    extra = 0
    fields = [("person", "original_language", "order"), "organisation", *columns("text"), *columns("post")]
    autocomplete_fields = ["person", "organisation"]


class QuestionInline(admin.StackedInline):
    model = ReportQuestion
    form = needing("question")
    extra = 0
    fields = [*columns("question"), *columns("answer"), ("answered_by", "organisation", "order")]
    autocomplete_fields = ["answered_by", "organisation"]


class RecommendationInline(admin.StackedInline):
    model = Recommendation
    form = needing("text")
    extra = 0
    fields = [*columns("text"), ("addressee", "due_on"), ("status", "replied_on", "order"), *columns("reply")]
    autocomplete_fields = ["addressee"]


@admin.register(EventReport)
class EventReportAdmin(admin.ModelAdmin):
    form = needing("lead")
    change_form_template = "events/admin/report_form.html"
    view_on_site = False
    save_on_top = True
    list_display = ["event", "is_published", languages_filled, "changed_at"]
    list_filter = ["is_published"]
    list_select_related = ["event"]
    search_fields = [*columns("event__title"), *columns("lead")]
    autocomplete_fields = ["event"]
    readonly_fields = ["is_published", "published_at"]
    actions = ["publish_selected", "withdraw_selected"]
    inlines = [PointInline, QuoteInline, QuestionInline, RecommendationInline, PhotoInline]
    fieldsets = [
        (None, {"fields": ["event", ("is_published", "published_at"), "attendance"]}),
        *[
            (
                OWN_NAMES[code],
                {"fields": [f"{name}_{code}" for name in ("lead", "body", "special_focus", "significance")]},
            )
            for code in LANGUAGES
        ],
        (_("Source"), {"fields": ["source", "source_url"], "classes": ["collapse"]}),
    ]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "_publish" in request.POST:
            lifecycle.publish_report(form.instance, by=request.user, at=timezone.now())
            self.message_user(request, _("The report is shown to the public."), messages.SUCCESS)
        index.refresh(form.instance.event)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        index.refresh(obj.event)

    def delete_queryset(self, request, queryset):
        events = [report.event for report in queryset]
        super().delete_queryset(request, queryset)
        for event in events:
            index.refresh(event)

    @admin.action(description=_("Show to the public"), permissions=["change"])
    def publish_selected(self, request, queryset):
        for report in queryset:
            lifecycle.publish_report(report, by=request.user, at=timezone.now())

    @admin.action(description=_("Withdraw from the public"), permissions=["change"])
    def withdraw_selected(self, request, queryset):
        for report in queryset:
            lifecycle.withdraw_report(report, by=request.user)
