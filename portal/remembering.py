"""What every page reads and hardly ever changes, read once a second, or a minute, by each process."""

import time
from functools import wraps

SECONDS = 1  # in which an edit is seen by everybody; tests see it at once


def for_a_moment(read, moments=1):
    """Remember what `read` returns for some times `SECONDS`. It takes nothing, and nobody changes what it gives."""
    read_at, remembered = float("-inf"), None

    @wraps(read)
    def remembering():
        nonlocal read_at, remembered
        begun = time.monotonic()
        if begun >= read_at + moments * SECONDS:
            remembered = read()
            read_at = begun
        return remembered

    return remembering


def for_a_minute(read):
    return for_a_moment(read, moments=60)
