"""What the law allows, from the files beside this module: created where missing, never changed where it exists."""

import csv
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.importing.spelling import fold
from portal.languages import columns
from portal.models import (
    Licence,
    LimitValue,
    Norm,
    Parameter,
    ParameterAlias,
    PrtrPollutant,
    SummationGroup,
    Unit,
    WaterClassRow,
)
from portal.reference import measures

FOLDER = Path(__file__).parent

AIR_NORM = "KZ-DSM70"
AIR_NORM_FROM = date(2022, 8, 2)
SUMMATION_FROM = date(2025, 2, 18)
WHO_NORM = "WHO-2021"
WHO_FROM = date(2021, 9, 22)
WHO_STEPS = {"aqg": "", "it1": "it1", "it2": "it2", "it3": "it3", "it4": "it4"}
WHO_UNITS = {"µg/m3": "ug/m3", "mg/m3": "mg/m3"}
WATER_NORM = "KZ-WATER-111"
WATER_PARAMETERS = {"51": "oil_products"}
MARK_OF_A_NOTE = "b)"  # stood in the name of one pollutant, as printed
PLAIN_BOUND = re.compile(r"≤?(\d+(?:,\d+)?)")


def load():
    records = tomllib.loads((FOLDER / "norms_of_air.toml").read_text(encoding="utf-8"))
    return {
        "units of air": measures.create(Unit, records["units"]),
        "norms of air": measures.create(Norm, records["norms"]),
        "licences of sources": measures.create(Licence, records["licences"]),
        "parameters of air": _create_parameters("air_parameters.csv", "mg/m3"),
        "parameters of water": _create_parameters("water_parameters.csv", "mg/dm3"),
        "spellings": _create_spellings(),
        "limit values": _create_limit_values() + _create_guidelines(),
        "summation groups": _create_summation_groups(),
        "rows of water classes": _create_water_classes(),
        "PRTR pollutants": _create_pollutants(),
        "names of PRTR pollutants": _name_pollutants(),
    }


def _create_parameters(name, unit):
    existing = set(Parameter.objects.values_list("code", flat=True))
    unit = Unit.objects.get(code=unit)
    new = [row for row in _rows(name) if row["code"] not in existing]
    for row in new:
        del row["spellings"]
        Parameter.objects.create(unit=unit, smallest=0, **row)
    return len(new)


def _create_spellings():
    parameters = _by_code(Parameter)
    spellings = {
        fold(spelling): parameters[row["code"]]
        for name in ("air_parameters.csv", "water_parameters.csv")
        for row in _rows(name)
        for spelling in row["spellings"].split(";")
    }
    existing = set(ParameterAlias.objects.filter(source=None).values_list("spelling", flat=True))
    new = [
        ParameterAlias(spelling=spelling, parameter=parameter)
        for spelling, parameter in spellings.items()
        if spelling not in existing
    ]
    return len(ParameterAlias.objects.bulk_create(new))


def _create_limit_values():
    norm = Norm.objects.get(code=AIR_NORM)
    if norm.limit_values.exists():
        return 0
    parameters, unit = _by_code(Parameter), Unit.objects.get(code="mg/m3")
    columns = {"max_single_mg_m3": LimitValue.Averaging.MAX_SINGLE, "daily_mg_m3": LimitValue.Averaging.DAILY}
    new = [
        LimitValue(
            norm=norm,
            parameter=parameters[row["parameter"]],
            averaging=averaging,
            value=Decimal(row[column]),
            unit=unit,
            valid=DateRange(AIR_NORM_FROM, None),
            is_confirmed=averaging == "daily" and row["verification"] == "daily value confirmed",
        )
        for row in _rows("air_limit_values.csv")
        for column, averaging in columns.items()
        if column in row
    ]
    return len(LimitValue.objects.bulk_create(new))


