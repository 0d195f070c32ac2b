"""The words by which mail programs speak: in English, Russian and Kazakh, and a few of other languages'."""

import re


def _any(*wordings, flags=re.I | re.M):
    """A space in a wording is any white space, so that a wrapped line is no other wording."""
    pattern = "|".join(f"(?:{wording})" for wording in wordings)
    return re.compile(re.sub(r" (?![-?*+{])", r"\\s+", pattern), flags)


# A program that says so begins its mail with these; a person does not.
FAILURE_OF_PROGRAM = _any(
    r"this is the mail system at host",  # Postfix
    r"this message was created automatically by mail delivery software",  # Exim
    r"hi\. this is the qmail-send program at",
    r"the original message was received at .{5,80}\n(?:.*\n){0,4}.*the following addresses had",  # sendmail
    r"-{3,} the following addresses had (?:permanent fatal|transient non-fatal) errors",
    r"your message did not reach some or all of the intended recipients",  # Exchange
    r"delivery has failed to these recipients or (?:groups|distribution lists)",
    r"не удалось выполнить доставку следующим получателям или группам",
    r"не удается доставить следующим получателям или группам",
    r"ваше сообщение не доставлено (?:следующим|некоторым|никому|одному|адресат)",
    r"сообщение не было доставлено (?:следующим|некоторым|адресату|получател)",
    r"это (?:письмо|сообщение) создано автоматически сервером mail\.ru",
    r"это (?:письмо|сообщение) (?:отправлено|создано) (?:автоматически )?почтовым сервером",  # Yandex
    r"this is an automatically generated delivery status notification",
    r"сіздің (?:хабарыңыз|хатыңыз|хабарламаңыз) (?:келесі|мына) (?:алушыларға|мекенжайларға) жеткізілмеді",
    r"(?:хабарлама|хат|хабар) (?:келесі|мына) (?:алушыға|алушыларға|мекенжайға|мекенжайларға|топтарға).{0,60}жеткізілмеді",
    # German, French, Spanish and Italian, as embassies and companies send them
    r"ihre nachricht hat einige oder alle empfänger nicht erreicht|dies ist eine automatisch (?:erstellte|generierte) benachrichtigung",
    r"fehler bei der (?:nachrichten)?zustellung an (?:folgende|die folgenden)|diese nachricht wurde (?:nicht|automatisch) (?:zugestellt|vom mail)",
    r"votre message n'est pas parvenu|échec de la remise (?:aux|pour)|no se (?:pudo|puede|ha podido) entregar (?:el|su) mensaje",
    r"error de entrega a los siguientes|impossibile recapitare il messaggio",
)
FAILURE = _any(
    r"(?:could not|cannot|can't|couldn't|wasn't|was not|unable to|not able to|failed to) (?:be )?deliver",
    r"(?:delivery|message|mail) (?:to .{3,120} )?(?:has )?(?:permanently )?failed",
    r"undeliverable|undelivered|returned mail|permanent (?:fatal )?(?:error|failure)|giving up on it",
    r"(?:user|mailbox|recipient|address)(?: address)? (?:is )?(?:unknown|unavailable|not found|disabled|full|rejected)",
    r"(?:has |was )?(?:rejected|blocked|refused) (?:your|this|the) (?:message|e-?mail|mail)\b|has not been delivered",
    r"(?:message|e-?mail) (?:has been |was )?(?:blocked|rejected|returned to sender|refused)|delivery incomplete|address not found|no such user|mailbox (?:is )?full",
    r"не (?:может|могло|удалось|удается|был[ао]?) (?:быть )?достав(?:лено|ить|ка)",
    r"не доставлен[оа]?|недоставленн|не удалось (?:выполнить )?доставк|доставка невозможна|ошибка доставки",
    r"(?:адрес|ящик|пользователь|получатель) (?:\S+ ){0,3}не (?:найден|существует)|ящик (?:\S+ ){0,2}переполнен",
    r"не может быть (?:отправлено|доставлено) одному или нескольким",
    r"(?:сообщение|письмо) (?:\S+ )?(?:отклонено|заблокировано)|возвращено отправителю",
    r"жеткізілмеді|жеткізу мүмкін (?:болмады|емес)|жеткізе алмады|мекенжай(?:ы)? табылмады|пошта жәшігі толы",
    r"nicht (?:zugestellt|zustellbar|erreicht)|unzustellbar|zustellung (?:ist )?fehlgeschlagen|unbekannter (?:benutzer|empfänger)",
    r"pas (?:pu )?être (?:remis|délivré|distribué)|non remis|no (?:se )?(?:pudo|entregad)|non (?:recapitat|consegnat)|kunne ikke leveres",
)
FAILURE_HINT = _any(r"\b5\d\d[ -]#?5\.\d+\.\d+", r"\b55\d[ -]", r"\bstatus: 5\.", r"action: failed", r"smtp error from")
FAILURE_SUBJECT = _any(
    r"^(?:rejected|blocked|отклонено|заблокировано):|undeliver(?:able|ed)|mail delivery (?:failed|failure|system|error)|delivery (?:status notification )?\(?fail",
    r"delivery status notification|returned mail|failure notice|delivery failure|mail system error|message not delivered",
    r"(?:cannot|could not|unable to|can't) (?:be )?deliver|mail (?:could not be delivered|returned|undeliver)|delivery notification: .*(?:failed|not delivered)|nondeliverable",
    r"(?:message|mail) (?:you sent )?(?:was )?(?:blocked|rejected)|(?:сообщение|письмо) (?:заблокировано|отклонено)",
    r"не ?доставлен[оа]?|недоставленн|ошибка доставки|сбой доставки|не удалось доставить|доставка не удалась",
    r"уведомление о (?:статусе|состоянии) доставки|невозможно доставить|возвра(?:т|щено) (?:письма|сообщени|почт)",
    r"жеткізілмеді|жеткізілмеген|жеткізу (?:қатесі|мүмкін)|жеткізу күйі туралы",
    r"unzustellbar|nicht zugestellt|nicht zustellbar|zustellung(?:sbericht)? fehlgeschlagen|rückläufer|übermittlungsstatus",
    r"non (?:remis|délivré|distribué)|échec de (?:la )?(?:remise|distribution)|no entregad[oa]|no se puede entregar|error de entrega",
    r"(?:mancato|recapito) (?:recapito|non riuscito)|impossibile recapitare|niet bezorgd|onbestelbaar|não entregue|falha na entrega",
    r"nie dostarczono|niedostarczon|teslim edilemedi|iletilemedi|ikke levert|kan inte levereras|kézbesíthetetlen|nedoručiteln",
)
DELAY_SUBJECT = _any(
    r"delayed|\(delay\)|delay(?:ed)? (?:mail|delivery)|warning: (?:could not send|message)|still retrying|delivery delay",
    r"(?:пока|ещё|еще) не доставлен|әлі жеткізілмеді",
    r"доставка (?:\S+ )?(?:задерж|отложен)|задержк[аи] (?:доставки|сообщения)|отложенн|жеткізу кешік|кешіктіріл",
)
DELAY = _any(
    r"(?:has|have) (?:not yet )?been delayed|not (?:yet )?been delivered (?:yet|to)|delivery (?:is|has been) delayed",
    r"this is a warning message only|you do not need to resend|will (?:continue|keep) trying|will be retried",
    r"temporary (?:problem|failure) (?:delivering|in)|no action is required on your part|delivery attempts will continue",
    r"(?:пока|ещё|еще) не доставлен|әлі жеткізілмеді|попытки (?:доставки |отправки )?(?:будут|продолж)|доставка .{0,60}(?:задерживается|отложена)|повторн\w+ попытк\w+ доставки",
    r"временн\w+ (?:проблем|ошибк)\w+ .{0,30}доставк|жеткізу (?:кешіктіріл|кешігіп)|әрекеттер жалғас",
)
GAVE_UP = _any(
    r"giving up|has failed|failed permanently|permanent(?:ly)? (?:fail|reject|error|fatal)|no longer (?:be )?retr",
    r"попытки прекращены|больше не будет|action: failed",
)
DELIVERED_SUBJECT = _any(
    r"(?:delivered|relayed|delivery (?:receipt|report|status notification \(success\))):?",
    r"доставлено:",
    r"жеткізілді:",
    r"successful mail delivery|message delivered|отчет о доставке",
)

