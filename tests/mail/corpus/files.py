"""Names of files in every spelling, and files in every wrapping."""

from urllib.parse import quote

from tests.mail.corpus.making import (
    ANSWER,
    JPEG,
    PDF,
    Sample,
    b64,
    file_part,
    mail,
    mixed,
    part,
    signed_data,
    text_part,
    uu,
    word,
)
from tests.mail.corpus.outlook import compound_file, tnef

NAME = "Ответ на запрос №12 от 01.09.2025.pdf"
KAZAKH = "Жауап хат – қоршаған орта туралы.docx"
LONG = "Ответ на запрос о предоставлении экологической информации " * 3 + "№ 12.pdf"


def named(name, disposition, expected=NAME, **fields):
    return Sample(name, mixed(text_part(), file_part(disposition), **fields), (ANSWER,), (expected,))


def _continued(name, charset, width, starred=True):
    letters = quote(name.encode(charset), safe="")
    pieces = [letters[at : at + width] for at in range(0, len(letters), width)]
    lines = [
        f"filename*{number}*={'' if number else charset + chr(39) * 2}{piece}" for number, piece in enumerate(pieces)
    ]
    return ";\r\n ".join(lines)


def _words_across(name):
    """One encoded name over two lines, cut inside a letter, as Outlook and mail.ru do."""
    data = name.encode()
    return "\r\n ".join(f"=?UTF-8?B?{b64(piece, 0).decode()}?=" for piece in (data[:21], data[21:]))


