"""The way from an answer to a dataset: a table of an answer is handed to the published data, with the request as its source."""

import csv
import io
import re

from django.db import transaction
from django.utils.translation import gettext as _

from portal.documents import kinds
from portal.importing import offers
from portal.search.index import without_language
from requests_registry.files import texts
from requests_registry.files.reviewing import NotPossible
from requests_registry.models import FileReview, RequestEvent, TextReview
from requests_registry.recording import day_of, lock, record

FEWEST_ROWS = 3
SEPARATORS = (r"\t", r"\s*\|\s*", r"\s*;\s*", r" {2,}")


def may_be_offered(file, review):
    """A person has looked at it, and does not keep it from readers."""
    is_table = file.document is not None and file.document.kind in kinds.TABLES
    return is_table and review is not None and review.decision == FileReview.Decision.AS_IS


def offer_file(file, *, by, at):
    review = FileReview.objects.filter(file=file).first()
    if not may_be_offered(file, review):
        raise NotPossible(_("Only a table that was reviewed can be handed over."))
    with open(review.document.path, "rb") as content:
        return _offer(file.message.request, content, review.document.name, by, at)


def offer_text(message, *, by, at):
    """The table in the text of a published letter, as CSV."""
    review = TextReview.objects.filter(message=message, is_published=True).first()
    if review is None:
        raise NotPossible(_("Publish the letter first: only what readers may see is handed over."))
    rows = rows_in(texts.shown(message.text, review.spans))
    if not rows:
        raise NotPossible(_("There is no table in this letter."))
    table = io.StringIO()
    csv.writer(table, delimiter=";", lineterminator="\n").writerows(rows)
    name = f"{message.request.number}-{message.pk}.csv"
    return _offer(message.request, io.BytesIO(table.getvalue().encode()), name, by, at)


def rows_in(text):
    """The longest table of a text: lines one after another with the same number of cells, two or more. [] without one."""
    found = []
    for separator in SEPARATORS:
        rows = []
        for line in [*text.split("\n"), ""]:
            cells = [cell.strip() for cell in re.split(separator, line.strip().strip("|").strip())]
            if len(cells) > 1 and (not rows or len(cells) == len(rows[0])):
                rows.append(cells)
                continue
            found = max(found, rows, key=len)
            rows = [cells] if len(cells) > 1 else []
    return found if len(found) >= FEWEST_ROWS else []


def path_of(info_request):
    """The address of a request without its language, which stays the same for every reader."""
    return without_language(info_request.get_absolute_url())


def results(info_request):
    """What became of its tables, for readers."""
    return offers.results(path_of(info_request))


@transaction.atomic
def _offer(info_request, content, name, by, at):
    info_request = lock(info_request)
    title = f"{info_request.number}: {info_request.subject}"
    offer, is_new = offers.make(content, name, title=title, path=path_of(info_request), by=by, at=at)
    if is_new:
        facts = {"table": offer.pk}
        record(info_request, RequestEvent.Kind.TABLE_OFFERED, by=by, at=at, on=day_of(at), facts=facts)
    return offer
