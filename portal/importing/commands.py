"""What the commands that read a table have in common: the file, --check, --load and --undo."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from portal.importing import keeping
from portal.importing.problems import FileRefused, StepRefused

LOST = "The database broke off: all of the file is stored or nothing. Run it again; what is stored then counts as the same."


class TableCommand(BaseCommand):
    """A command says `model`, `undo` (the function), how it reads a file and what it tells of it."""

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="the default: nothing is stored")
        what.add_argument("--load", action="store_true")
        what.add_argument("--undo", type=int, metavar="IMPORT")

    def handle(self, file, undo, **options):
        try:
            if undo:
                self.undo(one(self.model, pk=undo), by=None, at=timezone.now())
                self.stdout.write(f"Import {undo} is undone.")
            else:
                self.tell(self.read(file, **options))
        except (FileRefused, StepRefused) as refused:
            raise CommandError(f"{file.name}: {refused}" if file else str(refused)) from refused
        except (OperationalError, InterfaceError) as error:
            raise CommandError(f"{LOST} ({error})") from error

    def kept(self, file):
        if not file or not file.is_file():
            raise CommandError(f"There is no file {file}." if file else "Name a file.")
        with file.open("rb") as content:
            return keeping.keep(content, file.name)


def one(model, **known):
    found = model.objects.filter(**known).first()
    if found is None:
        raise CommandError(f"There is no {model._meta.verbose_name} {', '.join(map(str, known.values()))}.")
    return found
