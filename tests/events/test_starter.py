import pytest
from django.db import transaction

from events.models import Event, EventReport, ParticipantGroup, ReportQuote, Speaker
from events.starter.load import load
from portal.languages import LANGUAGES
from portal.models import Person, SearchEntry
from portal.reference.load import load as load_reference
from portal.starter.load import load as load_directions

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The content that events come with, loaded once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load_directions()
        yield load()
        transaction.set_rollback(True)


def counts():
    models = (Event, EventReport, ParticipantGroup, ReportQuote, Speaker, Person, SearchEntry)
    return {model.__name__: model.objects.count() for model in models}


def test_everything_of_the_texts_is_there_in_three_languages(loaded):
    assert loaded == {"events": 9}
    for event in Event.objects.all():
        assert event.is_published
        for language in LANGUAGES:
            assert getattr(event, f"title_{language}") and getattr(event, f"summary_{language}"), event.slug
        assert event.topics.exists() and event.regions.exists() and event.directions.exists(), event.slug


def test_loading_twice_changes_nothing(loaded):
    Event.objects.filter(slug="oil-spills-lectures").update(title_ru="Как решили сотрудники")
    before = counts()
    assert load() == {"events": 0}
    assert counts() == before
    assert Event.objects.get(slug="oil-spills-lectures").title_ru == "Как решили сотрудники"


def test_the_lectures_name_the_lecturer_with_the_post_held_then(loaded):
    speaker = Speaker.objects.select_related("person").get(event__slug="oil-spills-lectures")
    assert (speaker.person.original_name, speaker.person.degree_ru) == ("Terry Hazen", "доктор")
    assert "Министерства энергетики США" in speaker.post_ru


def test_the_report_of_the_waste_seminar_is_read_by_everybody(loaded, client):
    report = EventReport.objects.get(event__slug="waste-seminar-abai-ulytau")
    assert report.is_published
    assert (report.points.count(), report.quotes.count(), report.questions.count()) == (4, 1, 2)
    for language in LANGUAGES:
        page = client.get(f"/{language}/events/waste-seminar-abai-ulytau/")
        assert getattr(report, f"lead_{language}")[:40] in page.content.decode()


def test_the_speaker_quoted_and_the_one_who_answers_are_one_person(loaded):
    assert Person.objects.filter(name_ru="Нуржан Кабдолданов").count() == 1


def test_they_are_found_with_their_topics_regions_and_organisations(loaded):
    entry = SearchEntry.objects.get(path="/events/beyond-eiti-round-table/", language="ru")
    event = Event.objects.get(slug="beyond-eiti-round-table")
    assert set(entry.organisations) == set(event.event_organisations.values_list("organisation", flat=True))
    assert len(entry.organisations) == 4
    assert entry.date is None
