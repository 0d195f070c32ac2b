"""Takes away files and rows that nothing needs any more."""

import shutil

from django.db import transaction

from portal.documents import door, limits, shelves
from portal.models import Document


def sweep(*, before):
    """Remove what is unused and was last touched before `before`; returns how many of each."""
    _count, removed = Document.objects.unused().filter(stored_at__lt=before).delete()
    return {
        "documents": removed.get("portal.Document", 0),
        "files": sum(_remove_unless_used(path) for path in _old(shelves.kept(), "*/*", before)),
        "arrivals": sum(_remove(path) for path in _old(shelves.arrivals(), "*", before)),
    }


def _old(folder, pattern, before):
    return [path for path in folder.glob(pattern) if path.stat().st_mtime < before.timestamp()]


@transaction.atomic
def _remove_unless_used(path):
    """Under the lock of the content: the door may be keeping the same file at this moment."""
    door.lock(path.name)
    if Document.objects.filter(sha256=path.name).exists():
        return False
    for width in limits.COVER_WIDTHS:
        shelves.cover_of(path.name, width).unlink(missing_ok=True)
    return _remove(path)


def _remove(path):
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return True
