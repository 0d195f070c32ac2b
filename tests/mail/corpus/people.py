"""Answers with our letter quoted under them, as the programs of Kazakhstan's offices quote it."""

from tests.mail.corpus.making import ANSWER, ANSWER_KK, OUR_ID, Sample, mail, mixed, text_part, word

OURS = (
    "Здравствуйте!\n"
    "Прошу сообщить, сколько проб воды взято в выдуманной реке за 2025 год\n"
    "и в скольких из них превышены предельно допустимые концентрации.\n"
    "С уважением, Орхусский центр"
)
OURS_KK = (
    "Сәлеметсіз бе!\n"
    "2025 жылы ойдан шығарылған өзеннен қанша су сынамасы алынғанын\n"
    "және олардың қаншасында шекті деңгейден асқанын хабарлауыңызды сұраймыз.\n"
    "Құрметпен, Орхус орталығы"
)
ANSWERS = {OURS: ANSWER, OURS_KK: ANSWER_KK}
NAME = "Орхусский центр <request+k7m2x9abcdef@requests.example.kz>"


def marked(text):
    return "\n".join(f"> {line}" for line in text.split("\n"))


def quoting(name, head, ours=OURS, is_marked=False, folded=1, tail="", answer=None):
    answer = answer or ANSWERS[ours]
    text = f"{answer}\n\n{head}\n{marked(ours) if is_marked else ours}\n{tail}"
    raw = mail(
        text.replace("\n", "\r\n").encode(),
        Content_Type="text/plain; charset=utf-8",
        Content_Transfer_Encoding="8bit",
        In_Reply_To=f"<{OUR_ID}>",
        subject=word("Re: Запрос информации"),
    )
    return Sample(name, raw, (answer,), folded=folded)


