import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from django.core.management.base import BaseCommand
from django.db import connections

from portal.runtime import children
from portal.search import collection, index


class Command(BaseCommand):
    help = "Bring the search index up to date, some objects at a time; the old rows serve until each is written over."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say which rows are stale, missing or too many")
        parser.add_argument("--stale", action="store_true", help="only the kinds in which the check finds something")
        parser.add_argument("--anew", action="store_true", help="write rows whose texts and rules did not change, too")
        parser.add_argument("--processes", type=int, default=1, help="that share the work; most of it is computing")

    def handle(self, *args, check=False, stale=False, anew=False, processes=1, **options):
        healths = {model: index.check(model) for model in index.models()} if check or stale else {}
        with _rebuilding(processes) as rebuild:
            for model in index.models():
                health = healths.get(model)
                if health:
                    self._say(model, "up to date")
                elif check:
                    self._say(
                        model, f"{health.stale} stale, {health.missing} missing, {health.orphaned} no longer public"
                    )
                else:
                    self._say(model, f"{rebuild(model, anew)} rows written")
        if not check:
            collection.recount()
        elif not all(healths.values()):
            sys.exit(1)

    def _say(self, model, what):
        self.stdout.write(f"{model._meta.verbose_name_plural}: {what}")


@contextmanager
def _rebuilding(processes):
    """A function that rebuilds one kind, in this process or in shares."""
    if processes == 1:
        yield index.rebuild
        return
    connections.close_all()  # no two processes may speak on one
    with ProcessPoolExecutor(processes, get_context("fork"), children.end_with_parent) as pool:
        shares = [(number, processes) for number in range(processes)]
        yield lambda model, anew: sum(pool.map(partial(index.rebuild, model, anew), shares))
