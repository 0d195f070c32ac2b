from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.documents import tasks
from requests_registry import passing
from requests_registry.files import redaction, unpacking
from requests_registry.questions import asking

LONGEST_WORK = timedelta(hours=1)


class Command(BaseCommand):
    help = (
        "Tell which terms passed, tidy citizens' questions and start again what was broken off in files. "
        "Run twice, or days late, it does the same."
    )

    def handle(self, **options):
        now = timezone.now()
        self.stdout.write(f"terms passed in {passing.note_all_passed_terms(at=now)} requests")
        counts = asking.tidy(at=now)
        self.stdout.write(f"{counts['deleted']} questions deleted, {counts['erased']} erased")
        self.stdout.write(f"{_take_up(before=now - LONGEST_WORK)} pieces of work on files started again")


def _take_up(before):
    """What a worker that was killed left behind. What still runs elsewhere is passed by."""
    return tasks.take_up(before=before) + redaction.take_up(before=before) + unpacking.ask_all()
