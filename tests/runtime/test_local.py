import os

import pytest

from portal.runtime import local


@pytest.fixture(autouse=True)
def own_var(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for name in ("SECRET_KEY", "LOCAL", "DEBUG"):
        monkeypatch.setenv(name, "")
    return tmp_path


def test_the_key_is_made_once_and_is_for_its_owner_alone(own_var):
    local.give_secret_key()
    made = os.environ["SECRET_KEY"]
    os.environ["SECRET_KEY"] = ""
    local.give_secret_key()

    assert os.environ["SECRET_KEY"] == made
    assert len(made) > 50
    assert (own_var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_given_is_kept(own_var, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    local.give_secret_key()

    assert os.environ["SECRET_KEY"] == "given"
    assert not (own_var / "secret_key").exists()


def test_a_server_is_given_nothing(own_var):
    with local.environment():
        assert os.environ["SECRET_KEY"] == ""
    assert list(own_var.iterdir()) == []


@pytest.mark.parametrize("value, is_local", [("1", True), ("true", True), ("0", False), ("", False), ("no", False)])
def test_whose_machine(monkeypatch, value, is_local):
    monkeypatch.setenv("LOCAL", value)

    assert local.is_local() is is_local


def test_a_database_that_is_given_is_used(own_var, monkeypatch):
    monkeypatch.setenv("LOCAL", "1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/portal")

    with local.environment():
        assert os.environ["DATABASE_URL"] == "postgresql://elsewhere/portal"
    assert not (own_var / "postgresql").exists()


@pytest.mark.slow
def test_on_ones_own_machine_a_database_is_there_for_the_command(own_var, monkeypatch):
    monkeypatch.setenv("LOCAL", "1")
    monkeypatch.setenv("DATABASE_URL", "")

    with local.environment():
        assert str(own_var / "postgresql") in os.environ["DATABASE_URL"]
        assert (own_var / "postgresql" / "postmaster.pid").exists()
    assert not (own_var / "postgresql" / "postmaster.pid").exists()
