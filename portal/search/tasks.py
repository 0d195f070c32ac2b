"""The index written anew in the background, while the old rows serve."""

from django.core.management import call_command
from django_tasks import task


@task()
def rebuild_stale():
    call_command("rebuild_search", stale=True, verbosity=0)
