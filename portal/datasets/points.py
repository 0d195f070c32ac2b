"""The figures of a dataset as points of a map: a region at its centre, a section of a river where it is known to lie."""

from portal.models import Dataset


def geojson(dataset, rows):
    feature = of_section if dataset.shape == Dataset.Shape.SECTIONS_BY_MONTH else _of_region
    return {"type": "FeatureCollection", "features": [feature(dataset, row) for row in rows]}


def _of_region(dataset, row):
    region = row.region
    properties = {"region_iso": region.iso_3166_2, "region": str(region.name), "year": row.year}
    return _feature(region, properties | {"value": format(row.value, "f"), "unit": dataset.unit.code})


def of_section(dataset, row):
    section = row.section
    properties = {
        "section": str(section.name),
        "section_ru": section.source_name,
        "month": f"{row.measured_on:%Y-%m}",
        "parameter": row.parameter.code,
        "quality_class": row.quality_class,
    }
    return _feature(section, properties | {"value": format(row.value, "f"), "unit": row.unit.code})


def _feature(place, properties):
    """Without coordinates the figure stays, as GeoJSON allows: a place that is not known is not invented."""
    known = None not in (place.latitude, place.longitude)
    point = {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]} if known else None
    return {"type": "Feature", "geometry": point, "properties": properties}
