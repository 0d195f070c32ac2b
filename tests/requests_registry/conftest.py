from datetime import date

import pytest

from portal.models import Region, Topic, User
from tests.requests_registry.making import file_request, make_holder, make_registrar, make_rules


@pytest.fixture
def rules(db):
    make_rules()


@pytest.fixture
def daniyar(db):
    """A registrar of the centre."""
    return make_registrar()


@pytest.fixture
def aigul(db):
    """A member of the staff who is not a registrar."""
    return User.objects.create_user("aigul", password="a-password-of-aigul", is_staff=True)


@pytest.fixture
def region(db):
    return Region.objects.create(slug="steppe", iso_3166_2="KZ-99", kind="region", name_en="Steppe", name_ru="Степь")


@pytest.fixture
def water(db):
    return Topic.objects.create(code="water", name_kk="Су", name_ru="Вода", name_en="Water")


@pytest.fixture
def holder(region):
    return make_holder("example-department", region=region)


@pytest.fixture
def file(rules, holder, daniyar):
    """File a request: file(sent_on=…, subject=…)."""

    def file_one(sent_on=date(2026, 3, 2), **given):
        return file_request(**{"holder": holder, "by": daniyar, "sent_on": sent_on} | given)

    return file_one
