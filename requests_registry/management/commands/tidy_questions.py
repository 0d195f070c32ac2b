from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_registry.questions import asking


class Command(BaseCommand):
    help = "Delete questions that were never confirmed, erase those whose consent has ended. To be run every day."

    def handle(self, **options):
        counts = asking.tidy(at=timezone.now())
        self.stdout.write(f"{counts['deleted']} questions deleted, {counts['erased']} erased")
