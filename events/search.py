from events.models import Event
from portal.languages import LANGUAGES
from portal.markdown import as_plain_text
from portal.models import SearchEntry
from portal.search.index import Description, Source, register, texts


@register
class EventSource(Source):
    kind = SearchEntry.Kind.EVENT
    model = Event

    def public(self):
        return (
            Event.objects.published()
            .select_related("report")
            .prefetch_related(
                "topics",
                "regions",
                "directions",
                "event_organisations__organisation",
                "participant_groups",
                "speakers__person",
                "materials",
                "programme",
                "report__points",
                "report__quotes__person",
                "report__questions",
                "report__recommendations",
            )
        )

    def describe(self, event):
        return Description(
            title=texts(event, "title"),
            summary=texts(event, "summary"),
            body=_body(event),
            path=event.get_absolute_url(),
            published_at=event.published_at,
            topics=event.topics.all(),
            regions=event.regions.all(),
            directions=event.directions.all(),
            organisations=[role.organisation for role in event.event_organisations.all()],
            state=event.state,
            date=event.starts_on if event.has_known_day else None,
        )


def _body(event):
    return {
        language: "\n".join(
            filter(None, (as_plain_text(getattr(row, f"{name}_{language}")) for row, name in _passages(event)))
        )
        for language in LANGUAGES
    }


def _passages(event):
    """Each row and the translated field of it that says something about the event, in the order of the page."""
    yield from ((event, name) for name in ("description", "place", "address"))
    yield from ((row, "name") for row in event.participant_groups.all())
    for speaker in event.speakers.all():
        yield from ((speaker.person, "name"), (speaker, "post"), (speaker, "talk"))
    yield from ((row, "title") for row in (*event.programme.all(), *event.materials.all()))
    for role in event.event_organisations.all():
        yield role.organisation, "name"
    if report := event.published_report():
        yield from _report_passages(report)


def _report_passages(report):
    yield from ((report, name) for name in ("lead", "body", "special_focus", "significance"))
    yield from ((row, "text") for row in (*report.points.all(), *report.recommendations.all()))
    for quote in report.quotes.all():
        yield from ((quote, "text"), (quote.person, "name"), (quote, "post"))
    for question in report.questions.all():
        yield from ((question, "question"), (question, "answer"))
