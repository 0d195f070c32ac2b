from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


def waiting_task(minutes, **fields):
    task = DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default", run_after=None, **fields)
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=minutes))


def test_alive_needs_no_database(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response["Cache-Control"].endswith("private")


@pytest.mark.django_db
def test_ready(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "queue": "ok"}


@pytest.mark.django_db
def test_not_ready_when_tasks_wait_too_long(client):
    waiting_task(minutes=16)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["queue"] == "1 tasks have waited for more than 15 minutes"


@pytest.mark.django_db
@pytest.mark.parametrize("minutes, status", [(14, "READY"), (16, "RUNNING"), (16, "SUCCESSFUL")])
def test_ready_while_tasks_wait_a_little_or_are_done(client, minutes, status):
    waiting_task(minutes, status=status)

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_when_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "1 not applied"}


def test_not_ready_without_database(client, monkeypatch):
    def refuse(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(connection, "ensure_connection", refuse)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "does not answer"}
