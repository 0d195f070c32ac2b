"""What a person should know of a file before it is published, in sentences: of the file itself, and of its text."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.documents import isolation, personal

SHOWN = 8
SENTENCES = {
    "unseen_text": _("Words that cannot be seen but can be copied: white letters, or a bar laid over them"),
    "hidden_sheets": _("Hidden sheets"),
    "hidden_rows": _("Hidden rows"),
    "hidden_columns": _("Hidden columns"),
    "hidden_text": _("Hidden text"),
    "hidden_slides": _("Hidden slides"),
    "pivot_copies": _("A pivot table that carries a copy of all its data"),
    "tracked_changes": _("Tracked changes: what was deleted can be read"),
    "comments": _("Comments"),
    "remarks": _("Remarks and drawings laid over pages"),
    "notes": _("Notes of the speaker"),
    "external_links": _("Links to other files: they tell the names of folders and people"),
    "named_places": _("Named cells and constants"),
    "earlier_versions": _("Earlier versions of the file, as it was before it was changed last"),
    "old_word": _("A format of 1997–2003: what was deleted or hidden in it cannot be listed. Better published as PDF"),
    "form": _("A form with fields that were filled in"),
    "attached_files": _("Other files inside this one"),
    "files_inside": _("An archive: each file in it must be looked at by itself"),
    "script": _("A program (JavaScript) inside"),
    "cropped": _("Cut pages: what was cut off is still in the file"),
    "position": _("The place where the picture was taken"),
    "thumbnail": _("A small picture of it inside, which may still show what was cut off or changed"),
    "more_pictures": _("Other pictures behind the one that is seen"),
    "author": _("Who made it"),
    "metadata": _("Title, author and keywords of the file"),
    "camera": _("Camera and time"),
    "digital_signature": _("A digital signature: it names the person who signed, with the IIN"),
    "pictures_inside": _("Pictures: no program has read what is written in them"),
    "only_pictures": _("Pages that are pictures: no program has read them, look at each of them yourself"),
    "iin": _("IIN of a person (its check digit is right)"),
    "telephone": _("Telephones"),
    "address": _("E-mail addresses"),
    "signature": _("Signatures or seals"),
    "not_examined": _("The program that examines files stopped at this one: look through it with particular care"),
}
GRAVE = {
    "unseen_text",
    "hidden_sheets",
    "hidden_rows",
    "hidden_columns",
    "hidden_text",
    "hidden_slides",
    "pivot_copies",
    "tracked_changes",
    "attached_files",
    "files_inside",
    "script",
    "earlier_versions",
    "old_word",
    "cropped",
    "position",
    "thumbnail",
    "more_pictures",
    "digital_signature",
    "iin",
    "not_examined",
}


@dataclass(frozen=True)
class Finding:
    code: str
    count: int = 1
    detail: str = ""
    pages: tuple[int, ...] = ()

    @property
    def sentence(self):
        return SENTENCES[self.code]

    @property
    def is_grave(self):
        """What a reader does not see when looking at the file, or what tells at once who a person is."""
        return self.code in GRAVE


def of(document):
    """Everything that is known, the gravest first. The file is examined once, its text anew each time."""
    found = [Finding(code, count, detail) for code, count, detail in _examined(document)]
    found += _in_text(document)
    order = list(SENTENCES)
    return sorted(found, key=lambda finding: (not finding.is_grave, order.index(finding.code)))


def _examined(document):
    if document.findings is None:
        try:
            document.findings = isolation.inspect(document.kind, document.path)
        except isolation.ReaderStopped:
            document.findings = [["not_examined", 1, ""]]
        document.save(update_fields=["findings"])
    return document.findings


def _in_text(document):
    texts, pages = defaultdict(dict), defaultdict(dict)
    for page in document.pages.exclude(text=""):
        for trace in personal.traces(page.text):
            texts[trace.code][trace.text] = None
            pages[trace.code][page.number] = None
    return [
        Finding(code, len(found), ", ".join(list(found)[:SHOWN]), tuple(pages[code])) for code, found in texts.items()
    ]
