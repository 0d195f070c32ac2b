"""Pages that keep a processor busy until they are done, made one after the other by each process."""

import threading
from functools import wraps


class InTurn:
    """Views of which a process runs one at a time; the others wait for their turn.

    Two at once would each take twice as long and a while more for changing between them: nobody gets his page sooner,
    and most get it later. Only for views that read nothing slow from the reader: whoever uploads would keep all waiting.
    """

    def __init__(self):
        self._turn = threading.Lock()

    def __call__(self, view):
        @wraps(view)
        def waiting(*args, **options):
            with self._turn:
                return view(*args, **options)

        return waiting
