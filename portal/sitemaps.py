from django.contrib.sitemaps import Sitemap

from portal.models import SearchEntry


class EntrySitemap(Sitemap):
    """Every public object in each of its three addresses, from the table that holds only what is public."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def items(self):
        entries = SearchEntry.objects.listed("ru").exclude(kind=SearchEntry.Kind.TERM)
        return entries.order_by("pk").only("path", "published_at")

    def location(self, entry):
        return entry.get_absolute_url()

    def lastmod(self, entry):
        return entry.published_at
