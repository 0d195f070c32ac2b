"""One spelling for many: РМ2,5 with Cyrillic letters, PM 2.5 and pm2_5 are the same word."""

import re
import unicodedata

# Cyrillic letters that look like Latin ones; applied to short words with a digit or without any other Cyrillic letter.
LOOKALIKES = str.maketrans("аверкмнотсухі", "abepkmhotcyxi")
CYRILLIC = re.compile(r"[а-яәғқңөұүһі]")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
SINGLE = str.maketrans("ёμ", "еu")
NOT_WORD = re.compile(r"[^0-9a-zа-яәғқңөұүһі]+")


def fold(spelling):
    """`spelling` as the tables of aliases keep it: lower case, letters and digits only, look-alike letters Latin."""
    text = unicodedata.normalize("NFKC", spelling.translate(SUBSCRIPTS)).lower().translate(SINGLE)
    text = NOT_WORD.sub("", text)
    latin = text.translate(LOOKALIKES)
    return text if CYRILLIC.search(latin) else latin
