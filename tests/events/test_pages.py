import json
import re
from datetime import date

import pytest
import time_machine

from events import lifecycle
from events.models import (
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
)
from portal.models import Document, Person, SearchEntry

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_march():
    with time_machine.travel("2026-03-01 12:00+05:00", tick=False):
        yield


@pytest.fixture
def add_report(iied):
    """Two of each part, so that a query for each of them would be noticed."""

    def add(event, is_published=True, parts=2):
        report = EventReport.objects.create(event=event, lead_ru="Обсудили отходы.", significance_ru="Это важно.")
        person = Person.objects.create(name_ru="Нуржан Кабдолданов")
        for number in range(parts):
            ReportPoint.objects.create(report=report, text_ru=f"Пункт {number}")
            ReportQuote.objects.create(
                report=report,
                text_ru="Без сотрудничества никак.",
                person=person,
                post_ru="заместитель",
                organisation=iied,
            )
            ReportQuestion.objects.create(report=report, question_ru="Когда?", organisation=iied)
            Recommendation.objects.create(report=report, text_ru="Построить завод", addressee=iied, status="sent")
            document = Document.objects.create(name="зал.jpg", sha256="0" * 64, size=1, kind_code="jpeg")
            Photo.objects.create(report=report, document=document, alt_ru="Участники за столом")
            Material.objects.create(event=event, title_ru="Снимки", document=document)
            ParticipantGroup.objects.create(event=event, name_ru="акиматы", kind="akimat")
            ProgrammeItem.objects.create(event=event, title_ru="Открытие", organisation=iied)
        if is_published:
            lifecycle.publish_report(report, by=None, at=NOW)
        return report

    return add


def json_ld(response):
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.S)[1]
    )


def test_a_draft_is_read_by_staff_with_a_banner_and_by_nobody_else(client, make_event, aigul):
    make_event(is_public=False)
    assert client.get("/ru/events/round-table/").status_code == 404
    client.force_login(aigul)
    response = client.get("/en/events/round-table/")
    assert "Draft: only staff see this page." in response.content.decode()


def test_a_report_that_is_not_published_is_read_by_staff_only(client, event, add_report, aigul):
    add_report(event, is_published=False)
    assert "Обсудили отходы" not in client.get("/ru/events/round-table/").content.decode()
    assert client.get("/ru/events/round-table/report.txt").status_code == 404
    client.force_login(aigul)
    assert "Обсудили отходы" in client.get("/ru/events/round-table/").content.decode()


def test_the_page_of_a_full_event_costs_the_same_for_one_of_each_part_and_two(make_event, with_parts, add_report, cost):
    add_report(with_parts(make_event("one")), parts=1)
    add_report(with_parts(make_event("two")), parts=2)
    assert cost("/ru/events/one/") == cost("/ru/events/two/") <= 12


def test_the_page_shows_the_topics_and_regions_of_this_event_and_no_other(client, make_event, with_parts):
    with_parts(make_event("chosen"))
    make_event("other")
    chosen = client.get("/ru/events/chosen/").context
    assert [(topic.code, topic.name) for topic in chosen["topics"]] == [("waste", "Отходы")]
    assert [region.get_absolute_url() for region in chosen["regions"]] == ["/ru/regions/atyrau/"]
    other = client.get("/ru/events/other/").context
    assert (other["topics"], other["regions"]) == ([], [])


def test_organisations_stand_by_their_role(client, event, iied):
    for role in ("supporter", "organiser", "participant"):
        EventOrganisation.objects.create(event=event, organisation=iied, role=role)
    roles = client.get("/en/events/round-table/").context["roles"]
    assert [(str(label), [str(organisation) for organisation in rows]) for label, rows in roles] == [
        ("organised by", ["IIED"]),
        ("with the support of", ["IIED"]),
        ("with the participation of", ["IIED"]),
    ]


def test_search_engines_are_told_what_the_page_says(client, make_event, with_parts):
    with_parts(make_event(place_ru="Акимат", address_ru="Атырау, Айтеке би, 77", online_url="https://example.org/join"))
    data = json_ld(client.get("/ru/events/round-table/"))
    assert data["startDate"] == "2026-03-10T15:00:00+05:00"
    assert data["endDate"] == "2026-03-10T17:00:00+05:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert [organiser["name"] for organiser in data["organizer"]] == ["Институт IIED"]
    assert [person["name"] for person in data["performer"]] == ["Терри Хейзен"]


def test_search_engines_are_told_no_more_than_is_known(client, make_event):
    make_event("march", date_precision="month")
    make_event("undated", date_precision="unknown")
    assert json_ld(client.get("/ru/events/march/"))["startDate"] == "2026-03"
    assert {"startDate", "location", "eventAttendanceMode"}.isdisjoint(json_ld(client.get("/ru/events/undated/")))


def test_a_title_cannot_end_the_block_of_data(client, make_event):
    make_event(title_ru="</script><script>alert(1)</script>")
    response = client.get("/ru/events/round-table/")
    assert json_ld(response)["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in response.content.decode()


def test_a_cancelled_event_says_so_and_why(client, event):
    lifecycle.cancel(event, by=None, reason={"ru": "Болезнь докладчика"})
    response = client.get("/ru/events/round-table/")
    assert "Болезнь докладчика" in response.content.decode()
    assert json_ld(response)["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_hearing_says_where_comments_are_filed(client, make_event):
    make_event(kind="hearing", notice_url="https://hearings.example/1", notice_number="251210001008")
    page = client.get("/en/events/round-table/").content.decode()
    assert 'href="https://hearings.example/1"' in page
    assert "Comments count when they are filed there, not here." in page


def test_the_report_as_plain_text_has_the_order_of_a_press_release(client, make_event, add_report, iied):
    event = make_event()
    EventOrganisation.objects.create(event=event, organisation=iied, role="supporter")
    add_report(event, parts=1)
    response = client.get("/en/events/round-table/report.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().split("\n\n") == [
        "Круглый стол round-table",
        "10 March 2026, 15:00–17:00 (UTC+5)",
        "Обсудили отходы.",
        "– Пункт 0",
        "«Без сотрудничества никак.» – Нуржан Кабдолданов, заместитель",
        "Question: Когда?\nNot answered yet.",
        "Recommendations:\n– IIED: Построить завод (sent, waiting for a reply)",
        "Это важно.",
        "With the support of: IIED",
        "http://testserver/en/events/round-table/\n",
    ]


def test_a_translated_quote_keeps_its_original(client, event, add_report):
    report = add_report(event, parts=1)
    ReportQuote.objects.filter(report=report).update(text_en="Not without cooperation.")
    page = client.get("/en/events/round-table/").content.decode()
    assert "This is a translation." in page
    assert '<blockquote lang="ru"><p>Без сотрудничества никак.</p></blockquote>' in page


@pytest.mark.parametrize("path", ["nope/", "nope.ics", "nope/report.txt", "%00/", "list.", "list.exe"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/ru/events/{path}").status_code == 404


def test_the_day_it_is_about_is_known_to_home_only_where_a_day_is_known(make_event):
    make_event("known")
    make_event("month", date_precision="month")
    dates = SearchEntry.objects.filter(language="ru").values_list("path", "date", "state")
    assert sorted(dates) == [("/events/known/", date(2026, 3, 10), "planned"), ("/events/month/", None, "planned")]
