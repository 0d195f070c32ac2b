import re

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.languages import OWN_NAMES, active_language
from portal.models import Direction
from portal.remembering import for_a_moment

LANGUAGE_PREFIX = re.compile(r"/(?:kk|ru|en)/(.*)", re.S)


def site(request):
    """What every page needs: the language switch, the directions of work in the footer, the portal's own address."""
    return {
        "site_url": settings.SITE_URL,
        "language": active_language(),
        "language_switch": _language_switch(request.get_full_path()),
        "directions": SimpleLazyObject(_directions),
    }


def _language_switch(path):
    """The address of this page, with its query, in each language; also of a page that does not exist."""
    here = LANGUAGE_PREFIX.match(path)
    return [(code, f"/{code}/{here[1] if here else ''}", name[:3], name[3:]) for code, name in OWN_NAMES.items()]


@for_a_moment
def _directions():
    return list(Direction.objects.all())