FILES = [
    named("name-rfc-2231", f"filename*=utf-8''{quote(NAME)}"),
    named("name-rfc-2231-kazakh", f"filename*=utf-8''{quote(KAZAKH)}", KAZAKH),
    named("name-rfc-2231-continued", _continued(NAME, "utf-8", 40)),
    named("name-rfc-2231-continued-inside-an-escape", _continued(NAME, "utf-8", 37)),
    named("name-rfc-2231-koi8-r", f"filename*=koi8-r''{quote('Ответ.pdf'.encode('koi8-r'))}", "Ответ.pdf"),
    named("name-rfc-2231-wrong-charset", f"filename*=utf-8''{quote(NAME.encode('cp1251'))}"),
    named("name-rfc-2231-unknown-charset", f"filename*=x-unknown''{quote(NAME.encode('cp1251'))}"),
    named("name-rfc-2231-without-charset", f"filename*={quote(NAME)}"),
    named(
        "name-rfc-2231-beside-question-marks", f"filename=\"????? ?? ??????.pdf\";\r\n filename*=utf-8''{quote(NAME)}"
    ),
    named(
        "name-rfc-2231-out-of-order", "filename*1*=%B5%D1%82.pdf; filename*0*=utf-8''%D0%9E%D1%82%D0%B2%D0", "Ответ.pdf"
    ),
    named("name-encoded-word", f'filename="{word(NAME)}"'),
    named("name-encoded-word-kz1048", f'filename="{word("Жауап хат.docx", "kz1048")}"', "Жауап хат.docx"),
    named("name-encoded-word-cp1251-q", f'filename="{word(NAME, "cp1251", "Q")}"'),
    named("name-encoded-word-unquoted", f"filename={word(NAME)}; size=100"),
    named("name-encoded-words-across-lines", f'filename="{_words_across(NAME)}"'),
    named("name-encoded-twice", f'filename="{word(word(NAME))}"'),
    named("name-encoded-word-within-rfc-2231", f"filename*=utf-8''{quote(word(NAME))}"),
    named("name-raw-utf-8", f'filename="{NAME}"'),
    named("name-raw-cp1251", f'filename="{NAME}"'.encode("cp1251")),
    named("name-raw-koi8-r", 'filename="Ответ на запрос.pdf"'.encode("koi8-r"), "Ответ на запрос.pdf"),
    named("name-raw-cp866", 'filename="Ответ на запрос.pdf"'.encode("cp866"), "Ответ на запрос.pdf"),
    named("name-raw-unquoted-with-spaces", f"filename={NAME}"),
    named("name-percent-encoded", f'filename="{quote(NAME)}"'),
    named("name-with-a-semicolon", 'filename="пробы; анализ.pdf"', "пробы; анализ.pdf"),
    named("name-with-quotes", 'filename="ТОО \\"Пример\\".pdf"', 'ТОО "Пример".pdf'),
    named("name-with-a-path", 'filename="C:\\\\Users\\\\a\\\\Ответ.pdf"', "Ответ.pdf"),
    named("name-with-a-slash", 'filename="Исх. 12/34.pdf"', "Исх. 12_34.pdf"),
    named("name-with-a-direction-mark", 'filename="Ответ\u202efdp.exe"', "Ответfdp.exe"),
    named("name-decomposed", 'filename="Воспрои\u0306.pdf"', "Воспрой.pdf"),
    named("name-of-300-letters", f"filename*=utf-8''{quote(LONG)}", LONG),
    Sample(
        "name-of-three-raw-letters-beside-a-cp1251-text",
        mixed(text_part(charset="windows-1251"), file_part('filename="акт.pdf"'.encode("cp1251"))),
        (ANSWER,),
        ("акт.pdf",),
    ),
    Sample(
        "name-of-three-raw-letters-beside-a-koi8-r-text",
        mixed(text_part(charset="koi8-r"), file_part('filename="акт.pdf"'.encode("koi8-r"))),
        (ANSWER,),
        ("акт.pdf",),
    ),
    Sample(
        "name-in-content-type-alone",
        mixed(text_part(), part(f'application/pdf; name="{word(NAME)}"', b64(PDF), Content_Transfer_Encoding="base64")),
        (ANSWER,),
        (NAME,),
    ),
    Sample(
        "name-damaged-in-one-field-whole-in-the-other",
        mixed(
            text_part(),
            part(
                f'application/pdf; name="{word(NAME)}"',
                b64(PDF),
                Content_Transfer_Encoding="base64",
                Content_Disposition='attachment; filename="????? ?? ??????.pdf"',
            ),
        ),
        (ANSWER,),
        (NAME,),
    ),
    Sample(
        "two-files-of-one-name",
        mixed(text_part(), file_part('filename="Ответ.pdf"'), file_part('filename="Ответ.pdf"', PDF + b"2")),
        (ANSWER,),
        ("Ответ.pdf", "Ответ.pdf"),
    ),
    Sample("file-without-a-name", mixed(text_part(), file_part("")), (ANSWER,), ("attachment-1.pdf",)),
    Sample(
        "picture-in-the-text",
        mixed(
            text_part('<p>Схема:</p><img src="cid:p1@x">', kind="html"),
            part("image/jpeg; name=scheme.jpg", b64(JPEG), Content_Transfer_Encoding="base64", Content_ID="<p1@x>"),
            kind="related",
        ),
        ("Схема:",),
        ("scheme.jpg",),
    ),
    Sample(
        "uuencode-in-the-text",
        mail(ANSWER.encode() + b"\r\n\r\n" + uu("Ответ.pdf".encode(), PDF), Content_Type="text/plain; charset=utf-8"),
        (ANSWER,),
        ("Ответ.pdf",),
    ),
    Sample(
        "uuencode-without-mime-cp1251",
        mail(
            ANSWER.encode("cp1251") + b"\r\n" + uu("Пробы воды.xls".encode("cp1251"), b"\xd0\xcf\x11\xe0" + bytes(90)),
            MIME_Version=None,
        ),
        (ANSWER,),
        ("Пробы воды.xls",),
    ),
    Sample(
        "uuencode-as-transfer-encoding",
        mixed(
            text_part(),
            part("application/pdf; name=a.pdf", uu(b"a.pdf", PDF), Content_Transfer_Encoding="x-uuencode"),
        ),
        (ANSWER,),
        ("a.pdf",),
    ),
    Sample(
        "winmail-dat-with-files",
        mixed(
            text_part(),
            file_part(
                'filename="winmail.dat"',
                tnef(body="", files=[(NAME, PDF), (KAZAKH, b"PK\x03\x04")]),
                "application/ms-tnef",
            ),
        ),
        (ANSWER,),
        (NAME, KAZAKH),
    ),
    Sample(
        "winmail-dat-is-the-letter",
        mixed(file_part('filename="winmail.dat"', tnef(body=ANSWER, files=[]), "application/octet-stream")),
        (ANSWER,),
        (),
    ),
    Sample(
        "winmail-dat-with-old-names-cp1251",
        mixed(
            text_part(),
            file_part(
                'filename="ATT00001.dat"',
                tnef(body="", files=[("Ответ.pdf", PDF)], is_unicode=False),
                "application/ms-tnef",
            ),
        ),
        (ANSWER,),
        ("Ответ.pdf",),
    ),
    Sample(
        "winmail-dat-rich-text",
        mixed(
            file_part(
                'filename="winmail.dat"',
                tnef(
                    rtf=r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset204 Arial;}}\f0 "
                    + "".join(f"\\'{byte:02x}" for byte in "Взято десять проб".encode("cp1251"))
                    + r"\par \u1178?\u1072? \u8212? 0,3}"
                ),
                "application/ms-tnef",
            )
        ),
        ("Взято десять проб", "Қа — 0,3"),
        (),
    ),
    Sample(
        "winmail-dat-cut-off",
        mixed(
            text_part(),
            file_part('filename="winmail.dat"', tnef(body="", files=[("Ответ.pdf", PDF)])[:-40], "application/ms-tnef"),
        ),
        (ANSWER,),
        ("Ответ.pdf",),
    ),
    Sample(
        "outlook-template-oft",
        mixed(
            text_part("Во вложении."),
            file_part(
                f'filename="{word("Ответ.oft")}"',
                compound_file(subject="Ответ из шаблона", body=ANSWER, files=[(NAME, PDF), ("Жауап.pdf", PDF)]),
                "application/octet-stream",
            ),
        ),
        ("Во вложении.",),
        ("Ответ.oft", NAME, "Жауап.pdf"),
    ),
    Sample(
        "outlook-message-alone",
        mixed(
            file_part(
                'filename="msg.msg"',
                compound_file(subject="Ответ", body=ANSWER, files=[]),
                "application/vnd.ms-outlook",
            )
        ),
        (ANSWER,),
        ("msg.msg",),
    ),
]
FILES += [
    Sample(
        "signed-file",
        mixed(
            text_part(), file_part(f'filename="{word("Ответ.pdf.p7s")}"', signed_data(PDF), "application/pkcs7-mime")
        ),
        (ANSWER,),
        ("Ответ.pdf.p7s", "Ответ.pdf"),
    ),
    Sample(
        "signed-file-with-lengths-untold",
        mixed(
            text_part(),
            file_part(
                f'filename="{word("Ответ.pdf.cms")}"', signed_data(PDF, is_untold=True), "application/octet-stream"
            ),
        ),
        (ANSWER,),
        ("Ответ.pdf.cms", "Ответ.pdf"),
    ),
    Sample(
        "signature-alone",
        mixed(text_part(), file_part('filename="smime.p7s"', signed_data(None), "application/pkcs7-signature")),
        (ANSWER,),
        ("smime.p7s",),
    ),
]
