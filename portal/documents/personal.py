"""What in a text may tell who a person is: IINs, telephones, e-mail addresses, signatures. Pure functions."""

import re
from dataclasses import dataclass
from datetime import date

WEIGHTS = tuple(range(1, 12))
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}

TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")
TELEPHONE = re.compile(r"(?<![\d+])(?:\+7|8)(?:[\s\u00a0()-]{0,3}\d){10}(?!\d)")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
SIGNATURE = re.compile(
    r"(?i)\bподпис\w*|\bқол(?:ы|таңба\w*)\b|\bsignature\b|\bsigned by\b|\bМ\.\s?[ПО]\.|\bЭЦП\b|\bЭЦҚ\b"
)


@dataclass(frozen=True)
class Trace:
    """`code`: iin, telephone, address or signature; where it stands in the text, its end not included."""

    code: str
    text: str
    start: int
    end: int


def traces(text):
    """Everything of that kind in a text, from its beginning to its end."""
    found = [_trace("iin", match) for match in TWELVE_DIGITS.finditer(text) if is_iin(match[0])]
    found += [_trace("telephone", match) for match in TELEPHONE.finditer(text) if not is_iin(match[0])]
    found += [_trace("address", match) for match in ADDRESS.finditer(text)]
    found += [_trace("signature", match) for match in SIGNATURE.finditer(text)]
    return sorted(found, key=lambda trace: trace.start)


def is_iin(digits):
    """A person's number: a date of birth, the century and sex, and a check digit that is right.

    A company's number (БИН) has the same check digit, but 4 to 6 where a day of birth begins with 0 to 3.
    Source: rules of forming identification numbers, Law of RK № 223-III of 12.01.2007.
    """
    if not re.fullmatch(r"[0-9]{12}", digits):
        return False
    numbers = [int(digit) for digit in digits]
    return _is_birth(digits) and _check_digit(numbers) == numbers[11]


def _is_birth(digits):
    century = CENTURIES.get(int(digits[6]))
    if century is None:
        return False
    try:
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _check_digit(numbers):
    """None where neither row of weights gives one: such numbers are not issued."""
    for weights in (WEIGHTS, SECOND_WEIGHTS):
        rest = sum(number * weight for number, weight in zip(numbers, weights, strict=False)) % 11
        if rest < 10:
            return rest
    return None


def _trace(code, match):
    return Trace(code, match[0], match.start(), match.end())
