"""What search and the pages of regions and organisations know of facilities."""

from portal.exceedances.search import LONG_AGO
from portal.models import Facility, SearchEntry
from portal.search.index import Description, Source, register, texts


@register
class FacilitySource(Source):
    kind = SearchEntry.Kind.FACILITY
    model = Facility

    def public(self):
        return Facility.objects.select_related("region", "operator")

    def describe(self, facility):
        return Description(
            title=texts(facility, "name"),
            summary=texts(facility, "activity"),
            body=texts(facility.operator, "name"),
            path=facility.get_absolute_url(),
            published_at=LONG_AGO,
            regions=[facility.region],
            organisations=[facility.operator],
        )
