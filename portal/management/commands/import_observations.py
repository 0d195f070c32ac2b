from django.core.management.base import CommandError
from django.utils import timezone

from portal.importing import load
from portal.importing.commands import TableCommand
from portal.importing.problems import ROLES, WARNINGS, sentence
from portal.models import ImportRun, Series, Source

SHOWN = 20
SHOWN_GAPS = 5


class Command(TableCommand):
    help = "Import a file of readings: --check says what would happen, --load does it, --undo RUN takes it back."
    model = ImportRun
    undo = staticmethod(load.undo)

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--source", help="code of the source (sources of readings)")
        parser.add_argument("--parameter", help="code of the parameter, where the file does not say it")
        parser.add_argument(
            "--period", help="of all rows, where the file has no dates: 2006-04 for a month, 2006 for a year"
        )
        parser.add_argument("--averaging", choices=Series.Averaging.values, help="over what the values are averaged")

    def read(self, file, source, parameter, period, averaging, **options):
        if not source:
            raise CommandError("Name a file and its --source.")
        source = Source.objects.filter(code=source).first()
        if source is None:
            raise CommandError("Sources: " + ", ".join(Source.objects.values_list("code", flat=True)))
        answers = {"parameter": parameter, "fixed_time": period, "averaging": averaging}
        mapping = {name: answer for name, answer in answers.items() if answer}
        carry_out = load.load if options["load"] else load.check
        return carry_out(source, self.kept(file), at=timezone.now(), mapping=mapping)

    def tell(self, run):
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
