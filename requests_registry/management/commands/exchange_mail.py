import logging
import signal
from io import StringIO
from threading import Event

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

SEND_EVERY = 10  # seconds
FETCH_EVERY = 18  # rounds: three minutes
LOOK_AT_TERMS_EVERY = 360  # rounds: an hour
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Send what is due, take in what has come and look which terms passed, until stopped. "
        "A mail that is leaving is finished first."
    )

    def handle(self, **options):
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        rounds = 0
        while not stop.is_set():
            self.attempt("send_mail")
            if rounds % FETCH_EVERY == 0 and not stop.is_set():
                self.attempt("fetch_mail")
            if rounds % LOOK_AT_TERMS_EVERY == 0 and not stop.is_set():
                self.attempt("daily")
            rounds += 1
            stop.wait(SEND_EVERY)

    def attempt(self, command):
        """Whatever is wrong for now (database, network), the next round comes."""
        close_old_connections()
        try:
            call_command(command, stdout=StringIO())
        except Exception:
            logger.exception("%s failed and is tried again in the next round", command)
