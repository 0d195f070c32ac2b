"""What staff keep up in the admin: holders, rules of law, work calendars, what a request is about. Steps are not taken here."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.languages import columns
from portal.publishing import IndexedAdmin, PublishedAdmin, language_fieldsets
from requests_registry import passing
from requests_registry.models import (
    CalendarDay,
    Clock,
    Duty,
    Forwarding,
    FrequentQuestion,
    HolderChannel,
    HolderMailbox,
    InformationHolder,
    InformationRequest,
    LegalRule,
    Letterhead,
    Reply,
    RequestEvent,
    WorkCalendar,
)
from requests_registry.questions import asking


class ReadOnlyInline(admin.TabularInline):
    """What lifecycle.py alone writes: to be read."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ClockInline(ReadOnlyInline):
    model = Clock
    exclude = ["counting"]


class ReplyInline(ReadOnlyInline):
    model = Reply


class ForwardingInline(ReadOnlyInline):
    model = Forwarding
    fk_name = "request"


class EventInline(ReadOnlyInline):
    model = RequestEvent
    fields = ["sequence", "kind", "effective_on", "at", "by", "changes", "note"]


@admin.register(InformationRequest)
class InformationRequestAdmin(IndexedAdmin):
    """Words and subjects may be mended here; state, dates and publication change by the steps of the staff desk."""

    list_display = ["number", "subject", "holder", "sent_on", "state", "stage", "outcome", "visibility"]
    list_filter = ["state", "stage", "outcome", "visibility", "language"]
    list_select_related = ["holder__organisation"]
    search_fields = ["number", "subject"]
    date_hierarchy = "sent_on"
    editable = ["subject", "text", "language", *columns("summary"), "topics", "regions", "directions"]
    filter_horizontal = ["topics", "regions", "directions"]
    inlines = [ClockInline, ReplyInline, ForwardingInline, EventInline]

    def get_readonly_fields(self, request, obj=None):
        names = [field.name for field in InformationRequest._meta.fields if field.name not in ("id", "form_key")]
        return [name for name in names if name not in self.editable]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.changed_at = timezone.now()
        obj.save(update_fields=[*(name for name in form.changed_data if name in COLUMNS), "changed_at"])


COLUMNS = {field.name for field in InformationRequest._meta.concrete_fields}


class ChannelInline(admin.TabularInline):
    model = HolderChannel
    extra = 0


class MailboxInline(admin.TabularInline):
    model = HolderMailbox
    extra = 0


@admin.register(InformationHolder)
class InformationHolderAdmin(admin.ModelAdmin):
    list_display = ["organisation", "profile", "legal_basis", "higher_body"]
    list_filter = ["profile", "organisation__kind", "organisation__region"]
    list_select_related = ["organisation", "higher_body"]
    search_fields = [f"organisation__{column}" for column in columns("name")]
    raw_id_fields = ["organisation", "higher_body"]
    inlines = [ChannelInline, MailboxInline]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "profile" in form.changed_data:
            touched = passing.follow_profile(obj, by=request.user, at=timezone.now())
            tell_of_recount(self, request, touched)


def tell_of_recount(model_admin, request, count):
    if count:
        words = ngettext(
            "The reply date of %(count)d request was counted anew.",
            "The reply dates of %(count)d requests were counted anew.",
            count,
        )
        model_admin.message_user(request, words % {"count": count}, messages.WARNING)


class RecountingAdmin(admin.ModelAdmin):
    """What running reply dates rest on: saving it counts them anew."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.recount(request)

    def recount(self, request):
        tell_of_recount(self, request, passing.recount_running(by=request.user, at=timezone.now()))


@admin.register(LegalRule)
class LegalRuleAdmin(RecountingAdmin):
    """A rule whose text changed gets a last day, and a new rule begins: clocks that ran keep the rule they ran by."""

    list_display = [
        "kind",
        "profile",
        "length",
        "unit",
        "article",
        "edition_on",
        "valid_from",
        "valid_to",
        "is_confirmed",
    ]
    list_filter = ["is_confirmed", "kind", "profile"]

    @admin.display(description=_("article"))
    def article(self, rule):
        return rule.article


class CalendarDayInline(admin.TabularInline):
    model = CalendarDay
    extra = 0


@admin.register(WorkCalendar)
class WorkCalendarAdmin(RecountingAdmin):
    """Days off of a year. A year is confirmed by an action of its own."""

    list_display = ["year", "is_confirmed", "confirmed_on", "confirmed_by"]
    readonly_fields = ["is_confirmed", "confirmed_by", "confirmed_on"]
    inlines = [CalendarDayInline]
    actions = ["confirm"]

    @admin.action(description=_("Confirm these years"), permissions=["change"])
    def confirm(self, request, queryset):
        today = timezone.localdate()
        queryset.update(is_confirmed=True, confirmed_by=request.user, confirmed_on=today)
        self.recount(request)


@admin.register(FrequentQuestion)
class FrequentQuestionAdmin(PublishedAdmin):
    """Questions that many have. `?question=17` starts one from the answer to a citizen, without what tells who he is."""

    list_display = ["__str__", "topic", "order"]
    list_filter = ["topic"]
    list_select_related = ["topic"]
    search_fields = columns("question")
    fieldsets = [*language_fieldsets(FrequentQuestion), (None, {"fields": ["topic", "order"]})]

    def get_changeform_initial_data(self, request):
        question = asking.named_in(request.GET, request.user)
        return asking.as_frequent(question) if question else super().get_changeform_initial_data(request)


@admin.register(Duty)
class DutyAdmin(admin.ModelAdmin):
    """What the guide to the holders says, and of whom."""

    list_display = ["__str__", "order", "kind", "law"]
    filter_horizontal = ["topics", "bodies"]


@admin.register(Letterhead)
class LetterheadAdmin(admin.ModelAdmin):
    """The one letterhead of the centre. Letters that were issued keep the one they were issued with."""

    list_display = ["__str__", "bin", "phone", "email"]

    def changelist_view(self, request, extra_context=None):
        Letterhead.objects.ours()
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
