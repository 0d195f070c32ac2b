"""Stations or facilities as dots in their places, north up: SVG with a link for each. No tiles, no script, nothing from elsewhere."""

import math
from xml.etree import ElementTree

from django.utils.safestring import mark_safe

WIDTH, MOST_HEIGHT, LEAST_HEIGHT, MARGIN = 640, 420, 160, 40
LABEL_HEIGHT, LETTER = 22, 10


def station_map(stations, title, current=None):
    """A picture of the stations with coordinates; "" where none has any."""
    placed = [station for station in stations if None not in (station.latitude, station.longitude)]
    if not placed:
        return ""
    place, height = _projection(placed)
    svg = ElementTree.Element(
        "svg", {"class": "station-map", "viewBox": f"0 0 {WIDTH} {height}", "role": "group", "aria-label": title}
    )
    for station in placed:
        x, y = place(station)
        link = ElementTree.SubElement(svg, "a", {"href": station.get_absolute_url(), "aria-label": str(station)})
        is_current = station == current
        classes = "station-map__dot station-map__dot--current" if is_current else "station-map__dot"
        ElementTree.SubElement(link, "circle", {"class": "station-map__target", "cx": x, "cy": y, "r": "14"})
        dot = ElementTree.SubElement(
            link, "circle", {"class": classes, "cx": x, "cy": y, "r": "8" if is_current else "6"}
        )
        ElementTree.SubElement(dot, "title").text = str(station)
    for x, y, anchor, name in _labels(placed, place):
        label = ElementTree.SubElement(svg, "text", {"x": x, "y": y, "text-anchor": anchor, "aria-hidden": "true"})
        label.text = name
    return mark_safe(ElementTree.tostring(svg, encoding="unicode"))  # ElementTree escapes names


def _projection(stations):
    """Longitude shortened by the cosine of the latitude in the middle, one scale both ways."""
    north = [float(station.latitude) for station in stations]
    middle = math.cos(math.radians((min(north) + max(north)) / 2))
    east = [float(station.longitude) * middle for station in stations]
    across, up = max(east) - min(east), max(north) - min(north)
    room = WIDTH - 2 * MARGIN
    scale = min(room / across if across else math.inf, (MOST_HEIGHT - 2 * MARGIN) / up if up else math.inf)
    scale = 0 if scale == math.inf else scale
    height = max(LEAST_HEIGHT, round(up * scale) + 2 * MARGIN)
    left, top = (WIDTH - across * scale) / 2, (height - up * scale) / 2

    def place(station):
        x = left + (float(station.longitude) * middle - min(east)) * scale
        y = top + (max(north) - float(station.latitude)) * scale
        return f"{x:.1f}", f"{y:.1f}"

    return place, height


def _labels(stations, place):
    """A name for each settlement beside the first of its stations, where no name before it stands in the way."""
    seen, taken = {}, []
    for station in stations:
        seen.setdefault(str(getattr(station, "settlement", "") or station.name), place(station))
    for name, (x, y) in seen.items():
        is_right = float(x) > WIDTH * 0.7
        start = float(x) - 14 - LETTER * len(name) if is_right else float(x) + 14
        box = (start, start + LETTER * len(name), float(y))
        if any(
            box[0] < right and left < box[1] and abs(box[2] - height) < LABEL_HEIGHT for left, right, height in taken
        ):
            continue
        taken.append(box)
        yield f"{float(x) + (-14 if is_right else 14):.1f}", f"{float(y) + 5:.1f}", "end" if is_right else "start", name
