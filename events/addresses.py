"""The address of a page made from its title: Kazakh and Russian letters in Latin ones."""

from django.utils.text import slugify

LATIN = {
    **dict(zip("абвгғдеёзийкқлмнңоөпрстуұүфһыіэ", "abvggdeeziikqlmnnooprstuuufhyie", strict=True)),
    **{"ә": "a", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"},
    **{"ъ": "", "ь": ""},
}
LONGEST = 70


def address_of(title, taken):
    """`taken(address)` says whether another page has it; a number then makes it one's own."""
    latin = slugify("".join(LATIN.get(letter, letter) for letter in title.lower())) or "event"
    stem = latin if len(latin) <= LONGEST else latin[:LONGEST].rpartition("-")[0] or latin[:LONGEST]
    address, number = stem, 1
    while taken(address):
        number += 1
        address = f"{stem}-{number}"
    return address
