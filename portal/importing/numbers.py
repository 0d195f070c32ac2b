"""A cell as a number, digit by digit: decimal comma or point, blanks between thousands, `<0,005`."""

import re
from decimal import Decimal

from portal.importing.problems import Refused

PLAIN = re.compile(r"[+-]?(?:[0-9]{1,17}(?:[.,][0-9]{1,40})?|[.,][0-9]{1,40})").fullmatch
EXPONENT = re.compile(r"[+-]?[0-9]{1,17}(?:[.,][0-9]{1,40})?[eE][+-]?[0-9]{1,3}").fullmatch
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?").fullmatch
NOTE = re.compile(r"(?<=[0-9])\s*(?:\*+|(?<!10)[¹²³⁰⁴-⁹]+\)?|\s[0-9]\))$")
BELOW = re.compile(r"(?:[<≤]|менее|ниже)\s*(.+)", re.IGNORECASE).fullmatch
MINUS = str.maketrans("−–", "--")
ABSENT = {
    "",
    "-",
    "–",
    "—",
    "...",
    "…",
    "nan",
    "null",
    "none",
    "n/a",
    "na",
    "н/д",
    "нд",
    "x",
    "х",
    "нет данных",
    "жоқ",
    "деректер жоқ",
    "нет",
    "#n/a",
    "#н/д",
}
NOT_DETECTED = {"но", "необн", "необнаружено", "нпо", "nd", "отс", "отсутствует", "анықталмады", "ниже", "<"}
SIGNS = str.maketrans("", "", " ./\\")
LARGEST = Decimal(10) ** 17
SMALLEST_POWER = -40


def without_note(text):
    """`text` without the mark of a footnote behind its number: 1,5*, 2¹, 3 1)."""
    return NOTE.sub("", text)


def number(text):
    """(number as Decimal, whether it is a detection limit), None where the cell says that there is no value."""
    text = text.strip().removeprefix("'").translate(MINUS) if text.strip() not in ABSENT else ""
    text = without_note(text)
    lowered = text.lower()
    if lowered in ABSENT:
        return None
    if lowered.translate(SIGNS) in NOT_DETECTED:
        raise Refused("not_detected", text=text)
    if below := BELOW(text):
        return _decimal(below[1]), True
    return _decimal(text), False


def _decimal(text):
    if GROUPED(text):
        text = re.sub(r"[ \u00a0\u202f]", "", text)
    if not (PLAIN(text) or EXPONENT(text)):
        raise Refused("not_a_number", text=text)
    value = Decimal(text.replace(",", "."))
    if abs(value) >= LARGEST:
        raise Refused("too_large", text=text)
    if value and value.adjusted() < SMALLEST_POWER:
        raise Refused("too_small", text=text)
    return value
