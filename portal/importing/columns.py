"""Which column of a file is what: the saved mapping of a source, completed by what the headings say.

A mapping is a dictionary of names of columns and fixed answers:

    averaging         20min, 1h, day, month, year or grab
    time, place       columns; fixed_time and fixed_place where one answer holds for the whole file
    hours             the column of the hour, where it stands beside the day
    value             the column of values of a long table; without it every column that is named like a
                      parameter (or listed in values: {"РМ2,5": "pm25"}) is one, or every column that is a year
    parameter         a code; or parameter_column, or parameter_from = "file name"
    unit              a code; or unit_column, or a unit written in the heading: "PM10, мкг/м³"
    place_name, latitude, longitude   columns about a place that becomes a station
    ignored           columns that are not looked at
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q

from portal.importing.problems import FileRefused
from portal.importing.spelling import fold
from portal.models import Parameter, ParameterAlias, Series, Unit

YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?(?:\s*(?:год|г\.?|жыл|ж\.?))?").fullmatch
NAME_AND_UNIT = re.compile(r"(.+?)\s*[,(\[]\s*([^,()\[\]]*\w/?[^()\[\]]*)[)\]]?").fullmatch
TOKENS = re.compile(r"[^\W_]+")

OPTIONAL = {
    "hours",
    "place_name",
    "latitude",
    "longitude",
    "unit_column",
}  # without a unit anywhere the file is refused anyway
COLUMNS = ("time", "place", "value", "parameter_column", *sorted(OPTIONAL))

UNITS = {  # beside the codes and symbols of the units
    "ug/m3": ("ug/m3", "mcg/m3", "мкг/куб.м", "мкг/м куб", "µg/m^3", "мкг/м**3", "микрограмм/м3"),
    "mg/m3": ("мг/куб.м", "мг/м куб", "mg/m^3", "мг/м**3", "миллиграмм/м3", "mg/nm3", "мг/нм3"),
    "mg/dm3": ("мг/л", "mg/l", "мг/куб.дм", "мг/дм куб", "мгО2/дм3", "мгО/л"),
}
DAYS = ("date", "дата", "күні")
USUAL_NAMES = {
    "time": "datetimeutc datetime timestamp time date дата датавремя датаивремя время күні уақыты күніуақыты",
    "place": "stationid station post пост станция постнаблюдения бекет city town город қала створ regioniso region регион область өңір",
    "hours": "hour час часы сағат hours время time уақыты",
    "value": "rawvalue value значение концентрация мәні avgugm3 valueugm3 result",
    "unit_column": "rawunit unit единица единицы единицаизмерения өлшембірлігі",
    "parameter_column": "parameter показатель вещество примесь ингредиент pollutant substance көрсеткіш зат",
}


@dataclass(frozen=True)
class Values:
    """A column of values with what is the same in all its rows; `time` where the heading itself is a year."""

    index: int
    name: str
    parameter: Parameter | None = None
    unit: Unit | None = None
    time: str | None = None


@dataclass(frozen=True)
class Plan:
    averaging: str
    time: int | None
    place: int | None
    values: list[Values]
    hours: int | None = None
    fixed_time: str | None = None
    fixed_place: str | None = None
    parameter: int | None = None
    unit: int | None = None
    place_name: int | None = None
    latitude: int | None = None
    longitude: int | None = None


class Vocabulary:
    """The parameters and units that a source may write, by their folded spellings."""

    def __init__(self, source):
        aliases = ParameterAlias.objects.filter(Q(source=None) | Q(source=source)).select_related("parameter__unit")
        self.parameters = {
            alias.spelling: alias.parameter for alias in sorted(aliases, key=lambda a: bool(a.source_id))
        }
        self.codes = {parameter.code: parameter for parameter in Parameter.objects.select_related("unit")}
        self.units = {}
        codes = {unit.code: unit for unit in Unit.objects.all()}
        for code, spellings in UNITS.items():
            self.units.update({fold(spelling): codes[code] for spelling in spellings if code in codes})
        for unit in Unit.objects.all():
            for text in (unit.code, unit.symbol_kk, unit.symbol_ru, unit.symbol_en):
                self.units.setdefault(fold(text), unit)

    def parameter(self, text):
        return self.codes.get(text) or self.parameters.get(fold(text))

    def unit(self, text):
        return self.units.get(fold(text))

    def parameter_in(self, file_name):
        """pm2_5.csv is about PM2.5, h2s_2026.csv about H2S."""
        words = TOKENS.findall(file_name.rsplit(".", 1)[0].lower())
        pairs = [first + second for first, second in pairwise(words)]
        return next(filter(None, map(self.parameter, [*pairs, *words])), None)

    def heading(self, name):
        """(parameter, unit) that a heading names, each None where it names none."""
        if found := NAME_AND_UNIT(name):
            unit, parameter = self.unit(found[2]), self.parameter(found[1])
            if unit and parameter:
                return parameter, unit
        return self.parameter(name), None

    def unit_at_the_end(self, name):
        folded = fold(name)
        return next((unit for spelling, unit in self.units.items() if spelling and folded.endswith(spelling)), None)


def suggest(heading, vocabulary):
    """The mapping that the headings speak for."""
    folded = {fold(name): name for name in heading if name}
    mapping = {}
    for role, names in USUAL_NAMES.items():
        found = next((folded[name] for name in names.split() if name in folded), None)
        if found:
            mapping[role] = found
    _part_day_and_hours(mapping, folded)
    if sum(1 for name in heading if YEAR(name)) >= 3:
        mapping = {"averaging": "year", "place": mapping.get("place", heading[0])}
    elif sum(1 for name in heading if vocabulary.heading(name)[0]) >= 2 or "parameter_column" not in mapping:
        mapping.setdefault("parameter_from", "file name")
    return mapping


def _part_day_and_hours(mapping, folded):
    """Hours stand in a column of their own only beside one that is plainly a day."""
    day = next((folded[name] for name in DAYS if name in folded), None)
    if day and mapping.get("hours", day) != day:
        mapping["time"] = day
    else:
        mapping.pop("hours", None)


def plan(table, mapping, source):
    """How the rows of `table` are read; FileRefused where something is not said."""
    vocabulary = Vocabulary(source)
    suggested = suggest(table.heading, vocabulary)
    mapping = {**_still_there(source.mapping, suggested, table.heading), **mapping}
    if "time" in mapping:
        suggested.pop("hours", None)
    mapping = {**suggested, **mapping}
    if mapping.get("averaging") not in Series.Averaging.values:
        raise FileRefused("no_averaging")
    index = _indexes(table.heading, mapping)
    values = _value_columns(table, mapping, vocabulary, index)
    names = ", ".join(name or "…" for name in table.heading)[:300]
    if not values:
        raise FileRefused("no_value", names=names)
    if index["time"] is None and not mapping.get("fixed_time") and not values[0].time:
        raise FileRefused("no_time", names=names)
    if index["place"] is None and not mapping.get("fixed_place"):
        raise FileRefused("no_place", names=names)
    _check_known(values, index, mapping, table)
    return Plan(
        averaging=mapping["averaging"],
        time=index["time"],
        place=index["place"],
        values=values,
        hours=index["hours"],
        fixed_time=mapping.get("fixed_time"),
        fixed_place=mapping.get("fixed_place"),
        parameter=index["parameter_column"] if values[0].parameter is None else None,
        unit=index["unit_column"],
        place_name=index["place_name"],
        latitude=index["latitude"],
        longitude=index["longitude"],
    )


def _still_there(saved, suggested, heading):
    """The saved mapping without columns that this file lacks and can do without: its headings name others for them."""
    replaceable = OPTIONAL | suggested.keys()
    return {
        role: name for role, name in saved.items() if role not in COLUMNS or name in heading or role not in replaceable
    }


def _indexes(heading, mapping):
    indexes = {}
    for role in COLUMNS:
        name = mapping.get(role)
        if name is not None and name not in heading:
            raise FileRefused("unknown_column", name=name)
        indexes[role] = None if name is None else heading.index(name)
    return indexes


def _value_columns(table, mapping, vocabulary, index):
    parameter, unit = _fixed_parameter(table, mapping, vocabulary), _fixed_unit(mapping, vocabulary)
    taken = {mapping.get(role) for role in ("time", "place", "parameter_column", "unit_column")}
    names = [(place, name) for place, name in enumerate(table.heading) if name not in taken]
    names = [(place, name) for place, name in names if name not in mapping.get("ignored", ())]
    years = [(place, name) for place, name in names if YEAR(name)]
    if len(years) >= 3:
        return [Values(place, name, parameter, unit, YEAR(name)[1]) for place, name in years]
    listed = mapping.get("values", {})
    wide = [
        (place, name, vocabulary.parameter(listed.get(name, "")) or vocabulary.heading(name)[0])
        for place, name in names
    ]
    wide = [(place, name, found) for place, name, found in wide if found]
    if wide and (index["value"] is None or mapping.get("shape") == "wide"):
        return [Values(place, name, found, vocabulary.heading(name)[1] or unit) for place, name, found in wide]
    if index["value"] is None:
        return []
    name = mapping["value"]
    return [Values(index["value"], name, parameter, unit or vocabulary.unit_at_the_end(name))]


def _fixed_parameter(table, mapping, vocabulary):
    if "parameter_column" in mapping and "parameter" not in mapping:
        return None
    if "parameter" in mapping:
        return vocabulary.codes.get(mapping["parameter"])
    return vocabulary.parameter_in(table.name) or vocabulary.parameter_in(table.packed_as)


def _fixed_unit(mapping, vocabulary):
    if "unit" not in mapping:
        return None
    unit = vocabulary.unit(mapping["unit"])
    if unit is None:
        raise FileRefused("unknown_unit", unit=mapping["unit"])
    return unit


def _check_known(values, index, mapping, table):
    if values[0].parameter is None and index["parameter_column"] is None:
        raise FileRefused("no_parameter")
    if index["unit_column"] is None and (nameless := next((v for v in values if v.unit is None), None)):
        raise FileRefused("no_unit", name=nameless.name)
