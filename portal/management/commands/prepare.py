from django.core.management.base import BaseCommand

from portal.management import preparation


class Command(BaseCommand):
    help = "Everything that comes before serving: database, migrations, first content, words, static files. Safe to repeat."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--requeue", action="store_true", help="no worker runs: let its interrupted tasks wait again"
        )

    def handle(self, verbosity=1, requeue=False, **options):
        for step in preparation.STEPS:
            step(verbosity)
        if requeue:
            preparation.requeue_interrupted(verbosity)
