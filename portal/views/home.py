from django.conf import settings
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_from_request

from portal.exceedances.now import air_now
from portal.languages import active_language
from portal.maps import region_tiles
from portal.models import Region, SearchEntry

Kind = SearchEntry.Kind


def choose_language(request):
    """`/` goes by the cookie, then the browser's wish, then Russian."""
    return redirect(f"/{get_language_from_request(request)}/")


def home(request):
    today = timezone.localdate()
    entries = SearchEntry.objects.listed(active_language()).defer("body", "vector")
    news = SearchEntry.objects.news(active_language()).defer("body", "vector")
    regions = list(Region.objects.current())
    home_region = next((region for region in regions if region.slug == settings.HOME_REGION), None)
    context = {
        "today": today,
        "tiles": region_tiles(regions),
        "home_region": home_region,
        "news": list(news[:8]),
        "news_here": list(news.within(home_region)[:4]) if home_region else [],
        "events_to_come": list(entries.filter(kind=Kind.EVENT, date__gte=today).order_by("date", "pk")[:3]),
        "newest_data": list(entries.filter(kind=Kind.DATASET)[:3]),
        "requests": _open_requests(entries, today),
        "air": air_now(home_region, at=timezone.now()) if home_region else None,
    }
    return render(request, "portal/home.html", context)


def _open_requests(entries, today):
    """How many requests wait for an answer, and for how many the day has passed."""
    waiting = entries.filter(kind=Kind.REQUEST, due_on__isnull=False).order_by()
    return waiting.aggregate(waiting=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
