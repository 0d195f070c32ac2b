"""PDF files whose pages are turned, cropped, remarked on, filled in, carry files or are encrypted; letters can be seen."""

import hashlib
import io
import struct

from PIL import Image, ImageDraw, ImageFont

from tests.documents.files import _assembled, _stream

A4 = (0, 0, 595, 842)


def paper(*pages, rotate=0, media=A4, crop=None, annotations=(), catalog=b"", more=(), info=b"", laid_over=b""):
    """Each page is [(x, y, words in Latin letters), …] in points from the lower left corner, in Helvetica 14."""
    first_page = 4
    kids = b" ".join(b"%d 0 R" % (first_page + 2 * number) for number in range(len(pages)))
    extra = first_page + 2 * len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog.replace(b"EXTRA", b"%d" % extra),
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, words in enumerate(pages):
        own = b"/CropBox %s " % _box(crop) if crop else b""
        own += b"/Rotate %d " % rotate if rotate else b""
        own += b"/Annots [%s] " % b" ".join(annotations) if annotations else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox %s %s/Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % (_box(media), own, first_page + 2 * number + 1)
        )
        shown = [b"BT /F1 14 Tf %d %d Td (%s) Tj ET" % (x, y, word.encode()) for x, y, word in words]
        objects.append(_stream(b"\n".join([*shown, laid_over]) if laid_over else b"\n".join(shown)))
    objects += [*more, b"<< %s >>" % info]
    return _assembled(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R /Info %d 0 R" % len(objects))


def remark(words):
    return (
        b"<< /Type /Annot /Subtype /FreeText /Rect [100 400 400 430] /DA (/F1 12 Tf) /Contents (%s) >>" % words.encode()
    )


def with_attached_file(*pages, name="secret.txt", content=b"attached secret"):
    catalog = b"/Names << /EmbeddedFiles << /Names [(%s) EXTRA 0 R] >> >>" % name.encode()
    count = 4 + 2 * len(pages)
    spec = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name.encode(), name.encode(), count + 1)
    stream = b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    return paper(*pages, catalog=catalog, more=(spec, stream))


def with_form(*pages, value="filled in by Serik"):
    """One text field with a value; its look is drawn by the program that shows the form."""
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (%s) /Rect [100 500 400 530] /DA (/F1 12 Tf 0 g) /F 4 >>"
    number = 4 + 2 * len(pages)
    catalog = b"/AcroForm << /Fields [%d 0 R] /NeedAppearances true /DR << /Font << /F1 3 0 R >> >> >>" % number
    return paper(*pages, catalog=catalog, annotations=(b"%d 0 R" % number,), more=(field % value.encode(),))


def scan(*pages):
    """Pages that are pictures of words, with a text layer of nothing."""
    drawn = []
    for words in pages:
        picture = Image.new("L", (1240, 1754), "white")
        font = ImageFont.load_default(size=48)
        for row, line in enumerate(words.split("\n")):
            ImageDraw.Draw(picture).text((120, 160 + 90 * row), line, fill="black", font=font)
        drawn.append(picture)
    file = io.BytesIO()
    drawn[0].save(file, "PDF", save_all=True, append_images=drawn[1:], resolution=150)
    return file.getvalue()


def over_a_text(words):
    """A picture of the words, and above it the same words unseen, as programs that recognise letters write them."""
    seen = b"\n".join(b"BT /F1 14 Tf %d %d Td (%s) Tj ET" % (x, y, word.encode()) for x, y, word in words)
    return paper([], laid_over=seen + b"\n" + seen.replace(b"BT ", b"BT 3 Tr "))


def encrypted(words):
    """Opens without a password, as many sent documents do: only changing it is forbidden. RC4 with 40 bits."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner = _rc4(hashlib.md5(pad).digest()[:5], pad)
    permissions, identity = struct.pack("<i", -44), b"0123456789abcdef"
    key = hashlib.md5(pad + owner + permissions + identity).digest()[:5]
    clear = b"BT /F1 14 Tf 72 700 Td (%s) Tj ET" % words.encode()
    content = _rc4(hashlib.md5(key + struct.pack("<I", 5)[:3] + b"\0\0").digest()[:10], clear)
    file = paper([]).replace(_stream(b""), _stream(content))
    locks = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >> /ID [<%s> <%s>]" % (
        owner.hex().encode(),
        _rc4(key, pad).hex().encode(),
        identity.hex().encode(),
        identity.hex().encode(),
    )
    return with_true_places(file.replace(b"/Root 1 0 R", b"/Root 1 0 R " + locks))


def with_true_places(file):
    """The table of places anew, after something in the middle grew."""
    body, _xref, tail = file.partition(b"xref\n0 ")
    count = int(tail.split(b"\n", 1)[0])
    places = [body.index(b"%d 0 obj" % number) for number in range(1, count)]
    lines = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = tail[tail.index(b"trailer") : tail.index(b"startxref")]
    return (
        body + b"xref\n0 %d\n0000000000 65535 f \n" % count + lines + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)
    )


def _rc4(key, data):
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _box(corners):
    return b"[%s]" % b" ".join(b"%d" % corner for corner in corners)
