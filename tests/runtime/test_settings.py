"""What the settings ask for, what they refuse, and that .env.example and docs/deploying.md say the same."""

import os
import re
import secrets
import subprocess
import sys

import pytest

from portal.runtime.places import BASE

NAME = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
DEPLOYMENT = (BASE / "docs" / "deploying.md").read_text()


def run(*command, **environment):
    """A command in an environment that has nothing but what is given here."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE,
        env={"PATH": os.environ["PATH"], "VAR_DIR": os.environ.get("VAR_DIR", ""), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def production_settings():
    block = next(block for block in re.findall(r"```ini\n(.*?)```", DEPLOYMENT, re.S) if "SECRET_KEY" in block)
    settings = dict(line.split("=", 1) for line in block.splitlines())
    return {
        **settings,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": settings["DATABASE_URL"].replace("<password>", "x"),
    }


def test_every_variable_is_documented():
    read = set(NAME.findall((BASE / "portal" / "settings.py").read_text())) | {
        "SECRET_KEY",
        "PERSONAL_DATA_KEYS",
        "DATABASE_URL",
        "LISTEN_ON",
        "PORT",
    }
    documented = re.findall(r"^#?([A-Z_]+)=", (BASE / ".env.example").read_text(), re.M)

    assert sorted(documented) == sorted(read)


@pytest.mark.parametrize(
    "given, missing",
    [
        ({}, "SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL"),
        ({"SECRET_KEY": "x", "DATABASE_URL": "postgresql://me@localhost/portal"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "portal.kz", "DATABASE_URL": "postgresql://me@localhost/portal"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x", "ALLOWED_HOSTS": "portal.kz"}, "DATABASE_URL"),
        ({"SECRET_KEY": "x", "ALLOWED_HOSTS": "portal.kz", "DATABASE_URL": ""}, "DATABASE_URL"),
    ],
)
def test_manage_refuses_to_start_and_says_why(given, missing):
    result = run("manage.py", "check", **given)

    assert result.returncode != 0
    assert result.stderr.splitlines() == [
        f"The portal does not start without {missing}: see .env.example, or set LOCAL=1 if this is your own machine."
    ]


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--preload", "--reuse-port"])
def test_gunicorn_refuses_to_start_and_says_why(option):
    result = run("-m", "gunicorn", "portal.wsgi", option, "--no-control-socket", "--bind", "127.0.0.1:0")

    assert result.returncode != 0
    assert "does not start without SECRET_KEY" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_that_does_not_answer_is_said_in_a_sentence():
    result = run("manage.py", "migrate", LOCAL="1", SECRET_KEY="x", DATABASE_URL="postgresql://me@127.0.0.1:1/portal")

    assert result.returncode != 0
    assert len(result.stderr.splitlines()) == 1
    assert "cannot be reached" in result.stderr


def test_the_settings_of_the_guide_pass_djangos_deployment_check():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **production_settings())

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_proxies_are_believed_only_where_told():
    show = "from django.conf import settings; print(settings.SECURE_PROXY_SSL_HEADER)"
    production = production_settings() | {"DJANGO_SETTINGS_MODULE": "portal.settings"}

    assert "HTTP_X_FORWARDED_PROTO" in run("-c", show, **production).stdout
    assert run("-c", show, **production | {"BEHIND_PROXY": ""}).stdout.strip() == "None"


def test_the_guide_serves_as_make_run_does():
    for command in re.findall(r"^\w+: (?:python )?(\S+ \S+)", (BASE / "Procfile").read_text(), re.M):
        assert command in DEPLOYMENT


def test_a_key_may_begin_with_a_dollar_sign():
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    given = {"SECRET_KEY": "$ECRET", "ALLOWED_HOSTS": "portal.kz", "DATABASE_URL": "postgresql://me@localhost/portal"}
    result = run("-c", code, DJANGO_SETTINGS_MODULE="portal.settings", **given)

    assert result.stdout.strip() == "$ECRET"
