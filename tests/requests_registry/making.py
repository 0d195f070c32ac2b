"""Plainly fictional holders and letters: nothing here is a real request to a real organisation."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group

from portal.models import Organisation, User
from portal.models.accounts import REGISTRAR
from requests_registry import lifecycle
from requests_registry.models import InformationHolder
from requests_registry.reference.load import load_checked_years, load_rules

ATYRAU = ZoneInfo("Asia/Atyrau")


def at(day, hour=12):
    """Noon of a day in Atyrau: the clock that a view would read."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ATYRAU)


def make_rules():
    load_rules()
    load_checked_years()


def make_registrar(username="daniyar"):
    user = User.objects.create_user(username, password=f"a-password-of-{username}", language="ru")
    user.groups.add(Group.objects.get_or_create(name=REGISTRAR)[0])
    return user


def make_holder(slug, *, region=None, profile="STATE", kind="territorial_department"):
    organisation = Organisation.objects.create(
        slug=slug,
        kind=kind,
        region=region,
        name_kk=f"Ойдан шығарылған мекеме «{slug}»",
        name_ru=f"Вымышленное ведомство «{slug}»",
        name_en=f"Fictional body “{slug}”",
    )
    return InformationHolder.objects.create(
        organisation=organisation, profile=profile, legal_basis="401-V ст. 8 пп. 1)"
    )


def file_request(*, holder, by, sent_on, **given):
    """What is not said is ordinary."""
    ordinary = {
        "at": at(sent_on),
        "form_key": uuid.uuid4(),
        "subject": "Сколько образцов взято",
        "text": "Прошу сообщить, сколько образцов воды взято в выдуманной реке за 2025 год.",
        "language": "ru",
        "channel": "email",
    }
    return lifecycle.file_request(holder=holder, by=by, sent_on=sent_on, **ordinary | given)


def register(info_request, by, received_on, **given):
    ordinary = {"at": at(received_on), "registration_number": "ЗТ-17"}
    return lifecycle.record_registration(info_request, by=by, received_on=received_on, **ordinary | given)


def answer(info_request, by, received_on, **given):
    ordinary = {
        "at": at(received_on),
        "form_key": uuid.uuid4(),
        "outcome": "full",
        "text": "Взято десять образцов.",
        "language": "ru",
    }
    return lifecycle.record_reply(info_request, by=by, received_on=received_on, **ordinary | given)
