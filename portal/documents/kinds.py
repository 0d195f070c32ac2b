"""What kinds of file come through the door, recognised by their content."""

import re
import zipfile
from dataclasses import dataclass

import olefile
from django.utils.translation import gettext_lazy as _

from portal.documents.names import extension_of


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
JPEG = Kind("jpeg", _("JPEG picture"), "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), opens_in_browser=True)
PNG = Kind("png", _("PNG picture"), "image/png", (".png",), opens_in_browser=True)
WEBP = Kind("webp", _("WebP picture"), "image/webp", (".webp",), opens_in_browser=True)
TIFF = Kind("tiff", _("TIFF picture"), "image/tiff", (".tif", ".tiff"))
GIF = Kind("gif", _("GIF picture"), "image/gif", (".gif",), opens_in_browser=True)
BMP = Kind("bmp", _("BMP picture"), "image/bmp", (".bmp",))
DOCX = Kind("docx", _("Word document"), f"{OFFICE}.wordprocessingml.document", (".docx",))
XLSX = Kind("xlsx", _("Excel workbook"), f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
PPTX = Kind("pptx", _("PowerPoint presentation"), f"{OFFICE}.presentationml.presentation", (".pptx", ".ppsx"))
DOC = Kind("doc", _("Word document of 1997–2003"), "application/msword", (".doc",))
XLS = Kind("xls", _("Excel workbook of 1997–2003"), "application/vnd.ms-excel", (".xls",))
PPT = Kind("ppt", _("PowerPoint presentation of 1997–2003"), "application/vnd.ms-powerpoint", (".ppt", ".pps"))
ODT = Kind("odt", _("OpenDocument text"), f"{OPEN_DOCUMENT}.text", (".odt",))
ODS = Kind("ods", _("OpenDocument spreadsheet"), f"{OPEN_DOCUMENT}.spreadsheet", (".ods",))
ODP = Kind("odp", _("OpenDocument presentation"), f"{OPEN_DOCUMENT}.presentation", (".odp",))
RTF = Kind("rtf", _("RTF text"), "application/rtf", (".rtf",))
TXT = Kind("txt", _("Plain text"), "text/plain", (".txt", ".log"))
CSV = Kind("csv", _("CSV table"), "text/csv", (".csv", ".tsv"))
ZIP = Kind("zip", _("ZIP archive"), "application/zip", (".zip",))

IMAGES = (JPEG, PNG, WEBP)  # what every browser shows
PICTURES = (*IMAGES, TIFF, GIF, BMP)
ARCHIVES = (DOCX, XLSX, PPTX, ODT, ODS, ODP, ZIP)  # everything that is a ZIP inside
COMPOUNDS = (DOC, XLS, PPT)
PLAIN = (RTF, TXT, CSV)
# Their text can be read, their pages have no picture.
OFFICE_KINDS = (DOCX, XLSX, PPTX, *COMPOUNDS, ODT, ODS, ODP, *PLAIN)
UNREAD = (ZIP,)
TABLES = (XLSX, XLS, ODS, CSV)
ALL = (PDF, *PICTURES, *OFFICE_KINDS, ZIP)
BY_CODE = {kind.code: kind for kind in ALL}

_BEGINNINGS = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"II*\0": TIFF,
    b"MM\0*": TIFF,
    b"GIF87a": GIF,
    b"GIF89a": GIF,
    b"{\\rtf": RTF,
}
_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_STREAMS = {"WordDocument": DOC, "Workbook": XLS, "Book": XLS, "PowerPoint Document": PPT}
_OPEN_DOCUMENTS = {kind.media_type.encode(): kind for kind in (ODT, ODS, ODP)}
_FOREIGN = {b"Rar!\x1a\x07": "other_archive", b"7z\xbc\xaf\x27\x1c": "other_archive", b"\x1f\x8b": "other_archive"}
_PHONE_PICTURES = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_NOT_OF_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_PROGRAM = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:#!|<[!?a-z])", re.I)


def recognise(path, name=""):
    """The kind of a file by its content, None when it is none of ours.

    Plain text has no mark of its own: what reads as text is one where its name says so.
    """
    with open(path, "rb") as file:
        head = file.read(1024)
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    if head.lstrip(b"\xef\xbb\xbf\t\n\r ").startswith(b"%PDF-"):
        return PDF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return BMP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _recognise_archive(path)
    if head.startswith(olefile.MAGIC):
        return _recognise_compound(path)
    claimed = named(extension_of(name))
    return claimed if claimed in (TXT, CSV) and _is_text(head) else None


def named(extension):
    """The kind that a file with this ending claims to be, None for an ending that is not ours."""
    return next((kind for kind in ALL if extension in kind.extensions), None)


def foreign(path):
    """What is none of ours but well known, so that its refusal can say what to do: heic, other_archive; else ""."""
    with open(path, "rb") as file:
        head = file.read(16)
    if head[4:8] == b"ftyp" and head[8:12] in _PHONE_PICTURES:
        return "heic"
    return next((code for beginning, code in _FOREIGN.items() if head.startswith(beginning)), "")


def is_locked(path):
    """An Office file under a password: the package is encrypted, and what it is cannot be seen."""
    with open(path, "rb") as file:
        return file.read(8) == olefile.MAGIC and "EncryptedPackage" in _streams(path)


def _is_text(head):
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or not (_NOT_OF_TEXT.search(head) or _PROGRAM.match(head))


def _recognise_compound(path):
    streams = _streams(path)
    return next((kind for stream, kind in _STREAMS.items() if stream in streams), None)


def _streams(path):
    try:
        with olefile.OleFileIO(path) as compound:
            return {entry[0] for entry in compound.listdir()}
    except Exception:  # a stranger's file: olefile raises what comes out of its structures
        return set()


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
