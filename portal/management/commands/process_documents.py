from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.documents import tasks
from portal.models import Document, DocumentPage


class Command(BaseCommand):
    help = (
        "Enqueue every document whose text and cover are still to be prepared: after a crash, a lost queue or a "
        "restored backup. Enqueuing one twice does no harm. With --failed, those that failed are tried again too."
    )

    def add_arguments(self, parser):
        parser.add_argument("--failed", action="store_true", help="try again what failed")

        parser.add_argument(
            "--words", action="store_true", help="write the words of every page anew, as search takes them now"
        )

    def handle(self, *, failed, words, **options):
        if words:
            for page in DocumentPage.objects.exclude(text="").only("text").iterator(chunk_size=500):
                DocumentPage.objects.filter(pk=page.pk).update(vector=tasks.words_of(page.text))
        if failed:
            Document.objects.filter(state=Document.State.FAILED).update(
                state=Document.State.WAITING, failure="", attempts=0
            )
        self.stdout.write(f"{tasks.take_up(before=timezone.now())} documents enqueued")
