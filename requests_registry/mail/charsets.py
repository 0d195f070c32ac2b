"""Bytes of unknown honesty to text: what was declared if it can be true, else what reads like a language.

`decode` never raises and never gives a character that PostgreSQL refuses.
"""

import codecs
import re
from dataclasses import dataclass
from functools import cache

ALIASES = {
    "cp-1251": "cp1251",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "windows1251": "cp1251",
    "x-cp1251": "cp1251",
    "cyrillic": "cp1251",
    "cp-866": "cp866",
    "dos": "cp866",
    "x-cp866": "cp866",
    "koi8": "koi8-r",
    "koi-8": "koi8-r",
    "koi8r": "koi8-r",
    "koi-8-r": "koi8-r",
    "koi8u": "koi8-u",
    "koi8-ru": "koi8-u",
    "x-koi8-r": "koi8-r",
    "utf8mb4": "utf-8",
    "utf-8-mac": "utf-8",
    "x-utf-8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-16",
    "strk1048-2002": "kz1048",
    "strk1048": "kz1048",
    "rk1048": "kz1048",
    "windows-kz1048": "kz1048",
    "cp154": "ptcp154",
    "pt154": "ptcp154",
    "cyrillic-asian": "ptcp154",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "iso-8859-1": "cp1252",  # what writes "Latin-1" means its Windows superset
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
}
# Of equal readings the first one wins.
GUESSES = ("cp1251", "koi8-r", "cp866", "kz1048", "ptcp154", "cp1252", "iso8859-5", "mac-cyrillic", "koi8-u")
NOT_TEXT = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined", "mbcs", "oem"}
NOT_TEXT |= {"unicode-escape", "raw-unicode-escape"}
SAMPLE = 20_000  # bytes: enough to know a language
READABLE = 0.45  # what words of a language score at least
WORTH_OVERRULING = 0.2  # how much better another reading must be before a declared charset is not believed

