import pytest
from django.core.management import call_command
from django.db import transaction

from portal.starter import stations


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Reference data, stations and sources, loaded once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        stations.load()
        yield
        transaction.set_rollback(True)
