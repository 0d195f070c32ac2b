"""Atom feeds of the same lists that people read."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from portal.languages import active_language


class AtomFeed(Feed):
    """A feed of rows that have get_absolute_url, a title, a summary and a time.

    Subclasses give `title`, `link`, `items(obj)` and override what their rows call otherwise. The id of an entry
    is the object's address without the language, so that a reader of two languages sees one entry for each.
    """

    feed_type = Atom1Feed
    size = 50

    def get_feed(self, obj, request):
        feed = super().get_feed(obj, request)
        feed.feed["language"] = active_language()
        return feed

    def item_title(self, item):
        return _clean(str(item.title))

    def item_description(self, item):
        return _clean(str(item.summary))

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return getattr(item, "changed_at", None) or item.published_at


def _clean(text):
    """Without the control characters that XML 1.0 forbids: one of them makes a whole feed unreadable."""
    return "".join(char for char in text if char in "\t\n" or (ord(char) >= 32 and not 0xFFFE <= ord(char) <= 0xFFFF))
