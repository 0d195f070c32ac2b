"""The text of an Office file as a PDF: parts of it are blacked out as on every other paper.

It shows what *Read its text* shows, hidden sheets and rows too, so that the person sees everything there is to cover.
"""

import io
import json
from pathlib import Path

import typst
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.documents import door, kinds
from requests_registry.files.published import blocks
from requests_registry.files.reviewing import NotPossible
from requests_registry.letters.rendering import visible
from requests_registry.models import MailFile

FOLDER = Path(__file__).parent
EPOCH = 0  # the same text makes the same file
LONGEST = 200_000  # characters: some eighty pages, two seconds


def is_wanted(file):
    """Its pages have no pictures of their own yet, but there is a text that can have some."""
    document = file.document
    return document is not None and document.kind in kinds.OFFICE_KINDS and file.paper is None and document.has_text


@transaction.atomic
def put_on_paper(file, *, by):
    """Make the PDF of its text; where a colleague has made it already, that one stays."""
    file = MailFile.objects.select_for_update(of=["self"]).select_related("document", "paper").get(pk=file.pk)
    if file.paper:
        return
    if not is_wanted(file):
        raise NotPossible(_("This file has no text that could be put on paper."))
    pages = list(file.document.pages.exclude(text=""))
    if sum(len(page.text) for page in pages) > LONGEST:
        raise NotPossible(
            _("The text of this file is too long. Save it as PDF, and record that as a file of the answer.")
        )
    try:
        file.paper = door.store(io.BytesIO(_written(file.document, pages)), f"{file.name}.pdf", by=by)
    except ValidationError as refused:
        raise NotPossible(" ".join(refused.messages)) from refused
    file.save(update_fields=["paper"])


def _written(document, pages):
    parts = [{"title": visible(page.title), "blocks": _blocks(document, page)} for page in pages]
    columns = max((len(row) for part in parts for block in part["blocks"] for row in block["rows"]), default=1)
    words = json.dumps({"parts": parts, "columns": columns}, ensure_ascii=False)
    return typst.compile(
        FOLDER / "paper.typ", root=FOLDER, ignore_system_fonts=True, sys_inputs={"paper": words}, timestamp=EPOCH
    )


def _blocks(document, page):
    return [
        {"paragraph": visible(block.paragraph), "rows": [[visible(cell) for cell in row] for row in block.rows]}
        for block in blocks(document, page.text)
    ]
