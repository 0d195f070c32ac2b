from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone

from portal.importing import limits
from portal.importing.commands import TableCommand, one
from portal.importing.problems import sentence
from portal.models import LimitTable, LimitValue, Medium, Norm, Unit

SAID = ("norm", "edition", "source", "valid_from")
FIELDS = ("edition", "source", "valid_from", "valid_until", "medium", "use", "averaging")


class Command(TableCommand):
    help = "A table of limit values: --check says what would happen, --load does it, --undo TABLE takes it back."
    model = LimitTable
    undo = staticmethod(limits.undo)

    def add_arguments(self, parser):
        super().add_arguments(parser)
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

    def read(self, file, load, **options):
        table = self._check(file, options)
        return limits.load(table, at=timezone.now()) if load else table

    def _check(self, file, options):
        if missing := [name for name in SAID if not options[name]]:
            raise CommandError(f"Say also: {', '.join(missing)}.")
        table = LimitTable(
            norm=one(Norm, code=options["norm"]),
            unit=one(Unit, code=options["unit"]) if options["unit"] else None,
            **{name: options[name] for name in FIELDS},
        )
        try:
            table.validate_constraints()
            return limits.check(table, self.kept(file), at=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def tell(self, table):
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