# The pairs of letters that make up 93 % of Russian and of Kazakh words.
COMMON_PAIRS = frozenset(
    [
        "ст",
        "ен",
        "ни",
        "ан",
        "пр",
        "ра",
        "то",
        "на",
        "ро",
        "но",
        "ко",
        "те",
        "ос",
        "ка",
        "по",
        "ре",
        "от",
        "не",
        "ов",
        "за",
        "ес",
        "ве",
        "ит",
        "та",
        "ер",
        "ет",
        "ли",
        "од",
        "тв",
        "ат",
        "ва",
        "ме",
        "да",
        "ор",
        "ия",
        "го",
        "об",
        "ти",
        "тр",
        "ол",
        "ль",
        "ие",
        "ны",
        "ть",
        "ри",
        "че",
        "де",
        "ис",
        "он",
        "ал",
        "ци",
        "ле",
        "со",
        "ик",
        "ел",
        "ок",
        "аз",
        "ом",
        "ло",
        "ин",
        "ап",
        "ак",
        "во",
        "ла",
        "чи",
        "ед",
        "дн",
        "из",
        "ав",
        "ас",
        "оп",
        "ск",
        "бл",
        "до",
        "ог",
        "ил",
        "ег",
        "ац",
        "ии",
        "нн",
        "ем",
        "иц",
        "вы",
        "ар",
        "ви",
        "оч",
        "ча",
        "ля",
        "ги",
        "ой",
        "сл",
        "эт",
        "се",
        "ма",
        "ся",
        "пу",
        "ки",
        "ий",
        "ят",
        "бо",
        "пе",
        "ам",
        "ад",
        "уб",
        "ди",
        "ек",
        "чт",
        "им",
        "ич",
        "ми",
        "ай",
        "ей",
        "ру",
        "пи",
        "нь",
        "ше",
        "зв",
        "уд",
        "це",
        "сь",
        "ьн",
        "нт",
        "ня",
        "ще",
        "уч",
        "са",
        "сп",
        "ых",
        "ый",
        "дл",
        "фо",
        "рм",
        "тс",
        "ту",
        "мо",
        "хо",
        "ср",
        "кт",
        "га",
        "ио",
        "жд",
        "су",
        "сс",
        "ач",
        "аб",
        "др",
        "фа",
        "вл",
        "па",
        "ые",
        "бе",
        "зд",
        "йл",
        "кр",
        "рг",
        "вс",
        "тк",
        "чн",
        "жн",
        "яз",
        "зн",
        "ае",
        "нф",
        "ию",
        "бы",
        "зы",
        "ты",
        "вн",
        "ьш",
        "ож",
        "сн",
        "ьт",
        "ая",
        "ое",
        "му",
        "ры",
        "же",
        "ид",
        "их",
        "гр",
        "аж",
        "ца",
        "уп",
        "ык",
        "щи",
        "зм",
        "кс",
        "ьк",
        "ши",
        "ах",
        "ез",
        "ир",
        "ус",
        "ды",
        "жа",
        "си",
        "сч",
        "лу",
        "иа",
        "ду",
        "ыт",
        "мы",
        "сы",
        "ещ",
        "ке",
        "ив",
        "эк",
        "еч",
        "бщ",
        "фи",
        "ку",
        "бр",
        "цы",
        "тн",
        "щё",
        "вр",
        "оя",
        "уж",
        "ук",
        "ох",
        "нд",
        "рт",
        "рс",
        "ба",
        "гд",
        "ну",
        "аю",
        "чё",
        "ёт",
        "хр",
        "ря",
        "мп",
        "яц",
        "нц",
        "йт",
        "ву",
        "тп",
        "ыб",
        "мя",
        "ее",
        "ющ",
        "дя",
        "ён",
        "ау",
        "ті",
        "қа",
        "ін",
        "ға",
        "ге",
        "лы",
        "рі",
        "ір",
        "ын",
        "із",
        "ді",
        "іл",
        "лд",
        "кү",
        "ақ",
        "ың",
        "ні",
        "үн",
        "ыл",
        "ұр",
        "кө",
        "зі",
        "гі",
        "уа",
        "ық",
        "тт",
        "ім",
        "ыз",
        "ағ",
        "бі",
        "қы",
        "ыс",
        "кі",
        "ғы",
        "лі",
        "рл",
        "аң",
        "ші",
        "ің",
        "ша",
        "өр",
        "лг",
        "оқ",
        "йы",
        "сұ",
        "жо",
        "ял",
        "ңы",
        "пт",
        "ым",
        "сі",
        "ңі",
        "қт",
        "еп",
        "өз",
        "мі",
        "ыр",
        "мд",
        "лғ",
        "іс",
        "рд",
        "бұ",
        "ур",
        "ұл",
        "ік",
        "уы",
        "қо",
        "жы",
        "шы",
        "лм",
        "йд",
        "уш",
        "нг",
        "нғ",
        "ән",
        "ып",
        "мә",
        "іш",
        "рз",
        "жұ",
        "сқ",
        "аш",
        "ңд",
        "еу",
        "жә",
        "өң",
        "ең",
        "зг",
        "әт",
        "тү",
        "еб",
        "үр",
        "сө",
        "нж",
        "іб",
        "әр",
        "өт",
        "еш",
        "әл",
        "өл",
        "ха",
        "жі",
        "қп",
        "мұ",
        "шт",
        "ул",
        "үк",
        "ұй",
        "ұм",
        "ығ",
        "үш",
        "зб",
        "құ",
        "нш",
        "іг",
        "рн",
        "рғ",
        "ғд",
        "йі",
        "іп",
        "кк",
        "өм",
        "рк",
        "уғ",
    ]
)
ORDINARY_SIGNS = frozenset("«»–—‒―“”„‘’‚…№•·§©®™°±¬€£¤×÷²³¹½¼¾\u00a0\u00ad\u200b\u2011\ufeff|¦−→←")
NEIGHBOURS = frozenset("ђѓљњћќўџѕјґҷҳҡӣӯҗҙҫҝҹ")  # other alphabets' letters, which stand where Kazakh ones are misread
UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
TWICE_ENCODED = re.compile(r"(?:[ÐÑÒÓ][^a-zA-Z\s]|[РСТУ][^а-яА-ЯёЁ\s]){2}")
JAPANESE = re.compile(rb"\x1b\$[@B]")  # the way into ISO-2022-JP, which old programs do not declare
ESCAPED_CHARSETS = re.compile(r"(?i)utf-?16|utf-?32|utf-?7|iso-?2022|hz")


@dataclass(frozen=True)
class Decoded:
    text: str
    charset: str
    is_declared: bool = True  # the charset is the declared one
    is_damaged: bool = False  # some bytes could not be read


def decode(data, declared=""):
    """The text of `data`; `declared` is what the sender says the charset is, right or wrong."""
    found = _decode(bytes(data), known(declared))
    text = "\n".join(mended(line) for line in clean(found.text).split("\n"))
    return Decoded(text, found.charset, found.is_declared, found.is_damaged or "\ufffd" in text)


def mended(text):
    """UTF-8 that a program took for letters of Windows and encoded once more; anything else comes back as it is."""
    if not TWICE_ENCODED.search(text):
        return text
    for charset in ("cp1252", "cp1251"):
        try:
            return b"".join(_byte_of(char, charset) for char in text).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _byte_of(char, charset):
    """The holes of a charset are the bytes that have their numbers."""
    try:
        return char.encode(charset)
    except UnicodeEncodeError:
        return char.encode("latin-1")


def known(name):
    """The codec for a charset's name in any spelling; "" for none."""
    name = re.sub(r"[\s\"'*;=].*", "", (name or "").strip(" \"'\t")).lower().replace("_", "-")
    for spelling in (ALIASES.get(name), name, name.removeprefix("x-"), name.replace("-", "")):
        codec = _codec(spelling)
        if codec:
            return ALIASES.get(codec, codec)
    return ""


