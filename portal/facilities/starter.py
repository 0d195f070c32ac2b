"""The facilities a new portal knows by name, each with the source of its operator: created where missing."""

import tomllib
from pathlib import Path

from portal.languages import LANGUAGES
from portal.models import Facility, Organisation
from portal.search import index

FILE = Path(__file__).resolve().parent.parent / "starter" / "facilities.toml"


def load():
    records = tomllib.loads(FILE.read_text(encoding="utf-8"))["facilities"]
    existing = set(Facility.objects.values_list("slug", flat=True))
    operators = Organisation.objects.in_bulk([record["operator"] for record in records], field_name="slug")
    missing = [record for record in records if record["slug"] not in existing and record["operator"] in operators]
    for record in missing:
        _create(record, operators[record["operator"]])
    return {"facilities": len(missing)}


def _create(record, operator):
    texts = {f"{name}_{code}": record[name][code] for name in ("name", "activity") for code in LANGUAGES}
    facility = Facility.objects.create(
        slug=record["slug"], operator=operator, region=operator.region, source=operator.source, **texts
    )
    index.refresh(facility)
