"""What a file says beside what it shows: [code, how often, detail]. Runs beside reader.py; findings.py has the words."""

import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pypdfium2
from PIL import ExifTags, Image
from pypdfium2 import raw

from portal.documents import archives, compound, kinds, limits, pictures

PICTURES = {kind.code for kind in kinds.PICTURES}
PLAIN = {kind.code for kind in kinds.PLAIN}
LOOKED_AT = 100  # pages whose letters are compared with their pictures
DETAIL = 200
LINK, POPUP, FILE_ATTACHED, WIDGET = 2, 16, 17, 20
NO_REMARKS = (LINK, POPUP, WIDGET)
CREATOR = re.compile(r"\}(creator|lastModifiedBy|initial-creator|Company|Manager|printed-by)$")
TITLE = re.compile(r"\}(title|subject|keywords|description|category|keyword)$")
AUTHOR_OF_XMP = re.compile(rb"<dc:creator>.{0,200}?<rdf:li[^>]*>([^<]{1,200})</rdf:li>", re.S)
PICTURE_INSIDE = re.compile(r"(?:/media/|Pictures/).+\.(?:jpe?g|png|tiff?|gif|bmp|webp|emf|wmf)$", re.I)
MANY_PICTURES = 50


def findings(kind, path):
    if kind == "pdf":
        found = list(_of_pdf(path))
    elif kind in PICTURES:
        found = list(_of_picture(path))
    elif kind in compound.INSPECTIONS:
        found = list(compound.findings(kind, path))
    elif kind in PLAIN:
        found = list(_of_rich_text(path)) if kind == "rtf" else []
    else:
        found = list(_of_archive(kind, path))
    return [[code, count, str(detail)[:DETAIL]] for code, count, detail in found if count]


def _of_pdf(path):
    document = pypdfium2.PdfDocument(path)
    written = list(filter(None, map(document.get_metadata_value, ("Title", "Author", "Subject", "Keywords"))))
    yield "metadata", len(written), ", ".join(written)
    yield from _of_bytes(path, written)
    names = [document.get_attachment(index).get_name() for index in range(document.count_attachments())]
    yield "form", int(document.get_formtype() != raw.FORMTYPE_NONE), ""
    yield "digital_signature", max(raw.FPDF_GetSignatureCount(document), 0), ""
    yield "script", max(raw.FPDFDoc_GetJavaScriptActionCount(document), 0), ""
    document.init_forms()
    remarks, cropped, unseen, without_text, attached = Counter(), [], {}, [], 0
    for index in range(min(len(document), limits.REDACTED_PAGES)):
        page = document[index]
        found = _annotations(page)
        attached += found[FILE_ATTACHED]
        remarks[index + 1] = sum(count for kind, count in found.items() if kind not in NO_REMARKS)
        if _is_cropped(page):
            cropped.append(index + 1)
        if index < LOOKED_AT:
            words, has_text = _unseen_words(page)
            unseen.update(dict.fromkeys(words, index + 1))
            if not has_text:
                without_text.append(index + 1)
        page.close()
    yield "attached_files", len(names) + attached, ", ".join(names)
    yield "remarks", remarks.total(), _pages(number for number, count in remarks.items() if count)
    yield "cropped", len(cropped), _pages(cropped)
    yield "unseen_text", len(unseen), ", ".join(unseen)
    yield "only_pictures", len(without_text), _pages(without_text)


def _of_bytes(path, written):
    """What PDFium does not tell: who made it by its XMP, and that the file was changed by writing on at its end."""
    with open(path, "rb") as file:
        content = file.read()
    people = {found.decode("utf-8", "replace").strip() for found in AUTHOR_OF_XMP.findall(content)} - {*written}
    yield "author", len(people), ", ".join(sorted(people))
    beginnings = content.count(b"startxref") - (b"/Linearized" in content[:2048])
    yield "earlier_versions", beginnings - 1 if beginnings > 1 else 0, ""


def _annotations(page):
    """How many of each kind."""
    found = Counter()
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        found[raw.FPDFAnnot_GetSubtype(annotation)] += 1
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _is_cropped(page):
    """There is more of the page than is shown."""
    left, bottom, right, top = page.get_mediabox()
    width, height = page.get_size()
    return sorted((round(width), round(height))) < sorted((round(right - left), round(top - bottom)))


def _unseen_words(page):
    """Words that can be copied but not seen: white letters, or a black bar laid over them. And whether there is a text."""
    picture, _dpi = pictures.of_page(page, dpi=100)
    textpage = page.get_textpage()
    words, word, is_seen, has_text = [], "", False, False
    for index in range(textpage.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(textpage, index) or 32)
        if not letter.isalnum():
            words += [word] if len(word) > 2 and not is_seen else []
            word, is_seen = "", False
            continue
        has_text = True
        word += letter
        is_seen = is_seen or _is_seen(page, picture, textpage.get_charbox(index))
    words += [word] if len(word) > 2 and not is_seen else []
    textpage.close()
    return words, has_text


