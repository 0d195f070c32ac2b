"""Killed with -9 before any statement of the sending, and while the server takes the mail: it leaves, and never thrice."""

import os
import signal
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, connections

from requests_registry.mail import outbox
from requests_registry.models import OutgoingMail
from tests.mail.conftest import NOW
from tests.mail.test_outbox import queue, server  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST_STATEMENTS = 40


def killed(*, before=None):
    """Send what is due in a process of its own; True when it was killed, before that statement or by the server."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            _send(before)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _send(before):
    left = [before or 10_000]

    def count(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        outbox.send_due(at=NOW)


def restart():
    outbox.send_due(at=NOW)
    outbox.send_due(at=NOW + timedelta(minutes=1))


def copies(server):  # noqa: F811
    return [came["Message-ID"] for came in server.accepted]


def test_before_every_statement(server, queue):  # noqa: F811
    doubtful = 0
    for number in range(1, MOST_STATEMENTS):
        mail = queue()
        server.accepted.clear()
        was_killed = killed(before=number)
        mail.refresh_from_db()
        is_doubtful = mail.state == "sending" and len(copies(server))
        restart()
        mail.refresh_from_db()
        assert mail.state == "sent"
        assert set(copies(server)) == {f"<{mail.message_id}>"}
        assert len(copies(server)) == 1 + is_doubtful
        doubtful += is_doubtful
        if not was_killed:
            break
    assert (number > 8, doubtful) == (True, 2)
    assert not OutgoingMail.objects.exclude(state="sent").exists()


@pytest.mark.parametrize(("moment", "expected"), [("at_recipient", 1), ("after_taking", 2)])
def test_while_the_server_takes_the_mail(server, queue, moment, expected):  # noqa: F811
    mail = queue()
    pids = []

    def kill_the_client(_server):
        setattr(server, moment, lambda server: None)
        os.kill(pids[0], signal.SIGKILL)

    setattr(server, moment, kill_the_client)
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            outbox.send_due(at=NOW)
        finally:
            os._exit(0)
    pids.append(child)
    os.waitpid(child, 0)
    mail.refresh_from_db()
    assert mail.state == "sending"

    restart()

    mail.refresh_from_db()
    assert (mail.state, len(copies(server))) == ("sent", expected)
    assert list(mail.attempts.values_list("result", flat=True)) == ["interrupted", "accepted"]


def test_a_mail_that_is_leaving_is_not_taken_for_interrupted(server, queue):  # noqa: F811
    """Another process looks at the outbox while the first one talks to the server."""
    queue()
    seen = []

    def look():
        seen.append(outbox.send_due(at=NOW + timedelta(days=1)))
        connections.close_all()

    def look_meanwhile(_server):
        another = Thread(target=look)
        another.start()
        another.join()

    server.at_recipient = look_meanwhile
    outbox.send_due(at=NOW)

    assert (seen, len(copies(server))) == ([0], 1)
