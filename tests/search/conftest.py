import itertools

import pytest
from django.utils import timezone

from portal.models import SearchEntry
from portal.search import fewer, index, words
from portal.search.vectors import marks, vector


@pytest.fixture
def collection(db):
    """collection({"ru": [text, …]}) writes a row for each text; found(text, language) says which of them are found."""
    return Collection()


class Collection:
    def __init__(self):
        self.numbers = itertools.count(1)
        self.places = {}

    def add(self, language, texts, published_at=None, title=""):
        entries = []
        published_at = published_at or timezone.now()
        for text in dict.fromkeys(texts):
            number = self.places.setdefault((language, text), next(self.numbers))
            entry = SearchEntry(
                kind="page",
                object_id=number,
                language=language,
                path=f"/{number}/",
                title=title,
                title_lang=language,
                body=text,
                published_at=published_at,
                words_version=words.VERSION,
            )
            entry.vector = vector(language, title, text, marks=marks(entry))
            entries.append(entry)
        index.write(entries)
        return self

    def first_ten(self, text, language, **options):
        """The texts that the page of results shows first."""
        hits = fewer.find(text, language, **options).hits[:10]
        by_number = {number: text for (_language, text), number in self.places.items()}
        return [by_number[hit.object_id] for hit in hits if hit.object_id in by_number]

    def share(self, pairs, language, **options):
        """The share of (query, text) pairs in which the text is among the first ten; and the others."""
        missed = [pair for pair in pairs if pair[1] not in self.first_ten(pair[0], language, **options)]
        return 1 - len(missed) / len(pairs), missed