def _is_seen(page, picture, box):
    left, top, right, bottom = pictures.place(page, picture.size, box)
    area = (max(0, left), max(0, top), min(picture.width, right + 1), min(picture.height, bottom + 1))
    if area[0] >= area[2] or area[1] >= area[3]:
        return False
    return any(high - low > 24 for low, high in picture.crop(area).getextrema())


def _of_picture(path):
    with Image.open(path) as image:
        exif = image.getexif()
        position = exif.get_ifd(ExifTags.IFD.GPSInfo)
        yield "position", int(bool(position)), _degrees(position)
        told = [exif.get(tag) for tag in (ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor)]
        yield "author", sum(map(bool, told)), ", ".join(str(one) for one in told if one)
        camera = [exif.get(tag) for tag in (ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.DateTime)]
        yield "camera", int(any(camera)), ", ".join(str(one) for one in camera if one)
        yield "thumbnail", int(ExifTags.Base.JpegIFOffset in exif.get_ifd(ExifTags.IFD.IFD1)), ""
        yield "more_pictures", (getattr(image, "n_frames", 1) - 1) * (image.format != "TIFF"), ""
        image.load()
        texts = {name for name in image.info if name not in ("dpi", "exif", "icc_profile", "gamma", "jfif", "srgb")}
        yield "metadata", int(bool(texts & {"xmp", "comment", "photoshop", "Author", "Comment", "Description"})), ""
        yield "only_pictures", 1, ""


def _degrees(position):
    try:
        values = [sum(float(part) / 60**power for power, part in enumerate(position[tag])) for tag in (2, 4)]
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return ", ".join(f"{value:.5f}" for value in values)


