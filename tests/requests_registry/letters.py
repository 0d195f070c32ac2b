"""Letters and the letterhead of a fictional centre, ready to be issued."""

import uuid
from datetime import date

from requests_registry.letters import consents, drafting, issuing
from requests_registry.models import Letterhead
from tests.requests_registry.making import at

IIN = "900101350003"
PERSON = "Айгерім Ұмытылмасқызы"


def make_letterhead(**given):
    filled = {
        f"{name}_{language}": f"{words} ({language})" if language == "en" else words
        for language in ("kk", "ru", "en")
        for name, words in {
            "name": "Ойдан шығарылған орталық",
            "address": "Вымышленный город, улица Примерная, 1",
            "signatory_name": "Б. Б. Мысалов",
            "signatory_post": "Директор",
        }.items()
    }
    letterhead = Letterhead.objects.ours()
    Letterhead.objects.filter(pk=letterhead.pk).update(
        **filled | {"bin": "900101350003", "phone": "+7 7122 00 00 00", "email": "centre@example.org"} | given
    )
    return Letterhead.objects.ours()


def draft(info_request, by, on, **given):
    ordinary = {"at": at(on), "form_key": uuid.uuid4(), "kind": "reminder", "language": "ru"}
    return drafting.make(info_request, by=by, **ordinary | given)


def issue(letter, by, on, **given):
    return issuing.issue(letter, by=by, at=at(on), version=letter.version, **given)


def agree(info_request, by, on, **given):
    ordinary = {
        "at": at(on),
        "form_key": uuid.uuid4(),
        "language": "kk",
        "name": PERSON,
        "iin": IIN,
        "until": date(on.year + 1, 1, 1),
    }
    return consents.record_consent(info_request, by=by, given_on=on, **ordinary | given)
