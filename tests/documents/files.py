"""Small real files for tests, made byte by byte so that each one is wrong in exactly one way."""

import io
import zipfile

from PIL import Image


def pdf(*pages):
    """A PDF whose pages carry these texts, any letters, a line for each line: a Type0 font with a ToUnicode map."""
    letters = sorted({char for page in pages for char in page if char != "\n"})
    code = {char: number for number, char in enumerate(letters, start=1)}
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        _page_tree(len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 6 0 R >>",
        _stream(_to_unicode(code)),
        b"<< /Type /FontDescriptor /FontName /Plain /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200"
        b" /CapHeight 700 /StemV 80 /FontBBox [0 -200 1000 800] >>",
    ]
    for index, page in enumerate(pages):
        objects.append(_page(contents=8 + 2 * index))
        objects.append(_stream(_shown(page, code)))
    return _assembled(objects)


def pdf_with_empty_pages(count):
    page = b"<< /Type /Page /Parent 2 0 R >>"
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    tree = b"<< /Type /Pages /Count %d /MediaBox [0 0 200 200] /Kids [%s] >>" % (count, kids)
    return _assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[page] * count])


def locked_pdf():
    """Asks for a password: the keys in /Encrypt are of no known one."""
    key = b"<" + b"5a" * 32 + b">"
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O " + key + b" /U " + key + b" /P -4 >>"
    return pdf("secret").replace(b"/Root 1 0 R", encrypt + b" /ID [<00> <00>] /Root 1 0 R")


def scanned_pdf():
    """A page that is a picture: no text layer."""
    return _saved(Image.new("RGB", (300, 400), "lightgray"), "PDF")


def picture(kind="PNG", size=(40, 30)):
    return _saved(Image.new("RGB", size, "teal"), kind)


def archive(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return file.getvalue()


def docx(**more):
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>", **more})


def archive_that_lies(megabytes):
    """Declares one byte and unpacks to many megabytes."""
    packed = archive({"zeros.txt": b"\0" * (megabytes * 1024 * 1024)})
    size = (megabytes * 1024 * 1024).to_bytes(4, "little")
    return packed.replace(size, (1).to_bytes(4, "little"))


def _saved(image, kind):
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def _page_tree(count):
    kids = b" ".join(b"%d 0 R" % (7 + 2 * number) for number in range(count))
    return b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)


def _page(contents):
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>" % contents
    )


def _shown(page, code):
    lines = [b"<" + "".join(f"{code[char]:04X}" for char in line).encode() + b"> Tj T*" for line in page.split("\n")]
    return b"BT /F1 12 Tf 14 TL 50 780 Td\n" + b"\n".join(lines) + b"\nET"


def _to_unicode(code):
    pairs = [f"<{number:04X}> <{char.encode('utf-16-be').hex()}>" for char, number in code.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Plain def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapped}\nendcmap end end"
    ).encode()


def _stream(content):
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects):
    file = io.BytesIO()
    file.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return file.getvalue()
