from django.conf import settings
from django.http import HttpResponse

RULES = """User-agent: *
Disallow: /admin/
Disallow: /*/staff/
Disallow: /*/login/
Disallow: /*/search/
Sitemap: {site}/sitemap.xml
"""


def robots(request):
    return HttpResponse(RULES.format(site=settings.SITE_URL), content_type="text/plain")
