import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Region, Topic
from portal.reference.load import load as load_portal
from requests_registry.models import Duty, HolderChannel, InformationHolder
from requests_registry.reference.load import load_duties, load_holders
from tests.requests_registry.making import make_holder

pytestmark = pytest.mark.django_db
GUIDE = "/ru/requests/guide/"


def make_duty(topic, *, bodies=(), kind=""):
    duty = Duty.objects.create(code=f"duty-{Duty.objects.count()}", name_ru="Долг", what_ru="Что делает.", kind=kind)
    duty.topics.add(topic)
    duty.bodies.set(bodies)
    return duty


def make(slug, level, region=None, parent=None, **given):
    holder = make_holder(slug, region=region, **given)
    holder.organisation.level, holder.organisation.parent = level, parent
    holder.organisation.save()
    return holder


def found(client, query):
    return [
        [holder.organisation.slug for holder in part.holders]
        for part in client.get(f"{GUIDE}?{query}").context["parts"]
    ]


@pytest.fixture
def another_region(db):
    return Region.objects.create(slug="desert", iso_3166_2="KZ-98", kind="region", name_ru="Пустыня")


def test_without_a_choice_the_page_asks_for_one(client):
    response = client.get(GUIDE)

    assert response.status_code == 200
    assert response.context["parts"] is None


def test_a_body_answers_with_those_below_it_the_nearest_first(client, water, region, another_region):
    top = make("a-top", "national")
    make("z-near", "regional", region, top.organisation)
    make("far", "regional", another_region, top.organisation)
    make("b-other", "regional", region)
    make_duty(water, bodies=[top.organisation])

    assert found(client, "topic=water&region=steppe") == [["z-near", "a-top"]]
    assert found(client, "topic=water") == [["far", "z-near", "a-top"]]


def test_a_kind_answers_and_with_bodies_only_those_of_the_kind(client, water, region):
    top = make("top", "national", kind="ministry")
    make("plant", "regional", region, top.organisation, kind="operator", profile="COMPANY")
    make_duty(water, kind="operator")
    make_duty(water, bodies=[top.organisation], kind="ministry")

    assert found(client, "topic=water&region=steppe") == [["plant"], ["top"]]


def test_the_guide_says_how_to_write(client, water, region):
    holder = make("near", "regional", region)
    HolderChannel.objects.create(holder=holder, kind="email", address="office@example.kz")
    make_duty(water, bodies=[holder.organisation])

    assert "Как написать: электронная почта" in client.get(f"{GUIDE}?topic=water").text


def test_an_empty_result_says_what_to_do(client, water, region):
    text = client.get(f"{GUIDE}?topic=water&region=steppe").text

    assert "напишите в акимат области" in text


@pytest.mark.parametrize(
    "query", ["topic=nonsense", "topic=", "region=steppe", "topic=%00", "topic=water&region=atlantis"]
)
def test_nonsense_is_said_and_no_failure(client, water, query):
    response = client.get(f"{GUIDE}?{query}")

    assert response.status_code == 200
    assert response.context["notes"] or response.context["parts"] is not None


def test_the_guide_costs_the_same_for_one_holder_and_three(client, water, region):
    top = make("top", "national")
    make_duty(water, bodies=[top.organisation])
    costs = []
    for count in (1, 2):
        for n in range(count):
            make(f"below-{count}-{n}", "regional", region, top.organisation)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{GUIDE}?topic=water&region=steppe")
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 12


@pytest.fixture
def loaded(db):
    load_portal()
    load_holders()
    return load_duties()


def test_the_reference_is_loaded_once_and_what_staff_changed_stays(loaded):
    Duty.objects.filter(code="water").update(name_ru="Вода и мы")

    assert load_duties() == 0
    assert Duty.objects.get(code="water").name_ru == "Вода и мы"


def test_every_topic_has_somebody_in_the_region_of_the_centre(client, loaded):
    assert Duty.objects.filter(topics=None).count() == 0
    for topic in Topic.objects.filter(parent=None):
        assert found(client, f"topic={topic.code}&region=atyrau"), topic.code


def test_every_duty_names_somebody_in_three_languages(loaded):
    holders = InformationHolder.objects.select_related("organisation")
    for duty in Duty.objects.prefetch_related("bodies"):
        slugs = {body.slug for body in duty.bodies.all()}
        assert slugs <= {holder.organisation.slug for holder in holders}
        assert all((duty.name_kk, duty.name_ru, duty.name_en, duty.what_kk, duty.what_ru, duty.what_en))


def test_the_department_of_ecology_is_the_first_to_ask_about_permits(client, loaded):
    slugs = [slug for part in found(client, "topic=air&region=atyrau") for slug in part]

    assert {"kazhydromet-atyrau", "de-atyrau", "anpz", "unr-atyrau"} <= set(slugs)
    assert not {"de-mangystau", "dchs-atyrau", "kpo"} & set(slugs)
