from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.exceedances import news, rollup
from portal.models import Series


class Command(BaseCommand):
    help = "Brings daily, monthly and yearly values and episodes up to date; with --all, of every day there is."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="after a limit value was changed")

    def handle(self, *, all, **options):
        if all:
            rollup.mark_dirty(Series.objects.exclude(station=None))
        days = rollup.refresh(zone=settings.TIME_ZONE)
        told = news.tell(at=timezone.now())
        self.stdout.write(f"{days} days are up to date, {told} new exceedances")
