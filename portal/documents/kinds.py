"""What kinds of file come through the door, recognised by their content."""

import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    code: str
    label: str
    media_type: str
    extensions: tuple[str, ...]  # the first one is ours
    opens_in_browser: bool = False


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

PDF = Kind("pdf", _("PDF"), "application/pdf", (".pdf",), opens_in_browser=True)
JPEG = Kind("jpeg", _("JPEG picture"), "image/jpeg", (".jpg", ".jpeg"), opens_in_browser=True)
PNG = Kind("png", _("PNG picture"), "image/png", (".png",), opens_in_browser=True)
WEBP = Kind("webp", _("WebP picture"), "image/webp", (".webp",), opens_in_browser=True)
DOCX = Kind("docx", _("Word document"), f"{OFFICE}.wordprocessingml.document", (".docx",))
XLSX = Kind("xlsx", _("Excel workbook"), f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
PPTX = Kind("pptx", _("PowerPoint presentation"), f"{OFFICE}.presentationml.presentation", (".pptx",))
ODT = Kind("odt", _("OpenDocument text"), f"{OPEN_DOCUMENT}.text", (".odt",))
ODS = Kind("ods", _("OpenDocument spreadsheet"), f"{OPEN_DOCUMENT}.spreadsheet", (".ods",))
ZIP = Kind("zip", _("ZIP archive"), "application/zip", (".zip",))

IMAGES = (JPEG, PNG, WEBP)
ARCHIVES = (DOCX, XLSX, PPTX, ODT, ODS, ZIP)  # everything that is a ZIP inside
OFFICE_KINDS = (DOCX, XLSX, PPTX, ODT, ODS)  # their text can be read, their pages have no picture
UNREAD = (ZIP,)
TABLES = (XLSX, ODS)
ALL = (PDF, *IMAGES, *ARCHIVES)
BY_CODE = {kind.code: kind for kind in ALL}

_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_OPEN_DOCUMENTS = {kind.media_type.encode(): kind for kind in (ODT, ODS)}


def recognise(path):
    """The kind of a file by its content, None when it is none of ours."""
    with open(path, "rb") as file:
        head = file.read(1024)
    if head.lstrip(b"\xef\xbb\xbf\t\n\r ").startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _recognise_archive(path)
    return None


def named(extension):
    """The kind that a file with this ending claims to be, None for an ending that is not ours."""
    return next((kind for kind in ALL if extension in kind.extensions), None)


def _recognise_archive(path):
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for part, kind in _PARTS.items():
                if part in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return _OPEN_DOCUMENTS.get(archive.read("mimetype").strip(), ZIP)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        pass
    return ZIP
