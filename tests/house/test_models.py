from django.apps import apps
from django.core import checks
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def test_the_system_checks_are_clean():
    assert checks.run_checks() == []


def test_migrations_are_complete():
    """Asked of the files alone, so that no database is needed, and without translation, as makemigrations does."""
    translation.deactivate_all()
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)

    assert {app: [str(operation) for operation in waiting[0].operations] for app, waiting in changes.items()} == {}


def test_no_two_migrations_are_last():
    assert MigrationLoader(None).detect_conflicts() == {}
