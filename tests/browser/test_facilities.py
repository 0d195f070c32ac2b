import pytest
from django.contrib.auth.models import Group

from portal.facilities import loading
from portal.importing import keeping
from portal.models import User
from portal.models.accounts import DATA_STEWARD
from tests.facilities.conftest import Works
from tests.facilities.test_release_imports import HEADING, NOW, TABLE

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


def test_a_row_of_a_table_is_read_whole_on_a_phone_and_stays_a_row(works, page_at):
    """Its cells stand under one another behind the names of their columns, and a screen reader hears a table all the same."""
    page = page_at(360, "light", "en")
    page.goto("/en/data/facilities/refinery/")
    table = page.get_by_role("table", name="Releases by pollutant and medium")
    assert table.evaluate("table => table.parentElement.scrollWidth <= table.parentElement.clientWidth")
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="benzene"))
    assert row.get_by_role("cell").count() == 5
    label = row.get_by_role("cell").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "Medium" in label
    page.set_viewport_size({"width": 1280, "height": 800})
    assert row.get_by_role("cell").first.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"


def test_the_pages_of_a_table_of_releases_are_sound_in_every_view(
    works, wrong_in_every_view, page_at, live_server, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    works.release(works.refinery, works.benzene, 2024, "7", medium="water")
    file = tmp_path / "prtr.csv"
    file.write_text(f"{TABLE}Nowhere;;;2023;air;62;1;kg;M\n")
    with file.open("rb") as content:
        run = loading.check(keeping.keep(content, file.name), HEADING, at=NOW)
    saule = User.objects.create_user("saule")
    saule.groups.add(Group.objects.get_or_create(name=DATA_STEWARD)[0])
    client.force_login(saule)

    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def signed_in(*look):
        page = page_at(*look)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    assert wrong_in_every_view(["staff/data/releases/", f"staff/data/releases/{run.pk}/"], signed_in) == []
