"""The register as a table: the same columns as CSV, XLSX and JSON."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.exports import Column
from requests_registry.standing import days_late


def columns(on):
    return [
        Column("number", pgettext("of a request", "number"), lambda row: row.number),
        Column("subject", _("subject"), lambda row: row.subject),
        Column("language", _("language of the request"), lambda row: row.language),
        Column("holder", _("asked of"), lambda row: str(row.holder.organisation.name)),
        Column("holder_slug", _("address of the holder's page"), lambda row: row.holder.organisation.slug),
        Column("kind", _("kind of holder"), lambda row: row.holder.organisation.get_kind_display()),
        Column("profile", _("rules that apply"), lambda row: row.holder.get_profile_display()),
        Column("topics", _("topics"), lambda row: _names(row.topics)),
        Column("regions", _("regions"), lambda row: _names(row.regions)),
        Column("channel", _("sent by"), lambda row: row.get_channel_display()),
        Column("sent_on", _("sent on"), lambda row: row.sent_on),
        Column("received_on", _("received by the holder on"), lambda row: row.received_on),
        Column("reply_due_on", _("reply due on"), lambda row: row.reply_due_on),
        Column("is_provisional", _("reply date is provisional"), lambda row: row.is_provisional),
        Column("state", _("state"), lambda row: row.get_state_display()),
        Column("answered_on", _("first answered on"), lambda row: row.answered_on),
        Column("outcome", _("outcome"), lambda row: row.get_outcome_display()),
        Column("days_late", _("days late"), lambda row: days_late(row, on)),
        Column("is_public", _("public"), lambda row: row.is_public),
        Column("url", _("address"), lambda row: settings.SITE_URL + row.get_absolute_url()),
    ]


def _names(things):
    return "; ".join(str(thing.name) for thing in things.all())
