"""Where the portal stands and where it writes, and how it says that it cannot go on."""

import os
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent


class Problem(Exception):
    """What happened and what to do about it, in one sentence for the person at the terminal."""


def var():
    """The one folder the portal writes to: database, files, log, key."""
    return Path(os.environ.get("VAR_DIR") or BASE / "var").absolute()


def make_folder(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".written-by-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Problem(
            f"The folder {folder} cannot be written to ({error.strerror}): give yourself the right to write there, "
            "or set VAR_DIR to a folder where you have it."
        ) from error
    return folder
