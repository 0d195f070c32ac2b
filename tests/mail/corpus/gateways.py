"""What gateways and rare programs do to a mail on its way: doubled ends of lines, forgotten fields, old encodings."""

import struct
import zlib

from tests.mail.corpus.making import ANSWER, PDF, Sample, b64, file_part, mail, mixed, nested, part, qp, text_part, uu

NAME = "Ответ.pdf"
IN_UTF8 = {"Content_Type": "text/plain; charset=utf-8", "Content_Transfer_Encoding": "8bit"}
WHOLE = mixed(text_part(), file_part(f'filename="{NAME}"'.encode()))
LONG_FILE = PDF * 9
UU = ANSWER.encode() + b"\r\n\r\n" + uu(NAME.encode(), LONG_FILE)
ENVELOPED = bytes.fromhex("308006092a864886f70d010703a0803080020100")
PGP = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0\r\n-----END PGP MESSAGE-----\r\n"


def sample(name, raw, files=(NAME,), text=ANSWER, kind="letter"):
    return Sample(name, raw, (text,) if text else (), files, kind)


def yenc(name, data):
    letters = b"".join(
        b"=" + bytes([(byte + 64) % 256]) if byte in b"\0\n\r=" else bytes([byte])
        for byte in ((byte + 42) % 256 for byte in data)
    )
    head = f"=ybegin line=9000 size={len(data)} name={name}\r\n".encode()
    return head + letters + b"\r\n" + f"=yend size={len(data)} crc32={zlib.crc32(data):08x}\r\n".encode()


def apple_single(data):
    return struct.pack(">II16xHIII", 0x00051600, 0x00020000, 1, 1, 38, len(data)) + data


def taken_for(charset):
    """UTF-8 that was taken for another charset and encoded once more."""
    return "".join(bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in ANSWER.encode()).encode()


def rtf(text):
    return b"{\\rtf1\\ansi\\ansicpg1251 " + b"".join(b"\\'%02x" % byte for byte in text.encode("cp1251")) + b"\\par}"


GATEWAYS = [
    sample("gateway-doubled-ends-of-lines", WHOLE.replace(b"\r\n", b"\r\r\n")),
    sample("gateway-mark-before-the-head", b"\xef\xbb\xbf" + WHOLE),
    sample("gateway-empty-line-in-the-head", b"Received: from gate.example.kz\r\n\r\n" + WHOLE),
    sample(
        "gateway-parts-that-the-head-calls-text",
        mail(b"--=-part\r\n" + text_part() + b"\r\n--=-part\r\n" + file_part(f'filename="{NAME}"'.encode()) + b"\r\n--=-part--\r\n", **IN_UTF8),
    ),
    sample("gateway-quoted-printable-called-base64", mail(qp(ANSWER), Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"), ()),
    sample("gateway-base64-called-quoted-printable", mail(b64(ANSWER.encode()), Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="quoted-printable"), ()),
    sample("gateway-file-in-base64-that-nobody-declares", mixed(text_part(), part(f"application/pdf; name={NAME}", b64(PDF)))),
    sample("gateway-text-encoded-twice-as-western", mail(taken_for("cp1252"), **IN_UTF8), ()),
    sample("gateway-text-encoded-twice-as-cyrillic", mail(taken_for("cp1251"), **IN_UTF8), ()),
    sample("gateway-name-encoded-twice", mixed(text_part(), file_part(f'filename="{NAME}"'.encode().decode("latin-1").encode()))),
    sample("gateway-name-in-entities", mixed(text_part(), file_part('filename="&#1054;&#1090;&#1074;&#1077;&#1090;.pdf"'))),
    sample("gateway-name-in-single-quotes", mixed(text_part(), file_part(f"filename='{NAME}'".encode()))),
    sample("gateway-name-without-a-semicolon", mixed(text_part(), part("application/pdf", b64(PDF), Content_Disposition=f'attachment filename="{NAME}"', Content_Transfer_Encoding="base64"))),
    sample("uuencode-whose-end-is-cut-off", mail(UU.replace(b"`\r\nend\r\n", b""), **IN_UTF8)),
    sample("uuencode-without-an-end-before-a-footer", mail(UU.replace(b"`\r\nend\r\n", "\r\n*** КОНФИДЕНЦИАЛЬНО ***\r\n".encode()), **IN_UTF8)),
    sample("text-that-begins-like-uuencode", mail((ANSWER + "\r\nbegin 2026 года\r\nend\r\n").encode(), **IN_UTF8), (), "begin 2026 года"),
    sample("yenc", mail(ANSWER.encode() + b"\r\n\r\n" + yenc(NAME, PDF + bytes(range(256))), **IN_UTF8)),
    sample("apple-double", mixed(text_part(), nested("appledouble", part(f"application/applefile; name={NAME}", b64(bytes.fromhex("0005160700020000") + bytes(60)), Content_Transfer_Encoding="base64"), file_part(f'filename="{NAME}"'.encode())))),
    sample("apple-single", mixed(text_part(), part(f"application/applefile; name={NAME}", b64(apple_single(PDF)), Content_Transfer_Encoding="base64"))),
    sample("rich-text-alone", mail(rtf(ANSWER), Content_Type="text/rtf"), ()),
    sample("alternative-with-amp", mail(nested("alternative", text_part(), part("text/x-amp-html; charset=utf-8", f"<html><p>{ANSWER}</p></html>".encode()), boundary="=-amp").partition(b"\r\n\r\n")[2], Content_Type='multipart/alternative; boundary="=-amp"'), ()),
    sample("encrypted-pgp-mime", mixed(part("application/pgp-encrypted", b"Version: 1\r\n"), part('application/octet-stream; name="encrypted.asc"', PGP), kind="encrypted"), ("encrypted.asc",), ""),
    sample("encrypted-smime", mail(b64(ENVELOPED), Content_Type="application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", Content_Transfer_Encoding="base64"), ("smime.p7m",), ""),
    sample("encrypted-pgp-in-the-text", mail(PGP, **IN_UTF8), (), "BEGIN PGP MESSAGE"),
    sample("signed-pgp-in-the-text", mail(f"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{ANSWER}\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQ\r\n-----END PGP SIGNATURE-----\r\n".encode(), **IN_UTF8), ()),
]  # fmt: skip
