"""Killed with -9 before any statement of either step: after a restart one row and at most one message for each mail."""

import gc
import os
import signal

import pytest
from django.db import connection, connections

from requests_registry.mail import receive as inbox
from requests_registry.models import InboundMail, MailFile, MailMessage
from tests.mail.conftest import NOW
from tests.mail.corpus import BY_NAME, SAMPLES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST_STATEMENTS = 60


def killed_before(statement_number, raw):
    """Take the mail in, in a process of its own that is killed before that statement; False when it came to its end."""
    connections.close_all()
    child = os.fork()
    if not child:
        gc.disable()  # it would touch, and so copy, the memory of the whole test
        try:
            _take_in(statement_number, raw)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _take_in(statement_number, raw):
    left = [statement_number]

    def count(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        inbox.process(inbox.receive(raw, source="test", at=NOW), at=NOW)


def restart(raw):
    """The mail server comes again with what it could not hand over; what waits is finished."""
    inbox.receive(raw, source="test", at=NOW)
    inbox.process_waiting(at=NOW)


def test_before_every_statement_for_a_mail_with_files(asked):
    raw = BY_NAME["two-files-of-one-name"].raw
    deaths = 0
    for number in range(1, MOST_STATEMENTS):
        another = raw.replace(b"<20260309", b"<%d.20260309" % number)
        was_killed = killed_before(number, another)
        deaths += was_killed
        restart(another)
        if not was_killed:
            break
    assert deaths > 12
    assert_whole(expected=deaths + 1)
    assert MailFile.objects.count() == 2 * MailMessage.objects.count()


def test_at_some_moment_of_every_mail_of_the_corpus(asked):
    raws = list(dict.fromkeys(sample.raw for sample in SAMPLES))
    for number, raw in enumerate(raws):
        killed_before(number % 16 + 1, raw)
    for raw in raws:
        inbox.receive(raw, source="test", at=NOW)
    inbox.process_waiting(at=NOW)

    assert_whole(expected=len(raws))


def test_each_step_of_a_mail_is_one_transaction(asked, monkeypatch):
    """So that there is no other moment to be killed at than before it, in it, where it is undone, and after it."""
    commits, alone = [], []
    commit = connection._commit
    monkeypatch.setattr(connection, "_commit", lambda: [commits.append(1), commit()])

    def watch(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not connection.in_atomic_block:
            alone.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for sample in SAMPLES[::3]:
            commits.clear()
            inbox.process(inbox.receive(sample.raw, source="test", at=NOW), at=NOW)
            assert (len(commits), alone) == (2, []), sample.name


def assert_whole(expected):
    assert InboundMail.objects.count() == expected
    assert not InboundMail.objects.filter(outcome__in=["", "failed"]).exists()
    assert MailMessage.objects.count() == len(set(MailMessage.objects.values_list("inbound", flat=True)))
    delivered = InboundMail.objects.filter(outcome="delivered")
    assert not delivered.filter(message=None).exists()