def clean(text):
    """Without NUL and other control characters, without halves of characters; line ends are one \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return UNWANTED.sub(lambda match: "" if match[0] < " " or match[0] == "\x7f" else "\ufffd", text)


def looks_like_language(text):
    """How much `text` reads like people write: 1 is perfect, 0 and below is not a language."""
    weight = points = 0
    previous = " "
    for char in text:
        if char > "\x7f":
            weight += 1
            points += _points(previous, char)
        elif previous > "\x7f" and previous.isalpha() and char.isalpha():
            points += 0 if _is_latin(previous) else -2
        previous = char
    return points / weight if weight else 1.0


def _decode(data, declared):
    mark = _marked(data)
    if mark:
        return Decoded(data.decode(mark, "replace").lstrip("\ufeff"), mark)
    if declared and ESCAPED_CHARSETS.match(declared):
        text = _strictly(data, declared)
        if text is not None:
            return Decoded(text, declared)
    if data.isascii():
        japanese = _strictly(data, "iso2022_jp") if JAPANESE.search(data) else None
        return Decoded(japanese or data.decode("ascii"), declared or "ascii")
    if _is_multibyte(declared) and declared != "utf-8":
        text = _strictly(data, declared)
        if text is not None:
            return Decoded(text, declared)
    text = _strictly(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", is_declared=declared == "utf-8")
    if _is_mostly_utf8(data):
        return _line_by_line(data, declared)
    return _best_reading(data, declared)


def _best_reading(data, declared):
    charset = _charset_of(data[:SAMPLE], "" if _is_multibyte(declared) else declared)
    text = _strictly(data, charset)
    if text is not None:
        return Decoded(text, charset, is_declared=charset == declared)
    return Decoded(data.decode(charset, "replace"), charset, is_declared=charset == declared, is_damaged=True)


def _charset_of(sample, declared):
    readings = {name: looks_like_language(_for_scoring(sample, name)) for name in (*GUESSES, declared) if name}
    best = max(readings, key=readings.get)
    is_better = readings[best] >= max(READABLE, readings.get(declared, 0) + WORTH_OVERRULING)
    return best if is_better or declared in ("", "ascii") else declared


def _for_scoring(sample, charset):
    return sample.decode(charset, "replace").replace("\ufffd", "\x80")


def _points(previous, char):
    if char.isalpha():
        if not previous.isalpha():
            return 0.5 if _is_cyrillic(char) or _is_latin(char) else -1
        return _points_of_pair(previous, char)
    if char in ORDINARY_SIGNS:
        return 0
    return -2


def _points_of_pair(previous, char):
    if previous <= "\x7f":
        return 0.4 if _is_latin(char) and char.islower() == previous.islower() else -2
    if _is_latin(char) and _is_latin(previous):
        return -1
    if not (_is_cyrillic(char) and _is_cyrillic(previous)):
        return -2
    points = 1 if (previous + char).lower() in COMMON_PAIRS else -0.5
    points -= 1.5 * (char.lower() in NEIGHBOURS)
    return points - 1 if previous.islower() and char.isupper() else points


def _is_cyrillic(char):
    return "\u0400" <= char <= "\u052f"


def _is_latin(char):
    return char < "\u0250"


def _is_mostly_utf8(data):
    """Most of what is not ASCII reads as UTF-8: a cut character, or another program's lines in between."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - broken > 2 * broken


def _line_by_line(data, declared):
    other = "" if declared == "utf-8" else declared
    lines = []
    damaged = False
    for line in data.splitlines(keepends=True):
        text = _strictly(line, "utf-8")
        if text is None:
            partly = line.decode("utf-8", "replace")
            reading = _best_reading(line, other)
            is_cut = looks_like_language(partly.replace("\ufffd", "")) > 0.3 and partly.count("\ufffd") <= 4
            text = partly if is_cut and _is_mostly_utf8(line) else reading.text
            damaged = True
        lines.append(text)
    return Decoded("".join(lines), "utf-8", is_declared=declared == "utf-8", is_damaged=damaged)


def _marked(data):
    """The charset by its byte order mark."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8" if _strictly(data, "utf-8") is not None else ""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark) and len(data) % 2 == 0:
            return name
    return ""


@cache
def _is_multibyte(name):
    return bool(name) and (name.startswith(("utf", "iso2022", "hz", "gb", "big5", "euc", "cp9", "johab", "shift")))


@cache
def _codec(name):
    if not name or not name.isascii() or "\x00" in name:
        return ""
    try:
        found = codecs.lookup(name).name
        "".encode(found)
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    return "" if found in NOT_TEXT else found


def _strictly(data, charset):
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None if charset != "cp1252" else _western(data)


def _western(data):
    """Windows-1252 with its five holes read as Latin-1 reads them: no byte is lost."""
    if not any(byte in data for byte in b"\x81\x8d\x8f\x90\x9d"):
        return None
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
