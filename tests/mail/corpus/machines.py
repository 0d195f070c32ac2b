"""Mail that programs write by themselves: bounces, delays, receipts, automatic replies; and what only looks like them."""

from tests.mail.corpus.making import ANSWER, OUR_ID, REGISTRY, Sample, file_part, mail, mixed, part, text_part, word
from tests.mail.corpus.outlook import tnef

LOST = "a.serikova@ecology.example.kz"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example.kz>"
OUR_LETTER = mail(
    "Прошу сообщить, сколько проб воды взято за 2025 год.".encode(),
    sender=REGISTRY,
    to=LOST,
    Message_ID=f"<{OUR_ID}>",
    subject=word("Запрос информации"),
    Content_Type="text/plain; charset=utf-8",
)


def said(name, kind, text, *, charset="utf-8", **fields):
    """A mail of one text."""
    raw = mail(
        text.encode(charset), Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding="8bit", **fields
    )
    return Sample(name, raw, text=(text.splitlines()[0],), kind=kind)


def report(name, kind, action, text, status="5.1.1", **fields):
    """RFC 3464: words, fields for programs, our mail."""
    for_programs = (
        f"Reporting-MTA: dns; mx.example.kz\r\n\r\nFinal-Recipient: rfc822; {LOST}\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: smtp; 550 {status} <{LOST}>: no such user\r\n"
    )
    raw = mixed(
        text_part(text),
        part("message/delivery-status", for_programs.encode()),
        part("message/rfc822", OUR_LETTER),
        kind="report; report-type=delivery-status",
        **{"sender": DAEMON, "Return_Path": "<>"} | fields,
    )
    return Sample(name, raw, (text.splitlines()[0],), ("Запрос информации.eml",), kind)


