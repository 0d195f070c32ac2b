import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.importing import keeping, load
from portal.models import Source
from portal.starter import stations

INPUTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "inputs"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Reference data, stations and sources, loaded once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        stations.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def inputs():
    """Files as others publish them; they are not part of the project."""
    if not INPUTS.is_dir():
        pytest.skip("the published files (../shared/data/inputs) are not here")
    return INPUTS


@pytest.fixture
def keep(settings, tmp_path):
    """Puts bytes, text or a file where imported files are kept."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def keep(content, name="h2s.csv"):
        path = content
        if not isinstance(content, Path):
            path = tmp_path / "given"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        with path.open("rb") as file:
            return keeping.keep(file, name)

    return keep


@pytest.fixture
def source(loaded, db):
    """A plain long table of hourly values of two posts: time, station, value in mg/m³."""
    source = Source.objects.create(
        code="plain",
        name_en="Plain",
        clock=Source.Clock.STATION,
        stamp=Source.Stamp.END,
        mapping={"averaging": "1h", "unit": "mg/m3"},
    )
    for code in ("kgmt_32", "kgmt_33"):
        station = Source.objects.get(code="airdata-hourly").station_aliases.get(spelling=code).station
        source.station_aliases.create(spelling=code, station=station)
    return source


@pytest.fixture
def do_import(source, keep):
    def do_import(content, name="h2s.csv", *, carry_out=load.load, into=source, **mapping):
        return carry_out(into, keep(content, name), at=NOW, mapping=mapping)

    return do_import


def packed(text):
    return gzip.compress(text.encode())
