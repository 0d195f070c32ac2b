"""The events of the centre's own texts, from the files beside this module. What exists is never changed."""

from pathlib import Path

from django.utils import timezone

from events import lifecycle
from events.models import (
    Event,
    EventOrganisation,
    EventReport,
    ParticipantGroup,
    Recommendation,
    ReportPoint,
    ReportQuestion,
    ReportQuote,
    Speaker,
)
from portal.models import Direction, Organisation, Person, Region, Topic
from portal.publishing import publish
from portal.starter.load import columns_of, read

FOLDER = Path(__file__).parent


def load(folder=FOLDER):
    existing = set(Event.objects.values_list("slug", flat=True))
    records = [record for path in sorted(folder.glob("*.toml")) if (record := read(path))["slug"] not in existing]
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    for record in records:
        _create_event(record, organisations)
    return {"events": len(records)}


def _create_event(record, organisations):
    event = Event.objects.create(
        slug=record["slug"],
        kind=record["type"],
        state=record.get("state", Event.State.PLANNED),
        date_precision=record["date_precision"],
        starts_on=record.get("starts_on"),
        ends_on=record.get("ends_on"),
        **columns_of(record, "title", "summary", "description", "place", "address"),
        source=record.get("source", ""),
        source_url=record.get("source_url", ""),
    )
    event.topics.set(Topic.objects.filter(code__in=record.get("topics", [])))
    event.regions.set(Region.objects.filter(iso_3166_2__in=record.get("regions", [])))
    event.directions.set(Direction.objects.filter(slug__in=record.get("directions", [])))
    for order, row in enumerate(record.get("organisations", [])):
        EventOrganisation.objects.create(
            event=event, organisation=organisations[row["slug"]], role=row["role"], order=order
        )
    for order, row in enumerate(record.get("participant_groups", [])):
        ParticipantGroup.objects.create(event=event, kind=row["kind"], order=order, **columns_of(row, "name"))
    for order, row in enumerate(record.get("speakers", [])):
        Speaker.objects.create(event=event, order=order, **_said_by(row, organisations))
    publish(event, by=None, at=timezone.now())
    if "report" in record:
        _create_report(event, record, organisations)


def _create_report(event, record, organisations):
    report_record = record["report"]
    report = EventReport.objects.create(
        event=event,
        **columns_of(report_record, "lead", "body", "special_focus", "significance"),
        source=record.get("source", ""),
        source_url=record.get("source_url", ""),
    )
    for order, row in enumerate(report_record.get("points", [])):
        ReportPoint.objects.create(report=report, order=order, **columns_of(row, "text"))
    for order, row in enumerate(report_record.get("quotes", [])):
        ReportQuote.objects.create(
            report=report,
            order=order,
            original_language=row["original_language"],
            **columns_of(row, "text"),
            **_said_by(row, organisations),
        )
    for order, row in enumerate(report_record.get("questions", [])):
        ReportQuestion.objects.create(
            report=report,
            order=order,
            answered_by=_person({"name": row["answered_by"]}) if "answered_by" in row else None,
            **columns_of(row, "question", "answer"),
        )
    for order, row in enumerate(report_record.get("recommendations", [])):
        Recommendation.objects.create(report=report, order=order, **columns_of(row, "text"))
    lifecycle.publish_report(report, by=None, at=timezone.now())


def _said_by(row, organisations):
    return {
        "person": _person(row),
        "organisation": organisations[row["organisation"]] if row.get("organisation") else None,
        **columns_of(row, "post"),
    }


def _person(row):
    """A person is known by the name, in any of the languages."""
    names = columns_of(row, "name")
    found = next((p for column, name in names.items() if (p := Person.objects.filter(**{column: name}).first())), None)
    return found or Person.objects.create(
        **names, **columns_of(row, "degree"), original_name=row.get("original_name", "")
    )
