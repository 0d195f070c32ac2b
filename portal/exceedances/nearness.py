"""What lies near what: by degrees, which is enough to put a handful of places in order."""

import math


def nearest(places, here):
    """`places` in the order of their distance from `here`; those without coordinates come last."""
    return sorted(places, key=lambda place: _distance(place, here))


def _distance(place, here):
    if None in (place.latitude, here.latitude):
        return (1, 0)
    north = float(place.latitude - here.latitude)
    east = float(place.longitude - here.longitude) * math.cos(math.radians(float(here.latitude)))
    return (0, north**2 + east**2)
