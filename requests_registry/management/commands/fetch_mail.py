from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_registry.mail import mailbox, receive


class Command(BaseCommand):
    help = "Take in what is new in the mailbox of IMAP_URL, then read all mail that waits. To be run every few minutes."

    def handle(self, **options):
        fetched = 0
        try:
            fetched = self.fetch() if settings.IMAP_URL else 0
        finally:  # a mailbox that fails keeps nobody from reading what came
            processed = receive.process_waiting(at=timezone.now())
            self.stdout.write(f"{fetched} mails taken in, {processed} read")

    def fetch(self):
        url = settings.IMAP_URL
        try:
            with mailbox.open_mailbox(url) as box:
                return mailbox.fetch(box, name=mailbox.name_of(url), at=timezone.now())
        except (OSError, *mailbox.MailboxError) as error:
            raise CommandError(f"The mailbox cannot be reached: {error}") from error
