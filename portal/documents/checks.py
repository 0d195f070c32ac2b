"""What the door refuses, and the sentence that says why and what to do. Content decides, not the name."""

import zipfile

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.documents import archives, isolation, kinds, limits
from portal.documents.names import extension_of

SENTENCES = {
    "empty": _("“%(name)s” is empty. Open the file on your computer to see that it is whole, then choose it again."),
    "too_big": _("“%(name)s” is larger than %(limit)d MB. Make it smaller or divide it, then add it again."),
    "unknown": _(
        "“%(name)s” is not a file that can be kept here: it was recognised by its content, not by its name. "
        "Save it as %(accepted)s and add it again."
    ),
    "other_kind": _("“%(name)s” is a file of the kind “%(kind)s”. Only %(accepted)s can be added here."),
    "misnamed": _(
        "“%(name)s” is named like another kind of file: inside it is “%(kind)s”. "
        "Change its ending to %(extension)s, or save it anew, and add it again."
    ),
    "disguised": _(
        "“%(name)s” is two kinds of file in one, which is how harmful files are hidden. "
        "Save the document anew from the program it was made in and add it again."
    ),
    "other_archive": _(
        "“%(name)s” is an archive that cannot be opened here. Unpack it and add the documents one by one, or in a ZIP archive."
    ),
    "heic": _("“%(name)s” is a picture as telephones keep it (HEIC). Save it as JPEG and add it again."),
    "pdf_broken": _(
        "“%(name)s” cannot be opened: the file is damaged or was cut off on the way. "
        "Save or scan the document anew and add it again."
    ),
    "pdf_locked": _("“%(name)s” is locked with a password. Remove the password and add the file again."),
    "pdf_too_many": _("“%(name)s” has more than %(pages)d pages. Divide it into parts and add them one by one."),
    "image_broken": _("The picture “%(name)s” cannot be opened: the file is damaged. Save it anew and add it again."),
    "image_too_many": _("“%(name)s” has more than %(pages)d pages. Divide it into parts and add them one by one."),
    "image_too_large": _("The picture “%(name)s” has too many pixels. Make it smaller and add it again."),
    "archive_broken": _("“%(name)s” cannot be unpacked: the file is damaged. Save it anew and add it again."),
    "archive_locked": _("“%(name)s” is locked with a password. Remove the password and add the file again."),
    "archive_too_large": _(
        "“%(name)s” grows to more than %(megabytes)d MB when it is unpacked, so it was not taken. "
        "Add the documents one by one."
    ),
    "archive_too_many": _("“%(name)s” holds more than %(files)d files. Divide it into parts and add them one by one."),
    "archive_too_deep": _("“%(name)s” has archives inside archives. Unpack them and add the documents one by one."),
    "archive_macros": _("“%(name)s” holds macros (programs). Save it without macros and add it again."),
    "office_broken": _("“%(name)s” cannot be opened: the file is damaged. Save it anew and add it again."),
    "office_locked": _("“%(name)s” is locked with a password. Remove the password and add the file again."),
    "office_macros": _("“%(name)s” holds macros (programs). Save it without macros and add it again."),
    "no_room": _("The server could not keep “%(name)s” now; nothing was saved. Try again in a few minutes."),
}


class RefusedFile(ValidationError):
    """A file that does not come in; `code` says why, the message is the sentence for people."""

    def __init__(self, code, name, **details):
        shown = f"{name[:57]}…" if len(name) > 60 else name
        super().__init__(SENTENCES[code], code=code, params={"name": shown, **details})


def check(path, name, accepted, *, by_content=False):
    """(kind, number of pages or None) of a file that may come in; raises RefusedFile for any other.

    `by_content`: a wrong ending is no reason to refuse, for who sent the file cannot be asked to change it.
    """
    kind = kinds.recognise(path, name)
    if kind is None:
        code = "office_locked" if kinds.is_locked(path) else kinds.foreign(path) or "unknown"
        raise RefusedFile(code, name, accepted=_listed(accepted))
    if kind not in accepted:
        raise RefusedFile("other_kind", name, kind=kind.label, accepted=_listed(accepted))
    page_count = _check_archive(path, name) if kind in kinds.ARCHIVES else _check_opened(kind, path, name)
    claimed = kinds.named(extension_of(name))
    if claimed and claimed != kind and not by_content:
        raise RefusedFile("misnamed", name, kind=kind.label, extension=kind.extensions[0])
    return kind, page_count


def _check_opened(kind, path, name):
    if kind in kinds.PLAIN:
        return None
    if kind not in kinds.COMPOUNDS and _hides_something(path, kind):
        raise RefusedFile("disguised", name)
    answer = isolation.check(kind, path)
    if problem := answer.get("problem"):
        group = "pdf" if kind == kinds.PDF else "office" if kind in kinds.COMPOUNDS else "image"
        raise RefusedFile(
            f"{group}_{problem}", name, pages=limits.PDF_PAGES if kind == kinds.PDF else limits.REDACTED_PAGES
        )
    return answer["pages"]


def _check_archive(path, name):
    try:
        archives.check(path)
    except archives.HarmfulArchive as harm:
        megabytes = limits.ARCHIVE_BYTES // limits.MEGABYTE
        raise RefusedFile(f"archive_{harm.code}", name, megabytes=megabytes, files=limits.ARCHIVE_FILES) from harm


def _hides_something(path, kind):
    """A web page or a PDF in the first kilobyte, or an archive at the end, of what begins as a PDF or a picture."""
    with open(path, "rb") as file:
        head = file.read(1024).lower()
    marks = (
        b"<html",
        b"<!doctype",
        b"<script",
        b"<svg",
        b"<iframe",
        b"<body",
        *([b"%pdf-"] if kind != kinds.PDF else []),
    )
    return any(mark in head for mark in marks) or zipfile.is_zipfile(path)


def _listed(accepted):
    pattern = ", ".join("{}" for _kind in accepted)
    return format_lazy(pattern, *(kind.label for kind in accepted))
