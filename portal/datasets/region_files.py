"""What is known of a region as files: its figures of all datasets, its places on a map, what they mean."""

from django.utils.translation import gettext as _

from portal.datasets.metadata import licence_terms
from portal.exports import Column
from portal.geojson import points
from portal.languages import LANGUAGES
from portal.models import Dataset, RegionValue


def rows(region):
    values = RegionValue.objects.filter(region=region, dataset__status=Dataset.Status.PUBLISHED)
    return values.select_related("dataset__unit", "dataset__licence").order_by("dataset__slug", "year")


def columns():
    return [
        Column("dataset", _("Dataset"), lambda row: row.dataset.slug),
        Column("title", _("Title"), lambda row: row.dataset.title),
        Column("year", _("Year"), lambda row: row.year),
        Column("value", _("Value"), lambda row: row.value),
        Column("unit", _("Unit"), lambda row: row.dataset.unit.code),
        Column("source", _("Source"), lambda row: row.dataset.source),
        Column("licence", _("Licence"), lambda row: row.dataset.licence.code if row.dataset.licence else ""),
    ]


def geojson(profile, url_of):
    """Stations, facilities and sections of rivers with coordinates."""
    places = [("station", one) for one in profile.stations]
    places += [("facility", one) for one in profile.facilities]
    places += [("section", one) for one in dict.fromkeys(reading.section for reading, *_words in profile.water)]
    kinds = {(type(one), one.pk): kind for kind, one in places}
    return points(
        [one for _kind, one in places],
        lambda one: {
            "kind": kinds[type(one), one.pk],
            **{f"name_{code}": getattr(one, f"name_{code}") for code in LANGUAGES},
            "url": url_of(one),
        },
    )


def metadata(profile, url_of):
    region = profile.region
    return {
        "region": {
            "id": region.slug,
            "iso_3166_2": region.iso_3166_2,
            "kato": region.kato_code or None,
            "name": {code: getattr(region, f"name_{code}") for code in LANGUAGES},
            "since": region.began_in,
            "until": region.ended_in,
            "formed_from": [one.iso_3166_2 for one in profile.regions if one.pk in region.origins],
            "note": {code: getattr(region, f"note_{code}") for code in LANGUAGES},
            "url": url_of(region),
        },
        "year": "calendar year; no row: the source gives no figure",
        "datasets": [
            {
                "id": figures.dataset.slug,
                "title": {code: getattr(figures.dataset, f"title_{code}") for code in LANGUAGES},
                "unit": figures.dataset.unit.code,
                "source": {code: getattr(figures.dataset, f"source_{code}") for code in LANGUAGES},
                "licence": licence_terms(figures.dataset.licence),
                "url": url_of(figures.dataset),
            }
            for figures in profile.figures
        ],
    }
