"""A table of releases as rows of the register: which facility, year, pollutant and medium, how many kilograms."""

from dataclasses import dataclass
from decimal import Decimal

from portal.importing.merged import Shared
from portal.importing.numbers import number
from portal.importing.problems import FileRefused, Refused
from portal.importing.spelling import fold
from portal.languages import columns
from portal.models import Facility, Medium, PrtrPollutant, Release

# How the heading may call each column: the ministry's words, ours, and those of the Protocol.
COLUMNS = {
    "facility": ("facility", "объект", "наименование объекта", "предприятие", "нысан", "объектінің атауы"),
    "operator": ("operator", "оператор", "наименование оператора", "природопользователь", "оператордың атауы"),
    "bin": ("bin", "бин", "бсн"),
    "year": ("year", "год", "отчетный год", "жыл", "есепті жыл"),
    "medium": ("medium", "среда", "компонент среды", "орта"),
    "pollutant": ("pollutant", "загрязнитель", "загрязняющее вещество", "вещество", "ластаушы зат", "ластағыш"),
    "amount": ("amount", "kg", "количество", "масса", "объем", "выброс", "мөлшері", "көлемі"),
    "accidental": ("accidental", "accidental kg", "аварийные", "в том числе аварийные", "авариялық"),
    "unit": ("unit", "единица", "единица измерения", "ед изм", "өлшем бірлігі"),
    "method": ("method", "метод", "метод определения", "әдіс", "анықтау әдісі"),
}
NEEDED = ("facility", "year", "medium", "pollutant", "amount")
MEDIA = {
    Medium.AIR: ("air", "воздух", "атмосфера", "атмосферный воздух", "в воздух", "ауа", "атмосфералық ауа"),
    Medium.WATER: ("water", "вода", "воды", "водный объект", "в воду", "су"),
    Medium.SOIL: ("soil", "land", "почва", "земля", "в почву", "топырақ", "жер"),
}
WASTE = ("waste", "отходы", "перенос отходов", "қалдық", "қалдықтар")
METHODS = {
    Release.Method.MEASURED: ("m", "measured", "измерение", "измерено", "өлшеу"),
    Release.Method.CALCULATED: ("c", "calculated", "расчет", "рассчитано", "есептеу"),
    Release.Method.ESTIMATED: ("e", "estimated", "оценка", "бағалау"),
}
KILOGRAMS = {
    Decimal("0.001"): ("g", "г", "грамм"),
    Decimal(1): ("kg", "кг", "килограмм", "кг год"),
    Decimal(1000): ("t", "т", "тонна", "тонн", "т год", "tonnes"),
    Decimal(1_000_000): ("kt", "кт", "тыс т", "тыс тонн", "мың тонна"),
}
FIRST_YEAR = 1990
MOST_KG = Decimal(10) ** 15


@dataclass(frozen=True)
class ReadRelease:
    row: int
    facility: Facility
    pollutant: PrtrPollutant
    year: int
    medium: str
    kg: Decimal
    accidental_kg: Decimal
    method: str

    @property
    def key(self):
        return self.facility.pk, self.pollutant.pk, self.year, self.medium

    @property
    def figures(self):
        return {"kg": self.kg, "accidental_kg": self.accidental_kg, "method": self.method}


