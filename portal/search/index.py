"""What is found: each app says how its objects are described, this module writes the rows.

An app registers, in the `ready()` of its AppConfig, a subclass of `Source`:

    class EventSource(index.Source):
        kind = SearchEntry.Kind.EVENT
        model = Event

        def public(self):           # the queryset of what everybody may read, with what describe() needs prefetched
            return Event.objects.published().prefetch_related("topics", "regions")

        def describe(self, event):
            return index.Description(title=texts(event, "title"), path=event.get_absolute_url(), …)

and calls `index.refresh(event)` in the transaction that changed it. `rebuild_search` writes everything anew.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from portal.languages import LANGUAGES, best_text
from portal.markdown import as_plain_text
from portal.models import SearchEntry

# One literal configuration for each language: a configuration taken from a column cannot use the index.
CONFIGURATION = {"kk": "simple", "ru": "russian", "en": "english"}
BODY_LIMIT = 200_000  # characters of one row: a tsvector holds a megabyte at most


@dataclass
class Description:
    """An object in the words of search. Texts are {"kk": …, "ru": …, "en": …}; a missing language falls back."""

    title: dict[str, str]
    path: str
    published_at: datetime.datetime
    summary: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    topics: Iterable = ()
    regions: Iterable = ()
    organisations: Iterable = ()
    directions: Iterable = ()
    state: str = ""
    date: datetime.date | None = None
    due_on: datetime.date | None = None
    pages: Iterable["PageText"] = ()


@dataclass
class PageText:
    """One page of a document, found by its own words and opened at its own address."""

    language: str
    number: int
    text: str
    path: str


class Source:
    kind: str
    model: type

    def public(self):
        raise NotImplementedError

    def describe(self, obj) -> Description:
        raise NotImplementedError


_sources: dict[type, Source] = {}


def register(source_class):
    _sources[source_class.model] = source_class()
    return source_class


def models():
    return list(_sources)


def texts(obj, name):
    """The three columns of a translated field, as `Description` wants them."""
    return {language: getattr(obj, f"{name}_{language}") for language in LANGUAGES}


def markdown_texts(obj, name):
    """The same for a field in Markdown: its words without the marks."""
    return {language: as_plain_text(text) for language, text in texts(obj, name).items()}


@transaction.atomic
def refresh(obj):
    """Write the rows of one object anew; an object that is not public (any more) has none."""
    source = _sources[type(obj)]
    SearchEntry.objects.filter(kind=source.kind, object_id=obj.pk).delete()
    for public_obj in source.public().filter(pk=obj.pk):
        _write(list(_entries(source, public_obj)))


@transaction.atomic
def remove(obj):
    SearchEntry.objects.filter(kind=_sources[type(obj)].kind, object_id=obj.pk).delete()


@transaction.atomic
def rebuild(model):
    """Write all rows of one kind anew; readers see the old ones until the end. Returns how many were written."""
    source = _sources[model]
    SearchEntry.objects.filter(kind=source.kind).delete()
    written = 0
    batch = []
    for obj in source.public().iterator(chunk_size=500):
        batch.extend(_entries(source, obj))
        if len(batch) >= 2000:
            written += _write(batch)
            batch = []
    return written + _write(batch)


def _entries(source, obj):
    description = source.describe(obj)
    shared = {
        "kind": source.kind,
        "object_id": obj.pk,
        "topics": sorted(_with_parents(description.topics)),
        "regions": sorted({region.pk for region in description.regions}),
        "organisations": sorted({organisation.pk for organisation in description.organisations}),
        "directions": sorted({direction.pk for direction in description.directions}),
        "state": description.state,
        "date": description.date,
        "due_on": description.due_on,
        "published_at": description.published_at,
    }
    path = without_language(description.path)
    for language in LANGUAGES:
        title = best_text(description.title, language)
        summary = best_text(description.summary, language)
        own_words = [texts.get(language, "") for texts in (description.title, description.summary, description.body)]
        yield SearchEntry(
            **shared,
            language=language,
            path=path,
            title=title[:400],
            title_lang=title.lang or "",
            summary=summary,
            summary_lang=summary.lang or "",
            body=_clean("\n".join(filter(None, own_words[1:]))),
            vector=_vector(language, own_words),
            title_vector=_vector(language, own_words[:1]),
        )
    for page in description.pages:
        title = best_text(description.title, page.language)
        yield SearchEntry(
            **shared,
            language=page.language,
            page=page.number,
            path=without_language(page.path),
            title=title[:400],
            title_lang=title.lang or "",
            body=_clean(page.text),
            vector=_vector(page.language, ["", "", page.text]),
        )


def _vector(language, own_words):
    """Title first, then summary, then body; words in another language than the row's are in that language's row."""
    vector = None
    for words, weight in zip(own_words, "ABC", strict=False):
        part = SearchVector(Value(_clean(words or "")), config=CONFIGURATION[language], weight=weight)
        vector = part if vector is None else vector + part
    return vector


def _write(entries):
    SearchEntry.objects.bulk_create(entries, batch_size=500)
    return len(entries)


def _with_parents(topics):
    for topic in topics:
        yield topic.pk
        if topic.parent_id:
            yield topic.parent_id


def _clean(text):
    return text.replace("\x00", "")[:BODY_LIMIT]


def without_language(path):
    """/kk/events/x/ -> /events/x/ : the row is the same in every language, its address differs by the prefix."""
    return re.sub(r"^/(kk|ru|en)(?=/)", "", path)
