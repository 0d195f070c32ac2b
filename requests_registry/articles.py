"""Articles of law in the words of a language. They are written once, in one notation: "EC 20(4)", "401-V 11(16)1", "Aarhus 4(4)(b), (g)".

Law, article, (paragraph), subparagraph: by number, or by letters in brackets. What is a term of law is cited from its
`LegalRule` row instead. Pure: no Django, no database.
"""

import re

LAWS = {
    "401-V": {"kk": "ҚР № 401-V Заңы", "ru": "Закон РК № 401-V", "en": "Law No. 401-V"},
    "EC": {"kk": "ҚР Экология кодексі", "ru": "Экологический кодекс РК", "en": "Environmental Code"},
    "APPC": {"kk": "ҚР ӘРПК", "ru": "АППК РК", "en": "Administrative Procedural Code"},
    "CAO": {"kk": "ҚР ӘҚБтК", "ru": "КоАП РК", "en": "Code of Administrative Offences"},
    "Aarhus": {"kk": "Орхус конвенциясы", "ru": "Орхусская конвенция", "en": "Aarhus Convention"},
}
NOTATION = re.compile(
    r"(?P<law>401-V|EC|APPC|CAO|Aarhus) (?P<article>\d+(?:-\d+)?)(?:\((?P<paragraph>\d+)\))?"
    r"(?: ?(?P<number>\d+)|(?P<letters>\([a-z]\)(?:, \([a-z]\))*))?"
)


def written(notation, language):
    """ "EC 20(4); Aarhus 4(6)" → "Экологический кодекс РК, ст. 20 п. 4; Орхусская конвенция, ст. 4 п. 6"."""
    return "; ".join(_one(part, language) for part in notation.split("; ") if part)


def _one(notation, language):
    match = NOTATION.fullmatch(notation)
    if match is None:
        raise ValueError(f"not an article of law: {notation}")
    return place(match["law"], match["article"], match["paragraph"], _subparagraphs(match), language)


def place(law, article, paragraph, subparagraphs, language):
    """One place in a law of `LAWS`; without a paragraph it is None, without subparagraphs an empty list."""
    return f"{LAWS[law][language]}, {PLACES[language](article, paragraph, subparagraphs)}"


def _subparagraphs(match):
    return re.findall(r"\w+", match["number"] or match["letters"] or "")


def _in_kazakh(article, paragraph, subparagraphs):
    words = [f"{article}-бап" if not (paragraph or subparagraphs) else f"{article}-баптың"]
    if paragraph:
        words.append(f"{paragraph}-{'тармағының' if subparagraphs else 'тармағы'}")
    if subparagraphs:
        ending = "тармақшалары" if len(subparagraphs) > 1 else "тармақшасы"
        words.append(", ".join(f"{subparagraph})" for subparagraph in subparagraphs) + f" {ending}")
    return " ".join(words)


def _in_russian(article, paragraph, subparagraphs):
    words = [f"ст. {article}"]
    if paragraph:
        words.append(f"п. {paragraph}")
    if subparagraphs:
        words.append("пп. " + ", ".join(f"{subparagraph})" for subparagraph in subparagraphs))
    return " ".join(words)


def _in_english(article, paragraph, subparagraphs):
    paragraph = f"({paragraph})" if paragraph else ""
    return f"art. {article}{paragraph}" + ", ".join(f"({subparagraph})" for subparagraph in subparagraphs)


PLACES = {"kk": _in_kazakh, "ru": _in_russian, "en": _in_english}
