import pytest

from tests.facilities.conftest import Works

PATHS = [
    "data/facilities/",
    "data/facilities/refinery/",
    "data/facilities/silent-plant/",
    "data/pollutants/",
    "organisations/refiner/",
]


@pytest.fixture
def works(transactional_db):
    works = Works()
    works.refinery.latitude, works.refinery.longitude, works.refinery.category = "47.1", "51.9", 1
    works.refinery.save()
    works.add("silent-plant")
    for year, kg in ((2019, "2700"), (2020, "2100"), (2022, "3100.5"), (2023, "2376")):
        works.release(works.refinery, works.benzene, year, kg, source="Report of the operator", page=4)
    works.release(works.refinery, works.methane, 2023, "250000", method="C", accidental_kg=5)
    works.transfer(works.refinery, 2023, "12.5", is_hazardous=True, treatment="D", destination="Landfill")
    works.permit(works.refinery, "KZ01")
    works.ask(7)
    return works


def test_pages_of_facilities_are_sound_in_every_view(works, wrong_in_every_view):
    assert wrong_in_every_view(PATHS) == []
