from django.core.management.base import CommandError
from django.utils import timezone

from portal.facilities import loading
from portal.importing.commands import TableCommand
from portal.importing.problems import sentence
from portal.models import ReleaseImport

SHOWN = 20


class Command(TableCommand):
    help = "Import a table of releases: --check says what would happen, --load does it, --undo RUN takes it back."
    model = ReleaseImport
    undo = staticmethod(loading.undo)

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--source", help="as it will stand beside each figure")

    def read(self, file, source, load, **options):
        if not source:
            raise CommandError("Name a file and its --source.")
        at = timezone.now()
        run = loading.check(self.kept(file), source, at=at)
        return loading.load(run, at=at) if load else run

    def tell(self, run):
        self.stdout.write(
            f"Import {run.pk}, {run.file_name}: {run.rows_new} new, {run.rows_changed} changed, {run.rows_same} same, "
            f"{run.rows_refused} refused."
        )
        for refused in run.report["refused"][:SHOWN]:
            self.stdout.write(f"  {sentence(*refused)}")
