"""Releases, waste and facilities as files, under the same names in every form."""

from django.utils.translation import gettext as _

from portal.exports import Column
from portal.geojson import points


def facility_columns(url_of):
    return [
        Column("slug", _("Address"), lambda row: row.slug),
        Column("name", _("Name"), lambda row: row.name),
        Column("operator", _("Operator"), lambda row: row.operator.name),
        Column("region_iso", _("Code of the region"), lambda row: row.region.iso_3166_2),
        Column("category", _("Category of impact"), lambda row: row.category),
        Column("activity", _("Activity"), lambda row: row.activity),
        Column("latitude", _("Latitude"), lambda row: row.latitude),
        Column("longitude", _("Longitude"), lambda row: row.longitude),
        Column("last_year", _("Newest year with releases"), lambda row: row.last_year),
        Column("pollutants", _("Pollutants reported"), lambda row: row.pollutants),
        Column("url", _("Link"), url_of),
    ]


def release_columns():
    return [
        *_of_facility(),
        Column("pollutant_no", _("Number in the Protocol"), lambda row: row.pollutant.number),
        Column("pollutant", _("Pollutant"), lambda row: row.pollutant.name),
        Column("cas", _("CAS number"), lambda row: row.pollutant.cas_number),
        Column("medium", _("Medium"), lambda row: row.medium),
        Column("kg", _("Amount, kg"), lambda row: row.kg),
        Column("accidental_kg", _("Of it accidental, kg"), lambda row: row.accidental_kg),
        Column("method", _("How it was found"), lambda row: row.method),
        *_of_source(),
        Column("page", _("Page"), lambda row: row.page),
    ]


def waste_columns():
    return [
        *_of_facility(),
        Column("waste", _("Waste"), lambda row: row.waste),
        Column("is_hazardous", _("Hazardous"), lambda row: row.is_hazardous),
        Column("tonnes", _("Tonnes"), lambda row: row.tonnes),
        Column("treatment", _("Treatment"), lambda row: row.treatment),
        Column("destination", _("Destination"), lambda row: row.destination),
        *_of_source(),
    ]


def _of_facility():
    return [
        Column("facility", _("Facility"), lambda row: row.facility.slug),
        Column("operator", _("Operator"), lambda row: row.facility.operator.name),
        Column("region_iso", _("Code of the region"), lambda row: row.facility.region.iso_3166_2),
        Column("year", _("Year"), lambda row: row.year),
    ]


def _of_source():
    return [Column("source", _("Source"), lambda row: row.source)]


def geojson(facilities, url_of):
    """Facilities with coordinates, as points."""
    return points(
        facilities,
        lambda one: {
            "id": one.slug,
            "name_kk": one.name_kk,
            "name_ru": one.name_ru,
            "name_en": one.name_en,
            "operator": str(one.operator.name),
            "region": one.region.iso_3166_2,
            "category": one.category,
            "url": url_of(one),
        },
    )


def metadata(page, url):
    """What a machine needs to read the files of a facility."""
    facility = page.facility
    return {
        "facility": {
            "id": facility.slug,
            "name": {code: getattr(facility, f"name_{code}") for code in ("kk", "ru", "en")},
            "operator": facility.operator.slug,
            "region": facility.region.iso_3166_2,
            "source": facility.source,
            "url": url,
        },
        "unit": "kg",
        "year": "calendar year",
        "media": {"air": "releases to air", "water": "releases to water", "soil": "releases to land"},
        "method": {"M": "measured", "C": "calculated", "E": "estimated"},
        "thresholds": "annex II of the Kyiv Protocol on PRTR; a threshold of reporting is no limit",
        "releases": [
            {
                "pollutant": line.pollutant.number,
                "name": str(line.pollutant.name),
                "cas": line.pollutant.cas_number,
                "medium": line.medium,
                "first_year": line.oldest.year,
                "last_year": line.newest.year,
                "threshold_kg": None if line.threshold_kg is None else format(line.threshold_kg, "f"),
            }
            for line in page.lines
        ],
        "permits": [
            {
                "kind": permit.kind,
                "number": permit.number,
                "issued_on": permit.issued_on,
                "valid_until": permit.valid_until,
                "url": permit.url,
            }
            for permit in page.permits
        ],
    }
