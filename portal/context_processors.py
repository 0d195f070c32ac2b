from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.languages import OWN_NAMES, active_language
from portal.models import Direction
from portal.remembering import for_a_moment


def site(request):
    """What every page needs: the language switch, the directions of work in the footer, the portal's own address."""
    return {
        "site_url": settings.SITE_URL,
        "language": active_language(),
        "language_switch": list(OWN_NAMES.items()),
        "directions": SimpleLazyObject(_directions),
    }


@for_a_moment
def _directions():
    return list(Direction.objects.all())
