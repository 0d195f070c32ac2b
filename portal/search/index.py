"""What is found: each app says how its objects are described, this module writes the rows.

An app registers, in the `ready()` of its AppConfig, a subclass of `Source`:

    class EventSource(index.Source):
        kind = SearchEntry.Kind.EVENT
        model = Event

        def public(self):           # the queryset of what everybody may read, with what describe() needs prefetched
            return Event.objects.published().prefetch_related("topics", "regions")

        def describe(self, event):
            return index.Description(title=texts(event, "title"), path=event.get_absolute_url(), …)

and calls `index.refresh(event)` in the transaction that changed it. `rebuild_search` brings everything up to date.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Mod

from portal.languages import LANGUAGES, best_text
from portal.markdown import as_plain_text
from portal.models import SearchEntry
from portal.search import collection, words
from portal.search.vectors import marks, vector

TITLE_LIMIT = 400  # characters
BODY_LIMIT = 200_000  # characters of one row: a tsvector holds a megabyte at most
BATCH = 200  # objects that are written in one transaction
MOST_REMEMBERED = 300_000  # words that a rebuild knows to be learnt: forty megabytes
KEY = ["kind", "object_id", "language", "page"]
WRITTEN = [column.name for column in SearchEntry._meta.concrete_fields if column.name not in ("id", *KEY)]
COMPARED = [name for name in WRITTEN if name != "vector"]


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
    formats: Iterable[str] = ()
    pages: Iterable["PageText"] = ()


@dataclass
class PageText:
    """One page of a document, found by its own words and opened at its own address."""

    language: str
    number: int  # for readers, and unlike those of the other pages of the object
    text: str
    path: str
    format: str = "pdf"


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
    """Bring the rows of one object up to date; an object that is not public (any more) has none."""
    write(_changed(_sources[type(obj)], [obj.pk]))


@transaction.atomic
def remove(obj):
    SearchEntry.objects.filter(kind=_sources[type(obj)].kind, object_id=obj.pk).delete()


def rebuild(model, anew=False, share=(0, 1)):
    """Bring all rows of one kind up to date, some objects at a time, while the old rows serve; `anew`: write every one.

    `share` (1, 2): the second of two processes, each of which takes every other object. Returns how many rows were written.
    """
    source, (number, processes) = _sources[model], share
    objects = source.public().alias(share=Mod("pk", processes)).filter(share=number).order_by("pk")
    written, last, learnt = 0, 0, set()
    while pks := list(objects.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            entries = _changed(source, pks, anew)
            new = write(entries, learnt)
        if len(learnt) > MOST_REMEMBERED:
            learnt.clear()
        learnt |= new
        written += len(entries)
        last = pks[-1]
    for pk in sorted(_orphans(source)) if number == 0 else ():
        with transaction.atomic():
            write(_changed(source, [pk]))
    return written


@dataclass
class Health:
    """What is wrong with the rows of one kind: written by older rules, missing, or of what is not public any more."""

    stale: int
    missing: int
    orphaned: int

    def __bool__(self):
        return not (self.stale or self.missing or self.orphaned)


def check(model):
    source = _sources[model]
    rows = SearchEntry.objects.filter(kind=source.kind)
    return Health(
        stale=rows.exclude(words_version=words.VERSION).count(),
        missing=len(_public(source) - _indexed(source)),
        orphaned=len(_orphans(source)),
    )


def _public(source):
    return set(source.public().values_list("pk", flat=True))


def _indexed(source):
    return set(SearchEntry.objects.filter(kind=source.kind).values_list("object_id", flat=True))


def _orphans(source):
    return _indexed(source) - _public(source)


def _changed(source, pks, anew=False):
    """The rows of these objects that do not stand as they should; what should not stand is deleted.

    The objects are locked: an edit comes before or after, whole.
    """
    list(source.model.objects.filter(pk__in=pks).order_by("pk").select_for_update().values_list("pk"))
    old = {
        (entry.object_id, entry.language, entry.page): entry
        for entry in SearchEntry.objects.filter(kind=source.kind, object_id__in=pks).defer("vector")
    }
    changed = []
    for obj in source.public().filter(pk__in=pks):
        for entry, own_words in _entries(source, obj):
            before = old.pop((entry.object_id, entry.language, entry.page), None)
            if anew or not _is_written(entry, before):
                entry.vector = vector(entry.language, *own_words, marks=marks(entry))
                changed.append(entry)
    if old:
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in old.values()]).delete()
    return changed


def _is_written(entry, before):
    """Its vector follows from the other columns, as long as none of them was cut."""
    is_whole = len(entry.title) < TITLE_LIMIT and len(entry.body) < BODY_LIMIT
    return before and is_whole and all(getattr(entry, name) == getattr(before, name) for name in COMPARED)


def write(entries, learnt=frozenset()):
    """Write rows over those of the same key and learn their words, but those `learnt` before; returns what was new."""
    SearchEntry.objects.bulk_create(
        entries, batch_size=500, update_conflicts=True, unique_fields=KEY, update_fields=WRITTEN
    )
    new = collection.lexemes(entries) - learnt
    collection.learn(new)
    return new


def _entries(source, obj):
    """The rows of an object, each with the texts of its vector, which is not made yet."""
    description = source.describe(obj)
    shared = {
        "kind": source.kind,
        "object_id": obj.pk,
        "topics": sorted(set(_with_parents(description.topics))),
        "regions": sorted({region.pk for region in description.regions}),
        "organisations": sorted({organisation.pk for organisation in description.organisations}),
        "directions": sorted({direction.pk for direction in description.directions}),
        "state": description.state,
        "date": description.date,
        "due_on": description.due_on,
        "published_at": description.published_at,
        "words_version": words.VERSION,
    }
    path = without_language(description.path)
    pages = list(description.pages)
    formats = sorted({*description.formats, *(page.format for page in pages)})
    for language in LANGUAGES:
        title = best_text(description.title, language)
        summary = best_text(description.summary, language)
        own_words = [
            _clean(texts.get(language) or "") for texts in (description.title, description.summary, description.body)
        ]
        entry = SearchEntry(
            **shared,
            language=language,
            path=path,
            title=title[:TITLE_LIMIT],
            title_lang=title.lang or "",
            summary=summary,
            summary_lang=summary.lang or "",
            body=_clean("\n".join(filter(None, own_words[1:]))),
            formats=formats,
        )
        yield entry, own_words
    for page in pages:
        title = best_text(description.title, page.language)
        text = _clean(page.text)
        entry = SearchEntry(
            **shared,
            language=page.language,
            page=page.number,
            path=without_language(page.path),
            title=title[:TITLE_LIMIT],
            title_lang=title.lang or "",
            body=text,
            formats=[page.format],
        )
        yield entry, ["", text]


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