PEOPLE = [
    quoting("quote-outlook-russian", f"От: {NAME}\nОтправлено: 2 марта 2026 г. 9:00\nКому: a.serikova@ecology.example.kz\nТема: Запрос информации\n"),
    quoting("quote-outlook-russian-ruler", f"________________________________\nОт: {NAME}\nОтправлено: понедельник, 2 марта 2026 г. 9:00:00\nКому: Айгүл\nКопия: Приёмная\nТема: Запрос информации\n"),
    quoting("quote-outlook-russian-old", f"-----Исходное сообщение-----\nОт: {NAME}\nДата: 02.03.2026 9:00\nКому: Айгүл\nТема: Запрос информации\n"),
    quoting("quote-outlook-kazakh", f"Кімнен: {NAME}\nЖіберілді: 2026 ж. 2 наурыз 9:00\nКімге: Айгүл\nТақырыбы: Ақпарат сұрату\n", OURS_KK),
    quoting("quote-outlook-kazakh-old", f"-----Бастапқы хабарлама-----\nКімнен: {NAME}\nЖіберілді: 02.03.2026 9:00\nКімге: Айгүл\nТақырыбы: Ақпарат сұрату\n", OURS_KK),
    quoting("quote-outlook-english", f"From: {NAME}\nSent: Monday, March 2, 2026 9:00 AM\nTo: Aigul\nSubject: Request for information\n"),
    quoting("quote-outlook-english-old", f"-----Original Message-----\nFrom: {NAME}\nSent: Monday, March 2, 2026 9:00 AM\nTo: Aigul\nSubject: Request\n"),
    quoting("quote-gmail-russian", f"пн, 2 мар. 2026 г. в 09:00, {NAME}:\n", is_marked=True),
    quoting("quote-gmail-russian-wrapped", "пн, 2 мар. 2026 г. в 09:00, Орхусский центр\n<request+k7m2x9abcdef@requests.example.kz>:\n", is_marked=True),
    quoting("quote-gmail-english", f"On Mon, Mar 2, 2026 at 9:00 AM {NAME} wrote:\n", is_marked=True),
    quoting("quote-gmail-kazakh", f"2026 ж. 2 нау., дс 09:00, {NAME} жазды:\n", OURS_KK, is_marked=True),
    quoting("quote-mail-ru", f"Понедельник, 2 марта 2026, 9:00 +05:00 от {NAME}:\n", is_marked=True),
    quoting("quote-mail-ru-unmarked", f"--\nАйгүл Серікова\n\n\nПонедельник, 2 марта 2026, 9:00 +05:00 от {NAME}:\n"),
    quoting("quote-yandex", "02.03.2026, 09:00, \"Орхусский центр\" <request+k7m2x9abcdef@requests.example.kz>:", is_marked=True),
    quoting("quote-apple-russian", f"2 марта 2026 г., в 09:00, {NAME} написал(а):\n", is_marked=True),
    quoting("quote-apple-english", f"On 2 Mar 2026, at 09:00, {NAME} wrote:\n", is_marked=True),
    quoting("quote-thunderbird-russian", "02.03.2026 9:00, Орхусский центр пишет:", is_marked=True),
    quoting("quote-thunderbird-kazakh", "02.03.2026 09:00, Орхус орталығы жазды:", OURS_KK, is_marked=True),
    quoting("quote-thunderbird-english", "On 02/03/2026 09:00, Орхусский центр wrote:", is_marked=True),
    quoting("quote-lotus", "From:\tОрхусский центр <request+k7m2x9abcdef@requests.example.kz>\nTo:\tAigul/ECO\nDate:\t02.03.2026 09:00\nSubject:\tЗапрос информации\n"),
    quoting("quote-the-bat", "Здравствуйте, Орхусский центр.\n\nВы писали 2 марта 2026 г., 9:00:00:\n", is_marked=True),
    quoting("quote-forwarded-inside", f"-------- Пересылаемое сообщение --------\n02.03.2026, 09:00, {NAME}:\n"),
    quoting("quote-of-somebody-else", "От: Данияр <d@ecology.example.kz>\nОтправлено: 5 марта 2026 г. 9:00\nКому: Айгүл\nТема: FW: Запрос\n\nПроб было десять, превышений две.\n", folded=0),
    quoting("quote-then-answer-below", f"пн, 2 мар. 2026 г. в 09:00, {NAME}:\n", is_marked=True, tail="\nДополнение: две пробы взяты повторно.", folded=0),
    Sample(
        "quote-with-answers-between-the-lines",
        mail(
            (marked(OURS.split("\n")[1]) + "\nДесять.\n" + marked(OURS.split("\n")[2]) + "\nНи в одной.\n").encode(),
            Content_Type="text/plain; charset=utf-8",
        ),
        ("Десять.", "Ни в одной."),
        folded=0,
    ),
    Sample(
        "quote-with-an-answer-inside-the-marks",
        mail((ANSWER + "\n\n02.03.2026 9:00, Орхусский центр пишет:\n" + marked(OURS.replace("\nи в", "\nНет, не брали.\nи в"))).encode(), Content_Type="text/plain; charset=utf-8"),
        ("Нет, не брали.",),
        folded=0,
    ),
    Sample(
        "quote-gmail-html",
        mixed(
            text_part(
                f"<div dir='ltr'>{ANSWER}</div><br><div class='gmail_quote'><div dir='ltr' class='gmail_attr'>пн, 2 мар. 2026 г. в 09:00, Орхусский центр &lt;<a href='mailto:x@x'>request+k7m2x9abcdef@requests.example.kz</a>&gt;:<br></div><blockquote class='gmail_quote'>{OURS.replace(chr(10), '<br>')}</blockquote></div>",
                kind="html",
            )
        ),
        (ANSWER,),
        folded=1,
    ),
    Sample(
        "quote-outlook-html",
        mixed(
            text_part(
                f"<div class=WordSection1><p class=MsoNormal>{ANSWER}<o:p></o:p></p><div style='border-top:solid'><p class=MsoNormal><b>From:</b> Орхусский центр &lt;request+k7m2x9abcdef@requests.example.kz&gt; <br><b>Sent:</b> Monday, March 2, 2026 9:00 AM<br><b>To:</b> Aigul<br><b>Subject:</b> Запрос информации<o:p></o:p></p></div><p class=MsoNormal>{OURS.replace(chr(10), '<br>')}</p></div>",
                kind="html",
            )
        ),
        (ANSWER,),
        folded=1,
    ),
    Sample("answer-without-a-quote", mixed(text_part()), (ANSWER,), folded=0),
]  # fmt: skip
