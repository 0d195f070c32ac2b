"""A word typed with the keyboard in another language: ytanm is нефть, 0fkf and 0ала are қала. Pure."""

import re

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"

# The Kazakh keyboard has its own letters on the number row, with the Latin and with the Russian signs of that row.
ROW = "1234567890-=" + "!@#$%^&*()_+"
KAZAKH_ROW = '"әіңғ,.үұқөһ' + "!ӘІҢҒ;:ҮҰҚӨҺ"
RUSSIAN_ROW = "1234567890-=" + '!"№;%:?*()_+'

TO_RUSSIAN = str.maketrans(LATIN, RUSSIAN)
TO_KAZAKH = str.maketrans(LATIN + ROW, RUSSIAN + KAZAKH_ROW)
TO_LATIN = str.maketrans(RUSSIAN + KAZAKH_ROW, LATIN + ROW) | str.maketrans("бюБЮхъэж", ",.<>[]';")
RUSSIAN_TO_LATIN = str.maketrans(RUSSIAN, LATIN)
RUSSIAN_TO_KAZAKH = str.maketrans(RUSSIAN_ROW, KAZAKH_ROW)


# Where a sign stands that nobody writes there: )аулы and та; are Қаулы and таң with the other keyboard.
_ODD = re.compile(r"""(?<!\S)[)№;%*+_]+(?=[^\W\d_])|(?<=[^\W\d_])[)(№;%*+"](?=[^\W\d_])""")


def is_odd(text):
    """Whether signs stand where letters of another keyboard would."""
    return bool(_ODD.search(text)) or text.count("(") != text.count(")") or text.count('"') % 2 == 1


def readings(text):
    """What was meant if the keyboard was in another language, likeliest first: )fekm is қауль rather than )ауль."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    latin = sum(letter.isascii() for letter in letters)
    found = []
    if latin >= len(letters) - latin:
        found += [text.translate(TO_RUSSIAN), text.translate(TO_KAZAKH)]
    if latin < len(letters):
        found += [text.translate(RUSSIAN_TO_KAZAKH), text.translate(RUSSIAN_TO_LATIN), text.translate(TO_LATIN)]
    readings = [reading for reading in dict.fromkeys(found) if reading != text]
    return sorted(readings, key=lambda reading: sum(sign in ROW for sign in reading))
