"""Why a holder must answer, in plain words: the points of Law 401-V art. 8 that its legal basis names.

The basis itself is kept as lawyers write it, "401-V ст. 8 пп. 3) и 6); ЭК ст. 18 п. 3 пп. 3)-4)".
"""

import re

from django.utils.translation import gettext_lazy as _

POINTS_OF_ARTICLE_8 = re.compile(r"401-V\s+ст\.\s*8\s+пп?\.\s*([\d)\sи,–-]+)")
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


def points(basis):
    """The points of article 8 that the basis names: «пп. 2)-3)» is 2 and 3."""
    found = POINTS_OF_ARTICLE_8.search(basis)
    named = set()
    for first, last in POINT_OR_RANGE.findall(found[1]) if found else []:
        named |= set(range(int(first), int(last or first) + 1))
    return sorted(named)