class Reader:
    def __init__(self, heading, last_year):
        self.places = _places(heading)
        self.names = {name: heading[place] for name, place in self.places.items()}
        self.amounts = {self.places[name] for name in ("amount", "accidental") if name in self.places}
        self.left_out = [text for place, text in enumerate(heading) if text and place not in self.places.values()]
        self.last_year = last_year
        self.facilities = _by_spelling(Facility.objects.select_related("operator"), "slug", *columns("name"))
        self.pollutants = _by_spelling(PrtrPollutant.objects.all(), "number", "cas_number", *columns("name"))

    def read(self, row, cells):
        """A ReadRelease; raises Refused with the name of its column."""
        kilograms = self._weight(cells)
        kg = self._amount(cells, "amount", kilograms)
        accidental = self._amount(cells, "accidental", kilograms) if self._text(cells, "accidental") else Decimal(0)
        if accidental > kg:
            raise self._refused("accidental", "more_accidental")
        return ReadRelease(
            row=row,
            facility=self._facility(cells),
            pollutant=self._one_of(self.pollutants, cells, "pollutant", "unknown_pollutant"),
            year=self._year(cells),
            medium=self._medium(cells),
            kg=kg,
            accidental_kg=accidental,
            method=self._named(METHODS, cells, "method", "unknown_method") if self._text(cells, "method") else "",
        )

    def _text(self, cells, name):
        place = self.places.get(name)
        return str(cells[place]).strip() if place is not None and place < len(cells) else ""

    def _needed(self, cells, name):
        text = self._text(cells, name)
        if not text:
            raise self._refused(name, "empty_cell")
        return text

    def _refused(self, name, code, **details):
        return Refused(code, column=self.names.get(name, ""), **details)

    def _facility(self, cells):
        text = self._needed(cells, "facility")
        called = self.facilities.get(fold(text), [])
        if not called:
            raise self._refused("facility", "unknown_facility", text=text)
        bin, operator = self._text(cells, "bin"), self._text(cells, "operator")
        fitting = [one for one in called if _is_of(one.operator, bin, operator)]
        if not fitting:
            raise self._refused("operator" if operator else "bin", "other_operator", text=operator or bin)
        if len(fitting) > 1:
            raise self._refused("facility", "several_facilities", text=text)
        return fitting[0]

    def _one_of(self, known, cells, name, code):
        text = self._needed(cells, name)
        found = known.get(fold(text), [])
        if len(found) != 1:
            raise self._refused(name, code, text=text)
        return found[0]

    def _medium(self, cells):
        text = self._needed(cells, "medium")
        if fold(text) in map(fold, WASTE):
            raise self._refused("medium", "waste", text=text)
        return self._named(MEDIA, cells, "medium", "unknown_medium")

    def _named(self, words, cells, name, code):
        text = self._needed(cells, name)
        for value, spellings in words.items():
            if fold(text) in map(fold, spellings):
                return value
        raise self._refused(name, code, text=text)

    def _year(self, cells):
        text = self._needed(cells, "year")
        if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:9]) <= self.last_year):
            raise self._refused("year", "bad_year", text=text, first=FIRST_YEAR, last=self.last_year)
        return int(text)

    def _weight(self, cells):
        """Kilograms of one unit; where no column says it, the heading of the amount must."""
        if "unit" in self.places:
            return self._named(KILOGRAMS, cells, "unit", "unknown_weight")
        last = self.names["amount"].replace(",", " ").split()[-1]
        for kilograms, spellings in KILOGRAMS.items():
            if fold(last) in map(fold, spellings):
                return kilograms
        raise self._refused("amount", "unknown_weight", text=self.names["amount"])

    def _amount(self, cells, name, kilograms):
        text = self._needed(cells, name)
        cell = cells[self.places[name]]
        if isinstance(cell, Shared):
            raise self._refused(name, "merged", text=text, cells=cell.area)
        try:
            found = number(text)
        except Refused as refused:
            code = "not_a_number" if refused.code == "not_detected" else refused.code
            raise self._refused(name, code, text=text, unit="kg") from refused
        if found is None:
            raise self._refused(name, "empty_cell")
        value, is_below = found
        if is_below:
            raise self._refused(name, "only_below", text=text)
        if value < 0:
            raise self._refused(name, "negative", text=text)
        if value * kilograms >= MOST_KG:
            raise self._refused(name, "too_large", text=text)
        return value * kilograms


def _places(heading):
    """{column: place}; a heading may say more behind a known word, such as its unit."""
    places = {}
    for name in COLUMNS:
        known = _spellings(name)
        for place, text in enumerate(heading):
            if _plain(text) in known:
                places.setdefault(name, place)
    if len(amounts := [text for text in heading if _plain(text) in _spellings("amount")]) > 1:
        raise FileRefused("two_amounts", first=amounts[0], second=amounts[1])
    missing = next((name for name in NEEDED if name not in places), None)
    if missing:
        raise FileRefused("no_column", name=COLUMNS[missing][1], names=", ".join(filter(None, heading))[:300])
    return places


def _plain(text):
    return fold(text.split(",")[0].split("(")[0])


def _spellings(name):
    return [fold(spelling) for spelling in COLUMNS[name]]


def _by_spelling(objects, *fields):
    """{folded spelling: objects}: each once, however many of its names are spelled so; «Метан (CH4)» is also «Метан»."""
    found = {}
    for one in objects:
        names = [str(getattr(one, field) or "") for field in fields]
        spellings = {fold(text) for name in names for text in (name, name.split(" (")[0])} - {""}
        for spelling in spellings:
            found.setdefault(spelling, []).append(one)
    return found


def _is_of(operator, bin, name):
    """Whether what the row says of the operator does not contradict what is known: a BIN decides where both have one."""
    if bin and operator.bin:
        return bin == operator.bin
    if not name:
        return True
    known = {fold(getattr(operator, column)) for column in columns("name")} - {""}
    return any(fold(name) in spelling or spelling in fold(name) for spelling in known)
