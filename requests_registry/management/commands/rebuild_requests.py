from django.core.management.base import BaseCommand, CommandError

from requests_registry.folding import all_differences


class Command(BaseCommand):
    help = "Fold the events of every request and prove that states and clocks are stored as the events tell them."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", required=True, help="compare, and change nothing")

    def handle(self, **options):
        found = list(all_differences())
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences between the requests and their events.")
        self.stdout.write("Every request stands as its events tell.")
