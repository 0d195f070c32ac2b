import sys

from django.core.management.base import BaseCommand

from portal.search import collection, index


class Command(BaseCommand):
    help = "Bring the search index up to date, some objects at a time; the old rows serve until each is written over."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say which rows are stale, missing or too many")
        parser.add_argument("--stale", action="store_true", help="only the kinds in which the check finds something")
        parser.add_argument("--anew", action="store_true", help="write rows whose texts and rules did not change, too")

    def handle(self, *args, check=False, stale=False, anew=False, **options):
        healths = {model: index.check(model) for model in index.models()} if check or stale else {}
        for model in index.models():
            health = healths.get(model)
            if health:
                self._say(model, "up to date")
            elif check:
                self._say(model, f"{health.stale} stale, {health.missing} missing, {health.orphaned} no longer public")
            else:
                self._say(model, f"{index.rebuild(model, anew)} rows written")
        if not check:
            collection.recount()
        elif not all(healths.values()):
            sys.exit(1)

    def _say(self, model, what):
        self.stdout.write(f"{model._meta.verbose_name_plural}: {what}")
