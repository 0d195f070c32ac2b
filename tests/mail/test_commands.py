"""The commands that a mail server and a timer call."""

import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from portal.runtime.places import BASE
from requests_registry.mail import receive
from requests_registry.models import InboundMail
from tests.mail.conftest import NOW
from tests.mail.corpus import BY_NAME

RAW = BY_NAME["utf-8-8bit"].raw


@pytest.fixture
def pipe(monkeypatch):
    def feed(raw):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
        call_command("receive_mail")

    return feed


@pytest.mark.django_db
def test_a_piped_mail_is_kept_and_read(pipe):
    pipe(RAW)

    inbound = InboundMail.objects.get()
    assert (bytes(inbound.raw), inbound.source, inbound.outcome) == (RAW, "pipe", "unmatched")


@pytest.mark.django_db
def test_a_mail_that_cannot_be_kept_stays_with_the_mail_server(pipe, monkeypatch):
    monkeypatch.setattr(receive, "receive", lambda *given, **named: (_ for _ in ()).throw(OperationalError("no room")))

    with pytest.raises(SystemExit) as end:
        pipe(RAW)

    assert end.value.code == 75


@pytest.mark.slow
def test_without_a_database_the_pipe_ends_with_75():
    nowhere = os.environ | {"DATABASE_URL": "postgresql://nobody:x@127.0.0.1:1/none", "DEBUG": "1"}
    command = [sys.executable, "manage.py", "receive_mail"]

    ended = subprocess.run(command, input=RAW, cwd=BASE, env=nowhere, capture_output=True)

    assert ended.returncode == 75


@pytest.mark.django_db
def test_reconciling_alarms_until_nothing_waits_or_failed():
    receive.receive(RAW, source="x", at=NOW)
    with pytest.raises(CommandError, match="waits"):
        call_command("reconcile_mail")

    call_command("process_mail", stdout=StringIO())

    out = StringIO()
    call_command("reconcile_mail", stdout=out)
    assert "Every mail is in the table and read." in out.getvalue()


@pytest.mark.django_db
def test_what_failed_is_tried_again_when_asked(monkeypatch):
    monkeypatch.setattr(receive, "parse", lambda raw: 1 / 0)
    receive.process(receive.receive(RAW, source="x", at=NOW), at=NOW)
    monkeypatch.undo()

    call_command("process_mail", "--failed", stdout=StringIO())

    assert InboundMail.objects.get().outcome == "unmatched"


@pytest.mark.django_db
def test_fetching_without_a_mailbox_still_reads_what_waits():
    receive.receive(RAW, source="x", at=NOW)
    out = StringIO()

    call_command("fetch_mail", stdout=out)

    assert out.getvalue() == "0 mails taken in, 1 read\n"
