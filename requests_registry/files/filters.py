import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.filters import PublicFilterSet
from portal.models import DocumentPage
from portal.search import asked
from portal.search.query import Lexemes
from requests_registry.filters import ANY
from requests_registry.models import MailFile

MOST_WORDS = 8
STATES = [
    ("waiting", pgettext_lazy("files", "to be reviewed")),
    ("published", pgettext_lazy("files", "published")),
    ("private", pgettext_lazy("files", "kept private")),
]


class FileFilter(PublicFilterSet):
    """All files of answers, found by their names, their text, the number of the request."""

    q = django_filters.CharFilter(label=_("Words in the file or in its name"), method="with_words")
    state = django_filters.ChoiceFilter(empty_label=ANY, label=_("State"), choices=STATES, method="in_state")
    number = django_filters.CharFilter(label=_("Number of the request"), field_name="message__request__number")

    class Meta:
        model = MailFile
        fields = ["q", "state", "number"]

    def with_words(self, files, _name, value):
        """Every word must stand in the name, or in one of its forms on one page."""
        named = Q()
        for word in value.split()[:MOST_WORDS]:
            named &= Q(name__icontains=word)
        asked_for = asked.read(value)
        if not asked_for:
            return files.filter(named)
        pages = DocumentPage.objects.filter(vector=Lexemes(asked_for.tsquery(signs=False)))
        return files.filter(named | Q(document__in=pages.values("document")))

    def in_state(self, files, _name, value):
        if value == "waiting":
            return files.to_review()
        return files.filter(review__document__isnull=value == "private", review__isnull=False)
