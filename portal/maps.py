"""The region tile grid: Kazakhstan's regions and cities as squares in roughly their places."""

from django.conf import settings
from django.utils.translation import gettext as _


def region_tiles(regions, *, shown=None):
    """Tiles for parts/tile_map.html, each a link to its region, the centre's own one dark.

    `shown(region)` may give another level, value, url and note.
    """
    tiles = []
    for region in regions:
        if region.tile_row is None:
            continue
        tile = {
            "row": region.tile_row,
            "column": region.tile_column,
            "name": region.name,
            "short": region.short_name,
            "url": region.get_absolute_url(),
            "level": 4 if region.slug == settings.HOME_REGION else None,
        }
        tiles.append(tile | (shown(region) if shown else {}))
    return sorted(tiles, key=lambda tile: (tile["row"], tile["column"]))


def since_or_until(region):
    """«since 2022», «until 2017»: for a region that did not exist all the time. "" otherwise."""
    if region.ended_in:
        return _("until %(year)s") % {"year": region.ended_in}
    if region.began_in:
        return _("since %(year)s") % {"year": region.began_in}
    return ""
