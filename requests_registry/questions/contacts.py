"""How a person can be reached: one spelling for each address and number, and texts without them. Pure functions."""

import re

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
NUMBER = re.compile(r"(?<![\w-])\+?\d(?:[\s()–-]{0,2}\d){8,15}(?![\w-])")
LEFT_OUT = "[…]"
SHORTEST, LONGEST = 10, 15


def plain_email(address):
    return address.strip().casefold()


def plain_phone(number):
    """+77011234567 however it was written; None for what cannot be a telephone number."""
    if re.search(r"[^\d\s().+–-]", number):
        return None
    digits = re.sub(r"\D", "", number)
    if not SHORTEST <= len(digits) <= LONGEST:
        return None
    if len(digits) == 11 and digits[0] == "8":
        digits = f"7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 else f"+{digits}"


def without_contacts(text, only=None):
    """The text with e-mail addresses, telephone numbers and IINs left out. Names it cannot know: a person looks.

    `only` are addresses and numbers in their plain spelling; then nothing else is left out.
    """

    def left(match, plain):
        return match[0] if only is not None and plain(match[0]) not in only else LEFT_OUT

    text = EMAIL.sub(lambda match: left(match, plain_email), text)
    return NUMBER.sub(lambda match: left(match, plain_phone), text)
