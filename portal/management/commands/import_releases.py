from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.facilities import loading
from portal.facilities.reading import sentence
from portal.importing import keeping
from portal.importing.problems import FileRefused
from portal.models import ReleaseImport

SHOWN = 20


class Command(BaseCommand):
    help = "Import a table of releases: --check says what would happen, --load does it, --undo RUN takes it back."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--source", help="as it will stand beside each figure")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="the default: nothing is stored")
        what.add_argument("--load", action="store_true")
        what.add_argument("--undo", type=int, metavar="RUN")

    def handle(self, file, source, undo, **options):
        if undo:
            return self._undo(undo)
        if not file or not source:
            raise CommandError("Name a file and its --source.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        at = timezone.now()
        try:
            with file.open("rb") as content:
                run = loading.check(keeping.keep(content, file.name), source, at=at)
            if options["load"]:
                run = loading.load(run, at=at)
        except FileRefused as refused:
            raise CommandError(f"{file.name}: {refused}") from refused
        self.stdout.write(
            f"Import {run.pk}, {run.file_name}: {run.rows_new} new, {run.rows_changed} changed, {run.rows_same} same, "
            f"{run.rows_refused} refused."
        )
        for refused in run.report["refused"][:SHOWN]:
            self.stdout.write(f"  {sentence(*refused)}")

    def _undo(self, pk):
        run = ReleaseImport.objects.filter(pk=pk).first()
        if run is None:
            raise CommandError(f"There is no import {pk}.")
        try:
            loading.undo(run, at=timezone.now())
        except loading.UndoRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Import {pk} is undone.")
