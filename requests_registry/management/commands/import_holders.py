from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_registry.holders import loading, tables


class Command(BaseCommand):
    help = "Load a table of holders of information, or with --check say what it would do. Refused rows are left out."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="store nothing")

    def handle(self, file, check, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            rows = tables.rows_of(file, file.name)
            plan = loading.plan(rows) if check else loading.load(rows, by=None, at=timezone.now())
        except (tables.TableRefused, loading.ImportRunning) as problem:
            raise CommandError(f"{file.name}: {problem}") from problem
        self._tell(plan)
        if plan.refused:
            raise CommandError(f"{len(plan.refused)} rows are refused.")

    def _tell(self, plan):
        for row in plan.new:
            self.stdout.write(f"new: {row.slug}")
        for row in plan.changed:
            for column, old, new in row.changes:
                self.stdout.write(f"changed: {row.slug}, {column}: {old!r} -> {new!r}")
        for row in plan.refused:
            for sentence in row.sentences:
                self.stderr.write(sentence)
        counts = (len(plan.new), len(plan.changed), len(plan.unchanged), len(plan.refused))
        self.stdout.write("{} new, {} changed, {} unchanged, {} refused.".format(*counts))
