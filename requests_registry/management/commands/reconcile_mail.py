from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_registry.mail import mailbox
from requests_registry.models import InboundMail, OutgoingMail


class Command(BaseCommand):
    help = "Compare the mailbox with the table. Fails, so that cron writes, when a mail is missing, waits or failed, or ours does not leave."

    def handle(self, **options):
        problems = []
        if settings.IMAP_URL:
            with mailbox.open_mailbox(settings.IMAP_URL) as box:
                compared = mailbox.compare(box)
            self.stdout.write(f"{compared.in_mailbox} mails in the mailbox")
            problems += [f"mail {uid} of the mailbox is not in the table" for uid in compared.missing]
        problems += [f"mail {key} waits" for key in InboundMail.objects.waiting().values_list("pk", flat=True)]
        problems += [f"mail {key} failed" for key in InboundMail.objects.failed().values_list("pk", flat=True)]
        stuck = OutgoingMail.objects.waiting_long(timezone.now()).values_list("pk", flat=True)
        problems += [f"mail {key} of ours has waited for more than an hour" for key in stuck]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("Every mail is in the table and read.")
