"""Two addresses for machines: is the process alive, and can the portal do its work."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

LONGEST_WAIT = timedelta(minutes=15)


@never_cache
def alive(request):
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request):
    try:
        states = {"database": "ok", "migrations": state_of_migrations()}
        if states["migrations"] == "ok":
            states["queue"] = state_of_queue(timezone.now())
    except DatabaseError:
        states = {"database": "does not answer"}
    is_ready = set(states.values()) == {"ok"}
    return JsonResponse(states, status=200 if is_ready else 503)


def state_of_migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def state_of_queue(at):
    """A worker takes a task within a second; one that waits for long waits for a worker that is not there."""
    since = at - LONGEST_WAIT
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=since).exclude(run_after__range=(since, at))
    minutes = LONGEST_WAIT.seconds // 60
    return f"{waiting.count()} tasks have waited for more than {minutes} minutes" if waiting.exists() else "ok"
