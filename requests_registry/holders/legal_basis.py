"""Why a holder must answer, in plain words: the points of Law 401-V art. 8 that its legal basis names.

The basis itself is kept as lawyers write it, "401-V ст. 8 пп. 3) и 6); ЭК ст. 18 п. 3 пп. 3)-4)".
"""

import re

from django.utils.translation import gettext_lazy as _

from portal.languages import Text
from requests_registry import articles

POINTS = r"[\d)\sи,–-]+"
PLACE = re.compile(rf"(401-V|ЭК|АППК)\s+ст\.\s*(\d+)(?:\s+п\.\s*(\d+))?(?:\s+пп?\.\s*({POINTS}))?")
LAWS = {"401-V": "401-V", "ЭК": "EC", "АППК": "APPC"}
POINTS_OF_ARTICLE_8 = re.compile(rf"401-V\s+ст\.\s*8\s+пп?\.\s*({POINTS})")
POINT_OR_RANGE = re.compile(r"(\d+)\)?(?:\s*[–-]\s*(\d+)\)?)?")
ENVIRONMENTAL_CODE = re.compile(r"\bЭК\s+ст\.\s*18\b")

WORDS = {
    1: _("It is a state body: Law 401-V names state bodies and local government first among those who must answer."),
    2: _("It is a state institution, and Law 401-V obliges state institutions to answer."),
    3: _("It belongs to the quasi-state sector: the state owns it, or a share of it, and so it must answer."),
    6: _(
        "Any legal entity must give the information that it has on the environment, emergencies, fire safety, health, "
        "radiation and food safety. A private company too."
    ),
}
CODE_WORDS = _("The Environmental Code (art. 18) obliges whoever holds environmental information to give it.")


def in_words(basis):
    """A sentence for each point that is known; nothing is guessed of the others."""
    sentences = [WORDS[point] for point in points(basis) if point in WORDS]
    return [*sentences, CODE_WORDS] if ENVIRONMENTAL_CODE.search(basis) else sentences


def written(basis, language):
    """The basis in the words of a language: a `Text`. As lawyers wrote it, in Russian, where a part is not understood."""
    places = [PLACE.fullmatch(part.strip()) for part in basis.split(";")]
    if not all(places):
        return Text(basis, "ru")
    parts = (
        articles.place(LAWS[law], article, paragraph, _numbers(named or ""), language)
        for law, article, paragraph, named in (match.groups() for match in places)
    )
    return Text("; ".join(parts), language)


def points(basis):
    """The points of article 8 that the basis names: «пп. 2)-3)» is 2 and 3."""
    found = POINTS_OF_ARTICLE_8.search(basis)
    return _numbers(found[1]) if found else []


def _numbers(named):
    numbers = set()
    for first, last in POINT_OR_RANGE.findall(named):
        numbers |= set(range(int(first), int(last or first) + 1))
    return sorted(numbers)
