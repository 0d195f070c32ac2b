"""The columns of the list of events as a file."""

from django.utils.translation import gettext_lazy as _

from portal.exports import Column


def _names(rows):
    return "; ".join(str(row.name) for row in rows)


COLUMNS = [
    Column("slug", _("address"), lambda event: event.slug),
    Column("title", _("title"), lambda event: event.title),
    Column("type", _("type"), lambda event: event.kind),
    Column("date_precision", _("how exactly the date is known"), lambda event: event.date_precision),
    Column("starts_on", _("starts on"), lambda event: event.starts_on),
    Column("starts_time", _("starts at"), lambda event: _clock(event.starts_time)),
    Column("last_on", _("ends on"), lambda event: event.last_on),
    Column("ends_time", _("ends at"), lambda event: _clock(event.ends_time)),
    Column("zone", _("time zone"), lambda event: event.zone),
    Column("state", _("state"), lambda event: event.state),
    Column("place", _("place"), lambda event: event.place),
    Column("address", _("address of the place"), lambda event: event.address),
    Column("regions", _("regions concerned"), lambda event: _names(event.regions.all())),
    Column("topics", _("topics"), lambda event: _names(event.topics.all())),
    Column(
        "organisations",
        _("organisations"),
        lambda event: _names(role.organisation for role in event.event_organisations.all()),
    ),
    Column("url", _("page"), lambda event: event.get_absolute_url()),
]


def _clock(time):
    return time.isoformat("minutes") if time else None
