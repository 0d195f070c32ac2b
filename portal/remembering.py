"""What every page reads and hardly ever changes, read once a second by each process."""

import time
from functools import wraps

SECONDS = 1  # in which an edit is seen by everybody; tests see it at once


def for_a_moment(read):
    """Remember what `read` returns for `SECONDS`. It takes nothing, and what it gives is not changed by those who get it."""
    until, remembered = 0.0, None

    @wraps(read)
    def remembering():
        nonlocal until, remembered
        begun = time.monotonic()
        if begun >= until:
            remembered = read()
            until = begun + SECONDS
        return remembered

    return remembering
