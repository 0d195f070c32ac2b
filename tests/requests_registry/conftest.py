"""Plainly fictional holders and letters: nothing here is a real request to a real organisation."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group

from portal.models import Organisation, Region, Topic, User
from portal.models.accounts import REGISTRAR
from requests_registry import lifecycle
from requests_registry.models import InformationHolder
from requests_registry.reference.load import load_checked_years, load_rules

ATYRAU = ZoneInfo("Asia/Atyrau")


def at(day, hour=12):
    """Noon of a day in Atyrau: the clock that a view would read."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ATYRAU)


@pytest.fixture
def rules(db):
    load_rules()
    load_checked_years()


@pytest.fixture
def daniyar(db):
    """A registrar of the centre."""
    user = User.objects.create_user("daniyar", password="a-password-of-daniyar", language="ru")
    user.groups.add(Group.objects.get_or_create(name=REGISTRAR)[0])
    return user


@pytest.fixture
def aigul(db):
    """A member of the staff who is not a registrar."""
    return User.objects.create_user("aigul", password="a-password-of-aigul", is_staff=True)


@pytest.fixture
def region(db):
    return Region.objects.create(slug="steppe", iso_3166_2="KZ-99", kind="region", name_en="Steppe", name_ru="Степь")


@pytest.fixture
def holder(region):
    return make_holder("example-department", region=region)


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


@pytest.fixture
def file(rules, holder, daniyar):
    """File a request: file(sent_on=…, subject=…); what is not said is ordinary."""

    def file_one(sent_on=date(2026, 3, 2), **given):
        values = {
            "by": daniyar,
            "at": at(sent_on),
            "form_key": uuid.uuid4(),
            "holder": holder,
            "subject": "Сколько образцов взято",
            "text": "Прошу сообщить, сколько образцов воды взято в выдуманной реке за 2025 год.",
            "language": "ru",
            "channel": "email",
        }
        return lifecycle.file_request(sent_on=sent_on, **values | given)

    return file_one


@pytest.fixture
def water(db):
    return Topic.objects.create(code="water", name_kk="Су", name_ru="Вода", name_en="Water")
