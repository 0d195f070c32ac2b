"""Things with coordinates as points of GeoJSON (RFC 7946): longitude first, WGS 84."""


def points(things, properties):
    """A FeatureCollection of those that have both coordinates; `properties(thing)` is what each tells."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [float(one.longitude), float(one.latitude)]},
                "properties": properties(one),
            }
            for one in things
            if one.latitude is not None and one.longitude is not None
        ],
    }
