"""Which end of a mail only repeats what is known, and may be folded behind "show the rest of the message".

Nothing is folded on its looks. A quote begins where a program marks one (`>`, "От: … Отправлено: …", "… пишет:"), and
counts only when every word of it, mark lines apart, stands in this order in one of the earlier messages of the thread.
One word more anywhere (an answer between the lines, a word inside a quoted line, a signature below) and all is shown.
"""

import re
import unicodedata
from dataclasses import dataclass

WORDS_OF_A_QUOTE = 4  # less than that may as well be an answer that uses our words
CANDIDATES = 60
BROKEN_LINE = 60  # characters: a shorter line was not broken by a program
LENGTH_LIMIT = 500_000  # characters: a longer text is no letter, and is shown whole

MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+")
DASHES = re.compile(r"[‐‑‒–—―−]")
TOKEN = re.compile(r"[^\W_]+|(?<!\S)[-?!.…]+(?!\S)|[^\w\s>|.,:;!?'\"«»„“”‘’()\[\]{}<>/\\*_=~^`#&@–—−•·-]")
MAIL_LINK = re.compile(r"<mailto:[^<>\s]*>")

FIELDS = {
    "from": ("от", "from", "кімнен", "кімнен:", "von", "de"),
    "sent": (
        "отправлено",
        "отправленные",
        "дата",
        "sent",
        "date",
        "жіберілді",
        "жіберілген",
        "жіберілген күні",
        "күні",
    ),
    "to": ("кому", "to", "кімге"),
    "copy": ("копия", "cc", "bcc", "скрытая копия", "көшірме", "көшірмесі"),
    "subject": ("тема", "subject", "тақырыбы", "тақырып"),
    "other": (
        "важность",
        "importance",
        "вложения",
        "attachments",
        "reply-to",
        "ответить",
        "маңыздылығы",
        "организация",
    ),
}
FIELD_OF_LABEL = {label: field for field, labels in FIELDS.items() for label in labels}
FIELD = re.compile(r"^[ \t]*\*?([A-Za-zА-Яа-яӘәҒғҚқҢңӨөҰұҮүІі -]{2,20}?)\*?[ \t]*:\*?[ \t]*(.{0,400})$")

SEPARATOR = re.compile(
    r"^[ \t]*(?:_{10,}|-{2,}[ ]?(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение|"
    r"пересланное сообщение|перенаправленное сообщение|исходное письмо|бастапқы хабарлама|бастапқы хат|"
    r"қайта жіберілген хабарлама|жолданған хабарлама)[ ]?-{2,})[ \t]*$",
    re.I,
)
_DAY = r"(?:[A-Za-zА-Яа-яәғқңөұүһі]{2,12}\.?,[ ])?"
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[ ][A-Za-zА-Яа-яәғқңөұүһі]{3,9}\.?,?[ ]\d{4}|"
    r"[A-Za-z]{3,9}\.?[ ]\d{1,2},[ ]\d{4}|\d{4}[ ]ж\.[ ]\d{1,2}[ ][А-Яа-яәғқңөұүһі]{3,9}\.?|\d{4}-\d\d-\d\d)"
)
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f]?[AP]M)?(?:[ ](?:GMT|UTC)?[+-]\d{2}:?\d{2})?"
_MAILBOX = r"[^\n<>]{0,100}<[ ]?[^<>\s]+@[^<>\s]+>"
_NAME = r"[^\n:;!?]{1,100}"
ATTRIBUTIONS = {
    "gmail-ru": rf"{_DAY}{_DATE}[ ]?г\.(?:[ ]в|,)[ ]{_TIME},?[ ]{_MAILBOX}:",
    "gmail-android": rf"{_DATE}(?:[ ]?г\.)?,?[ ]{_TIME}[ ]пользователь[ ](?:{_MAILBOX}|{_NAME})[ ]написал:",
    "gmail-kk": rf"{_DATE},[ ](?:[а-яәғқңөұүһі]{{2,10}}\.?[ ])?{_TIME},?[ ](?:{_MAILBOX}|{_NAME})[ ]жазды:",
    "mail.ru": rf"{_DAY}{_DATE},?[ ](?:в[ ])?{_TIME}[ ](?:от|from|жіберуші)[ ](?:{_MAILBOX}|{_NAME}):",
    "yandex": rf"{_DATE},[ ](?:в[ ])?{_TIME},[ ]{_MAILBOX}:",
    "apple-ru": rf"{_DAY}{_DATE}[ ]?г\.,?[ ]в[ ]{_TIME},[ ](?:{_MAILBOX}|{_NAME})[ ](?:написал(?:а|\(а\))?|пишет):",
    "thunderbird": rf"{_DAY}{_DATE},?[ ](?:в[ ])?{_TIME},[ ](?:{_MAILBOX}|{_NAME})[ ]"
    r"(?:пишет|писал(?:а|\(а\))?|написал(?:а|\(а\))?|жазды|wrote):",
    "yahoo": rf"-{{2,}}[ ]On[ ]{_DAY}{_DATE},[ ](?:{_MAILBOX}|{_NAME})[ ]wrote:",
    "english": rf"On[ ]{_DAY}{_DATE},?[ ](?:at[ ])?{_TIME},?[ ](?:{_MAILBOX}|{_NAME})[ ]wrote:",
    "the-bat": rf"(?:Вы[ ]писали|You[ ]wrote|Сіз[ ]жаздыңыз)[ ]{_DATE}(?:[ ]г\.)?,[ ]{_TIME}:",
}
ATTRIBUTIONS = {rule: re.compile(pattern, re.I) for rule, pattern in ATTRIBUTIONS.items()}


