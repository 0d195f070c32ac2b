from django.core.management.base import BaseCommand

from portal.runtime import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues in locale/ that changed (takes the place of Django's, without GNU gettext)."
    requires_system_checks = []

    def handle(self, **options):
        for path in catalogues.compile_changed():
            self.stdout.write(f"compiled {path.relative_to(catalogues.BASE)}")
