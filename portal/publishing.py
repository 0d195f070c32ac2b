"""From draft to published to withdrawn: the only writer of a publication state, and the admin that offers it."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal import redirects
from portal.languages import LANGUAGES, OWN_NAMES, TranslatedField
from portal.models import Published
from portal.search import index


@transaction.atomic
def publish(obj, *, by, at):
    """Make the object public. Publishing again changes nothing: the first time of publication stays."""
    locked = type(obj).objects.select_for_update().get(pk=obj.pk)
    if not locked.is_published:
        obj.status = Published.Status.PUBLISHED
        obj.published_at = locked.published_at or at
        obj.published_by = by
        obj.withdrawn_reason = ""
        obj.save(update_fields=["status", "published_at", "published_by", "withdrawn_reason", "changed_at"])
        _log(obj, by, "published")
    index.refresh(obj)


@transaction.atomic
def withdraw(obj, *, by, at, reason=""):
    """Take the object back from the public; its record and the reason stay."""
    obj.status = Published.Status.WITHDRAWN
    obj.withdrawn_reason = reason
    obj.save(update_fields=["status", "withdrawn_reason", "changed_at"])
    _log(obj, by, f"withdrawn {at:%Y-%m-%d}: {reason}".strip(": "))
    index.refresh(obj)


def _log(obj, by, message):
    if by is not None:
        LogEntry.objects.log_actions(by.pk, [obj], CHANGE, change_message=message, single_object=True)


def translated_fields(model):
    return [
        name for klass in model.__mro__ for name, value in vars(klass).items() if isinstance(value, TranslatedField)
    ]


@admin.display(description=_("languages"))
def languages_filled(obj):
    """Which languages the first translated field is written in: қаз ✓, рус ✓, eng –."""
    name = translated_fields(type(obj))[0]
    marks = [f"{code} {'✓' if getattr(obj, f'{name}_{code}') else '–'}" for code in LANGUAGES]
    return format_html("<span>{}</span>", "  ".join(marks))


class IndexedAdmin(admin.ModelAdmin):
    """The admin of what search finds: its rows are written after the related objects were saved."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        index.refresh(form.instance)

    def save_model(self, request, obj, form, change):
        """A changed address of something public is remembered."""
        before = self.model.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        if before and getattr(before, "published_at", True):
            redirects.remember(before.get_absolute_url(), obj.get_absolute_url())

    def delete_model(self, request, obj):
        with transaction.atomic():
            index.remove(obj)
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for obj in queryset:
                index.remove(obj)
            super().delete_queryset(request, queryset)


class PublishedAdmin(IndexedAdmin):
    """The admin of a public object: its state, the languages it is written in, publish and withdraw."""

    actions = ["publish_selected", "withdraw_selected"]
    readonly_fields = ["status", "published_at", "published_by"]

    def get_list_display(self, request):
        return [*super().get_list_display(request), languages_filled, "status"]

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), "status"]

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish_selected(self, request, queryset):
        for obj in queryset:
            publish(obj, by=request.user, at=timezone.now())
        count = len(queryset)
        self.message_user(
            request,
            ngettext("%(count)d published.", "%(count)d published.", count) % {"count": count},
            messages.SUCCESS,
        )

    @admin.action(description=_("Withdraw from the public"), permissions=["change"])
    def withdraw_selected(self, request, queryset):
        for obj in queryset:
            withdraw(obj, by=request.user, at=timezone.now())
        count = len(queryset)
        self.message_user(
            request,
            ngettext("%(count)d withdrawn.", "%(count)d withdrawn.", count) % {"count": count},
            messages.SUCCESS,
        )


def language_fieldsets(model):
    """One fieldset for each language, with that language's columns of every translated field."""
    names = translated_fields(model)
    return [(OWN_NAMES[code], {"fields": [f"{name}_{code}" for name in names]}) for code in LANGUAGES]
