from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection

from portal.encryption import encrypted_fields


class Command(BaseCommand):
    help = "Encrypt all personal data with the first of PERSONAL_DATA_KEYS; after that the other keys are of no use."

    def handle(self, **options):
        self._let_frozen_rows_through("on")
        try:
            for model in apps.get_models():
                names = [field.name for field in encrypted_fields(model)]
                if names:
                    self.stdout.write(f"{model._meta.label}: {self._encrypt_again(model, names)}")
        finally:
            self._let_frozen_rows_through("off")

    def _encrypt_again(self, model, names):
        rows = 0
        for row in model._default_manager.only("pk", *names).iterator():
            row.save(update_fields=names)
            rows += 1
        return rows

    def _let_frozen_rows_through(self, on_or_off):
        """Rows that the database keeps from changing, such as issued letters, get new tokens of the same text."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('portal.encrypting_again', %s, false)", [on_or_off])
