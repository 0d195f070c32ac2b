from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.documents import sweeping
from portal.importing import keeping


class Command(BaseCommand):
    help = (
        "Take away what uploads left behind: documents that no object refers to, files without a document, tables "
        "that no import names, half uploads. Only what is older than a day, so that nothing is taken from under the hands of an editor."
    )

    def handle(self, **options):
        before = timezone.now() - timedelta(days=1)
        swept = sweeping.sweep(before=before) | {"tables": keeping.sweep(before=before)}
        said = "{documents} documents, {files} files, {tables} tables, {arrivals} half uploads removed"
        self.stdout.write(said.format(**swept))
