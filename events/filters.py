from functools import cached_property

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event, EventOrganisation
from portal.filters import PublicFilterSet
from portal.models import Organisation, Region, Topic

UPCOMING, PAST, UNDATED = "upcoming", "past", "undated"
ALL = pgettext_lazy("no filter", "all")
WHEN = [(UPCOMING, _("to come")), (PAST, _("past")), (UNDATED, _("date not recorded"))]


class EventFilter(PublicFilterSet):
    """The filters of every list of events: page, month, downloads, feed and calendar take the same query string."""

    when = django_filters.ChoiceFilter(label=_("When"), empty_label=ALL, choices=WHEN, method="in_time")
    type = django_filters.ChoiceFilter(label=_("Type"), empty_label=ALL, field_name="kind", choices=Event.Kind.choices)
    topic = django_filters.ChoiceFilter(label=_("Topic"), empty_label=ALL, method="about_topic")
    region = django_filters.ChoiceFilter(label=_("Region concerned"), empty_label=ALL, field_name="regions__slug")
    organisation = django_filters.ChoiceFilter(label=_("Organisation"), empty_label=ALL, method="with_organisation")
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=ALL, method="in_year")

    class Meta:
        model = Event
        fields = []

    def __init__(self, data=None, queryset=None, *, on, **kwargs):
        self.on = on
        super().__init__(data, queryset, **kwargs)

    def get_form_class(self):
        for name, choices in self._choices.items():
            self.filters[name].extra["choices"] = choices
        return super().get_form_class()

    def in_time(self, events, name, when):
        if when == UNDATED:
            return events.undated()
        return events.upcoming(self.on) if when == UPCOMING else events.past(self.on)

    def about_topic(self, events, name, code):
        """A topic holds its subtopics."""
        about = Event.topics.through.objects.filter(Q(topic__code=code) | Q(topic__parent__code=code))
        return events.filter(pk__in=about.values("event"))

    def with_organisation(self, events, name, slug):
        return events.filter(pk__in=EventOrganisation.objects.filter(organisation__slug=slug).values("event"))

    def in_year(self, events, name, year):
        return events.in_year(int(year))

    @cached_property
    def _choices(self):
        """Read once for checking and showing: a model choice would ask the database for each."""
        topics = Topic.objects.select_related("parent")
        in_tree_order = sorted(topics, key=lambda topic: ((topic.parent or topic).order, topic.code))
        taking_part = EventOrganisation.objects.filter(event__status=Event.Status.PUBLISHED).values("organisation")
        years = Event.objects.published().dates("starts_on", "year", order="DESC")
        return {
            "topic": [(topic.code, f"– {topic.name}" if topic.parent else topic.name) for topic in in_tree_order],
            "region": _by_name(Region.objects.current()),
            "organisation": _by_name(Organisation.objects.filter(pk__in=taking_part)),
            "year": [(str(day.year), str(day.year)) for day in years],
        }


def _by_name(objects):
    return sorted(((obj.slug, obj.name) for obj in objects), key=lambda choice: choice[1].casefold())
