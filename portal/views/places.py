from django.shortcuts import get_object_or_404, render

from portal.languages import active_language
from portal.maps import region_tiles, since_or_until
from portal.models import Region, SearchEntry
from portal.views.entries import listing


def region_list(request):
    regions = list(Region.objects.current())
    return render(request, "portal/region_list.html", {"regions": regions, "tiles": region_tiles(regions)})


def region(request, slug):
    region = get_object_or_404(Region, slug=slug)
    entries = SearchEntry.objects.listed(active_language()).within(region)
    tiles = region_tiles(Region.objects.current(), shown=lambda tile: {"level": 4 if tile == region else 0})
    context = {
        "region": region,
        "existence": since_or_until(region),
        "tiles": tiles,
        "listing": listing(request, entries),
    }
    return render(request, "portal/region.html", context)
