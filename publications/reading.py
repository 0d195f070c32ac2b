"""The text of a document, some pages at a time."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from portal.documents.text import paragraphs
from portal.models import DocumentPage

SIZE = 10  # pages at a time: about 15 kB of compressed Cyrillic text


@dataclass(frozen=True)
class Window:
    """The pages `first` to `last` of a version's document, those among which `page` is."""

    version: object
    page: int

    @property
    def count(self):
        return self.version.document.page_count or 0

    @property
    def first(self):
        return (self.page - 1) // SIZE * SIZE + 1

    @property
    def last(self):
        return min(self.first + SIZE - 1, self.count)

    @cached_property
    def pages(self):
        rows = DocumentPage.objects.filter(document=self.version.document, number__range=(self.first, self.last))
        return [Page(row.number, paragraphs(row.text), self.version.pdf_url(row.number)) for row in rows]

    @property
    def next_url(self):
        return self.version.reading_url(self.last + 1) if self.last < self.count else ""

    @property
    def previous_url(self):
        return self.version.reading_url(self.first - SIZE) if self.first > SIZE else ""


@dataclass(frozen=True)
class Page:
    number: int
    paragraphs: list[str]
    pdf_url: str


def window(version, asked):
    """The window of the page a reader asked for, and whether there is such a page: if not, the first one."""
    count = version.document.page_count or 1
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 6
    exists = is_number and 1 <= int(asked) <= count
    return Window(version, int(asked) if exists else 1), exists
