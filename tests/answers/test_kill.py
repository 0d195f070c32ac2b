"""A worker killed with -9 while a new file is made: nothing of it is there, and the daily work makes it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from portal.models import Document
from requests_registry.files import redaction
from requests_registry.models import Redaction
from tests.answers.conftest import NOW
from tests.documents.test_kill import run_until_killed

STEPS = ["redaction.isolation.redact", "tasks.read_document.__class__.enqueue"]  # before anything, and after everything


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_point_leaves_the_redaction_waiting_and_the_daily_work_finishes_it(answer, daniyar, monkeypatch):
    file = answer()
    redaction.draw(file, by=daniyar, at=NOW, page=1, left=1500, top=1400, width=4000, height=500, why="person")
    monkeypatch.setattr(redaction.make_redaction.__class__, "enqueue", lambda *_args: None)
    redaction.ask(file, by=daniyar, at=NOW - timedelta(days=1))
    monkeypatch.undo()
    connection.close()

    for number, step in enumerate(STEPS, start=1):
        code = f"from requests_registry.files import redaction\n{step} = die\n"
        run_until_killed(f"{code}redaction.make_redaction.call({Redaction.objects.get().pk})")
        asked = Redaction.objects.get()
        assert (asked.state, asked.attempts, asked.document) == ("waiting", number, None), step
        assert Document.objects.count() == 1

    Redaction.objects.update(attempts=0)
    call_command("daily", verbosity=0)
    call_command("daily", verbosity=0)
    assert (Redaction.objects.get().state, Document.objects.count()) == ("ready", 2)
