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
    """Fetch these in turn from 127.0.0.1:port for a time; an answer that is not 200 is a failure."""
    times, sizes, failures = [], [], []
    in_turn = itertools.cycle(paths)
    started = time.monotonic()

    def fetch():
        while time.monotonic() < started + seconds:
            before = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", next(in_turn), headers={"Host": "localhost", "Connection": "close"})
            response = connection.getresponse()
            sizes.append(len(response.read()))
            times.append((time.perf_counter() - before) * 1000)
            if response.status != 200:
                failures.append(response.status)

    threads = [threading.Thread(target=fetch) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Result(time.monotonic() - started, sorted(times), max(sizes), failures)
