"""Addresses do not die: when an object's address changes, the old one leads to the new one for good."""

from django.db import transaction

from portal.languages import active_language
from portal.models import Redirect
from portal.search.index import without_language


@transaction.atomic
def remember(old_path, new_path):
    """Paths with or without their language. Addresses that led to the old one lead to the new one at once."""
    old_path, new_path = without_language(old_path), without_language(new_path)
    if old_path == new_path:
        return
    Redirect.objects.filter(old_path=new_path).delete()
    Redirect.objects.filter(new_path=old_path).update(new_path=new_path)
    Redirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


def moved_to(path):
    """The present address, in the reader's language, of what stood at `path` before; None when nothing did."""
    if "\x00" in path:  # no text of PostgreSQL can hold it
        return None
    known = Redirect.objects.filter(old_path=without_language(path)).values_list("new_path", flat=True).first()
    return known and f"/{active_language()}{known}"
