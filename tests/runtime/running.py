"""`make run` as somebody at a terminal has it: a process of its own, a folder of its own, signals and all."""

import os
import signal
import socket
import subprocess
import time
import urllib.request

import psutil

from portal.runtime.places import BASE

PATIENCE = 180  # a busy machine is no failure
without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Portal:
    def __init__(self, var, **environment):
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name not in SET_BY_THE_TESTS}
        self.environment = {**kept, "VAR_DIR": str(var), "PORT": str(self.port), **environment}
        self.said = ""

    def start(self):
        self.log = open(self.var.with_name(f"{self.var.name}.said"), "w+")  # noqa: SIM115 (read when all is over)
        self.make = subprocess.Popen(
            ["make", "run"],
            cwd=BASE,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=_heed_the_keyboard,
        )
        return self

    def wait_until_answering(self):
        wait_until(lambda: self.answers() or self.make.poll() is not None)
        assert self.answers(), self.words()
        return self

    def wait_until_said(self, words):
        wait_until(lambda: words in self.words() or self.make.poll() is not None)
        assert words in self.words()

    def wait_for_end(self):
        self.make.wait(PATIENCE)
        return self

    def answers(self):
        try:
            return without_proxy.open(f"{self.url}/readyz", timeout=5).status == 200
        except OSError:
            return False

    def page(self, path):
        return without_proxy.open(self.url + path, timeout=10).read().decode()

    def words(self):
        self.log.flush()
        return self.var.with_name(f"{self.var.name}.said").read_text()

    def supervisor(self):
        return next(child for child in psutil.Process(self.make.pid).children() if "portal.runtime" in child.cmdline())

    def processes(self):
        """All that lives because of this start, recognised by its folder in the environment."""
        return [process for process in psutil.process_iter() if environment_of(process).get("VAR_DIR") == str(self.var)]

    def seconds_of_work(self):
        """What the start has cost in processor time: unlike the clock, the same on a busy machine."""
        times = [process.cpu_times() for process in self.processes()]
        return sum(time.user + time.system + time.children_user + time.children_system for time in times)

    def leaves_nothing_behind(self, patience=60):
        wait_until(lambda: not self.processes(), patience)
        self.make.wait(PATIENCE)
        return [process.cmdline() for process in self.processes()] == []

    def clear_away(self):
        for process in self.processes():
            process.kill()
        self.make.wait(PATIENCE)
        self.log.close()


def _heed_the_keyboard():
    """Tests that a shell runs in the background inherit from it that Ctrl-C is ignored; a terminal's make is not so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


SET_BY_THE_TESTS = {"DATABASE_URL", "SECRET_KEY", "DEBUG", "LOCAL", "MAKEFLAGS", "MAKELEVEL", "PYTEST_XDIST_WORKER"}


def environment_of(process):
    try:
        return {} if process.status() == psutil.STATUS_ZOMBIE else process.environ()
    except (psutil.Error, OSError):
        return {}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, patience=PATIENCE):
    patient_until = time.monotonic() + patience
    while not (holds := condition()) and time.monotonic() < patient_until:
        time.sleep(0.05)
    return holds


def interrupt(portal):
    """Ctrl-C in the terminal reaches make and what it runs."""
    os.killpg(portal.make.pid, signal.SIGINT)
