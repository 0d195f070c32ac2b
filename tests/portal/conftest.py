import pytest
from django.core.management import call_command
from django.db import transaction
from django.template import Context, Template

from portal.datasets import starter
from portal.models import Dataset


@pytest.fixture
def render():
    """A template string rendered as any page's template would be."""
    return lambda source, **context: Template(source).render(Context(context))


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Reference data and the datasets of the portal, loaded once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        starter.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def datasets(loaded, db):
    """The three datasets that come with the portal, by their slugs."""
    return {dataset.slug: dataset for dataset in Dataset.objects.with_period()}
