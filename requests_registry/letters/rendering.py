"""A letter as PDF and as a Word document: the same words in the same order.

Every word reaches typst as data and Word with its markup escaped, so no text can be read as a command.
"""

import io
import json
import unicodedata
from pathlib import Path

import typst
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docxtpl import DocxTemplate

FOLDER = Path(__file__).parent
EPOCH = 0  # a letter says its day itself; the clock of the machine would make every file another one


def as_pdf(letter, sender):
    """The same bytes for the same letter: with typst's own fonts, which have every Kazakh letter, and no others."""
    return typst.compile(
        FOLDER / "letter.typ",
        root=FOLDER,
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(_content(letter, sender), ensure_ascii=False)},
        timestamp=EPOCH,
    )


def as_docx(letter, sender):
    document = DocxTemplate(FOLDER / "letter.docx")
    document.render(_content(letter, sender), autoescape=True)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def file_name(letter, extension):
    """Шағым 12-2026.pdf: in the language of the letter."""
    with translation.override(letter.language):
        number = letter.outgoing_number.replace("/", "-") or f"{letter.get_state_display()} {letter.request.number}"
        return f"{letter.get_kind_display().capitalize()} {number}.{extension}"


def visible(text):
    """The text without characters that no document can carry: control and direction codes, halves of pairs, unassigned ones."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in UNPRINTABLE)


UNPRINTABLE = ("Cc", "Cf", "Cs", "Cn")


def _content(letter, sender):
    with translation.override(letter.language):
        return {
            "language": letter.language,
            "sender": {name: visible(words) for name, words in sender.items()},
            "contacts": [visible(words) for words in _contacts(sender)],
            "reference": _reference(letter),
            "addressee": visible(letter.addressee),
            "subject": visible(letter.subject),
            "paragraphs": [
                *_person(letter),
                *(visible(paragraph) for paragraph in letter.paragraphs),
                *_way_to_answer(letter.answer_link),
            ],
        }


def _contacts(sender):
    if sender["bin"]:
        yield _("BIN %(bin)s") % {"bin": sender["bin"]}
    if sender["address"]:
        yield sender["address"]
    if sender["phone"]:
        yield _("tel. %(phone)s") % {"phone": sender["phone"]}
    if sender["email"]:
        yield sender["email"]


def _reference(letter):
    if not letter.is_issued:
        return _("DRAFT")
    words = {"number": letter.outgoing_number, "day": date_format(letter.issued_on, "DATE_FORMAT")}
    return _("Outgoing No. %(number)s\n%(day)s") % words


def _person(letter):
    """The person in whose name the centre writes, where he agreed."""
    if letter.consent and letter.consent.name:
        words = {"name": visible(letter.consent.name), "iin": visible(letter.consent.iin)}
        yield _("In the name of: %(name)s, IIN %(iin)s.") % words


def _way_to_answer(link):
    if link:
        yield _("You may answer without an account, with files: %(link)s") % {"link": link}