BOUNCES = [
    report("bounce-rfc-3464", "bounce", "failed", "This is the mail system at host mx.example.kz.", subject="Undelivered Mail Returned to Sender"),
    report("delay-rfc-3464", "delay", "delayed", "YOU DO NOT NEED TO RESEND YOUR MESSAGE.", "4.4.1", subject="Delayed Mail (still being retried)"),
    report("delivered-rfc-3464", "delivery_receipt", "relayed", "Your mail was relayed.", "2.0.0", subject="Successful Mail Delivery Report"),
    report("bounce-exchange-russian", "bounce", "failed", "Не удалось выполнить доставку следующим получателям или группам:\r\n" + LOST,
           sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ecology.example.kz>",
           subject=word("Не удается доставить: Запрос информации")),
    said("bounce-postfix-text", "bounce",
         f"This is the mail system at host mx.example.kz.\r\n\r\nI'm sorry to have to inform you that your message could not\r\nbe delivered to one or more recipients.\r\n\r\n<{LOST}>: host mx[192.0.2.1] said: 550 5.1.1 User unknown",
         sender=DAEMON, subject="Undelivered Mail Returned to Sender"),
    said("bounce-exim-text", "bounce",
         f"This message was created automatically by mail delivery software.\r\n\r\nA message that you sent could not be delivered to one or more of its\r\nrecipients. This is a permanent error. The following address(es) failed:\r\n\r\n  {LOST}\r\n    Unrouteable address\r\n\r\n------ This is a copy of the message, including all the headers. ------\r\n\r\nMessage-ID: <{OUR_ID}>",
         sender="Mail Delivery System <Mailer-Daemon@mx.example.kz>", subject="Mail delivery failed: returning message to sender", X_Failed_Recipients=LOST),
    said("bounce-qmail-text", "bounce",
         f"Hi. This is the qmail-send program at mx.example.kz.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\nThis is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n<{LOST}>:\r\nno mailbox here by that name. (#5.1.1)",
         sender="MAILER-DAEMON@mx.example.kz", subject="failure notice"),
    said("bounce-sendmail-text", "bounce",
         f"The original message was received at Mon, 9 Mar 2026 10:15:00 +0500\r\nfrom requests.example.kz [192.0.2.7]\r\n\r\n   ----- The following addresses had permanent fatal errors -----\r\n<{LOST}>\r\n    (reason: 550 5.1.1 User unknown)",
         sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.example.kz>", subject="Returned mail: see transcript for details"),
    said("bounce-exchange-old-text", "bounce",
         f"Your message did not reach some or all of the intended recipients.\r\n\r\n      Subject:\tRequest\r\n\r\nThe following recipient(s) cannot be reached:\r\n\r\n      {LOST} on 09.03.2026 10:15\r\n            The e-mail account does not exist at the organization this message was sent to. <mx.example.kz #5.1.1>",
         sender="System Administrator <postmaster@ecology.example.kz>", subject="Undeliverable: Request"),
    said("bounce-mail-ru", "bounce",
         f"Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\r\n\r\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\r\n\r\n**********************\r\n\r\n{LOST}:\r\n    user not found",
         sender="mailer-daemon@corp.mail.example.ru", subject="Mail failure."),
    said("bounce-yandex", "bounce",
         f"Это письмо отправлено почтовым сервером yandex.example.ru.\r\n\r\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может\r\nбыть отправлено одному или нескольким адресатам. Технические подробности можно найти ниже.\r\n\r\n<{LOST}>: 550 5.7.1 No such user!",
         sender="mailer-daemon@yandex.example.ru", subject=word("Недоставленное сообщение")),
    said("bounce-gmail-russian", "bounce",
         f"** Адрес не найден **\r\n\r\nВаше сообщение не доставлено на адрес {LOST}, поскольку он не найден или не принимает сообщения.\r\n\r\n550 5.1.1 The email account that you tried to reach does not exist.",
         sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example.com>", subject="Delivery Status Notification (Failure)", X_Failed_Recipients=LOST),
    said("bounce-gmail-english", "bounce", f"** Address not found **\r\n\r\nYour message wasn't delivered to {LOST} because the address couldn't be found.",
         sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example.com>", subject="Delivery Status Notification (Failure)"),
    said("bounce-kazakh", "bounce", f"Хабарлама келесі алушыларға жеткізілмеді:\r\n{LOST}\r\nМекенжай табылмады.",
         sender="Пошта жүйесі <postmaster@ecology.example.kz>", subject=word("Жеткізілмеді: Ақпарат сұрату")),
    said("bounce-mailbox-full-russian-cp1251", "bounce", f"Сообщение не было доставлено адресату {LOST}: почтовый ящик переполнен.", charset="cp1251",
         sender="postmaster@ecology.example.kz", subject=word("Ошибка доставки", "cp1251")),
    said("bounce-from-an-ordinary-address", "bounce", f"Delivery has failed to these recipients or groups:\r\n\r\n{LOST}\r\nThe email address you entered couldn't be found.",
         sender="noreply@ecology.example.kz", subject="Undeliverable: Request"),
    said("bounce-from-nobody", "bounce", f"The following message could not be handed over: {LOST}", sender="<>", subject="Returned Mail: Error During Delivery"),
    said("bounce-domino", "bounce", f"Your message\r\n\r\n  Subject: Request\r\n\r\nwas not delivered to:\r\n\r\n  {LOST}\r\n\r\nbecause:\r\n\r\n  User not listed in Domino Directory", sender="Postmaster@ecology.example.kz", subject="DELIVERY FAILURE: User not listed in Domino Directory"),
    said("bounce-german", "bounce", f"Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\r\n\r\n{LOST}", sender="postmaster@embassy.example.de", subject=word("Unzustellbar: Anfrage")),
    said("delay-exim-text", "delay",
         f"This message was created automatically by mail delivery software.\r\nA message that you sent has not yet been delivered to one or more of its\r\nrecipients after more than 24 hours on the queue on mx.example.kz.\r\n\r\nNo action is required on your part. Delivery attempts will continue for\r\nsome time.\r\n\r\n  {LOST}",
         sender="Mail Delivery System <Mailer-Daemon@mx.example.kz>", subject="Warning: message 1abcde-000001-XX delayed 24 hours"),
    said("delay-sendmail-text", "delay",
         "    **********************************************\r\n    **      THIS IS A WARNING MESSAGE ONLY      **\r\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\r\n    **********************************************",
         sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.example.kz>", subject="Warning: could not send message for past 4 hours"),
    said("delay-russian", "delay", f"Доставка сообщения получателю {LOST} задерживается. Попытки доставки будут продолжены.",
         sender="postmaster@ecology.example.kz", subject=word("Доставка задерживается: Запрос информации")),
]  # fmt: skip

BOUNCES.append(
    said("bounce-cannot-deliver", "bounce", f"The following message could not be delivered because the mailbox is full: {LOST}", sender="Mailer@ecology.example.kz", subject="Cannot deliver mail")
)  # fmt: skip

BOUNCES += [
    said("bounce-barracuda", "bounce", f"Message rejected by Barracuda Spam Firewall.\r\nYour message to: {LOST} was blocked by our Spam Firewall. The email you sent has NOT BEEN DELIVERED.", sender="Spam Firewall <noreply@gate.example.kz>", subject="**Message you sent blocked by our bulk email filter**"),
    said("bounce-gateway-russian", "bounce", f"Письмо отклонено шлюзом безопасности: получатель {LOST} не найден.", sender="gateway@gov.example.kz", subject="Mail rejected"),
    said("bounce-gateway-russian-blocked", "bounce", "Ваше письмо заблокировано системой защиты почты: вложение запрещено.", sender="security@gov.example.kz", subject=word("Ваше письмо заблокировано")),
    said("bounce-scanner", "bounce", "Our mail scanner has rejected your message because it contained a prohibited attachment (zip).", sender="scanner@gate.example.kz", subject=word("Rejected: Запрос")),
    said("bounce-from-nobody-whose-subject-says-nothing", "bounce", "The mail could not be delivered. The mailbox is over quota.", sender="<>", subject=word("Re: Запрос"), Return_Path="<>"),
    said("delay-gmail", "delay", f"There was a temporary problem delivering your message to {LOST}. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.", sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example.com>", subject="Delivery Status Notification (Delay)"),
    said("delay-mail-ru", "delay", f"Ваше письмо пока не доставлено получателю {LOST}. Попытки будут продолжаться в течение 3 суток.", sender="mailer-daemon@mail.example.ru", subject=word("Письмо пока не доставлено")),
    said("delay-kazakh", "delay", f"Хабарлама {LOST} алушысына әлі жеткізілмеді. Жеткізу әрекеттері жалғасады.", sender="postmaster@ecology.example.kz", subject=word("Жеткізу кешіктірілді")),
    said("delay-a-filter-asks-for-proof-of-a-person", "delay", "This message is automatically generated. The message you sent requires that you verify that you are a real live human being.", subject="Re: Request [confirm]"),
    said("delay-a-filter-asks-in-russian", "delay", "Чтобы письмо было доставлено, подтвердите, что вы не робот: http://confirm.example.ru/abc", subject=word("Подтвердите отправку письма")),
]  # fmt: skip

RECEIPTS = [
    Sample(
        "read-receipt-rfc-8098",
        mixed(
            text_part("Ваше сообщение было прочитано 09.03.2026."),
            part("message/disposition-notification", f"Final-Recipient: rfc822; {LOST}\r\nOriginal-Message-ID: <{OUR_ID}>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n".encode()),
            kind="report; report-type=disposition-notification",
            subject=word("Прочтено: Запрос информации"),
        ),
        ("Ваше сообщение было прочитано",),
        (),
        "read_receipt",
    ),
    said("read-receipt-words-russian", "read_receipt", "Ваше сообщение\r\n\r\n  Кому: Айгүл\r\n  Тема: Запрос информации\r\n  Отправлено: 02.03.2026 9:00\r\n\r\nбыло прочитано 09.03.2026 10:15.", subject=word("Прочтено: Запрос информации")),
    said("read-receipt-words-kazakh", "read_receipt", "Сіздің хабарламаңыз 09.03.2026 10:15 оқылды.", subject=word("Оқылды: Ақпарат сұрату")),
    said("read-receipt-the-bat", "read_receipt", "Подтверждаю получение Вашего письма. Письмо было прочитано 09.03.2026.", subject=word("Подтверждение о прочтении: Запрос")),
    said("read-receipt-words-russian-active", "read_receipt", "Сообщение\r\n\r\n  Кому: Центр\r\n\r\nпрочитано 09.03.2026 10:15", subject=word("Прочитано: Запрос")),
    said("read-receipt-deleted-unread", "read_receipt", "Your message was deleted without being read on 9 March 2026.", subject="Not read: Request"),
]  # fmt: skip

AUTOMATIC = [
    said("out-of-office-exchange", "automatic_reply", "I am out of the office until 16 March.", subject="Automatic reply: Request", X_Auto_Response_Suppress="All", Auto_Submitted="auto-generated"),
    said("out-of-office-header-alone", "automatic_reply", "Вернусь 16 марта, по срочным вопросам звоните Данияру.", Auto_Submitted="auto-replied", subject=word("Re: Запрос информации")),
    said("out-of-office-russian-subject", "automatic_reply", "Буду на месте 16 марта.", subject=word("Автоматический ответ: Запрос информации")),
    said("out-of-office-russian-words", "automatic_reply", "Здравствуйте! Я нахожусь в отпуске до 16 марта. По всем вопросам обращайтесь в приёмную.", subject=word("Re: Запрос информации")),
    said("out-of-office-russian-business-trip", "automatic_reply", "Добрый день! В настоящее время нахожусь в служебной командировке. Отвечу после 16 марта.", subject=word("Re: Запрос")),
    said("out-of-office-kazakh-subject", "automatic_reply", "16 наурызда ораламын.", subject=word("Автоматты жауап: Ақпарат сұрату")),
    said("out-of-office-kazakh-words", "automatic_reply", "Сәлеметсіз бе! Мен қазір еңбек демалысындамын, 16 наурызда ораламын. Қазір жұмыс орнымда жоқпын.", subject=word("Re: Ақпарат сұрату")),
    said("out-of-office-kazakh-business-trip", "automatic_reply", "Қайырлы күн! Мен іссапардамын, 16 наурыздан кейін жауап беремін.", subject=word("Re: Сұрау")),
    said("out-of-office-english-words", "automatic_reply", "Thank you for your email. I am currently on annual leave and will return on 16 March.", subject="Re: Request"),
    said("out-of-office-english-away", "automatic_reply", "I will be out of the office from 9 March with limited access to email.", subject="Re: Request"),
    said("out-of-office-precedence", "automatic_reply", "I'm on holiday.", subject="Re: Request", Precedence="auto_reply"),
    said("out-of-office-x-autoreply", "automatic_reply", "Отвечу позже.", subject=word("Re: Запрос"), X_Autoreply="yes"),
    said("out-of-office-lotus", "automatic_reply", "I will be out of the office starting 09.03.2026 and will not return until 16.03.2026.\r\n\r\nI will respond to your message when I return.", subject="Aigul Serikova/ECO is out of the office."),
    said("out-of-office-german", "automatic_reply", "Sehr geehrte Damen und Herren,\r\n\r\nich bin bis zum 16. März nicht im Büro.", subject=word("Abwesenheitsnotiz: Anfrage")),
    Sample(
        "out-of-office-with-a-card",
        mixed(text_part("Я в отпуске до 16 марта."), part("text/vcard; name=a.vcf", b"BEGIN:VCARD"), subject=word("Re: Запрос")),
        ("Я в отпуске",),
        ("a.vcf",),
        "automatic_reply",
    ),
    said("out-of-office-kazakh-on-leave", "automatic_reply", "Сәлеметсіз бе! Мен 9–20 наурыз аралығында еңбек демалысындамын. Шұғыл сұрақтар бойынша Б. Қасымовқа хабарласыңыз.", subject=word("Re: Сұрау")),
    said("out-of-office-russian-ill", "automatic_reply", "Нахожусь на больничном. С уважением, А. Серікова", subject=word("Re: Запрос")),
    said("out-of-office-russian-subject-alone", "automatic_reply", "Вернусь 16 марта.", subject=word("Отсутствие: Запрос информации")),
    said("received-russian-thanks", "automatic_reply", "Спасибо за ваше письмо! Мы ответим вам в ближайшее время. Это автоответ.", subject=word("Re: Запрос")),
    said("received-russian", "automatic_reply", "Ваше письмо получено и будет рассмотрено в установленный срок. Это автоматическое сообщение, отвечать на него не нужно.", subject=word("Re: Запрос")),
    said("received-kazakh", "automatic_reply", "Сіздің хатыңыз қабылданды. Бұл автоматты хабарлама, оған жауап берудің қажеті жоқ.", subject=word("Re: Сұрау")),
    said("received-english", "automatic_reply", "Your message has been received and will be reviewed. This is an automated response.", subject="Re: Request"),
    Sample(
        "out-of-office-in-winmail-dat",
        mixed(text_part("Вернусь 16 марта."), file_part('filename="winmail.dat"', tnef(body="", item_class="IPM.Note.Rules.OofTemplate.Microsoft"), "application/ms-tnef")),
        ("Вернусь",),
        (),
        "automatic_reply",
    ),
]  # fmt: skip

DISCLAIMER = "\r\n\r\nThis e-mail is confidential and intended for the addressee alone. " * 30
AUTOMATIC += [
    said("out-of-office-turkish", "automatic_reply", "16 Mart'a kadar yıllık izindeyim. Acil durumlarda Ayşe Yılmaz ile iletişime geçiniz.", subject="Re: Bilgi"),
    said("out-of-office-french", "automatic_reply", "Nous accusons réception de votre message. Ceci est un message automatique.", subject=word("Accusé de réception")),
    said("out-of-office-spanish", "automatic_reply", "Estoy de vacaciones hasta el 16 de marzo.", subject="Re: Request"),
    said("out-of-office-english-short", "automatic_reply", "I'm currently OOO with no access to email. Back on Monday.", subject="Re: Request"),
    said("out-of-office-russian-not-in-the-office", "automatic_reply", "Сейчас я не в офисе, вернусь 16 марта.", subject=word("Re: Запрос")),
    said("out-of-office-russian-left-for-good", "automatic_reply", "Я не работаю в Департаменте с 01.02.2026. Пишите на office@ecology.example.kz. Автоответ.", subject=word("Re: Запрос")),
    said("out-of-office-kazakh-outside", "automatic_reply", "Мен кеңседен тыс жердемін. 16 наурызда ораламын.", subject=word("Re: Сұрау")),
    said("received-kazakh-with-a-dash", "automatic_reply", "Хатыңызды алдық. Бұл — автоматты хабарлама.", subject=word("Re: Сұрау")),
    said("out-of-office-with-a-long-note-on-secrecy", "automatic_reply", "I will be out of the office until 16 March." + DISCLAIMER, subject="Re: Request"),
    said("out-of-office-in-three-languages", "automatic_reply", "Мен демалыстамын. " * 60 + "Я в отпуске. " * 60 + "I am on leave. " * 60, subject=word("Автоматический ответ: Запрос")),
    Sample(
        "out-of-office-with-a-footer-that-a-server-cut-off",
        mixed(text_part("Я в отпуске до 16 марта."), part("text/plain; name=ATT00001.txt", b"Scanned by gate.example.kz", Content_Disposition="attachment; filename=ATT00001.txt"), subject=word("Re: Запрос")),
        ("Я в отпуске",),
        ("ATT00001.txt",),
        "automatic_reply",
    ),
]  # fmt: skip

LOOKALIKES = [
    said("answer-about-automatic-stations", "letter", ANSWER + " Данные передаются автоматически с автоматических станций.", subject=word("Автоматический мониторинг воздуха: ответ")),
    said("answer-from-a-document-system", "letter", ANSWER + "\r\n\r\nЭто письмо сформировано автоматически системой документооборота.", subject=word("Исх. № 12-3/45 от 09.03.2026")),
    Sample(
        "answer-from-a-document-system-with-file",
        mixed(text_part("Это автоматическое уведомление. Документ во вложении."), file_part(f'filename="{word("Ответ.pdf")}"'), Auto_Submitted="auto-generated", subject=word("Исх. № 12-3/45")),
        ("Документ во вложении",),
        ("Ответ.pdf",),
    ),
    said("answer-that-speaks-of-leave", "letter", ANSWER + " Исполнитель Серікова А. находится в отпуске, вопросы по телефону приёмной.", subject=word("Ответ на запрос")),
    said("answer-that-speaks-of-a-bounce", "letter", "Здравствуйте! Ваше прошлое письмо, видимо, не было доставлено: его нет в журнале. " + ANSWER, subject=word("Re: Запрос информации")),
    said("answer-in-reply-to-a-forwarded-bounce", "letter", ANSWER + "\r\n\r\n> This is the mail system at host mx.example.kz.", subject=word("Re: Запрос информации")),
    said("answer-about-letters-undelivered", "letter", "The number of letters that could not be delivered is ten.", subject="Re: Undelivered letters"),
    said("answer-that-will-come-after-a-leave", "letter", "Здравствуйте! Специалист, который готовит ответ, в отпуске; ответ придёт до 20 марта.", subject=word("Re: Запрос")),
    said("answer-whose-writer-speaks-of-another-ones-leave", "letter", "Dear Sir, the responsible officer is currently on leave. We will provide the data by 20 March.", subject="Re: Request"),
    said("answer-that-tells-of-a-full-mailbox", "letter", "Добрый день! Прошлое письмо не доставлено, ящик переполнен: пришлите запрос на office@ecology.example.kz.", subject=word("Re: Запрос")),
    said("answer-from-a-document-system-in-a-few-words", "letter", "На Ваш запрос № 5 сообщаем: в 2025 году отобрано десять проб.", subject=word("Ответ на обращение № 5"), Auto_Submitted="auto-generated"),
    said("answer-from-a-document-system-behind-a-link", "letter", "Ответ на Ваш запрос доступен по ссылке https://edo.example.kz/doc/123. Письмо сформировано автоматически.", subject=word("Ответ на запрос № 123"), Auto_Submitted="auto-generated"),
    said("answer-from-a-postmaster", "letter", ANSWER + " Телефон 550-12-34.", sender="postmaster@ecology.example.kz", subject=word("Ответ на запрос")),
    said("answer-that-says-received", "letter", "Ваше письмо получено и зарегистрировано за № ЗТ-17 от 09.03.2026, ответ будет дан в срок до 23.03.2026. Серікова А.", subject=word("Re: Запрос информации")),
    said("answer-from-a-list-with-precedence-bulk", "letter", ANSWER, Precedence="bulk", subject=word("Ответ на запрос")),
    said("answer-read-colon-subject", "letter", "Please read: " + ANSWER, subject="Read: instructions and results of sampling"),
    said("answer-with-suppress-field", "letter", ANSWER, X_Auto_Response_Suppress="DR, RN, NRN, OOF, AutoReply", subject=word("RE: Запрос информации")),
    said("answer-marked-as-spam", "letter", ANSWER, X_Spam_Flag="YES", subject=word("Ответ на запрос")),
]  # fmt: skip

MACHINES = [*BOUNCES, *RECEIPTS, *AUTOMATIC, *LOOKALIKES]
