"""Posts of the west, of Abai and of Ulytau, and the sources whose files can be read: created where missing."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

from portal.languages import LANGUAGES
from portal.models import Licence, Region, Source, Station, StationAlias
from portal.search import index

FOLDER = Path(__file__).parent
POST = {"kk": "№ {} бекет", "ru": "Пост № {}", "en": "Post No. {}"}
PUBLISHED_BY = "AirData.kz"


def load():
    sources = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))["sources"]
    created = {"stations": 0, "sources of readings": 0}
    existing = set(Source.objects.values_list("code", flat=True))
    for record in sources:
        if record["code"] in existing:
            continue
        stations = record.pop("stations", None)
        source = _create_source(record)
        created["sources of readings"] += 1
        if stations:
            created["stations"] += _create_stations(source, FOLDER / "data" / stations)
    if created["stations"]:
        index.rebuild(Station)
    return created


def _create_source(record):
    texts = {f"{name}_{code}": record[name][code] for name in ("name", "note") for code in LANGUAGES}
    licence = Licence.objects.get(code=record["licence"]) if "licence" in record else None
    plain = {key: value for key, value in record.items() if key not in ("name", "note", "licence")}
    return Source.objects.create(licence=licence, **texts, **plain)


def _create_stations(source, path):
    regions = {region.iso_3166_2: region for region in Region.objects.all()}
    created = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            station, is_new = Station.objects.get_or_create(
                slug=row["slug"],
                defaults={
                    "region": regions[row["region"]],
                    "time_zone": row["time_zone"],
                    "latitude": Decimal(row["latitude"]),
                    "longitude": Decimal(row["longitude"]),
                    "source": PUBLISHED_BY,
                    **{f"name_{code}": POST[code].format(row["number"]) for code in LANGUAGES},
                    **{f"settlement_{code}": row[f"settlement_{code}"] for code in LANGUAGES},
                },
            )
            StationAlias.objects.create(source=source, spelling=row["code"], station=station)
            created += is_new
    return created
