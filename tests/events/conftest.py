from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, EventOrganisation, Speaker
from portal.models import Organisation, Person, Region, Topic, User
from portal.publishing import publish

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def atyrau():
    return Region.objects.create(
        slug="atyrau",
        iso_3166_2="KZ-23",
        kind=Region.Kind.REGION,
        name_ru="Атырауская область",
        name_kk="Атырау облысы",
    )


@pytest.fixture
def waste():
    return Topic.objects.create(code="waste", order=4, name_ru="Отходы", name_kk="Қалдықтар")


@pytest.fixture
def iied():
    return Organisation.objects.create(slug="iied", name_ru="Институт IIED", name_en="IIED")


@pytest.fixture
def aigul():
    """An editor of the centre, who may do everything in the admin."""
    return User.objects.create_superuser("aigul", password="a long password of aigul")


@pytest.fixture
def make_event():
    """An event on 10 March 2026 at 15:00 in Atyrau, public unless `is_public=False`."""

    def make(slug="round-table", *, is_public=True, **fields):
        given = {
            "kind": Event.Kind.ROUND_TABLE,
            "title_ru": f"Круглый стол {slug}",
            "date_precision": Event.Precision.TIME,
            "starts_on": date(2026, 3, 10),
            "starts_time": time(15, 0),
            "ends_time": time(17, 0),
            "zone": "Asia/Atyrau",
        } | fields
        if given["date_precision"] != Event.Precision.TIME:
            given |= {"starts_time": fields.get("starts_time"), "ends_time": fields.get("ends_time")}
        if given["date_precision"] == Event.Precision.UNKNOWN:
            given["starts_on"] = None
        event = Event.objects.create(slug=slug, **given)
        if is_public:
            publish(event, by=None, at=NOW)
        return event

    return make


@pytest.fixture
def event(make_event):
    return make_event()


@pytest.fixture
def with_parts(iied, atyrau, waste):
    """Gives an event one of each of the parts that a list or its page shows."""

    def add(event):
        person = Person.objects.create(name_ru="Терри Хейзен", original_name="Terry Hazen", degree_ru="доктор")
        event.regions.add(atyrau)
        event.topics.add(waste)
        EventOrganisation.objects.create(event=event, organisation=iied, role="co_organiser")
        Speaker.objects.create(event=event, person=person, post_ru="сотрудник программы", organisation=iied)
        return event

    return add


@pytest.fixture
def cost(client):
    """How many queries an address costs; the first visit of a run warms the caches."""

    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            _ = response.getvalue() if response.streaming else response.content
        assert response.status_code == 200
        return len(queries)

    return count
