"""Questions of plainly fictional people."""

import re
import uuid
from datetime import timedelta

from django.core import signing
from django.utils import translation

from portal.models import Organisation
from requests_registry.models import OutgoingMail
from requests_registry.questions import asking, consent, links
from requests_registry.questions.forms import OPENED
from tests.requests_registry.making import at

EMAIL = "sentinel.aigerim@example.kz"
PHONE = "+77019998877"


def make_centre():
    return Organisation.objects.create(
        slug="a-centre",
        kind=Organisation.Kind.CENTRE,
        name_kk="Ойдан шығарылған орталық",
        name_ru="Вымышленный центр",
        name_en="Fictional centre",
        bin="123456789012",
    )


def ask(day, **given):
    """What is not said is ordinary: an e-mail address, the consent in its present words."""
    language = given.pop("language", "ru")
    ordinary = {
        "form_key": uuid.uuid4(),
        "sender": "192.0.2.1",
        "text": "Что горело ночью у завода?",
        "email": EMAIL,
    }
    with translation.override(language):
        ordinary["consent_text"] = consent.as_text()
        return asking.ask(at=at(day), language=language, **ordinary | given)


def ask_and_confirm(day, **given):
    return asking.confirm(ask(day, **given), at=at(day))


def ask_by_telephone(day, **given):
    return ask(day, **{"email": "", "phone": PHONE} | given)


def letters():
    return list(OutgoingMail.objects.order_by("pk"))


def link_in(letter):
    """The private address that a letter brings, without the name of the site."""
    return re.search(r"/(?:kk|ru|en)/requests/questions/\S+/", letter.body)[0]


def link_of(question, day):
    with translation.override(question.language):
        return links.give(question, at=at(day))


def typed(now, language="ru", **given):
    """What a person types into the form that he opened a minute ago; `given` is what is special."""
    with translation.override(language):
        shown = consent.digest_of(consent.as_text())
    return {
        "form_key": str(uuid.uuid4()),
        "opened": signing.dumps((now - timedelta(minutes=1)).timestamp(), salt=OPENED),
        "consent_shown": shown,
        "text": "Что горело ночью у завода?",
        "email": EMAIL,
        "consent": "on",
        "comment": "",
    } | given
