from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_registry.mail import outbox


class Command(BaseCommand):
    help = "Send what waits in the outbox and is due, once. `exchange_mail` does it all the time."

    def handle(self, **options):
        tried = 0
        while round_of := outbox.send_due(at=timezone.now()):
            tried += round_of
            if round_of < outbox.AT_ONCE:
                break
        self.stdout.write(f"{tried} mails tried")
