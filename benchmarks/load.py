"""A closed loop of a few clients against one server: how many pages a second, how long each took.

Each page comes by a connection of its own, as nginx hands them over (docs/deploying.md).
"""

import http.client
import itertools
import threading
import time
from dataclasses import dataclass


@dataclass
class Result:
    seconds: float
    milliseconds: list[float]
    size: int
    failures: list[int]

    @property
    def per_second(self):
        return len(self.milliseconds) / self.seconds

    def percentile(self, share):
        return self.milliseconds[min(len(self.milliseconds) - 1, int(share * len(self.milliseconds)))]


def measure(port, *paths, clients=4, seconds=5.0):
    """Fetch these in turn from 127.0.0.1:port for a time; an answer that is not 200 is a failure.

    Of several, each is fetched once before: what is measured is not how soon the disk gives what nobody read today.
    """
    if len(paths) > 1:
        for path in paths:
            fetched(port, path)
    times, sizes, failures = [], [], []
    in_turn = itertools.cycle(paths)
    started = time.monotonic()

    def fetch():
        while time.monotonic() < started + seconds:
            before = time.perf_counter()
            status, size = fetched(port, next(in_turn))
            times.append((time.perf_counter() - before) * 1000)
            sizes.append(size)
            if status != 200:
                failures.append(status)

    threads = [threading.Thread(target=fetch) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Result(time.monotonic() - started, sorted(times), max(sizes), failures)


def fetched(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": "localhost", "Connection": "close"})
    response = connection.getresponse()
    return response.status, len(response.read())
