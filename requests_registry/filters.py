import django_filters
from django import forms
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.filters import PublicFilterSet
from portal.models import Organisation, Region, Topic
from requests_registry.mail import lookup
from requests_registry.models import InboundMail, InformationRequest, OutgoingMail, Reply
from requests_registry.models.replies import Ground, Outcome

# Whose move it is, and how far it went: what a reader asks first.
STATES = {
    "waiting": (_("waiting: the holder's move"), lambda found, on: found.waiting()),
    "ours": (_("the holder asks us for something"), lambda found, on: found.waiting().exclude(asked="")),
    "silent": (_("silence that counts as a refusal"), lambda found, on: found.deemed_refused(on)),
    "answered": (pgettext_lazy("requests", "answered"), lambda found, on: found.answered()),
    "refused-late": (_("refused late"), lambda found, on: found.refused_late()),
    "complaint-open": (_("a complaint is still possible"), lambda found, on: found.complaint_open(on)),
    "court-open": (_("a claim to a court is still possible"), lambda found, on: found.court_open(on)),
    "dispute": (
        _("complaint, court or Committee"),
        lambda found, on: found.exclude(stage=InformationRequest.Stage.REQUEST),
    ),
    "ended": (_("withdrawn, returned or closed"), lambda found, on: found.ended()),
}
STATE_CHOICES = [(key, label) for key, (label, _narrow) in STATES.items()]


ANY = pgettext_lazy("choice of a filter", "Any")


class CheckboxFilter(django_filters.Filter):
    field_class = forms.BooleanField


def organisations_asked(_request):
    asked = InformationRequest.objects.public().filter(holder__organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(asked))


def years_of_requests():
    """From the newest request to the first one."""
    first, last = InformationRequest.objects.public().aggregate(Min("sent_on"), Max("sent_on")).values()
    return [(year, year) for year in range(last.year, first.year - 1, -1)] if first else []


class RequestFilter(PublicFilterSet):
    """The register, narrowed. `on` is the day on which "overdue" is meant."""

    state = django_filters.ChoiceFilter(empty_label=ANY, label=_("State"), choices=STATE_CHOICES, method="in_state")
    overdue = CheckboxFilter(label=_("Only overdue"), method="only_overdue")
    outcome = django_filters.ChoiceFilter(empty_label=ANY, label=_("What was answered"), choices=Outcome.choices)
    ground = django_filters.ChoiceFilter(
        empty_label=ANY, label=_("Ground of the refusal"), choices=Ground.choices, method="refused_for"
    )
    holder = django_filters.ModelChoiceFilter(
        empty_label=ANY,
        label=_("Asked of"),
        field_name="holder__organisation",
        queryset=organisations_asked,
        to_field_name="slug",
    )
    kind = django_filters.ChoiceFilter(
        empty_label=ANY,
        label=_("Kind of holder"),
        field_name="holder__organisation__kind",
        choices=Organisation.Kind.choices,
    )
    topic = django_filters.ModelChoiceFilter(
        empty_label=ANY,
        label=_("Topic"),
        queryset=Topic.objects.filter(parent=None),
        to_field_name="code",
        method="about_topic",
    )
    region = django_filters.ModelChoiceFilter(
        empty_label=ANY,
        label=_("Region"),
        queryset=Region.objects.current(),
        to_field_name="slug",
        method="within_region",
    )
    year = django_filters.ChoiceFilter(
        empty_label=ANY, label=_("Year"), field_name="sent_on__year", choices=years_of_requests
    )

    class Meta:
        model = InformationRequest
        fields = ["state", "overdue", "outcome", "ground", "holder", "kind", "topic", "region", "year"]

    def __init__(self, data=None, queryset=None, *, on, **kwargs):
        self.on = on
        super().__init__(data, queryset, **kwargs)

    def in_state(self, info_requests, _name, value):
        _label, narrow = STATES[value]
        return narrow(info_requests, self.on)

    def only_overdue(self, info_requests, _name, is_ticked):
        return info_requests.overdue(self.on) if is_ticked else info_requests

    def refused_for(self, info_requests, _name, ground):
        named = Reply.objects.filter(request=OuterRef("pk"), grounds__contains=[ground])
        return info_requests.filter(Exists(named))

    def about_topic(self, info_requests, _name, topic):
        """The topic itself or one of its subtopics; a request about both is listed once."""
        of_topic = InformationRequest.topics.through.objects.filter(
            Q(topic=topic) | Q(topic__parent=topic), informationrequest=OuterRef("pk")
        )
        return info_requests.filter(Exists(of_topic))

    def within_region(self, info_requests, _name, region):
        of_region = InformationRequest.regions.through.objects.filter(region=region, informationrequest=OuterRef("pk"))
        return info_requests.filter(Exists(of_region))


class MailFilter(PublicFilterSet):
    """All mail that came, but for spam where it is not asked for."""

    q = django_filters.CharFilter(label=_("Words in the mail"), method="with_words")
    outcome = django_filters.ChoiceFilter(
        empty_label=ANY, label=_("What became of it"), choices=InboundMail.Outcome.choices
    )

    class Meta:
        model = InboundMail
        fields = ["q", "outcome"]

    def with_words(self, mails, _name, value):
        return lookup.with_words(mails, value)

    def filter_queryset(self, mails):
        found = super().filter_queryset(mails)
        return found if self.form.cleaned_data.get("outcome") else found.exclude(outcome=InboundMail.Outcome.SPAM)


class OutgoingFilter(PublicFilterSet):
    """All mail of ours."""

    state = django_filters.ChoiceFilter(
        empty_label=ANY, label=_("What became of it"), choices=OutgoingMail.State.choices
    )

    class Meta:
        model = OutgoingMail
        fields = ["state"]
