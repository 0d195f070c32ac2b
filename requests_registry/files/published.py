"""What was published of the mails of a request, for its page and for search."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from portal.documents import kinds
from portal.documents.text import paragraphs
from portal.models import DocumentPage
from portal.search.index import PageText
from requests_registry.files import texts
from requests_registry.models import FileReview, MailMessage

PAGES_AT_ONCE = 10
INDEXED_PAGES = 2_000


@dataclass(frozen=True)
class Block:
    """A paragraph, or the rows of a table."""

    paragraph: str = ""
    rows: tuple = ()


def reviews_of(info_request):
    """What was decided about the files of a request, in the order of the files."""
    decided = FileReview.objects.filter(file__message__request=info_request)
    related = decided.select_related("document", "redaction", "file__message__request")
    return related.order_by("file__message", "file__position")


def letters(info_request):
    """[(message, what is shown, what is folded)] of the letters that were published."""
    messages = MailMessage.objects.filter(request=info_request, review__is_published=True).select_related("review")
    return [_letter(message) for message in messages.select_related("inbound").defer("inbound__raw")]


def letters_of(info_request):
    """The words of the published letters, without what was removed."""
    messages = MailMessage.objects.filter(request=info_request, review__is_published=True).select_related("review")
    return [texts.shown(message.text, message.review.spans) for message in messages.order_by("pk")]


def formats_of(info_request):
    published = FileReview.objects.published().filter(file__message__request=info_request)
    return sorted(set(published.values_list("document__kind_code", flat=True)))


def pages_of(info_request):
    """Every page of every published file. Files follow each other, so that no two pages have one number."""
    published = FileReview.objects.published().filter(file__message__request=info_request)
    reviews = {review.document_id: review for review in published.select_related("document", "file__message__request")}
    pages = DocumentPage.objects.filter(document__in=reviews).exclude(text="").order_by("document", "number")
    for number, page in enumerate(pages[:INDEXED_PAGES].iterator(chunk_size=500), start=1):
        review = reviews[page.document_id]
        yield PageText(
            language=info_request.language,
            number=number,
            text=page.text.replace("\t", " "),
            path=review.reading_url(page.number),
            format=review.document.kind_code,
        )


@dataclass(frozen=True)
class Window:
    """Some pages of a document's text, those among which `page` is."""

    document: object
    page: int
    count: int

    @property
    def first(self):
        return (self.page - 1) // PAGES_AT_ONCE * PAGES_AT_ONCE + 1

    @property
    def last(self):
        return min(self.first + PAGES_AT_ONCE - 1, self.count)

    @property
    def previous(self):
        return self.first - PAGES_AT_ONCE if self.first > PAGES_AT_ONCE else 0

    @property
    def next(self):
        return self.last + 1 if self.last < self.count else 0

    @cached_property
    def pages(self):
        rows = self.document.pages.filter(number__range=(self.first, self.last))
        return [(row, blocks(self.document, row.text)) for row in rows]


def window(document, asked):
    """The window of the page a reader asked for; the first one where there is no such page."""
    count = document.pages.count()
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 6
    return Window(document, int(asked) if is_number and 1 <= int(asked) <= count else 1, count)


def blocks(document, text):
    """The text of a page as paragraphs and tables."""
    if document.kind not in kinds.OFFICE_KINDS:
        return [Block(paragraph) for paragraph in paragraphs(text)]
    found, rows = [], []
    for line in [*text.split("\n"), ""]:
        if "\t" in line or (rows and line and document.kind in kinds.TABLES):
            rows.append(line.split("\t"))
            continue
        found += [Block(rows=_even(rows))] if rows else []
        rows = []
        found += [Block(line)] if line else []
    return found


def _even(rows):
    width = max(map(len, rows))
    return tuple([*row, *[""] * (width - len(row))] for row in rows)


def _letter(message):
    spans = message.review.spans
    fold = message.quotes[0][0] if message.quotes else len(message.text)
    return message, texts.pieces(message.text, spans, end=fold), texts.pieces(message.text, spans, start=fold)
