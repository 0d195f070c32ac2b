"""Units, parameters, norms and licences from measures.toml: created where missing, never changed where they exist."""

import tomllib
from pathlib import Path

from portal.languages import LANGUAGES
from portal.models import Licence, Norm, Parameter, Unit

FILE = Path(__file__).parent / "measures.toml"


def load():
    records = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        "units": create(Unit, records["units"]),
        "parameters": create(Parameter, records["parameters"]),
        "norms": create(Norm, records["norms"]),
        "licences": create(Licence, records["licences"]),
    }


def create(model, records):
    existing = set(model.objects.values_list("code", flat=True))
    new = [model(**_columns(record)) for record in records if record["code"] not in existing]
    model.objects.bulk_create(new)
    return len(new)


def _columns(record):
    """{"name": {"kk": …}} -> {"name_kk": …}; what is not translated stays."""
    columns = {}
    for key, value in record.items():
        if isinstance(value, dict):
            columns |= {f"{key}_{language}": value[language] for language in LANGUAGES}
        else:
            columns[key] = value
    return columns
