"""Letters in the right, the wrong, and no charset."""

from tests.mail.corpus.making import ANSWER, ANSWER_KK, Sample, b64, mail, mixed, qp, text_part, word

SIGNED = (word("Айгүл Серікова"), "Айгүл Серікова <a.serikova@ecology.example.kz>")


def plain(name, text, charset, declared, **given):
    """Raw bytes of `charset` under a declared one."""
    content_type = f"text/plain; charset={declared}" if declared is not None else "text/plain"
    raw = mail(text.encode(charset), Content_Type=content_type, Content_Transfer_Encoding="8bit", **given)
    return Sample(name, raw, text=(text,))


def undeclared(name, text, charset):
    """No MIME at all, as old servers and scanners send."""
    subject = "Ответ на запрос"
    raw = mail(text.encode(charset), subject=subject.encode(charset), MIME_Version=None)
    return Sample(name, raw, text=(text,), subject=subject)


CHARSETS = [
    plain("utf-8-8bit", ANSWER, "utf-8", "utf-8"),
    plain("windows-1251-declared", ANSWER, "cp1251", "windows-1251"),
    plain("cp-1251-misspelt", ANSWER, "cp1251", "cp-1251"),
    plain("win-1251-misspelt", ANSWER, "cp1251", "win-1251"),
    plain("koi8-misspelt", ANSWER, "koi8-r", "koi8"),
    plain("koi8-r-declared", ANSWER, "koi8-r", "KOI8-R"),
    plain("cp866-declared", ANSWER, "cp866", "ibm866"),
    plain("charset-empty", ANSWER, "cp1251", '""'),
    plain("charset-unknown", ANSWER, "cp1251", "unknown"),
    plain("charset-x-unknown", ANSWER, "koi8-r", "x-unknown"),
    plain("charset-unknown-8bit", ANSWER, "cp1251", "unknown-8bit"),
    plain("charset-us-ascii-but-cyrillic", ANSWER, "cp1251", "us-ascii"),
    plain("latin-1-but-cp1251", ANSWER, "cp1251", "iso-8859-1"),
    plain("latin-1-but-utf-8", ANSWER, "utf-8", "iso-8859-1"),
    plain("utf-8-but-cp1251", ANSWER, "cp1251", "utf-8"),
    plain("utf-8-but-koi8-r", ANSWER, "koi8-r", "utf-8"),
    plain("koi8-r-but-cp1251", ANSWER, "cp1251", "koi8-r"),
    plain("cp1251-but-koi8-r", ANSWER, "koi8-r", "windows-1251"),
    plain("cp1251-but-utf-8-kazakh", ANSWER_KK, "utf-8", "windows-1251"),
    plain("cp1251-but-kz1048-kazakh", ANSWER_KK, "kz1048", "windows-1251"),
    plain("kz1048-declared", ANSWER_KK, "kz1048", "KZ-1048"),
    plain("strk1048-declared", ANSWER_KK, "kz1048", "STRK1048-2002"),
    plain("ptcp154-declared", ANSWER_KK, "ptcp154", "PTCP154"),
    plain(
        "western-latin-1", "Sehr geehrte Frau Äitmatowa, anbei die Übersicht für März. Grüße", "cp1252", "iso-8859-1"
    ),
    plain("western-quotes-in-latin-1", "The body’s “answer” – ten samples", "cp1252", "iso-8859-1"),
    undeclared("no-mime-utf-8", ANSWER, "utf-8"),
    undeclared("no-mime-cp1251", ANSWER, "cp1251"),
    undeclared("no-mime-koi8-r", ANSWER, "koi8-r"),
    undeclared("no-mime-cp866", ANSWER, "cp866"),
    undeclared("no-mime-kz1048-kazakh", ANSWER_KK, "kz1048"),
    undeclared("no-mime-ptcp154-kazakh", ANSWER_KK, "ptcp154"),
    undeclared("no-mime-utf-8-kazakh", ANSWER_KK, "utf-8"),
    Sample(
        "two-charsets-in-one-body",
        mail(
            ANSWER.encode() + b"\r\n-- \r\n" + "Письмо проверено антивирусом".encode("cp1251"),
            Content_Type="text/plain; charset=utf-8",
        ),
        text=(ANSWER, "Письмо проверено антивирусом"),
    ),
    Sample(
        "utf-8-cut-inside-a-letter",
        mail((ANSWER + "\r\nС уважением").encode()[:-1], Content_Type="text/plain; charset=utf-8"),
        text=(ANSWER, "С уважение"),
    ),
    Sample(
        "utf-16-with-mark",
        mail(
            b64(ANSWER.encode("utf-16")), Content_Type="text/plain; charset=utf-16", Content_Transfer_Encoding="base64"
        ),
        text=(ANSWER,),
    ),
    Sample(
        "html-says-its-charset-alone",
        mail(
            f"<html><head><meta charset='windows-1251'></head><body><p>{ANSWER}</p></body></html>".encode("cp1251"),
            Content_Type="text/html",
        ),
        text=(ANSWER,),
    ),
    Sample(
        "quoted-printable-with-broken-escapes",
        mail(
            qp(ANSWER) + b"\r\n100=% =ZZ =\r\n",
            Content_Type="text/plain; charset=utf-8",
            Content_Transfer_Encoding="quoted-printable",
        ),
        text=(ANSWER, "100=% =ZZ"),
    ),
    Sample(
        "quoted-printable-undeclared",
        mail(qp(ANSWER), Content_Type="text/plain; charset=utf-8"),
        text=(ANSWER,),
    ),
    Sample(
        "quoted-printable-declared-as-7bit",
        mail(qp(ANSWER), Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="7bit"),
        text=(ANSWER,),
    ),
    Sample("base64-undeclared", mail(b64(ANSWER.encode()), Content_Type="text/plain; charset=utf-8"), text=(ANSWER,)),
    Sample(
        "base64-cut-off",
        mail(b64(ANSWER.encode())[:-3], Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"),
        text=("взято десять проб воды",),
    ),
    Sample(
        "base64-with-a-plain-footer",
        mail(
            b64(ANSWER.encode()) + b"\r\n\r\n--\r\nThis mail was checked by an example antivirus.\r\n",
            Content_Type="text/plain; charset=utf-8",
            Content_Transfer_Encoding="Base64 ",
        ),
        text=(ANSWER, "This mail was checked by an example antivirus."),
    ),
    Sample(
        "base64-in-portions-with-padding",
        mail(
            b64(ANSWER.encode()[:11]) + b"\r\n" + b64(ANSWER.encode()[11:]),
            Content_Type="text/plain; charset=utf-8",
            Content_Transfer_Encoding="base64",
        ),
        text=(ANSWER,),
    ),
    Sample(
        "subject-raw-cp1251-beside-utf-8-body",
        mail(ANSWER.encode(), subject="Ответ на запрос".encode("cp1251"), Content_Type="text/plain; charset=utf-8"),
        text=(ANSWER,),
        subject="Ответ на запрос",
    ),
    Sample(
        "sender-raw-koi8-r",
        mail(
            ANSWER.encode("koi8-r"),
            sender='"Серикова Айгуль" <a.serikova@ecology.example.kz>'.encode("koi8-r"),
            Content_Type="text/plain; charset=koi8-r",
        ),
        text=(ANSWER,),
        sender="Серикова Айгуль <a.serikova@ecology.example.kz>",
    ),
    Sample(
        "subject-broken-inside-a-letter",
        mail(
            ANSWER.encode(),
            subject=b"=?utf-8?B?0J7RgtCy0LXR?=\r\n =?utf-8?B?giDQvdCwINC30LDQv9GA0L7RgQ==?=",
            Content_Type="text/plain; charset=utf-8",
        ),
        subject="Ответ на запрос",
    ),
    Sample(
        "subject-broken-inside-base64",
        mail(
            ANSWER.encode(),
            subject=b"=?utf-8?B?0J7RgtCy0LXRgi?= =?utf-8?B?DQvdCwINC30LDQv9GA0L7RgQ==?=",
            Content_Type="text/plain; charset=utf-8",
        ),
        subject="Ответ на запрос",
    ),
    Sample(
        "subject-encoded-twice",
        mail(
            ANSWER.encode(),
            subject=word(word("Ответ на запрос", "cp1251", "Q")),
            Content_Type="text/plain; charset=utf-8",
        ),
        subject="Ответ на запрос",
    ),
    Sample(
        "subject-q-with-spaces-inside",
        mail(
            ANSWER.encode("cp1251"),
            subject="=?windows-1251?Q?=CE=F2=E2=E5=F2 =ED=E0 =E7=E0=EF=F0=EE=F1?=",
            Content_Type="text/plain; charset=windows-1251",
        ),
        subject="Ответ на запрос",
    ),
    Sample(
        "subject-words-without-space-between",
        mail(
            ANSWER.encode(),
            subject=word("Ответ ") + word("на запрос") + " N5",
            Content_Type="text/plain; charset=utf-8",
        ),
        subject="Ответ на запрос N5",
    ),
    Sample(
        "subject-in-an-unknown-charset",
        mail(
            ANSWER.encode(),
            subject=word("Ответ на запрос", "cp1251", "Q").replace("cp1251", "x-unknown"),
            Content_Type="text/plain; charset=utf-8",
        ),
        subject="Ответ на запрос",
    ),
    Sample(
        "sender-name-hides-a-comma",
        mail(
            ANSWER.encode(),
            sender=f"{word('Серікова, Айгүл')} <a.serikova@ecology.example.kz>",
            Content_Type="text/plain; charset=utf-8",
        ),
        sender="Серікова, Айгүл <a.serikova@ecology.example.kz>",
    ),
    Sample(
        "sender-name-with-a-comma-outside-quotes",
        mail(
            ANSWER.encode(),
            sender="Серікова, Айгүл <a.serikova@ecology.example.kz>",
            Content_Type="text/plain; charset=utf-8",
        ),
        sender="Серікова, Айгүл <a.serikova@ecology.example.kz>",
    ),
    Sample(
        "subject-whose-encoded-word-is-cut-off",
        mail(ANSWER.encode(), subject=word("Ответ на")[:-2], Content_Type="text/plain; charset=utf-8"),
        subject="Ответ на",
    ),
    Sample(
        "kazakh-encoded-words-kz1048",
        mixed(
            text_part(ANSWER_KK, "kz1048"),
            subject=word("Сұрауға жауап", "kz1048", "Q"),
            sender=f"{SIGNED[0]} <a.serikova@ecology.example.kz>",
        ),
        text=(ANSWER_KK,),
        subject="Сұрауға жауап",
        sender=SIGNED[1],
    ),
]
