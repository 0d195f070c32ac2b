"""Which station, section or region a source means; new ones where the source may bring them."""

import re
from math import cos, hypot, radians

from django.utils.text import slugify

from portal.importing.problems import Refused
from portal.importing.spelling import fold
from portal.models import Region, RiverSection, Source, Station, StationAlias

TWIN_METRES = 200
METRES_PER_DEGREE = 111_320
LONGEST = 150
TOTALS = {"всего", "итого", "барлығы", "жиыны", "total", "среднее", "в среднем", "орташа", "average", "mean"}
NOTE = re.compile(r"\s*(?:\*+|[¹²³]+|[1-9]\))$")
REGION_SPELLINGS = {  # beside the names in three languages, with and without область, облысы, region
    "Республика бойынша": "KZ",
    "Қазақстан Республикасы": "KZ",
    "Всего по республике": "KZ",
    "По республике": "KZ",
    "РК": "KZ",
    "ҚР": "KZ",
    "Нур-Султан": "KZ-71",
    "г. Нур-Султан": "KZ-71",
    "город Нур-Султан": "KZ-71",
    "Нұр-Сұлтан": "KZ-71",
    "Нұр-Сұлтан қаласы": "KZ-71",
    "Nur-Sultan": "KZ-71",
    "Мангыстауская": "KZ-47",
    "Мангыстауская область": "KZ-47",
}
END = r"(?=\b|\s|$|[А-ЯӘҒҚҢӨҰҮҺІ])"
KINDS_OF_REGIONS = {
    Region.Kind.COUNTRY: re.compile(rf"\b(республика|республикасы|republic of){END}", re.IGNORECASE),
    Region.Kind.REGION: re.compile(rf"\b(область|облысы|обл\.?|region|oblast){END}", re.IGNORECASE),
    Region.Kind.CITY: re.compile(rf"\b(город|г\.?|қаласы|қ\.|city){END}", re.IGNORECASE),
}


class Places:
    def __init__(self, source, findings):
        self.source = source
        self.findings = findings
        self.known = {}
        self.found = set()
        load = {
            Source.Places.STATIONS: self._stations,
            Source.Places.SECTIONS: self._sections,
            Source.Places.REGIONS: self._regions,
        }
        load[source.places]()

    def find(self, text, label="", latitude=None, longitude=None):
        name = " ".join(text.split())
        if not name:
            raise Refused("no_place")
        if name != text:
            self.findings.warn("trimmed", 1, [text])
        if is_total(name):
            raise Refused("total", text=text)
        place = self._known(name)
        if place is None:
            if self.source.places != Source.Places.STATIONS or not self.source.makes_stations:
                raise Refused("unknown_place", text=text)
            if len(name) > LONGEST:
                raise Refused("long_place", most=LONGEST)
            place = self.known[name.casefold()] = self._create(name, label, latitude, longitude)
        if isinstance(place, Station) and place.pk not in self.found:
            self._look_for_twins(place)
        return place

    def knows(self, text):
        return bool(text) and self._known(" ".join(text.split())) is not None

    def _known(self, name):
        if self.source.places == Source.Places.STATIONS:
            return self.known.get(name.casefold())
        if self.source.places == Source.Places.SECTIONS:
            return self.known.get(fold(name))
        name = NOTE.sub("", name)
        return self.known.get(fold(name)) or self.known.get(_region_key(name))

    def _stations(self):
        for alias in StationAlias.objects.filter(source=self.source).select_related("station"):
            self.known[alias.spelling.casefold()] = alias.station

    def _sections(self):
        for section in RiverSection.objects.all():
            for name in (section.source_name, section.name_kk, section.name_ru, section.name_en):
                self.known.setdefault(fold(name), section)

    def _regions(self):
        """By code, by kind and name, and by the name alone: "Алматы" without more is the city, not the region."""
        cities_first = sorted(Region.objects.order_by("ended_in"), key=lambda region: region.kind != Region.Kind.CITY)
        for region in cities_first:
            names = (region.name_kk, region.name_ru, region.name_en)
            self.known.setdefault(fold(region.iso_3166_2), region)
            for name in map(_bare, names):
                self.known.setdefault((region.kind, name), region)
                self.known.setdefault(("", name), region)
        for spelling, iso in REGION_SPELLINGS.items():
            if fold(iso) in self.known:
                self.known.setdefault(fold(spelling), self.known[fold(iso)])

    def _create(self, name, label, latitude, longitude):
        mapping = self.source.mapping
        station = Station.objects.create(
            slug=self._slug(name),
            kind=mapping.get("station_kind", Station.Kind.AUTOMATIC),
            medium=mapping.get("medium", "air"),
            name_en=f"{label} ({name})" if label else name,
            latitude=latitude,
            longitude=longitude,
            time_zone=self.source.time_zone if "/" in self.source.time_zone else "Asia/Almaty",
            source=str(self.source),
        )
        StationAlias.objects.create(source=self.source, spelling=name, station=station)
        self.findings.warn("new_places", 1, [name])
        return station

    def _slug(self, name):
        slug = base = f"{self.source.code}-{slugify(name, allow_unicode=False) or 'post'}"[:70]
        number = 1
        while Station.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    def _look_for_twins(self, station):
        """A post of the same file or table within 200 m is probably the same one under another name."""
        self.found.add(station.pk)
        if station.latitude is None:
            return
        near = Station.objects.filter(
            medium=station.medium,
            latitude__range=(float(station.latitude) - 0.002, float(station.latitude) + 0.002),
            longitude__range=(float(station.longitude) - 0.004, float(station.longitude) + 0.004),
        ).exclude(pk=station.pk)
        for other in near:
            if _metres(station, other) <= TWIN_METRES:
                self.findings.warn("twin", 1, [str(station), station.slug, other.slug])


def is_total(name):
    return " ".join(name.split()).casefold().strip(" :") in TOTALS


def _region_key(name):
    """Атырауская область and Атырауская, г.Шымкент and Город Шымкент are the same; г. Алматы and Алматы облысы are not."""
    return next((kind for kind, words in KINDS_OF_REGIONS.items() if words.search(name)), ""), _bare(name)


def _bare(name):
    for words in KINDS_OF_REGIONS.values():
        name = words.sub(" ", name)
    return fold(name)


def _metres(one, other):
    north = float(one.latitude - other.latitude)
    east = float(one.longitude - other.longitude) * cos(radians(float(one.latitude)))
    return hypot(north, east) * METRES_PER_DEGREE
