from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction


class LoadCommand(BaseCommand):
    """Asks each app for its part, in the order of INSTALLED_APPS, all of it or nothing; one load at a time."""

    method: str

    @transaction.atomic
    def handle(self, *args, verbosity=1, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.method])
        for config in apps.get_app_configs():
            load = getattr(config, self.method, None)
            if load is None:
                continue
            for what, created in load().items():
                if verbosity and (created or verbosity > 1):
                    self.stdout.write(f"{config.label}: {created} {what}")
