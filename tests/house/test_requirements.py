import re
import tomllib

import pytest

from portal.runtime.places import BASE

PYPROJECT = (BASE / "pyproject.toml").read_text()
FILES = ("requirements.txt", "requirements-test.txt")


def declared():
    project = tomllib.loads(PYPROJECT)["project"]
    return project["dependencies"] + project["optional-dependencies"]["test"]


def names(requirements):
    return {re.match(r"[\w-]+", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("requirement", declared())
def test_each_dependency_has_its_reason(requirement):
    assert re.search(rf'"{re.escape(requirement)}",\s+# \S', PYPROJECT)


def test_the_locked_files_hold_all_that_is_declared():
    assert names(declared()) <= names(re.findall(r"^[\w-]+", (BASE / "requirements-test.txt").read_text(), re.M))


@pytest.mark.parametrize("file", FILES)
def test_each_locked_requirement_has_one_version_and_hashes(file):
    blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", (BASE / file).read_text(), flags=re.M).strip())

    assert all(re.match(r"[\w.-]+==\S+", block) and "--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("file", FILES)
def test_the_locked_files_name_no_index(file):
    assert not re.search(r"https?:|--(extra-)?index|--find-links|--trusted-host|@", (BASE / file).read_text())


def test_both_files_lock_the_same_versions():
    run, test = (set(re.findall(r"^\S+==\S+", (BASE / file).read_text(), re.M)) for file in FILES)

    assert run <= test
