import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.facilities import starter
from portal.facilities.amounts import amount, times_threshold
from portal.models import Facility, Organisation, Release
from portal.reference.load import load as load_reference

PAGE = "/en/data/facilities/refinery/"
LIST = "/en/data/facilities/"


@pytest.fixture
def reported(works):
    works.release(works.refinery, works.benzene, 2020, "2700", source="Report of 2021", page=4)
    works.release(works.refinery, works.benzene, 2023, "2376", accidental_kg=100, method="M")
    works.release(works.refinery, works.benzene, 2023, "150", medium="water", method="E")
    works.release(works.refinery, works.methane, 2023, "50000", method="C")
    works.transfer(works.refinery, 2023, "12.5", is_hazardous=True, treatment="D", destination="Landfill")
    works.permit(works.refinery, "KZ01")
    return works


def text(response):
    return response.content.decode()


def rows(response):
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("path", ["facilities/", "facilities/refinery/", "pollutants/"])
def test_a_portal_without_releases_says_so(client, works, language, path):
    assert client.get(f"/{language}/data/{path}").status_code == 200


def test_no_figure_is_not_a_zero(client, works):
    page = text(client.get(PAGE))
    assert "That does not mean that there are none" in page
    assert 'role="img"' not in page


def test_the_page_begins_with_the_release_furthest_above_its_threshold(client, reported):
    page = client.get(PAGE).context["page"]
    assert page.finding == "Benzene, to air: 2.376 t in 2023, 12.0% less than in 2020 (2.7 t)."
    assert [(row.line.key, row.against) for row in page.rows] == [
        ("62-air", "2.4 times the reporting threshold of 1 t"),
        ("62-water", "below the reporting threshold of 200 kg"),
        ("1-air", "below the reporting threshold of 100 t"),
    ]


def test_the_address_chooses_the_release_and_nonsense_is_left_out(client, reported):
    assert client.get(PAGE, {"release": "62-water"}).context["page"].finding == "Benzene, to water: 150 kg in 2023."
    page = client.get(PAGE, {"release": "9-moon", "colour": "red"}).context["page"]
    assert len(page.notes) == 2
    assert page.line.key == "62-air"


def test_a_year_without_a_report_breaks_the_line(client, reported):
    page = client.get(PAGE).context["page"]
    assert [point.y is None for point in page._points()] == [False, True, True, False]


def test_waste_permits_and_requests_stand_on_the_page(client, reported):
    reported.ask(7)
    reported.ask(8, Organisation.objects.create(slug="other", name_en="Other"))
    page = text(client.get(PAGE))
    assert "oil sludge" in page and "Landfill" in page and "disposal" in page
    assert "environmental permit for impact KZ01" in page
    assert "Request 7" in page and "Request 8" not in page


def test_amounts_are_read_in_tonnes_and_kept_exact():
    translation.activate("en")
    assert [amount(Decimal(kg)) for kg in ("999.5", "1000", "2376.25")] == ["999.5 kg", "1 t", "2.37625 t"]
    assert times_threshold(Decimal(5), None) == ""
    assert times_threshold(Decimal(1000), Decimal(1000)) == "1.0 times the reporting threshold of 1 t"


# --- Files ---


def test_the_files_of_a_facility_are_its_releases(client, reported):
    works_other = reported.add("other-plant")
    reported.release(works_other, reported.benzene, 2023, "1")
    found = rows(client.get("/en/data/facilities/refinery.csv"))
    assert [(row["year"], row["pollutant_no"], row["medium"], row["kg"]) for row in found] == [
        ("2020", "62", "air", "2700"),
        ("2023", "1", "air", "50000"),
        ("2023", "62", "air", "2376"),
        ("2023", "62", "water", "150"),
    ]


def test_every_form_of_the_page_answers(client, reported):
    Facility.objects.update(latitude="47.1", longitude="51.9")
    assert client.get("/en/data/facilities/refinery.svg").content.startswith(b"<svg")
    point = json.loads(client.get("/en/data/facilities/refinery.geojson").content)["features"][0]
    assert point["geometry"]["coordinates"] == [51.9, 47.1]
    metadata = json.loads(client.get("/en/data/facilities/refinery.metadata.json").content)
    assert [line["threshold_kg"] for line in metadata["releases"]] == ["1000", "200", "100000"]
    assert client.get("/en/data/facilities/refinery.pdf").status_code == 404
    assert client.get("/en/data/facilities/no-such.csv").status_code == 404


def test_a_picture_of_nothing_is_not_found(client, works):
    assert client.get("/en/data/facilities/refinery.svg").status_code == 404
    assert client.get("/en/data/facilities/refinery.metadata.json").status_code == 200


def test_the_files_of_the_list_keep_its_choice(client, reported):
    empty = reported.add("empty-plant")
    reported.transfer(empty, 2022, "3")
    assert [row["slug"] for row in rows(client.get(f"{LIST}list.csv?pollutant=1"))] == ["refinery"]
    assert len(rows(client.get(f"{LIST}releases.csv?pollutant=1"))) == 4  # all of the facilities listed
    assert [row["facility"] for row in rows(client.get(f"{LIST}waste.csv"))] == ["empty-plant", "refinery"]


# --- The list ---


def test_pollutant_and_medium_are_of_one_and_the_same_release(client, reported):
    second = reported.add("second")
    reported.release(second, reported.methane, 2023, "1")
    for query, slugs in (
        ("pollutant=62&medium=water", ["refinery"]),
        ("pollutant=1&medium=water", []),
        ("medium=air", ["refinery", "second"]),
        ("name=SECO", ["second"]),
    ):
        assert [row.slug for row in client.get(f"{LIST}?{query}").context["page"].rows] == slugs


def test_each_choice_says_how_many_facilities_it_leaves(client, reported):
    """Pollutant and medium are counted in one and the same release, as the list looks for them."""
    for query in ("", "?medium=air", "?pollutant=62", "?pollutant=62&medium=water", "?name=ref"):
        found = client.get(f"/en/data/facilities/{query}").context
        for _label, values in found["facets"]:
            for value in values:
                if not value.is_current:
                    left = client.get(f"/en/data/facilities/{value.url}").context["page"].count
                    assert (value.label, value.count) == (value.label, left), value.url


def test_lists_and_pages_cost_the_same_for_one_and_three(client, reported):
    urls = [LIST, PAGE, "/en/data/pollutants/", "/en/organisations/refiner/"]
    before = [queries(client, url) for url in urls]
    for number in (3, 4):
        plant = reported.add(f"plant-{number}")
        for facility in (plant, reported.refinery):
            reported.release(facility, reported.methane, 2010 + number, "7", medium="water")
            reported.transfer(facility, 2010 + number, "7")
            reported.permit(facility, f"KZ{number}")
        reported.ask(number)
    assert [queries(client, url) for url in urls] == before
    assert max(before) <= 12


def test_an_operator_shows_its_facilities(client, reported):
    page = text(client.get("/en/organisations/refiner/"))
    assert "Facilities it operates" in page
    assert "2 pollutants, newest of 2023" in page


def test_the_starter_knows_facilities_by_name_and_invents_no_figure(db):
    load_reference()
    starter.load()
    assert starter.load() == {"facilities": 0}
    assert set(Facility.objects.values_list("region__slug", flat=True)) == {"atyrau", "mangystau"}
    assert all(facility.source for facility in Facility.objects.all())
    assert not Release.objects.exists()
