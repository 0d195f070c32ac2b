"""A published figure that changes leaves what it was: the only writer of corrections."""

from portal.languages import active_language
from portal.models import Correction


def record(figure, *, old, new, reason="", by, at):
    """`new` is None where the figure was taken away. An equal value (0.10 for 0.1) is no correction."""
    if old == new:
        return None
    words = {f"reason_{active_language()}": reason} if reason else {}
    return Correction.objects.create(
        dataset=figure.dataset, figure=figure.label, old_value=old, new_value=new, made_by=by, made_at=at, **words
    )
