from decimal import Decimal

import pytest
from django.utils import timezone

from portal.models import Facility, Organisation, Permit, PrtrPollutant, Region, Release, SearchEntry, WasteTransfer


class Works:
    """An operator with facilities, and short ways to say what they released."""

    def __init__(self):
        self.region = Region.objects.create(slug="atyrau", name_en="Atyrau Region", iso_3166_2="KZ-23")
        self.operator = Organisation.objects.create(slug="refiner", name_en="Refiner LLP", kind="operator")
        self.benzene = PrtrPollutant.objects.create(
            number=62, name_en="benzene", cas_number="71-43-2", to_air_kg=1000, to_water_kg=200
        )
        self.methane = PrtrPollutant.objects.create(number=1, name_en="methane", to_air_kg=100_000)
        self.refinery = self.add("refinery")

    def add(self, slug, **fields):
        return Facility.objects.create(
            slug=slug, name_en=slug.title(), operator=self.operator, region=self.region, **fields
        )

    def release(self, facility, pollutant, year, kg, medium="air", **fields):
        return Release.objects.create(
            facility=facility, pollutant=pollutant, year=year, medium=medium, kg=Decimal(kg), **fields
        )

    def transfer(self, facility, year, tonnes, **fields):
        return WasteTransfer.objects.create(
            facility=facility, year=year, waste="oil sludge", tonnes=Decimal(tonnes), **fields
        )

    def permit(self, facility, number):
        return Permit.objects.create(facility=facility, kind="impact", number=number, issuer=self.operator)

    def ask(self, number, organisation=None):
        """A published request, as the requests' own app writes it into the table of what is public."""
        return SearchEntry.objects.create(
            kind=SearchEntry.Kind.REQUEST,
            object_id=number,
            language="en",
            path=f"/requests/{number}/",
            title=f"Request {number}",
            title_lang="en",
            organisations=[(organisation or self.operator).pk],
            published_at=timezone.now(),
        )


@pytest.fixture
def works(db):
    return Works()
