from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.documents import sweeping


class Command(BaseCommand):
    help = (
        "Take away what uploads left behind: documents that no object refers to, files without a document, half "
        "uploads. Only what is older than a day, so that nothing is taken from under the hands of an editor."
    )

    def handle(self, **options):
        swept = sweeping.sweep(before=timezone.now() - timedelta(days=1))
        self.stdout.write("{documents} documents, {files} files, {arrivals} half uploads removed".format(**swept))
