"""The page of a region: what a person who lives there sees, and the same as files."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import (
    Dataset,
    Facility,
    Norm,
    Organisation,
    Region,
    RegionValue,
    Release,
    RiverSection,
    SearchEntry,
    SectionReading,
    WasteTransfer,
)
from portal.models.facilities import PrtrPollutant
from portal.search import index
from tests.exceedances.conftest import local

PAGE = "/en/regions/atyrau/"
NOON = local(2025, 3, 7, 12)


def dataset(world, slug, figures, region, **fields):
    created = Dataset.objects.create(
        slug=slug,
        title_en=f"Title of {slug}",
        source_en="A yearbook",
        shape=Dataset.Shape.REGIONS_BY_YEAR,
        unit=world.unit,
        status="published",
        published_at=NOON,
        **fields,
    )
    RegionValue.objects.bulk_create(
        RegionValue(dataset=created, region=region, year=year, value=Decimal(value)) for year, value in figures.items()
    )
    return created


@pytest.fixture
def lived_in(world):
    """A region with readings above a limit this noon, a river, two datasets, a plant and its waste."""
    world.country = Region.objects.create(slug="kz", iso_3166_2="KZ", kind="country", name_en="Kazakhstan")
    Region.objects.filter(pk=world.region.pk).update(iso_3166_2="KZ-23", kind="region")
    world.region.refresh_from_db()
    world.limit("h2s", "0.008", article="row 12")
    world.measure(world.series("h2s"), local(2025, 3, 7, 10), ["0.001", "0.081", "0.012"])
    world.refresh()
    emissions = dataset(world, "emissions", {2005: "100", 2006: "130"}, world.region)
    RegionValue.objects.create(dataset=emissions, region=world.country, year=2006, value=Decimal(1300))
    add_section(world, emissions, 1)
    operator = Organisation.objects.create(slug="operator", name_en="Operator", kind="operator")
    world.plant = Facility.objects.create(slug="plant", name_en="A plant", operator=operator, region=world.region)
    pollutant = PrtrPollutant.objects.create(number=1, name_en="Methane")
    Release.objects.create(facility=world.plant, year=2023, pollutant=pollutant, medium="air", kg=5)
    for hazardous, tonnes in ((True, "1.5"), (False, "10")):
        WasteTransfer.objects.create(
            facility=world.plant, year=2023, waste="W", is_hazardous=hazardous, tonnes=Decimal(tonnes)
        )
    return world


def add_section(world, of_dataset, order):
    section = RiverSection.objects.create(
        name_en=f"Section {order}", river_ru="Жайык", source_name=f"s{order}", region=world.region, order=order
    )
    norm = Norm.objects.get_or_create(code="W", defaults={"title_en": "Order 111"})[0]
    for month, value in ((5, "0.1"), (6, "0.2")):
        SectionReading.objects.create(
            dataset=of_dataset,
            section=section,
            parameter=world.parameter("oil"),
            measured_on=date(2025, month, 1),
            value=Decimal(value),
            unit=world.unit,
            quality_class=4,
            class_norm=norm,
        )


def text(response):
    return response.content.decode()


@time_machine.travel(NOON, tick=False)
def test_a_region_says_how_its_air_water_and_figures_stand(client, lived_in):
    page = text(client.get(PAGE))
    assert "1.50 times the limit of 0.008 mg/m³" in page  # of this noon
    assert "0 minutes ago</time>" in page
    assert "Hygienic norms, No. ҚР ДСМ-70" in page
    assert "10.1 times the limit<" in page
    assert "limit 0.008 mg/m³ (Hygienic norms, No. ҚР ДСМ-70, row 12)" in page
    assert "0.2 mg/m³<br><small>oil, June 2025" in page
    assert "Order 111" in page
    assert (
        "Atyrau Region, 2006: 130.0 mg/m³, 30.0% more than in 2005 (100.0 mg/m³). 10.0% of the whole country." in page
    )
    assert "releases reported until 2023" in page
    assert '<td class="number">11.5</td><td class="number">1.5</td>' in page


def test_readings_of_yesterday_are_no_air_of_today(client, lived_in):
    with time_machine.travel(local(2025, 3, 8, 12)):
        page = text(client.get(PAGE))
    assert "the newest is of 7 March 2025" in page
    assert "1.50 times the limit" not in page


def test_a_region_of_which_nothing_is_known_says_so_of_each_thing(client, lived_in):
    Region.objects.create(slug="empty", iso_3166_2="KZ-99", kind="region", name_en="Empty land")
    page = text(client.get("/en/regions/empty/"))
    assert "it says nothing of today&#x27;s air there" in page or "it says nothing of today's air there" in page
    assert "That says nothing about the water there." in page
    assert "No facility of this region is known" in page
    assert "No figures of waste" in page
    assert "Over the years" not in page


def test_a_region_costs_the_same_for_few_and_many_and_at_most_twelve_queries(client, lived_in):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE.replace("/en/", "/kk/")).status_code == 200
        return len(captured)

    with time_machine.travel(NOON, tick=False):
        one = queries()
        for number in (2, 3):
            more = dataset(lived_in, f"more-{number}", {2005: "1", 2006: "2"}, lived_in.region)
            add_section(lived_in, more, number)
            series = lived_in.series("h2s", station=lived_in.add_station(f"post-{number}"))
            lived_in.measure(series, local(2025, 3, 7, 10), ["0.001", "0.02", "0.03"])
        lived_in.refresh()
        assert queries() == one <= 12


def test_the_address_of_a_region_has_other_forms(client, lived_in):
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get("/en/regions/atyrau.csv").streaming_content).decode())))
    assert [(row["dataset"], row["year"], row["value"], row["unit"]) for row in rows] == [
        ("emissions", "2005", "100", "mg/m3"),
        ("emissions", "2006", "130", "mg/m3"),
    ]
    metadata = client.get("/en/regions/atyrau.metadata.json").json()
    assert [one["id"] for one in metadata["datasets"]] == ["emissions"]
    assert client.get("/en/regions/atyrau.svg").content.startswith(b"<svg")
    assert client.get("/en/regions/atyrau.svg?dataset=nonsense").status_code == 404
    Facility.objects.update(latitude=47, longitude=51)
    points = client.get("/en/regions/atyrau.geojson").json()["features"]
    assert [point["properties"]["kind"] for point in points] == ["facility"]
    for path in ("nowhere/", "nowhere.csv", "atyrau.pdf"):
        assert client.get(f"/en/regions/{path}").status_code == 404


def test_a_draft_dataset_is_not_on_the_page_of_a_region(client, lived_in):
    Dataset.objects.update(status=Dataset.Status.DRAFT)
    page = text(client.get(PAGE))
    assert "Title of emissions" not in page
    assert "Section 1" not in page
    assert len(b"".join(client.get("/en/regions/atyrau.csv").streaming_content).splitlines()) == 1


def test_a_region_is_found_by_its_name(client, lived_in):
    index.rebuild(Region)
    entry = SearchEntry.objects.get(kind="region", language="en", object_id=lived_in.region.pk)
    assert entry.path == "/regions/atyrau/"
    assert 'href="/en/regions/atyrau/"' in text(client.get("/en/search/?q=Atyrau"))


def test_an_invalid_reading_is_never_todays(client, lived_in):
    series = lived_in.source.series.get()
    lived_in.measure(series, datetime(2025, 3, 7, 8, tzinfo=UTC), ["0.5"], flag=9)
    with time_machine.travel(datetime(2025, 3, 7, 8, 30, tzinfo=UTC)):
        assert "0.5 mg/m³" not in text(client.get(PAGE)).split("air-years")[0]
