from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.importing import keeping, load
from portal.importing.problems import ROLES, WARNINGS, FileRefused, sentence
from portal.models import ImportRun, Series, Source

SHOWN = 20
SHOWN_GAPS = 5


class Command(BaseCommand):
    help = "Import a file of readings: --check says what would happen, --load does it, --undo RUN takes it back."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--source", help="code of the source (sources of readings)")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="the default: nothing is stored")
        what.add_argument("--load", action="store_true")
        what.add_argument("--undo", type=int, metavar="RUN")
        parser.add_argument("--parameter", help="code of the parameter, where the file does not say it")

        parser.add_argument(
            "--period", help="of all rows, where the file has no dates: 2006-04 for a month, 2006 for a year"
        )
        parser.add_argument("--averaging", choices=Series.Averaging.values, help="over what the values are averaged")

    def handle(self, file, source, undo, parameter, period, averaging, **options):
        if undo:
            return self._undo(undo)
        if not file or not source:
            raise CommandError("Name a file and its --source.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        source = Source.objects.filter(code=source).first()
        if source is None:
            raise CommandError("Sources: " + ", ".join(Source.objects.values_list("code", flat=True)))
        answers = {"parameter": parameter, "fixed_time": period, "averaging": averaging}
        mapping = {name: answer for name, answer in answers.items() if answer}
        carry_out = load.load if options["load"] else load.check
        with file.open("rb") as content:
            kept = keeping.keep(content, file.name)
        try:
            run = carry_out(source, kept, at=timezone.now(), mapping=mapping)
        except FileRefused as refused:
            raise CommandError(f"{file.name}: {refused}") from refused
        self._tell(run)

    def _undo(self, pk):
        run = ImportRun.objects.filter(pk=pk).first()
        if run is None:
            raise CommandError(f"There is no import {pk}.")
        try:
            load.undo(run, by=None, at=timezone.now())
        except load.UndoRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Import {pk} is undone.")

    def _tell(self, run):
        self.stdout.write(f"Import {run.pk}, {run.file_name}: {run.get_state_display()}.")
        self.stdout.write(
            f"{run.rows_new} new, {run.rows_changed} changed, {run.rows_same} same, {run.rows_refused} refused."
        )
        for name, role, said in run.report["taken"]:
            self.stdout.write(f"  {name}: {ROLES[role]}{f' ({said})' if said else ''}")
        for name, when, old, new, old_flag, flag in run.report["changes"]:
            self.stdout.write(
                f"  {name}, {when}: {old} -> {new}" + (f" (mark {old_flag} -> {flag})" * (old_flag != flag))
            )
        for name, readings, expected in run.report["coverage"][:SHOWN_GAPS]:
            if readings < expected:
                self.stdout.write(f"  {name}: {readings} of {expected} readings")
        for code, count in run.report["warnings"].items():
            self.stdout.write(f"  {WARNINGS[code]}: {count}")
        for refusal in run.refusals.all()[:SHOWN]:
            self.stdout.write(f"  {sentence(refusal.row, refusal.column, refusal.code, refusal.details)}")
        if run.rows_refused > SHOWN:
            self.stdout.write(f"  … and {run.rows_refused - SHOWN} more")
