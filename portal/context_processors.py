from django.conf import settings

from portal.languages import OWN_NAMES, active_language


def site(request):
    """What every page needs: the language switch (same page, same query) and the portal's own address."""
    return {
        "site_url": settings.SITE_URL,
        "language": active_language(),
        "language_switch": list(OWN_NAMES.items()),
    }
