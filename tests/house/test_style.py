import subprocess
import sys

import pytest

from portal.runtime.places import BASE


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_ruff_finds_nothing(command):
    found = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--quiet", "."], cwd=BASE, capture_output=True, text=True
    )

    assert found.returncode == 0, found.stdout + found.stderr
