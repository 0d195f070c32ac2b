from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_registry.mail import receive
from requests_registry.models import InboundMail


class Command(BaseCommand):
    help = (
        "Read all mail that waits. With --failed, what could not be read is tried again too; with --words, all mail is made"
        " findable by the rules of search as they are now."
    )

    def add_arguments(self, parser):
        parser.add_argument("--failed", action="store_true", help="try again what failed")
        parser.add_argument("--words", action="store_true", help="write anew by which words mails are found")

    def handle(self, *, failed, words, **options):
        now = timezone.now()
        processed = receive.process_waiting(at=now)
        again = list(InboundMail.objects.failed().without_raw().order_by("pk")) if failed else []
        outcomes = [receive.process(inbound, at=now) for inbound in again]
        self.stdout.write(f"{processed + len(outcomes)} mails read")
        if words:
            self.stdout.write(f"{receive.write_words_anew()} mails are found by their words")