def _of_archive(kind, path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if kind == "zip":
            inside = [archives.name_of(entry) for entry in archive.infolist() if not entry.is_dir()]
            yield "files_inside", len(inside), ", ".join(inside)
            return
        told = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
        people = dict.fromkeys([*_told(archive, told, CREATOR), *_commentators(archive, names)])
        yield "author", len(people), ", ".join(people)
        titles = dict.fromkeys(_told(archive, told, TITLE))
        yield "metadata", len(titles), ", ".join(titles)
        inside = [name for name in names if re.search(r"/embeddings/|ObjectReplacements/", name)]
        yield "attached_files", len(inside), ", ".join(inside)
        yield "thumbnail", sum(bool(re.search(r"(?i)(^|/)thumbnails?[./]", name)) for name in names), ""
        links = list(dict.fromkeys(_external(archive, names)))
        yield "external_links", len(links), ", ".join(links)
        yield from _of_pictures_inside(archive, names)
        yield from INSPECTIONS[kind](archive, names)


def _told(archive, parts, wanted):
    """What properties of the document say."""
    for name in parts:
        if name in archive.namelist():
            for _event, element in ElementTree.iterparse(archive.open(name)):
                if wanted.search(element.tag) and (element.text or "").strip():
                    yield element.text.strip()


def _commentators(archive, names):
    """Those who wrote comments or tracked changes."""
    for name in names:
        if re.fullmatch(r"xl/persons/[^/]+\.xml|word/people\.xml|ppt/(authors|commentAuthors)\.xml", name):
            for tag, attributes in _elements(archive, name):
                if tag in ("person", "author", "cmAuthor"):
                    told = {key.rsplit("}", 1)[-1]: value for key, value in attributes.items()}
                    yield told.get("displayName") or told.get("author") or told.get("name", "")


def _external(archive, names):
    """Files on somebody's disk or net that are referred to, but for addresses of the web."""
    for name in names:
        if name.endswith(".rels"):
            for _tag, attributes in _elements(archive, name):
                target = attributes.get("Target", "")
                if attributes.get("TargetMode") == "External" and not re.match(r"(?i)https?:|mailto:", target):
                    yield target


def _of_pictures_inside(archive, names):
    inside = [name for name in names if PICTURE_INSIDE.search(name)]
    yield "pictures_inside", len(inside), ""
    places = [place for name in inside[:MANY_PICTURES] if (place := _position_of(archive, name))]
    yield "position", len(places), "; ".join(places)


def _position_of(archive, name):
    try:
        with archive.open(name) as file, Image.open(io.BytesIO(file.read())) as image:
            position = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    return position and (_degrees(position) or "?")


def _of_rich_text(path):
    with open(path, "rb") as file:
        content = file.read()
    people = [
        found.decode("cp1251", "replace") for found in re.findall(rb"\{\\(?:author|operator) ([^{}]+)\}", content)
    ]
    yield "author", len(people), ", ".join(dict.fromkeys(people))
    yield "tracked_changes", len(re.findall(rb"\\(?:deleted|revised)\b(?!0)", content)), ""
    yield "hidden_text", len(re.findall(rb"\\v\b(?!0)", content)), ""
    yield "comments", content.count(b"{\\*\\annotation"), ""
    yield "attached_files", content.count(b"\\objdata"), ""
    yield "pictures_inside", len(re.findall(rb"\\pict\b", content)), ""


def _of_workbook(archive, names):
    sheets, named = [], []
    for tag, attributes in _elements(archive, "xl/workbook.xml"):
        sheets += [attributes] if tag == "sheet" else []
        named += [attributes.get("name", "")] if tag == "definedName" else []
    hidden = [one.get("name", "") for one in sheets if one.get("state") in ("hidden", "veryHidden")]
    yield "hidden_sheets", len(hidden), ", ".join(hidden)
    rows = columns = 0
    for name in names:
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            for tag, attributes in _elements(archive, name):
                if attributes.get("hidden") in ("1", "true"):
                    rows += tag == "row"
                    columns += tag == "col" and int(attributes.get("max", 1)) - int(attributes.get("min", 1)) + 1
    yield "hidden_rows", rows, ""
    yield "hidden_columns", columns, ""
    comments = _count(archive, names, r"xl/comments[^/]*\.xml", "comment")
    yield "comments", max(comments, _count(archive, names, r"xl/threadedComments/[^/]+\.xml", "threadedComment")), ""
    own = [name for name in named if not name.startswith("_xlnm.")]  # Excel's own: the area to print, the filter
    yield "named_places", len(own), ", ".join(own)
    yield "pivot_copies", sum(name.startswith("xl/pivotCache/pivotCacheRecords") for name in names), ""


def _of_word(archive, names):
    changes, hidden, people = 0, 0, {}
    for name in names:
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
            for tag, attributes in _elements(archive, name):
                if tag in ("ins", "del", "moveFrom", "moveTo"):
                    changes += 1
                    people.update((value, None) for key, value in attributes.items() if key.endswith("}author"))
                hidden += tag == "vanish" and not any(value in ("0", "false") for value in attributes.values())
    yield "tracked_changes", changes, ", ".join(people)
    yield "hidden_text", hidden, ""
    yield "comments", _count(archive, names, r"word/comments\.xml", "comment"), ""


def _of_slides(archive, names):
    slides = [name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    hidden = sum(_root(archive, name).get("show") == "0" for name in slides)
    yield "hidden_slides", hidden, ""
    yield "notes", sum(bool(re.fullmatch(r"ppt/notesSlides/[^/]+\.xml", name)) for name in names), ""
    yield "comments", _count(archive, names, r"ppt/comments/[^/]+\.xml", "cm"), ""


def _of_open_document(archive, _names):
    counts = Counter()
    for tag, attributes in _elements(archive, "content.xml"):
        told = {name.rsplit("}", 1)[-1]: value for name, value in attributes.items()}
        counts["tracked_changes"] += tag == "changed-region"
        counts["comments"] += tag == "annotation"
        counts["hidden_sheets"] += tag == "table-properties" and told.get("display") == "false"
        is_collapsed = told.get("visibility") in ("collapse", "filter")
        counts["hidden_rows"] += tag == "table-row" and is_collapsed
        counts["hidden_columns"] += tag == "table-column" and is_collapsed
        counts["hidden_text"] += tag in ("hidden-text", "hidden-paragraph") or told.get("display") == "none"
    for code, count in counts.items():
        yield code, count, ""


INSPECTIONS = {
    "xlsx": _of_workbook,
    "docx": _of_word,
    "pptx": _of_slides,
    "odt": _of_open_document,
    "ods": _of_open_document,
    "odp": _of_open_document,
}


def _elements(archive, name):
    """(tag without its namespace, attributes) of every element of a part, one after the other."""
    with archive.open(name) as part:
        for _event, element in ElementTree.iterparse(part):
            yield element.tag.rsplit("}", 1)[-1], element.attrib
            element.clear()


def _root(archive, name):
    """The attributes of a part's outermost element."""
    with archive.open(name) as part:
        return next(ElementTree.iterparse(part, events=("start",)))[1].attrib


def _count(archive, names, pattern, wanted):
    parts = [name for name in names if re.fullmatch(pattern, name)]
    return sum(tag == wanted for name in parts for tag, _attributes in _elements(archive, name))


def _pages(numbers):
    return ", ".join(map(str, numbers))
