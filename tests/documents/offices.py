"""Office files that hide something, written part by part."""

import io

import xlsxwriter

from tests.documents.files import archive

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Серік Ахметов</dc:creator></cp:coreProperties>'
)


def docx(*paragraphs, body="", **parts):
    told = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    content = f"<w:document {W}><w:body>{told}{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": content, **parts})


def docx_with_everything():
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>' for c in row)}</w:tr>" for row in TABLE
    )
    body = (
        f"<w:tbl>{rows}</w:tbl><w:p><w:del><w:r><w:delText>өшірілген</w:delText></w:r></w:del></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>жасырын</w:t></w:r></w:p>"
    )
    comments = f"<w:comments {W}><w:comment/><w:comment/></w:comments>"
    parts = {"word/comments.xml": comments, "docProps/core.xml": CORE, "word/embeddings/table.xlsx": "x"}
    return docx("Жауап хат", body=body, **parts)


TABLE = [("Зат", "мг/м³"), ("Бензол", "0,12")]


def xlsx(rows=TABLE, hidden=False):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Нәтиже")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if hidden:
        book.set_properties({"author": "Серік Ахметов"})
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(3, 4, None, None, {"hidden": True})
        sheet.write_comment("A1", "кімге?")
        secret = book.add_worksheet("Құпия")
        secret.write(0, 0, "құпия сан")
        secret.hide()
    book.close()
    return file.getvalue()


def pptx(*paragraphs, **parts):
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    told = "".join(f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>" for words in paragraphs)
    slide = f'<slide xmlns:a="{drawing}">{told}</slide>'
    return archive({"ppt/presentation.xml": "<presentation/>", "ppt/slides/slide1.xml": slide, **parts})


OPEN_TABLE = "<table:table><table:table-row><table:table-cell><text:p>Бензол</text:p></table:table-cell></table:table-row></table:table>"


def open_document(what, body):
    names = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in names.items()
    )
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{what}", "content.xml": content})
