"""What search and the pages of regions know of stations and of what they measure."""

from datetime import UTC, datetime

from portal.languages import LANGUAGES
from portal.models import Parameter, SearchEntry, Station
from portal.search.index import Description, Source, register, texts

# Reference data is not news: it stands behind all that was published.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@register
class StationSource(Source):
    kind = SearchEntry.Kind.STATION
    model = Station

    def public(self):
        return Station.objects.select_related("region", "operator")

    def describe(self, station):
        settlement, name = texts(station, "settlement"), texts(station, "name")
        return Description(
            title={code: ", ".join(filter(None, [settlement[code], name[code]])) for code in LANGUAGES},
            body=texts(station, "note"),
            path=station.get_absolute_url(),
            published_at=LONG_AGO,
            regions=[station.region] if station.region else [],
            organisations=[station.operator] if station.operator else [],
        )


@register
class ParameterSource(Source):
    kind = SearchEntry.Kind.PARAMETER
    model = Parameter

    def public(self):
        return Parameter.objects.filter(limit_values__isnull=False).distinct()

    def describe(self, parameter):
        return Description(
            title=texts(parameter, "name"),
            body=dict.fromkeys(LANGUAGES, f"{parameter.formula} {parameter.cas_number}"),
            path=parameter.get_absolute_url(),
            published_at=LONG_AGO,
        )
