from django.apps import apps
from django.core.management.base import BaseCommand

from portal.encryption import encrypted_fields


class Command(BaseCommand):
    help = "Encrypt all personal data with the first of PERSONAL_DATA_KEYS; after that the other keys are of no use."

    def handle(self, **options):
        for model in apps.get_models():
            names = [field.name for field in encrypted_fields(model)]
            if names:
                self.stdout.write(f"{model._meta.label}: {self._encrypt_again(model, names)}")

    def _encrypt_again(self, model, names):
        rows = 0
        for row in model._default_manager.only("pk", *names).iterator():
            row.save(update_fields=names)
            rows += 1
        return rows
