"""What the page of one event reads, in a number of queries that its parts do not change."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.db.models.functions import JSONObject

from events.models import (
    Event,
    EventOrganisation,
    Material,
    ParticipantGroup,
    Photo,
    ProgrammeItem,
    Recommendation,
    ReportQuestion,
    ReportQuote,
    Speaker,
)
from portal.languages import columns
from portal.models import Region, Topic


def with_page(events):
    """Topics, regions and groups come with the event itself, every other part in one query of its own."""
    return (
        events.select_related("report", "published_by")
        .annotate(
            topic_rows=_rows(_linked(Topic, Event.topics.through, "topic"), "code", *columns("name")),
            region_rows=_rows(_linked(Region, Event.regions.through, "region"), "slug", *columns("name")),
            group_rows=_rows(ParticipantGroup.objects.filter(event=OuterRef("pk")), "number", *columns("name")),
        )
        .prefetch_related(
            Prefetch("event_organisations", EventOrganisation.objects.select_related("organisation")),
            Prefetch("speakers", Speaker.objects.select_related("person", "organisation")),
            Prefetch("programme", ProgrammeItem.objects.select_related("organisation")),
            Prefetch("materials", Material.objects.select_related("document")),
            "report__points",
            Prefetch("report__photos", Photo.objects.select_related("document")),
            Prefetch("report__quotes", ReportQuote.objects.select_related("person", "organisation")),
            Prefetch("report__questions", ReportQuestion.objects.select_related("answered_by", "organisation")),
            Prefetch("report__recommendations", Recommendation.objects.select_related("addressee")),
        )
    )


def topics_of(event):
    return [Topic(**row) for row in event.topic_rows]


def regions_of(event):
    return [Region(**row) for row in event.region_rows]


def groups_of(event):
    return [ParticipantGroup(**row) for row in event.group_rows]


def roles_of(event):
    """The organisations of the event by role, in the order of the roles: [(label, [organisation, …]), …]."""
    by_role = {}
    for row in event.event_organisations.all():
        by_role.setdefault(row.role, []).append(row.organisation)
    return [(role.label, by_role[role]) for role in EventOrganisation.Role if role in by_role]


def _linked(model, through, name):
    return model.objects.filter(pk__in=through.objects.filter(event=OuterRef(OuterRef("pk"))).values(name))


def _rows(queryset, *fields):
    return ArraySubquery(queryset.values(row=JSONObject(**{field: field for field in fields})))
