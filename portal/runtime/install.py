"""Build .venv and put the locked requirements into it, unless that is done: `python3 install.py [test]`.

Runs before any package is there, and says so where Python itself is too old: standard library and plain syntax only.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys

BASE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(BASE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
UNFINISHED = os.path.join(VENV, "unfinished")
OLDEST = (3, 11)


def main(kind):
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}: "
            "install it, then run `make PYTHON=python3.11 …`."
        )
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        install("requirements-test.txt" if kind == "test" else "requirements.txt")
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(
            f"The folder {BASE} cannot be written to ({error.strerror}): "
            "give yourself the right to write there, or copy the portal elsewhere."
        )


def install(requirements):
    if is_installed(requirements):
        return
    with open(os.path.join(BASE, ".venv.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands started together install once
        if not is_installed(requirements):
            build(requirements, lock)


def build(requirements, lock):
    if os.path.exists(UNFINISHED) or not works(PYTHON):
        print("Making .venv …", flush=True)
        make_venv()
    print(f"Installing the packages of {requirements} …", flush=True)
    open(UNFINISHED, "w").close()  # found again only after a kill -9: then the folder cannot be trusted
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    # pip holds the lock too, so that one whose parent was killed is waited for.
    status = subprocess.call([*pip, "--requirement", os.path.join(BASE, requirements)], pass_fds=[lock.fileno()])
    os.remove(UNFINISHED)
    if status != 0:
        sys.exit(
            "The packages could not be installed (pip's own words are above): "
            "see that this machine reaches a package index, then run the command again."
        )
    # What the tests need includes what the portal needs, in the same versions.
    for name in {"requirements.txt", requirements}:
        with open(stamp(name), "w") as file:
            file.write(fingerprint(name))


def make_venv():
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", VENV]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            "Python could not make a virtual environment: "
            "on Debian and Ubuntu install the package python3-venv, then run the command again."
        )


def works(python):
    return (
        os.path.exists(python)
        and subprocess.call([python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        == 0
    )


def is_installed(requirements):
    try:
        with open(stamp(requirements)) as file:
            return file.read() == fingerprint(requirements) and os.path.exists(PYTHON)
    except FileNotFoundError:
        return False


def stamp(requirements):
    return os.path.join(VENV, "installed-" + requirements)


def fingerprint(requirements):
    with open(os.path.join(BASE, requirements), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[-1])
