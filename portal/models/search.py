from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Max, Q, Sum
from django.utils.translation import gettext_lazy as _

from portal.languages import LANGUAGE_NAMES, Text, active_language


class SearchEntryQuerySet(models.QuerySet):
    def listed(self, language):
        """One row for each public object, as a reader of `language` sees it, newest first."""
        return self.filter(language=language, page=0).order_by("-published_at", "-id")

    def about_topic(self, topic):
        return self.filter(topics__contains=[topic.pk])

    def within(self, region):
        return self.filter(regions__contains=[region.pk])

    def news(self, language):
        """What is new for a reader: without the standing pages and reference data."""
        return self.listed(language).filter(kind__in=SearchEntry.NEWS)

    def with_organisation(self, organisation):
        return self.filter(organisations__contains=[organisation.pk])

    def in_direction(self, direction):
        return self.filter(directions__contains=[direction.pk])


class SearchEntry(models.Model):
    """What the portal makes public, one row for each object and language, and one for each page of a document.

    Only what everybody may read is here, so nothing that reads this table (search, home, topic, region and
    organisation pages, feeds, the sitemap) can show more. Rows are written by portal/search/index.py alone.
    """

    class Kind(models.TextChoices):
        DATASET = "dataset", _("Data")
        REQUEST = "request", _("Information request")
        EVENT = "event", _("Event")
        PUBLICATION = "publication", _("Publication")
        PAGE = "page", _("Page")
        ORGANISATION = "organisation", _("Organisation")
        TERM = "term", _("Glossary term")
        STATION = "station", _("Station")
        FACILITY = "facility", _("Facility")
        PARAMETER = "parameter", _("Substance")
        QUESTION = "question", _("Frequent question")
        REGION = "region", _("Region")

    NEWS = [Kind.DATASET, Kind.REQUEST, Kind.EVENT, Kind.PUBLICATION]

    kind = models.CharField(max_length=15, choices=Kind)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=2, choices=list(LANGUAGE_NAMES.items()))
    page = models.PositiveIntegerField(default=0, help_text="page of the document; 0: the object itself")

    path = models.CharField(max_length=300, help_text="address without the language: /events/round-table/")
    title = models.CharField(max_length=400)
    title_lang = models.CharField(max_length=2)
    summary = models.TextField(blank=True)
    summary_lang = models.CharField(max_length=2, blank=True)
    body = models.TextField(blank=True, help_text="the words in this very language; what is searched and highlighted")

    topics = ArrayField(models.BigIntegerField(), default=list, blank=True)
    regions = ArrayField(models.BigIntegerField(), default=list, blank=True)
    organisations = ArrayField(models.BigIntegerField(), default=list, blank=True)
    directions = ArrayField(models.BigIntegerField(), default=list, blank=True)

    state = models.CharField(
        max_length=20, blank=True, help_text="of the object in its own app's words: open, cancelled"
    )
    date = models.DateField(
        null=True, blank=True, help_text="the day it is about: of the event, of filing, of the newest value"
    )
    due_on = models.DateField(null=True, blank=True, help_text="the day an open matter falls due")
    published_at = models.DateTimeField()
    formats = ArrayField(models.CharField(max_length=10), default=list, blank=True, help_text="of its files: pdf, csv")
    vector = SearchVectorField(null=True, help_text="words and stems: portal/search/vectors.py")
    words_version = models.PositiveSmallIntegerField(
        default=0, help_text="of portal/search/words.py that wrote the vector"
    )

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language", "page"], name="one_search_entry_per_language_and_page"
            ),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_vector"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="search_title_trigrams", condition=Q(page=0)),
            GinIndex(fields=["topics"], name="search_topics", condition=Q(page=0)),
            GinIndex(fields=["regions"], name="search_regions", condition=Q(page=0)),
            GinIndex(fields=["organisations"], name="search_organisations", condition=Q(page=0)),
            models.Index(fields=["language", "-published_at", "-id"], name="search_newest", condition=Q(page=0)),
            models.Index(fields=["-published_at", "-id"], name="search_newest_rows"),
            models.Index(fields=["words_version"], name="search_words_version"),
            models.Index(
                fields=["language", "kind", "-published_at", "-id"], name="search_newest_of_kind", condition=Q(page=0)
            ),
            models.Index(fields=["language", "kind", "date"], name="search_by_date", condition=Q(page=0)),
            models.Index(
                fields=["language", "kind", "due_on"], name="search_open", condition=Q(page=0, due_on__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id} {self.language}"

    def get_absolute_url(self):
        """In the reader's language, whatever language the row is in."""
        return f"/{active_language()}{self.path}"

    def get_kind_display(self):
        """Django's own makes the choices hashable at every call, ten times as long."""
        return self.Kind(self.kind).label

    @property
    def title_text(self):
        return Text(self.title, self.title_lang)

    @property
    def summary_text(self):
        return Text(self.summary, self.summary_lang or None)


class SearchWord(models.Model):
    """A word that stands somewhere in the collection: what a slip of the hand is compared with, and what is suggested."""

    word = models.CharField(max_length=64, unique=True)
    is_stem = models.BooleanField(default=False, help_text="only a stem of words that stand there: never suggested")
    entries = models.PositiveIntegerField(default=1, help_text="in how many rows, at the last rebuild")
    shortened = ArrayField(
        models.CharField(max_length=64), default=list, help_text="the word with one letter left out, each in turn"
    )

    class Meta:
        indexes = [
            GinIndex(fields=["shortened"], name="search_word_shortened"),
            models.Index(OpClass("word", name="varchar_pattern_ops"), name="search_word_beginning"),
        ]

    def __str__(self):
        return self.word


class SearchedTextQuerySet(models.QuerySet):
    def unfound(self, since):
        """What was looked for since a day and found on none of these days, summed over them, most often first."""
        summed = self.filter(day__gte=since).values("text")
        summed = summed.annotate(total=Sum("times"), last_on=Max("day"), most_found=Max("found"))
        return summed.filter(most_found=0).order_by("-total", "-last_on", "text")


class SearchedText(models.Model):
    """What people looked for on a day and how often. Nothing about who: no address, no time, no session."""

    text = models.CharField(_("searched for"), max_length=200)
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=0)
    found = models.PositiveIntegerField(_("found"), default=0)

    objects = SearchedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        ordering = ["-day", "-times"]
        constraints = [models.UniqueConstraint(fields=["text", "day"], name="one_count_per_text_and_day")]
        indexes = [models.Index(fields=["day", "found"], name="searched_not_found")]

    def __str__(self):
        return self.text
