import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_registry.mail import receive

TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the mail and comes again


class Command(BaseCommand):
    help = "Take in one mail from standard input, as a mail server's pipe. Ends with 75 unless the mail is kept."

    def handle(self, **options):
        try:
            inbound = receive.receive(sys.stdin.buffer.read(), source="pipe", at=timezone.now())
        except Exception as error:
            self.stderr.write(f"The mail could not be kept: {error}")
            sys.exit(TRY_AGAIN)
        receive.process(inbound, at=timezone.now())