READ_SUBJECT = _any(
    r"(?:not )?read:|read receipt|return receipt|disposition notification",
    r"(?:не )?(?:прочтено|прочитано):?|уведомление о прочтении|отчет о прочтении|подтверждение (?:прочтения|получения)",
    r"подтверждение о (?:прочтении|получении)|удалено без прочтения|(?:оқылды|оқылмады|оқылған):?|оқылғаны туралы|deleted:|удалено:",
)
READ = _any(
    r"was (?:read|deleted without being read|displayed)|this is a (?:return|read) receipt|has been read|no guarantee",
    r"прочитан[оа]? (?:\S+ ){0,3}\d|был[оа] (?:прочитан|прочтен|просмотрен|отображен|удален)|подтверждение (?:получения|прочтения|о прочтении)",
    r"(?:оқылды|оқылған|көрсетілді|ашылды)|уведомление о (?:прочтении|получении)",
)

AUTOMATIC_SUBJECT = _any(
    r"\s*(?:(?:re|aw|fwd?):\s*)?(?:automatic|auto|automated)[ -]?(?:reply|response|answer|repl)|autoreply|autoresponse",
    r"\s*(?:(?:re):\s*)?(?:i am )?(?:currently )?out of (?:the )?office|away from (?:my |the )?(?:office|mail|desk)",
    r"\s*ooo(?:\b|:)|on (?:annual |maternity |sick )?(?:leave|vacation|holiday)\b|vacation (?:reply|message|notice)",
    r"\s*(?:(?:re|отв):\s*)?(?:автоматический|автоматическое|автоматич\.) (?:ответ|уведомление|сообщение)(?![а-яё])|\s*(?:(?:re|отв):\s*)?авто-?ответ(?:чик)?(?![а-яё])",
    r"\s*(?:я )?(?:вне офиса|не в офисе|нет на (?:рабочем )?месте|в отпуске|в командировке|отсутствую)(?![а-яё])",
    r"\s*(?:отсутствие(?: на (?:рабочем )?месте| в офисе)?|отпуск|больничный|командировка)\s*(?::|$)",
    r"\s*авто(?:матты)?(?: түрдегі| түрде)? жауап(?![а-яәғқңөұүһі])|автожауап|(?:мен )?(?:кеңседе|жұмыс орнымда|орнымда) жоқпын",
    r"\s*(?:кеңседе жоқ|демалыстамын|іссапардамын|офисте жоқ)",
    r"\s*\S.{0,60}\b(?:is|am) (?:currently )?(?:out of (?:the )?office|away|on (?:annual )?(?:leave|holiday|vacation))",
    r"\s*(?:(?:re|aw|wg|rép):\s*)?(?:automatische antwort|autom\. antwort|abwesenheit(?:s\w+)?(?:\b|:)|abwesend|nicht im büro)",
    r"\s*(?:réponse automatique|absence du bureau|absent du bureau|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori (?:sede|ufficio))",
    r"\s*(?:automatisch antwoord|automatische beantwoording|afwezig|resposta automática|ausência|autosvar|automatisk svar|automaattinen|fravær|frånvaro)",
    r"\s*(?:automatyczna odpowiedź|otomatik yanıt|автоматична відповідь|automatická odpověď|automatikus válasz|自动回复|自動応答|不在)",
    flags=re.I,
)
AUTOMATIC = _any(
    r"this is an? (?:automatic|automated|auto-?)\s?(?:ally generated)?\s?(?:reply|response|message|e-?mail|acknowledg)",
    r"this (?:message|e-?mail|reply) (?:is|was|has been) (?:automatically|auto-?) ?(?:generated|sent)",
    r"i(?: am|'m|’m) (?:currently |presently )?(?:out of (?:the )?office|away from (?:the |my )|on (?:annual |maternity |sick |parental )?(?:leave|vacation|holiday))",
    r"i (?:will|shall) be (?:out of (?:the )?office|away (?:from|until|till)|on (?:annual )?(?:leave|vacation)|returning)",
    r"i am away|(?:currently|presently) out of (?:the )?office|i(?: am|'m|’m) (?:currently )?ooo\b",
    r"(?<!\bis\s)(?<!\bare\s)(?:currently|presently) (?:unavailable|on leave|away)|limited access to (?:my )?e-?mail",
    r"(?:^|thank you for (?:your|contacting).{0,80})out of (?:the )?office",
    r"это автоматическ(?:ий|ое) (?:ответ|сообщение|уведомление|письмо)|данн(?:ое|ый) (?:письмо|сообщение|ответ) (?:сформирован|создан|отправлен)[оа]? автоматически",
    r"я (?:сейчас |временно |в настоящее время |буду )?(?:нахожусь |находиться )?в (?:ежегодном |очередном |трудовом |декретном )?(?:отпуске|командировке)",
    r"(?:нахожусь|буду находиться) (?:\S+ ){0,6}в (?:\S+ ){0,2}(?:отпуске|командировке)",
    r"(?:^|я |нахожусь |нахожусь сейчас )(?:на больничном|на листе нетрудоспособности|в декрете)|(?:это|данное письмо) ?[-–—]? ?автоответ",
    r"(?:^|[.!?] )автоответ(?:чик)?(?![а-яё])|(?:^|[.!,?] ?|сейчас )я (?:сейчас |пока |временно )?не в офисе(?![а-яё])",
    r"(?:меня )?(?:сейчас |временно |в настоящее время )?(?:не будет|нет) (?:меня )?(?:\S+ ){0,4}(?:в офисе|на рабочем месте|на работе)",
    r"(?:я )?(?:сейчас |временно |в настоящее время )?(?:отсутствую|буду отсутствовать)(?![а-яё])",
    r"(?:кеңседен|офистен) тыс (?:жердемін|жүрмін|боламын)",
    r"бұл ?[-–—]? ?(?:автоматты(?: түрде)?(?: жіберілген| жасалған)? (?:жауап|хабарлама|хат))|автоматты түрде (?:жіберілді|жіберілген|жасалған|құрылған)",
    r"(?:мен )?(?:қазір |қазіргі уақытта |уақытша )?(?:еңбек |кезекті |жыл сайынғы |декреттік )?(?:демалыстамын|демалыста боламын|демалыста жүрмін|іссапардамын|іссапарда боламын|іссапарда жүрмін)",
    r"(?:демалысымда|демалысында|іссапарымда|іссапарында)(?:мын| боламын| жүрмін)(?![а-яәғқңөұүһі])",
    r"(?:жұмыс )?(?:орнымда|кеңседе|офисте) (?:жоқпын|болмаймын|емеспін)|жұмыста (?:жоқпын|болмаймын|емеспін)",
    r"ich bin (?:\S+ ){0,10}(?:nicht im (?:büro|hause|dienst|amt)|im urlaub|außer haus|abwesend|nicht erreichbar|in elternzeit|wieder erreichbar)",
    r"(?:befinde mich|bin) (?:\S+ ){0,6}(?:im (?:urlaub|erholungsurlaub)|auf dienstreise)|diese (?:e-?mail|nachricht|antwort) (?:wurde|ist|wird) automatisch",
    r"dies ist eine automatisch(?:e|\s+(?:generierte|erstellte|erzeugte|versandte)) (?:antwort|e-?mail|nachricht|empfangsbestätigung|eingangsbestätigung)",
    r"je suis (?:\S+ ){0,4}(?:absente?|en (?:congés?|vacances|déplacement))|ceci est une? (?:réponse|message|courriel|mail) automatique|estoy (?:\S+ ){0,4}fuera de la oficina",
    r"(?:yıllık |senelik )?izinde(?:yim|n dön)|(?:ofis|büro) dışında(?:yım|\b)|bu otomatik bir (?:mesaj|yanıt|e-?posta|cevap)",
    r"estoy (?:\S+ ){0,4}de vacaciones|estaré (?:\S+ ){0,4}(?:fuera|ausente)|sono (?:\S+ ){0,4}(?:fuori (?:sede|ufficio)|in ferie|assente)|ik ben (?:\S+ ){0,6}(?:afwezig|met vakantie)",
    r"jeg er (?:\S+ ){0,6}(?:ikke på kontoret|på ferie|fraværende)|jag är (?:\S+ ){0,6}(?:på semester|inte på kontoret)",
)
# Our letter waits until a person has pressed a button there.
CHALLENGE = _any(
    r"(?:verify|confirm|prove) that you are (?:a |not a |an )?(?:real |live )*(?:human|person|robot|spam)",
    r"complete (?:the|this) verification process|requires that you verify|to have (?:it|your message) delivered,? (?:please )?click",
    r"подтвердите,? что вы (?:не робот|человек)|подтвердить,? что вы (?:не робот|человек)|робот емес екеніңізді раста",
)
RECEIVED = _any(
    r"your (?:message|e-?mail|letter|enquiry|inquiry|request) (?:has been|was|is) (?:successfully )?(?:received|registered)",
    r"(?:we|i) have received your|thank you for (?:your (?:message|e-?mail|enquiry|inquiry|request)|contacting|writing)",
    r"ваше (?:письмо|сообщение|обращение|электронное письмо) (?:успешно )?(?:получено|принято|доставлено|зарегистрировано)",
    r"(?:хатыңыз|хабарламаңыз|өтінішіңіз) (?:сәтті )?(?:алынды|қабылданды|тіркелді)",
    r"ihre (?:e-?mail|nachricht|anfrage) (?:ist|wurde) (?:\S+ ){0,4}(?:eingegangen|empfangen|weitergeleitet)|vielen dank für ihre",
    r"votre (?:message|courriel|demande) a (?:bien )?été (?:reçu|enregistré)",
)
BY_A_MACHINE = _any(
    r"automatic|automated|auto-?(?:reply|response|generated)|do not reply|don't reply|no-?reply",
    r"автоматическ|автоответ|не отвечайте|отвечать на (?:него|это|данное)|не требует ответа",
    r"автоматты|жауап (?:бермеңіз|берудің қажеті жоқ|жазбаңыз)",
    r"automatisch|nicht (?:auf diese|direkt)|bitte antworten sie nicht|automatique|ne pas répondre|automátic|automatica",
)
ABSENT = _any(
    r"out of (?:the )?office|on (?:annual )?(?:leave|vacation|holiday)|will (?:be back|return|respond|reply)|away",
    r"в (?:\S+ ){0,2}отпуске|в командировке|отсутств|вернусь|на больничном|не в офисе|демалыс|іссапар|ораламын|жоқпын|received|получено|алынды",
)
# A letter that answers says so, and is not put aside for one phrase of politeness.
SUBSTANCE = _any(
    r"(?:in (?:response|reply) to your (?:request|letter|enquiry)|please find (?:attached|enclosed|below))",
    r"на ваш(?:е|) (?:запрос|письмо|обращение)(?: \S+){0,8}\s*(?:сообща|направля|предоставля|информиру)|сообща(?:ем|ет),? что|в ответ на",
    r"ответ на ваш(?:е|) (?:запрос|обращение|письмо)(?: \S+){0,6} (?:доступен|размещ[её]н|находится|во вложении|по ссылке)",
    r"(?:сұрауыңызға|сұрау салуыңызға|өтінішіңізге|хатыңызға) (?:\S+ ){0,3}жауап (?:\S+ ){0,4}(?:сілтеме|қоса беріл|тіркел)",
    r"направля(?:ем|ю|ет)|предоставля(?:ем|ю|ет)|исх\. ?№|сұра(?:уыңызға|у салуыңызға|нысыңызға)(?: \S+){0,8}\s*(?:хабарла|жолда|ұсын)|хабарлаймыз|жолдаймыз",
    r"we (?:do not |don't )?hold|we can confirm|in (?:antwort|bezug) auf ihre(?:n|r|m)?|anbei (?:erhalten|übersende|finden)|teil(?:e|en) (?:ich|wir) (?:ihnen )?mit",
)

