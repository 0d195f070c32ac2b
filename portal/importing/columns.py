"""Which column of a file is what: the saved mapping of a source, completed by what the headings say.

A mapping is a dictionary of names of columns and fixed answers:

    averaging         20min, 1h, day, month, year or grab
    time, place       columns; fixed_time and fixed_place where one answer holds for the whole file
    time_from         "heading": a file without a column of dates is of the newest month that its heading names
    place_within      the column that tells places of one name apart: two rivers of one name in two regions
    hours             the column of the hour, where it stands beside the day
    value             the column of values of a long table; without it every column that is named like a
                      parameter (or listed in values: {"РМ2,5": "pm25"}), a year or a place is one
    parameter         a code; or parameter_column, or parameter_from = "file name"
    unit              a code; or unit_column, or a unit written in the heading: "PM10, мкг/м³"
    shape             "places" where each column is a place; found by itself where the portal knows them
    place_name, latitude, longitude   columns about a place that becomes a station
    ignored           columns that are not looked at
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q

from portal.importing import parts
from portal.importing.heading import PART
from portal.importing.problems import FileRefused
from portal.importing.spelling import fold
from portal.importing.times import YEAR, check_period, month_or_quarter, names_several_months, newest_month
from portal.models import Parameter, ParameterAlias, Series, Unit

UNIT_BEGINS = re.compile(r"[,(\[]|\s(?=\S+$)")  # РМ2,5, мкг/м3 has two places where a unit could begin
TOKENS = re.compile(r"[^\W_]+")

OPTIONAL = {
    "hours",
    "place_name",
    "latitude",
    "longitude",
    "unit_column",
}  # without a unit anywhere the file is refused anyway
COLUMNS = ("time", "place", "place_within", "value", "parameter_column", *sorted(OPTIONAL))

ROLES = ("time", "hours", "place", "place_within", "place_name", "latitude", "longitude", "parameter", "unit")

UNITS = {  # beside the codes and symbols of the units
    "ug/m3": ("ug/m3", "mcg/m3", "мкг/куб.м", "мкг/м куб", "µg/m^3", "мкг/м**3", "микрограмм/м3"),
    "mg/m3": ("мг/куб.м", "мг/м куб", "mg/m^3", "мг/м**3", "миллиграмм/м3", "mg/nm3", "мг/нм3"),
    "t": ("тонн", "тонна", "тонны", "в тоннах", "tonnes", "tonne", "tons"),
    "kt": ("тыс. тонн", "тысяч тонн", "тыс.тн", "мың тонна", "thousand tonnes", "thous. tons", "kilotonnes"),
    "ug/dm3": ("мкг/л", "ug/l", "мкг/куб.дм"),
    "mg/dm3": ("мг/л", "mg/l", "мг/куб.дм", "мг/дм куб", "мгО2/дм3", "мгО/л"),
}
DAYS = ("date", "дата", "күні")
USUAL_NAMES = {
    "time": "datetimeutc datetime timestamp time date дата датавремя датаивремя время күні уақыты күніуақыты period период "
    "кезең год year жыл жылы месяц month ай day күніменуақыты күніжәнеуақыты деньивремя",
    "place": "stationid station post пост станция постнаблюдения бекет city town город қала населенныйпункт елдімекен створ river rivers "
    "река өзен regioniso region регион область өңір",
    "place_within": "regions region регион область облыс өңір",
    "hours": "hour час часы сағат hours время time уақыты",
    "value": "rawvalue value значение концентрация мәні avgugm3 valueugm3 result среднее mean avg орташа concentration",
    "unit_column": "rawunit unit единица единицы единицаизмерения өлшембірлігі",
    "parameter_column": "parameter показатель вещество примесь ингредиент pollutant substance көрсеткіш зат ingredient",
}


# What a heading may say of a parameter: that it is its mean, or something else that is no series of readings.
MEANS = "ср среднее средняя q qср mean avg average орташа концентрация concentration факт"
OTHERS = (
    "макс максимум максимальная qм qмакс max maximum мин минимум min minimum си нп кратность % количество число n count"
)
MEANS, OTHERS = (frozenset(map(fold, words.split())) for words in (MEANS, OTHERS))

# What the heading of a table of limits says, and that of a column about how far they were exceeded.
LIMITS = re.compile(r"mpc|пдк|ш[рж][шк]|норматив|standard|limit|шекті|не более", re.IGNORECASE)
EXCEEDING = re.compile(r"exceed|multiplicity|превыш|кратност|асу|еселі", re.IGNORECASE)


@dataclass(frozen=True)
class Values:
    """A column of values with what is the same in all its rows: `time` where it is headed by a year, `place` by a place.

    `part` where it is headed by a month, quarter or hour of what stands in the row.
    """

    index: int
    name: str
    parameter: Parameter | None = None
    unit: Unit | None = None
    time: str | None = None
    place: str | None = None
    part: parts.Part | None = None

    @property
    def said(self):
        unit = self.unit and (self.unit.symbol_en or self.unit.code)
        said = (self.parameter and self.parameter.code, unit, self.place, self.time, self.part and self.part.text)
        return ", ".join(filter(None, said))


@dataclass
class Described:
    """A column as its name describes it, part by part."""

    index: int
    name: str
    parameter: Parameter | None = None
    unit: Unit | None = None
    year: str | None = None
    place: str | None = None
    part: parts.Part | None = None
    rest: list[str] = field(default_factory=list)

    def says(self, words):
        return _says(self.rest, words)


@dataclass(frozen=True)
class Plan:
    averaging: str
    time: int | None
    place: int | None
    values: list[Values]
    hours: int | None = None
    fixed_time: str | None = None
    fixed_place: str | None = None
    place_within: int | None = None
    parameter: int | None = None
    unit: int | None = None
    place_name: int | None = None
    latitude: int | None = None
    longitude: int | None = None
    left_out: tuple[str, ...] = ()  # columns that nobody understands

    def taken(self, heading):
        """[name of a column, its role, what its values are of] as the report of a dry run tells it."""
        roles = [(getattr(self, role), role) for role in ROLES]
        told = [
            [heading[index] or "…", role, ""] for index, role in sorted(pair for pair in roles if pair[0] is not None)
        ]
        return told + [[column.name, "value", column.said] for column in self.values]


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
        if parameter := self.parameter(name):
            return parameter, None
        for begins in UNIT_BEGINS.finditer(name):
            parameter, unit = self.parameter(name[: begins.start()]), self.unit(name[begins.start() :])
            if unit and parameter:
                return parameter, unit
        return None, None

    def unit_in(self, text):
        """The unit with which a text ends: value_ugm3; Концентрация, мг/м3; (в тоннах)."""
        words = TOKENS.findall(text)
        ends = ("".join(words[-count:]) for count in range(min(4, len(words)), 0, -1))
        return next(filter(None, map(self.unit, ends)), None)

    def describe(self, index, name, knows_place):
        described = Described(index, name)
        for part in name.split(PART):
            parameter, unit = self.heading(part)
            if year := YEAR(part):
                described.year = year[1]
            elif period := month_or_quarter(part):
                described.year = period
            elif parameter:
                described.parameter, described.unit = parameter, unit or described.unit
            elif unit := self.unit(part):
                described.unit = unit
            elif described.place is None and knows_place(part):
                described.place = part
            else:
                described.rest.append(part)
        return described


def suggest(heading, vocabulary):
    """The mapping that the headings speak for."""
    folded = {fold(name): name for name in heading if name}
    for name in heading:
        if found := next((b for b in UNIT_BEGINS.finditer(name) if vocabulary.unit(name[b.start() :])), None):
            folded.setdefault(fold(name[: found.start()]), name)
    mapping = {}
    for role, names in USUAL_NAMES.items():
        found = next((folded[name] for name in map(fold, names.split()) if name in folded), None)
        if found:
            mapping[role] = found
    _part_day_and_hours(mapping, folded)
    if mapping.get("place_within") == mapping.get("place"):
        mapping.pop("place_within", None)
    parameters = sum(1 for name in heading if vocabulary.heading(name)[0])
    if not parameters and "value" not in mapping:
        _take_the_column_with_a_unit(mapping, heading, vocabulary)
    years = sum(1 for name in heading if any(map(YEAR, name.split(PART))))
    if years >= 3 or (years and "time" not in mapping):
        kept = {role: mapping[role] for role in ("parameter_column", "unit_column") if role in mapping}
        mapping = {"averaging": "year", "place": mapping.get("place", heading[0]), **kept}
    elif parameters >= 2 or "parameter_column" not in mapping:
        mapping.setdefault("parameter_from", "file name")
    return mapping


def _says(texts, words):
    return any(fold(word) in words for text in texts for word in re.split(r"[\s,]+", text))


def _take_the_column_with_a_unit(mapping, heading, vocabulary):
    """Выбросы, тыс. тонн: a column of values by its unit, if it is the only one."""
    found = [name for name in heading if name not in mapping.values() and vocabulary.unit_in(name)]
    if len(found) == 1 and not vocabulary.unit(found[0]) and not _says(found, OTHERS):
        mapping["value"] = found[0]


def _part_day_and_hours(mapping, folded):
    """Hours stand in a column of their own only beside one that is plainly a day."""
    day = next((folded[name] for name in map(fold, DAYS) if name in folded), None)
    if day and mapping.get("hours", day) != day:
        mapping["time"] = day
    else:
        mapping.pop("hours", None)


def plan(table, mapping, source, vocabulary, knows_place):
    """How the rows of `table` are read; FileRefused where something is not said."""
    suggested = suggest(table.heading, vocabulary)
    if "place_within" not in source.mapping:
        suggested.pop("place_within", None)
    is_wide = sum(1 for name in table.heading if vocabulary.heading(name)[0]) > 1
    has_places = sum(1 for name in table.heading if any(map(knows_place, name.split(PART)))) > 1
    if not has_places:
        _check_is_of_readings(table.heading, (suggested, source.mapping, mapping))
    saved = _still_there(source.mapping, suggested, table.heading, has_places, is_wide)
    if suggested.get("parameter_column") not in (None, *saved.get("ignored", ())):
        saved.pop("parameter", None)  # the file says it row by row
    mapping = {**saved, **mapping}
    if "time" in mapping:
        suggested.pop("hours", None)
    mapping = {**suggested, **mapping}
    columns = _described(table, mapping, vocabulary, knows_place)
    _find_columns_of_places(table, mapping, columns)
    _find_parts(table, mapping, columns)
    if mapping.get("averaging") not in Series.Averaging.values:
        raise FileRefused("no_averaging")
    index = _indexes(table.heading, mapping)
    values = _value_columns(table, mapping, vocabulary, index, columns)
    names = ", ".join(name or "…" for name in table.heading)[:300]
    if not values:
        together = next(filter(names_several_months, table.heading), None)
        raise FileRefused("several_months", name=together) if together else FileRefused("no_value", names=names)
    is_dated = index["time"] is not None or values[0].time is not None
    period = None if is_dated else _period(table, mapping, values[0].part)
    if not is_dated and not period:
        raise FileRefused("no_time", names=names)
    if index["place"] is None and not mapping.get("fixed_place") and not values[0].place:
        raise FileRefused("no_place", names=names)
    _check_known(values, index)
    named = [table.heading[place] for place in (index["time"], index["place"]) if place is not None]
    _check_titles([*table.titles, *named], values, vocabulary)
    return Plan(
        averaging=mapping["averaging"],
        time=index["time"],
        place=index["place"],
        values=values,
        hours=index["hours"],
        fixed_time=period,
        fixed_place=mapping.get("fixed_place"),
        place_within=index["place_within"],
        parameter=index["parameter_column"] if values[0].parameter is None else None,
        unit=index["unit_column"],
        place_name=index["place_name"],
        latitude=index["latitude"],
        longitude=index["longitude"],
        left_out=_left_out(table, columns, values),
    )


def _check_is_of_readings(heading, mappings):
    """A table of what is allowed has a column of limits, and none of places or times."""
    limits = next((name for name in heading if LIMITS.search(name) and not EXCEEDING.search(name)), None)
    is_placed = any(known.get("fixed_place") for known in mappings)
    if (
        limits
        and not is_placed
        and not any(known.get(role) in heading for known in mappings for role in ("time", "place"))
    ):
        raise FileRefused("limits", name=limits)


def _period(table, mapping, part):
    """The one period of all rows of a file without dates: as a person says it, or as the heading does."""
    is_year = part is not None and part.kind in parts.AVERAGINGS
    period = mapping.get("fixed_time")
    if not period and is_year:
        period = parts.year_of(table.titles)
    elif not period and mapping.get("time_from") == "heading":
        period = newest_month(table.heading)
    if period:
        check_period(period, Series.Averaging.YEAR if is_year else mapping["averaging"])
    return period


def _left_out(table, columns, values):
    """Columns that are not read, and those without a name: said, so that nothing is lost unseen."""
    read = {column.index for column in values}
    unread = [column.name for column in columns if column.index not in read]
    return (*unread, *map(str, table.nameless))


def _still_there(saved, suggested, heading, has_places, is_wide):
    """The saved mapping without columns that this file lacks and can do without: its headings name others for them."""
    replaceable = OPTIONAL | suggested.keys() | ({"place", "value"} if has_places else {"value"} if is_wide else set())
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


def _described(table, mapping, vocabulary, knows_place):
    """Columns that may hold values: those that have no other role."""
    taken = {mapping.get(role) for role in COLUMNS if role != "value"} | {*mapping.get("ignored", ()), ""}
    columns = [
        vocabulary.describe(index, name, knows_place) for index, name in enumerate(table.heading) if name not in taken
    ]
    for column in columns:
        column.parameter = vocabulary.parameter(mapping.get("values", {}).get(column.name, "")) or column.parameter
    return columns


def _find_columns_of_places(table, mapping, columns):
    """Where no column holds the places, each column may be one; then a nameless first column holds the time."""
    if mapping.get("shape") == "places":
        for column in columns:
            column.place = column.place or next(iter(column.rest), None)
    elif "place" in mapping or "fixed_place" in mapping or sum(1 for column in columns if column.place) < 2:
        for column in columns:
            column.place = None
        return
    mapping.pop("value", None)
    if not table.heading[0]:
        mapping.setdefault("time", "")


def _find_parts(table, mapping, columns):
    """Months, quarters or hours as columns; the averaging is then theirs, and a column of years stands before them."""
    found = parts.find({column.index: column.rest for column in columns})
    kinds = {column.index: parts.kind_of(column.year) for column in columns if column.year}
    for column in columns:
        if column.index in found:
            column.part = found[column.index]
            kinds[column.index] = column.part.kind
    kind = only.pop() if len(only := set(kinds.values())) == 1 else None
    if kind == parts.HOURS:
        mapping.setdefault("averaging", Series.Averaging.HOUR)
    elif kind in parts.AVERAGINGS:
        mapping["averaging"] = parts.AVERAGINGS[kind]
        time = mapping.get("time")
        if time in table.heading and table.heading.index(time) > min(
            column.index for column in columns if column.part or column.year
        ):
            del mapping["time"]  # the value of the whole year


def _value_columns(table, mapping, vocabulary, index, columns):
    """One column of a long table; of a wide one those that say all that others say: year, place, parameter."""
    parameter, unit = _fixed_parameter(table, mapping, vocabulary), _fixed_unit(mapping, vocabulary)
    is_wide = index["value"] is None or mapping.get("shape") == "wide"
    is_by_year = sum(1 for column in columns if column.year) >= (1 if index["time"] is None else 3)
    is_by_part = any(column.part for column in columns)
    wanted = {
        "year": is_by_year,
        "part": is_by_part,
        "place": True,
        "parameter": is_wide and index["parameter_column"] is None,
    }
    said = [name for name, is_wanted in wanted.items() if is_wanted and any(getattr(one, name) for one in columns)]
    chosen = [one for one in columns if said and all(getattr(one, name) for name in said) and not one.says(OTHERS)]
    if chosen:
        return [
            Values(
                one.index,
                one.name,
                one.parameter or parameter,
                one.unit or unit,
                one.year if is_by_year else None,
                one.place,
                one.part,
            )
            for one in _means(chosen)
        ]
    if index["value"] is None:
        return []
    name = mapping["value"]
    return [Values(index["value"], name, parameter, vocabulary.unit_in(name) or unit)]


def _means(columns):
    """Of columns of one parameter, place and time the one that says it is the mean; else somebody must say which."""
    alike = {}
    for column in columns:
        alike.setdefault((column.parameter, column.place, column.year, column.part), []).append(column)
    for group in alike.values():
        means = [column for column in group if column.says(MEANS)]
        if len(group) == 1 or not any(column.rest for column in group):
            yield from group
        elif len(means) == 1:
            yield from means
        else:
            raise FileRefused("same_columns", first=group[0].name, second=group[1].name)


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


def _check_known(values, index):
    if values[0].parameter is None and index["parameter_column"] is None:
        raise FileRefused("no_parameter")
    if index["unit_column"] is None and (nameless := next((v for v in values if v.unit is None), None)):
        raise FileRefused("no_unit", name=nameless.name)


def _check_titles(titles, values, vocabulary):
    """A unit above the table or in its corner that is another one than the values are read in: a thousand times too much, or too little."""
    unit = values[0].unit
    for title in titles:
        said = vocabulary.unit_in(title)
        if unit and said and said != unit and said.kind == unit.kind:
            raise FileRefused("other_unit_above", title=title, unit=unit.symbol_en or unit.code)
