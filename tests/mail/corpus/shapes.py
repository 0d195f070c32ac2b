"""Mails whose parts are put together oddly."""

from tests.mail.corpus.making import (
    ANSWER,
    ANSWER_KK,
    PDF,
    Sample,
    b64,
    file_part,
    mail,
    mixed,
    nested,
    part,
    signed_data,
    text_part,
    word,
)

HTML = f"<html><body><p>Здравствуйте!</p><p>{ANSWER}</p><ul><li>Первое</li><li>Второе</li></ul></body></html>"
ENCLOSED = mail(ANSWER_KK.encode(), subject=word("Жауап"), Content_Type="text/plain; charset=utf-8")

SHAPES = [
    Sample("html-alone", mixed(text_part(HTML, kind="html")), text=(ANSWER, "• Первое", "• Второе")),
    Sample(
        "html-inside-text-plain",
        mail(HTML.encode(), Content_Type="text/plain; charset=utf-8"),
        text=(ANSWER, "• Первое"),
    ),
    Sample(
        "html-with-a-style-that-never-ends",
        mail(f"<p>{ANSWER}</p><style>p {{ color: red }}".encode(), Content_Type="text/html; charset=utf-8"),
        text=(ANSWER,),
    ),
    Sample(
        "html-table-of-results",
        mail(
            "<table><tr><th>Проба</th><th>мг/л</th></tr><tr><td>№ 1</td><td>0,3</td></tr></table>".encode(),
            Content_Type="text/html; charset=utf-8",
        ),
        text=("Проба\tмг/л", "№ 1\t0,3"),
    ),
    Sample(
        "alternative-with-an-empty-plain-text",
        mixed(text_part("\r\n"), text_part(HTML, kind="html"), kind="alternative"),
        text=(ANSWER,),
    ),
    Sample(
        "alternative-whose-plain-text-says-nothing",
        mixed(text_part("Ваша программа не поддерживает HTML."), text_part(HTML, kind="html"), kind="alternative"),
        text=(ANSWER,),
    ),
    Sample(
        "alternative-the-same-twice",
        mixed(text_part(ANSWER), text_part(f"<p>{ANSWER}</p>", kind="html"), kind="alternative"),
        text=(ANSWER,),
    ),
    Sample(
        "apple-text-file-text",
        mixed(
            text_part("Сначала об этом."),
            file_part('filename="=?utf-8?B?0J/RgNC+0LHRiy5wZGY=?="'),
            text_part("Потом об этом."),
        ),
        text=("Сначала об этом.", "Потом об этом."),
        files=("Пробы.pdf",),
    ),
    Sample(
        "final-boundary-missing",
        mixed(text_part(), file_part("filename=a.pdf"), is_closed=False),
        (ANSWER,),
        ("a.pdf",),
    ),
    Sample(
        "boundary-not-declared",
        mail(mixed(text_part(), file_part("filename=a.pdf")).partition(b"\r\n\r\n")[2], Content_Type="multipart/mixed"),
        (ANSWER,),
        ("a.pdf",),
    ),
    Sample(
        "boundary-never-used",
        mail(ANSWER.encode(), Content_Type='multipart/mixed; boundary="nowhere"'),
        text=(ANSWER,),
    ),
    Sample(
        "inner-boundary-begins-like-the-outer",
        mixed(nested("alternative", text_part(), boundary="b-1"), file_part("filename=a.pdf"), boundary="b"),
        (ANSWER,),
        ("a.pdf",),
    ),
    Sample(
        "inner-final-boundary-missing",
        mixed(
            nested("alternative", text_part(), text_part(f"<p>{ANSWER}</p>", kind="html"), is_closed=False),
            file_part("filename=a.pdf"),
        ),
        (ANSWER,),
        ("a.pdf",),
    ),
    Sample(
        "letter-in-the-preamble",
        mixed(file_part("filename=a.pdf"), preamble=ANSWER.encode() + b"\r\n"),
        (ANSWER,),
        ("a.pdf",),
    ),
    Sample("line-ends-of-unix", mixed(text_part()).replace(b"\r\n", b"\n"), text=(ANSWER,)),
    Sample(
        "line-ends-of-old-mac",
        mail(b"First line\rSecond line").replace(b"\r\n", b"\r"),
        text=("First line\nSecond line",),
    ),
    Sample(
        "mailbox-line-on-top",
        b"From a.serikova@ecology.example.kz Mon Mar  9 10:15:00 2026\r\n" + mixed(text_part()),
        text=(ANSWER,),
        sender="Айгүл Серікова <a.serikova@ecology.example.kz>",
    ),
    Sample("only-headers", mail(), text=(), subject="Ответ на запрос"),
    Sample("nothing-at-all", b"", text=()),
    Sample("no-headers", b"\r\n" + ANSWER.encode(), text=(ANSWER,)),
    Sample("content-type-nonsense", mail(ANSWER.encode(), Content_Type="text"), text=(ANSWER,)),
    Sample("content-type-twice", mixed(text_part(), Content_Language="ru, kk"), text=(ANSWER,)),
    Sample(
        "flowed-with-deleted-spaces",
        mail(
            "Взято десять \r\nпроб. \r\nКонец.\r\n-- \r\nАйгүл".encode(),
            Content_Type="text/plain; charset=utf-8; format=flowed",
        ),
        text=("Взято десять проб. Конец.",),
    ),
    Sample(
        "enclosed-mail",
        mixed(text_part(), part("message/rfc822", ENCLOSED)),
        text=(ANSWER,),
        files=("Жауап.eml",),
    ),
    Sample(
        "enclosed-mail-in-base64",
        mixed(text_part(), part("message/rfc822", b64(ENCLOSED), Content_Transfer_Encoding="base64")),
        text=(ANSWER,),
        files=("Жауап.eml",),
    ),
    Sample("nothing-but-an-enclosed-mail", mixed(part("message/rfc822", ENCLOSED)), (ANSWER_KK,), ("Жауап.eml",)),
    Sample(
        "enclosed-mail-as-a-file",
        mixed(text_part(), file_part('filename="answer.eml"', ENCLOSED, "application/octet-stream")),
        (ANSWER,),
        ("answer.eml",),
    ),
    Sample(
        "enclosed-mail-with-a-file",
        mixed(part("message/rfc822", mixed(text_part(), file_part(f'filename="{word("Ответ.pdf")}"')))),
        (ANSWER,),
        ("Ответ на запрос.eml", "Ответ.pdf"),
    ),
    Sample(
        "letter-as-a-named-text-part",
        mail(ANSWER.encode(), Content_Type='text/plain; charset=utf-8; name="body.txt"'),
        (ANSWER,),
        ("body.txt",),
    ),
    Sample(
        "invitation-alone",
        mail(
            "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Ознакомление с материалами\r\n"
            "LOCATION:кабинет 5\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode(),
            Content_Type="text/calendar; method=REQUEST; charset=utf-8",
        ),
        ("Ознакомление с материалами", "кабинет 5"),
        ("invitation.ics",),
    ),
    Sample(
        "signed-mail",
        mixed(
            text_part(),
            file_part('filename="smime.p7s"', b"0\x80", "application/pkcs7-signature"),
            kind='signed; protocol="application/pkcs7-signature"',
        ),
        (ANSWER,),
        ("smime.p7s",),
    ),
    Sample(
        "file-alone",
        mail(b64(PDF), Content_Type='application/pdf; name="a.pdf"', Content_Transfer_Encoding="base64"),
        (),
        ("a.pdf",),
    ),
    Sample(
        "date-in-russian",
        mail(ANSWER.encode(), date="Пн, 9 мар 2026 10:15:00 +0500", Content_Type="text/plain; charset=utf-8"),
        (ANSWER,),
    ),
    Sample("parts-too-deep", mixed(*[text_part()], boundary="d0"), (ANSWER,)),
]


def _deep(levels):
    piece = text_part()
    for level in range(levels):
        piece = nested("mixed", piece, boundary=f"=-level-{level}-")
    return mixed(piece)


SHAPES[-1] = Sample("parts-too-deep", _deep(40), ())
SHAPES += [
    Sample(
        "base64-in-short-lines",
        mail(b64(ANSWER.encode(), 7), Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"),
        text=(ANSWER,),
    ),
    Sample(
        "base64-with-rubbish",
        mail(
            b"!!! " + b64(ANSWER.encode()).replace(b"\r\n", b" *\r\n"),
            Content_Type="text/plain; charset=utf-8",
            Content_Transfer_Encoding="base64",
        ),
        text=(ANSWER,),
    ),
    Sample(
        "second-piece-of-a-mail-cut-up",
        mail(ANSWER.encode(), Content_Type='message/partial; id="a@ecology.example.kz"; number=2; total=2'),
        text=(ANSWER,),
    ),
    Sample(
        "signed-mail-in-an-envelope",
        mail(
            b64(signed_data(text_part())),
            Content_Type="application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
            Content_Transfer_Encoding="base64",
        ),
        text=(ANSWER,),
    ),
]
