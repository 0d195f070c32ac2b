from django.core.management.base import BaseCommand

from portal.search import index


class Command(BaseCommand):
    help = "Write the search index anew, one kind after the other; readers see the old rows until each is done."

    def handle(self, *args, **options):
        for model in index.models():
            self.stdout.write(f"{model._meta.verbose_name_plural}: {index.rebuild(model)}")
