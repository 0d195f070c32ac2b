from django.contrib.sitemaps import Sitemap

from requests_registry.models import InformationHolder


class HolderSitemap(Sitemap):
    """The page of every holder in its three addresses; search knows holders as organisations."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def items(self):
        return InformationHolder.objects.select_related("organisation").order_by("pk")
