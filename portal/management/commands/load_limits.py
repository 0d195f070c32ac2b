from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.importing import keeping, limits
from portal.importing.problems import FileRefused, sentence
from portal.models import LimitTable, LimitValue, Medium, Norm, Unit

SAID = ("norm", "edition", "source", "valid_from")
FIELDS = ("edition", "source", "valid_from", "valid_until", "medium", "use", "averaging")


class Command(BaseCommand):
    help = "A table of limit values: --check says what would happen, --load does it, --undo TABLE takes it back."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--norm", help="code of the act")
        parser.add_argument("--edition", help="of the act, with its date")
        parser.add_argument("--source", help="who published the table, and where")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, help="in force from: 2022-08-02")
        parser.add_argument("--until", dest="valid_until", type=date.fromisoformat, help="no longer in force from")
        parser.add_argument("--medium", choices=Medium.values, default=Medium.AIR)
        parser.add_argument("--use", choices=LimitValue.Use.values, default=LimitValue.Use.SETTLEMENT)
        parser.add_argument(
            "--averaging", choices=LimitValue.Averaging.values, default="", help="where no column says it"
        )
        parser.add_argument("--unit", help="code, where the heading does not say it")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="the default: no limit is stored")
        what.add_argument("--load", action="store_true")
        what.add_argument("--undo", type=int, metavar="TABLE")

    def handle(self, file, undo, load, **options):
        try:
            if undo:
                limits.undo(_one(LimitTable, pk=undo), at=timezone.now())
                self.stdout.write(f"Table {undo} is undone.")
                return
            if not file or not file.is_file():
                raise CommandError("Name a file that exists.")
            table = self._check(file, options)
            self._tell(limits.load(table, at=timezone.now()) if load else table)
        except (FileRefused, limits.StepRefused) as refused:
            raise CommandError(str(refused)) from refused

    def _check(self, file, options):
        if missing := [name for name in SAID if not options[name]]:
            raise CommandError(f"Say also: {', '.join(missing)}.")
        table = LimitTable(
            norm=_one(Norm, code=options["norm"]),
            unit=_one(Unit, code=options["unit"]) if options["unit"] else None,
            **{name: options[name] for name in FIELDS},
        )
        with file.open("rb") as content:
            kept = keeping.keep(content, file.name)
        try:
            table.validate_constraints()
            return limits.check(table, kept, at=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _tell(self, table):
        self.stdout.write(f"Table {table.pk}, {table.file_name}: {table.get_state_display()}.")
        self.stdout.write(", ".join(f"{count} {what}" for what, count in table.counts.items()) + ".")
        for line in table.lines:
            old = f", was {line['old']}" if line["what"] == "changed" else ""
            self.stdout.write(
                f"  {line['row']}: {line['name']} -> {line['parameter']}, {line['averaging']}, "
                f"{line['value']} {line['unit']}: {line['what']}{old}"
            )
        for refusal in table.refusals:
            self.stdout.write(f"  {sentence(*refusal)}")


def _one(model, **known):
    found = model.objects.filter(**known).first()
    if found is None:
        raise CommandError(f"There is no {model._meta.verbose_name} {', '.join(map(str, known.values()))}.")
    return found
