from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_registry import lifecycle, questions


class Command(BaseCommand):
    help = "Tell which terms passed and tidy citizens' questions. Run twice, or days late, it does the same."

    def handle(self, **options):
        now = timezone.now()
        self.stdout.write(f"terms passed in {lifecycle.note_all_passed_terms(at=now)} requests")
        counts = questions.tidy(at=now)
        self.stdout.write(f"{counts['deleted']} questions deleted, {counts['erased']} erased")