def _create_guidelines():
    norm = Norm.objects.get(code=WHO_NORM)
    if norm.limit_values.exists():
        return 0
    parameters, units = _by_code(Parameter), _by_code(Unit)
    averagings = {"24h": LimitValue.Averaging.DAILY}
    new = [
        LimitValue(
            norm=norm,
            parameter=parameters[row["parameter"]],
            use=LimitValue.Use.ANY,
            averaging=averagings.get(row["averaging"], row["averaging"]),
            step=step,
            value=Decimal(row[column]),
            unit=units[WHO_UNITS[row["unit"]]],
            valid=DateRange(WHO_FROM, None),
            note=row.get("note", ""),
        )
        for row in _rows("who_aqg_2021.csv")
        for column, step in WHO_STEPS.items()
        if column in row
    ]
    return len(LimitValue.objects.bulk_create(new))


def _create_summation_groups():
    norm, parameters = Norm.objects.get(code=AIR_NORM), _by_code(Parameter)
    existing = set(norm.summation_groups.values_list("number", flat=True))
    new = [row for row in _rows("air_summation_groups.csv") if int(row["group"]) not in existing]
    for row in new:
        group = SummationGroup.objects.create(norm=norm, number=row["group"], valid=DateRange(SUMMATION_FROM, None))
        group.members.set(parameters[code] for code in row["members"].split())
    return len(new)


def _create_water_classes():
    norm, parameters = Norm.objects.get(code=WATER_NORM), _by_code(Parameter)
    existing = set(norm.water_class_rows.values_list("row", flat=True))
    new = []
    for row in _rows("as_printed/water_classes_111.csv"):
        cells = [row.get(f"class{number}", "") for number in range(1, 7)]
        new.append(
            WaterClassRow(
                norm=norm,
                row=row["row"],
                indicator=row["indicator"],
                symbol=row.get("symbol", ""),
                unit_text=row.get("unit", ""),
                cells=cells,
                page=row.get("page"),
                parameter=parameters.get(WATER_PARAMETERS.get(row["row"])),
                upper_bounds=plain_bounds(cells),
            )
        )
    return len(WaterClassRow.objects.bulk_create([row for row in new if row.row not in existing]))


def plain_bounds(cells):
    """The five upper bounds, where a row is a plain ladder of numbers that do not fall; None for any other row."""
    found = [PLAIN_BOUND.fullmatch(cell.strip()) for cell in cells[:5]]
    if not all(found) or not cells[5].strip().startswith(">"):
        return None
    bounds = [Decimal(match[1].replace(",", ".")) for match in found]
    return bounds if bounds == sorted(bounds) else None


def _create_pollutants():
    existing = set(PrtrPollutant.objects.values_list("number", flat=True))
    new = [
        PrtrPollutant(
            number=row["no"],
            **_names_of_pollutant(row),
            cas_number=row.get("cas", ""),
            to_air_kg=row.get("air_kg_y"),
            to_water_kg=row.get("water_kg_y"),
            to_land_kg=row.get("land_kg_y"),
            transferred_kg=row.get("offsite_transfer_kg_y"),
            used_kg=row.get("mpu_kg_y", ""),
        )
        for row in _rows("prtr_pollutants.csv")
        if int(row["no"]) not in existing
    ]
    return len(PrtrPollutant.objects.bulk_create(new))


def _name_pollutants():
    """Those that an older portal knew in English alone; one that has any other name was named by a person and stays."""
    in_english = PrtrPollutant.objects.filter(name_kk="", name_ru="").in_bulk(field_name="number")
    named = []
    for row in _rows("prtr_pollutants.csv"):
        pollutant = in_english.get(int(row["no"]))
        if pollutant and pollutant.name_en in (row["pollutant"], row["pollutant"] + MARK_OF_A_NOTE):
            for column, name in _names_of_pollutant(row).items():
                setattr(pollutant, column, name)
            named.append(pollutant)
    PrtrPollutant.objects.bulk_update(named, columns("name"))
    return len(named)


def _names_of_pollutant(row):
    return {"name_kk": row["pollutant_kk"], "name_ru": row["pollutant_ru"], "name_en": row["pollutant"]}


def _by_code(model):
    return {obj.code: obj for obj in model.objects.all()}


def _rows(name):
    """The rows of a file, empty cells left out."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: value for key, value in row.items() if value}
