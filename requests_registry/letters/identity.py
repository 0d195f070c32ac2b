"""The numbers of persons (ИИН) and legal entities (БИН): twelve digits, the last of which checks the others. Pure."""

import re

FIRST_WEIGHTS = range(1, 12)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)  # taken where the first ones give ten


def is_valid(number):
    """Whether a number could be an ИИН or a БИН: no letter with a slip of the pen in it goes to a holder."""
    if not re.fullmatch(r"[0-9]{12}", number):
        return False
    *digits, last = map(int, number)
    return last == _check_digit(digits)


def _check_digit(digits):
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None
