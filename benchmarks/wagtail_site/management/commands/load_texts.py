import csv
import sys

from django.core.management import BaseCommand, call_command
from wagtail_site.models import Text


class Command(BaseCommand):
    help = "Tables, the texts of standard input (CSV: kind, language, title, body), and Wagtail's index over them."

    def handle(self, **options):
        call_command("migrate", run_syncdb=True, verbosity=0)
        Text.objects.all().delete()
        rows = csv.reader(sys.stdin)
        texts = [Text(kind=kind, language=language, title=title, body=body) for kind, language, title, body in rows]
        Text.objects.bulk_create(texts, batch_size=2000)
        call_command("update_index", verbosity=0)