@dataclass(frozen=True)
class Quote:
    """text[start:end] repeats an earlier message; `rule` says what marked it."""

    start: int
    end: int
    rule: str


def find(text, earlier):
    """The quotes at the end of `text`, which lie side by side; none where anything in them is new."""
    known = [_as_words(_words(message.split("\n"))) for message in earlier]
    lines = text.split("\n")
    if not known or not text.strip() or len(text) > LENGTH_LIMIT:
        return ()
    for first in _candidates(lines):
        if not _says_something(lines[:first]):
            continue  # what is sent on alone is what the sender says
        pieces = _pieces(lines, first)
        if _is_marked(lines, pieces[0]) and all(_is_known(lines[begin:end], known) for _s, begin, end, _r in pieces):
            return tuple(_quote(lines, start, end, rule) for start, _begin, end, rule in pieces)
    return ()


def _says_something(lines):
    """Words that are no mark lines."""
    number = 0
    while number < len(lines):
        mark = _mark_lines(lines, number)
        if not mark and _words([lines[number]]):
            return True
        number += mark[1] if mark else 1
    return False


def _candidates(lines):
    """Lines at which a quote may begin: a mark line, or the first of lines with `>`."""
    found = []
    for number, line in enumerate(lines):
        is_first_marked = MARKS.match(line) and not (number and MARKS.match(lines[number - 1]))
        if is_first_marked or _mark_lines(lines, number):
            found.append(number)
    return found[:CANDIDATES]


def _pieces(lines, first):
    """[(start, where the words begin, end, rule)] from `first` to the end, one for each mark line."""
    pieces = []
    number = first
    start, begin, rule = first, first, "marks"
    while number < len(lines):
        mark = _mark_lines(lines, number)
        if not mark:
            number += 1
            continue
        if any(_words(lines[begin:number])):
            pieces.append((start, begin, number, rule))
            start = number
        rule, length = mark
        begin = number = number + length
    return [*pieces, (start, begin, len(lines), rule)]


def _mark_lines(lines, number):
    """(rule, how many lines) when the lines from here say who wrote what follows; None otherwise."""
    own = [MARKS.sub("", line) for line in lines[number : number + 12]]
    separator = 1 if own and SEPARATOR.match(own[0]) else 0
    fields = _field_lines(own[separator:], has_separator=bool(separator))
    if fields:
        return "header-lines", separator + fields
    if separator:
        return "separator", 1
    for length in (1, 2, 3):
        joined = " ".join(" ".join(own[:length]).replace("\u00a0", " ").split())
        if len(joined) > 300 or not own[:length] or not own[0].strip():
            return None
        for rule, pattern in ATTRIBUTIONS.items():
            if pattern.fullmatch(joined):
                return rule, length
    return None


def _field_lines(lines, has_separator):
    """How many lines "От: …", "Отправлено: …" stand here; they must name the sender and at least two more things."""
    found = []
    skipped = 0
    for line in lines:
        if not line.strip() and has_separator and not found and skipped < 2:
            skipped += 1
            continue
        match = FIELD.match(line)
        field = FIELD_OF_LABEL.get(match[1].strip().lower()) if match else None
        if field is None or (field in found and field != "other") or not _is_likely(field, match[2]):
            break
        found.append(field)
    is_block = "from" in found and ("sent" in found or "to" in found) and len(found) >= (2 if has_separator else 3)
    return skipped + len(found) if is_block else 0


def _is_likely(field, value):
    """An answer does not hide behind a label: a date has digits, a name is no sentence."""
    if field == "sent":
        return bool(re.search(r"\d", value)) and len(value) < 80
    if field == "from":
        return "@" in value or len(value) < 100
    return True


def _is_marked(lines, piece):
    """Where `>` alone makes the quote, each line has it or is the rest of a long line that a program broke."""
    start, _begin, end, rule = piece
    return rule != "marks" or all(
        not lines[number].strip() or MARKS.match(lines[number]) or len(lines[number - 1]) >= BROKEN_LINE
        for number in range(start, end)
    )


def _is_known(lines, known):
    words = _words(lines)
    return len(words) >= WORDS_OF_A_QUOTE and any(_as_words(words) in message for message in known)


def _words(lines):
    """Words and telling signs, a dash that stands alone among them, for each may be an answer: "+", "—", "10"."""
    found = []
    for line in lines:
        own = unicodedata.normalize("NFC", MAIL_LINK.sub("", MARKS.sub("", line))).casefold().replace("ё", "е")
        own = DASHES.sub("-", own)
        words = TOKEN.findall(own)
        sign = own.strip()
        found += words or ([sign] if 0 < len(sign) <= 3 else [])
    return found


def _as_words(words):
    return f" {' '.join(words)} "


def _quote(lines, start, end, rule):
    before = sum(len(line) + 1 for line in lines[:start])
    length = sum(len(line) + 1 for line in lines[start:end]) - (end == len(lines))
    return Quote(before, before + length, rule)
