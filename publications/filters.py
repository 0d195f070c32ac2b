import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.filters import PublicFilterSet
from portal.languages import OWN_NAMES
from portal.models import Topic
from publications import articles
from publications.models import Publication

ANY = pgettext_lazy("choice of a filter", "Any")
FILES = [("yes", _("with a file to read")), ("no", _("a record without a file yet"))]


def years():
    """The years that published publications bear, newest first."""
    found = Publication.objects.published().exclude(year=None).order_by("-year").values_list("year", flat=True)
    return [(str(year), str(year)) for year in found.distinct()]


class PublicationFilter(PublicFilterSet):
    type = django_filters.ChoiceFilter(label=_("Type"), empty_label=ANY, choices=Publication.Type.choices)
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        empty_label=ANY,
        queryset=Topic.objects.filter(parent=None),
        to_field_name="code",
        method="about",
    )
    language = django_filters.ChoiceFilter(
        label=_("Can be read in"), empty_label=ANY, choices=list(OWN_NAMES.items()), method="readable_in"
    )
    article = django_filters.ChoiceFilter(
        label=_("Article of the Aarhus Convention"), empty_label=ANY, choices=articles.CHOICES, method="of_article"
    )
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=ANY, choices=years)
    file = django_filters.ChoiceFilter(label=_("File"), empty_label=ANY, choices=FILES, method="by_file")

    class Meta:
        model = Publication
        fields = ["type", "topic", "language", "article", "year", "file"]

    def about(self, publications, _name, topic):
        topics = Topic.objects.filter(Q(pk=topic.pk) | Q(parent=topic))
        through = Publication.topics.through.objects.filter(topic__in=topics)
        return publications.filter(pk__in=through.values("publication"))

    def readable_in(self, publications, _name, language):
        return publications.available_in(language)

    def of_article(self, publications, _name, article):
        return publications.filter(articles__contains=[article])

    def by_file(self, publications, _name, answer):
        return publications.with_file() if answer == "yes" else publications.without_file()