SPAM_SUBJECT = re.compile(r"\s*(?:\*{2,}\s*spam\s*\*{2,}|\[\**spam\**\]|\{spam\??\}|spam:|\[спам\])", re.I)
SPAM_FIELDS = (
    ("x-spam-flag", re.compile(r"^\s*yes", re.I)),
    ("x-spam-status", re.compile(r"^\s*yes", re.I)),
    ("x-spam", re.compile(r"^\s*(?:yes|true|1|spam)\b", re.I)),
    ("x-yandex-spam", re.compile(r"^\s*4")),
    ("x-mras", re.compile(r"^\s*spam", re.I)),
    ("x-mru-spam", re.compile(r"^\s*(?:yes|1)", re.I)),
    ("x-ms-exchange-organization-scl", re.compile(r"^\s*[5-9]")),
    ("x-forefront-antispam-report", re.compile(r"SFV:SP[MF]\b|SCL:[5-9]\b")),
    ("x-dspam-result", re.compile(r"^\s*spam", re.I)),
    ("x-bogosity", re.compile(r"^\s*(?:yes|spam)", re.I)),
    ("x-rspamd-action", re.compile(r"add header|rewrite subject|reject", re.I)),
    ("x-kaspersky-antispam", re.compile(r"^\s*spam", re.I)),
    ("x-kas-status", re.compile(r"^\s*spam", re.I)),
)
