"""Tables that other rooms hand over, each with a title and an address of where it comes from, and what became of them.

offers.make(file, "values.xlsx", title="2026-0042 …", path="/requests/2026-0042/", by=user, at=now)
offers.results("/requests/2026-0042/")      what readers can see of it: [(label, address)]
"""

from django.db.models import Exists, OuterRef, Value
from django.urls import reverse

from portal.importing import keeping, load
from portal.languages import LANGUAGES, best_text
from portal.models import Dataset, ImportRun, RunSeries, Station, TableOffer

SHOWN = 10


def make(file, name, *, title, path, by, at):
    """Keep the table for the people of the data. The same table from the same place again is the same offer."""
    kept = keeping.keep(file, name)
    values = {
        "title": title[:300],
        "file_name": kept.name,
        "size": kept.size,
        "offered_at": at,
        "offered_by": by,
    }
    return TableOffer.objects.get_or_create(path=path, sha256=kept.sha256, defaults=values)


def waiting():
    """Those of which nothing is loaded yet, the newest first."""
    loaded = ImportRun.objects.filter(offer=OuterRef("pk"), state=ImportRun.State.LOADED)
    return TableOffer.objects.exclude(Exists(loaded))


def check(offer, source, *, by, at):
    """What loading the table would do, as a run that knows where its file comes from."""
    kept = keeping.Kept(keeping.path_of(offer.sha256), offer.file_name, offer.sha256, offer.size)
    return load.check(source, kept, by=by, at=at, offer=offer)


def results(path):
    """Datasets that name a place as their source, and stations with readings of its tables: as everybody sees them."""
    runs = RunSeries.objects.filter(run__offer__path=path, run__state=ImportRun.State.LOADED)
    stations = Station.objects.filter(series__in=runs.values("series"))
    datasets = Dataset.objects.published().filter(source_url__endswith=path)
    things = _named(datasets, "title", "dataset").union(_named(stations, "name", "station"))
    return [
        (best_text(dict(zip(LANGUAGES, names, strict=True))), reverse(f"data:{kind}", args=[slug]))
        for kind, slug, *names in things.order_by("found_as", "slug")[:SHOWN]
    ]


def _named(things, name, kind):
    """(kind, address, name in each language): rows of two tables as one query."""
    columns = [f"{name}_{language}" for language in LANGUAGES]
    return things.order_by().annotate(found_as=Value(kind)).values_list("found_as", "slug", *columns)
