import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters import PublicFilterSet
from portal.languages import LANGUAGE_NAMES
from portal.models import Region, Topic
from requests_registry.filters import ANY
from requests_registry.models import FrequentQuestion, Question


class QuestionFilter(PublicFilterSet):
    """The questions of citizens, narrowed. Their words are encrypted, so nobody can look for a word."""

    state = django_filters.ChoiceFilter(
        empty_label=ANY,
        label=_("State"),
        choices=[choice for choice in Question.State.choices if choice[0] != Question.State.UNCONFIRMED],
    )
    topic = django_filters.ModelChoiceFilter(
        empty_label=ANY, label=_("Topic"), queryset=Topic.objects.filter(parent=None), to_field_name="code"
    )
    region = django_filters.ModelChoiceFilter(
        empty_label=ANY, label=_("Region"), queryset=Region.objects.current(), to_field_name="slug"
    )
    language = django_filters.ChoiceFilter(empty_label=ANY, label=_("Language"), choices=list(LANGUAGE_NAMES.items()))

    class Meta:
        model = Question
        fields = ["state", "topic", "region", "language"]


class FrequentQuestionFilter(PublicFilterSet):
    topic = django_filters.ModelChoiceFilter(
        empty_label=ANY, label=_("Topic"), queryset=Topic.objects.filter(parent=None), to_field_name="code"
    )

    class Meta:
        model = FrequentQuestion
        fields = ["topic"]
