"""What a file says beside what it shows: [code, how often, detail]. Runs beside reader.py; findings.py has the words."""

import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pypdfium2
from PIL import ExifTags, Image
from pypdfium2 import raw

from portal.documents import limits, pictures

LOOKED_AT = 100  # pages whose letters are compared with their pictures
DETAIL = 200
LINK, POPUP, WIDGET = 2, 16, 20  # annotations that are no remark of anybody
CREATOR = re.compile(r"\}(creator|lastModifiedBy|initial-creator|Company|Manager|printed-by)$")


def findings(kind, path):
    if kind == "pdf":
        found = list(_of_pdf(path))
    elif kind in ("jpeg", "png", "webp"):
        found = list(_of_picture(path))
    else:
        found = list(_of_archive(kind, path))
    return [[code, count, str(detail)[:DETAIL]] for code, count, detail in found if count]


def _of_pdf(path):
    document = pypdfium2.PdfDocument(path)
    written = list(filter(None, map(document.get_metadata_value, ("Title", "Author", "Subject", "Keywords"))))
    yield "metadata", len(written), ", ".join(written)
    names = [document.get_attachment(index).get_name() for index in range(document.count_attachments())]
    yield "attached_files", len(names), ", ".join(names)
    yield "form", int(document.get_formtype() != raw.FORMTYPE_NONE), ""
    yield "digital_signature", max(raw.FPDF_GetSignatureCount(document), 0), ""
    yield "script", max(raw.FPDFDoc_GetJavaScriptActionCount(document), 0), ""
    document.init_forms()
    remarks, cropped, unseen, without_text = Counter(), [], {}, []
    for index in range(min(len(document), limits.REDACTED_PAGES)):
        page = document[index]
        remarks[index + 1] = _remarks(page)
        if _is_cropped(page):
            cropped.append(index + 1)
        if index < LOOKED_AT:
            words, has_text = _unseen_words(page)
            unseen.update(dict.fromkeys(words, index + 1))
            if not has_text:
                without_text.append(index + 1)
        page.close()
    yield "remarks", remarks.total(), _pages(number for number, count in remarks.items() if count)
    yield "cropped", len(cropped), _pages(cropped)
    yield "unseen_text", len(unseen), ", ".join(unseen)
    yield "only_pictures", len(without_text), _pages(without_text)


def _remarks(page):
    count = 0
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        count += raw.FPDFAnnot_GetSubtype(annotation) not in (LINK, POPUP, WIDGET)
        raw.FPDFPage_CloseAnnot(annotation)
    return count


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
            yield "files_inside", len(names), ", ".join(names)
            return
        told = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
        people = dict.fromkeys(person for name in told for person in _people(archive, name))
        yield "author", len(people), ", ".join(people)
        inside = [
            name for name in names if re.search(r"/embeddings/|/externalLinks/externalLink|ObjectReplacements/", name)
        ]
        yield "attached_files", len(inside), ", ".join(inside)
        yield from INSPECTIONS[kind](archive, names)


def _people(archive, name):
    if name in archive.namelist():
        for _event, element in ElementTree.iterparse(archive.open(name)):
            if CREATOR.search(element.tag) and (element.text or "").strip():
                yield element.text.strip()


def _of_workbook(archive, names):
    sheets = [attributes for tag, attributes in _elements(archive, "xl/workbook.xml") if tag == "sheet"]
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
    yield "comments", _count(archive, names, r"xl/comments[^/]*\.xml", "comment"), ""
    yield "pivot_copies", sum(name.startswith("xl/pivotCache/pivotCacheRecords") for name in names), ""


def _of_word(archive, names):
    changes = hidden = 0
    for name in names:
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
            for tag, attributes in _elements(archive, name):
                changes += tag in ("ins", "del", "moveFrom", "moveTo")
                hidden += tag == "vanish" and not any(value in ("0", "false") for value in attributes.values())
    yield "tracked_changes", changes, ""
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
