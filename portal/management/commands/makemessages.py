from django.core.management.base import BaseCommand

from portal.runtime import catalogues


class Command(BaseCommand):
    help = "Bring the catalogues in locale/ up to date with the sources (takes the place of Django's, without GNU gettext)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("rooms", nargs="*", default=catalogues.ROOMS, help="all rooms, unless some are named")

    def handle(self, rooms, **options):
        catalogues.collect(rooms)
        for room in rooms:
            for language in catalogues.LANGUAGES:
                catalogue = catalogues.read(room, language)
                empty = sum(1 for message in catalogue if message.id and not all(catalogues.forms(message)))
                self.stdout.write(f"{room} {language}: {len(catalogue)} messages, {empty} to translate")
