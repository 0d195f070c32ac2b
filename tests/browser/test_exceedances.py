import pytest

from portal.models import Station
from portal.search.index import rebuild
from tests.exceedances.conftest import World, local


@pytest.fixture
def pages(transactional_db):
    """Stations with and without readings, and the addresses of every kind of page, the fullest first."""
    world = World()
    world.limit("h2s", "0.008")
    world.limit("so2", "0.5")
    for place in ({"latitude": "47.1", "longitude": "51.9"}, {"latitude": "47.2", "longitude": "51.95"}):
        station = world.add_station(f"post-{place['latitude'].replace('.', '-')}", **place)
        for code, values in (("h2s", ["0.001", "0.009", "0.041", "0.081"]), ("so2", ["0.1", "0.2", "0.45", "0.6"])):
            world.measure(world.series(code, station=station), local(2025, 3, 7, 1), values * 6)
    world.refresh()
    rebuild(Station)
    keys = "&".join(f"series={one.pk}" for one in world.source.series.filter(parameter__code="h2s"))
    paths = ["stations/post-47-1/", "parameters/h2s/", "exceedances/", f"compare/?{keys}", "stations/"]
    paths += ["stations/post-47-1/readings/"]
    return [*paths, "stations/post-1/", "stations/post-47-1/together/", "parameters/"]


def test_pages_of_stations_are_sound_in_every_view(pages, wrong_in_every_view):
    assert wrong_in_every_view([*(f"data/{path}" for path in pages), "regions/atyrau/"]) == []
